// Writes down what is asked of an API server: a proxy on loopback before it.
//
//   node recorder.mjs KUBECONFIG RECORD OWN    writes OWN, the same kubeconfig for itself, says `ready`, ends with its stdin
//
// Each line of RECORD is a right that a request took and the answer: `get pods/log 200`, `patch deployments.apps 201`.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import https from "node:https";

const [kubeconfig, record, own] = process.argv.slice(2);
const config = JSON.parse(readFileSync(kubeconfig, "utf8"));
const { cluster } = config.clusters[0];
const { user } = config.users[0];
const agent = new https.Agent({ keepAlive: true, ca: Buffer.from(cluster["certificate-authority-data"], "base64") });

const VERBS = { POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };

/** Null for a path that is about no resource. */
function asked({ method, url }) {
  const { pathname, searchParams } = new URL(url, "http://x");
  const [, api, ...rest] = pathname.split("/");
  const group = api === "apis" ? rest.shift() : "";
  if (!["api", "apis"].includes(api) || rest.length < 2) return null;
  const path = rest.slice(1);
  // A namespace itself has no more than its name after the word.
  if (path[0] === "namespaces" && path.length > 2) path.splice(0, 2);
  const [resource, name, part] = path;
  const read = name === undefined ? (searchParams.has("watch") ? "watch" : "list") : "get";
  const what = part === undefined ? resource : `${resource}/${part}`;
  return `${VERBS[method] ?? read} ${what}${group === "" ? "" : `.${group}`}`;
}

function note(request, status) {
  const right = asked(request);
  if (right === null) return;
  appendFileSync(record, `${right} ${status}\n`);
  // What server-side apply makes.
  if (status === 201 && right.startsWith("patch ")) appendFileSync(record, `${right.replace("patch", "create")} 201\n`);
}

const forward = (request, options) =>
  https.request(new URL(request.url, cluster.server), {
    method: request.method,
    // Clients send no token where there is no TLS.
    headers: { ...request.headers, authorization: `Bearer ${user.token}` },
    ...options,
  });

const server = createServer((request, response) => {
  const onward = forward(request, { agent });
  onward.on("response", (answer) => {
    note(request, answer.statusCode);
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => request.socket.destroy());
  response.on("close", () => onward.destroy());
  request.pipe(onward);
});

server.on("upgrade", (request, socket, head) => {
  const onward = forward(request, { ca: agent.options.ca });
  const answerHead = ({ statusCode, statusMessage, rawHeaders }) => {
    const headers = rawHeaders.flatMap((word, index) => (index % 2 === 0 ? [`${word}: ${rawHeaders[index + 1]}`] : []));
    return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...headers, "", ""].join("\r\n");
  };
  onward.on("upgrade", (answer, other, otherHead) => {
    note(request, answer.statusCode);
    socket.write(answerHead(answer));
    socket.write(otherHead);
    other.write(head);
    other.pipe(socket).pipe(other);
    for (const [one, end] of [
      [socket, other],
      [other, socket],
    ])
      one.on("error", () => end.destroy());
  });
  onward.on("response", (answer) => {
    note(request, answer.statusCode);
    socket.end(answerHead(answer));
  });
  onward.on("error", () => socket.destroy());
  onward.end();
});

server.listen(0, "127.0.0.1", () => {
  const { "certificate-authority-data": _, ...rest } = cluster;
  const address = { ...rest, server: `http://127.0.0.1:${server.address().port}` };
  const text = JSON.stringify({ ...config, clusters: [{ ...config.clusters[0], cluster: address }] });
  writeFileSync(own, text, { mode: 0o600 });
  console.log("ready");
});
process.stdin.on("end", () => process.exit()).resume();
