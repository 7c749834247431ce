// An API server that misbehaves: a proxy on loopback before the real one, which does what a file of JSON says at the moment.
//
//   node unwell.mjs ORDERS KUBECONFIG    reads $KUBECONFIG, which has a token, writes KUBECONFIG for itself, says `ready`, ends with its stdin
//
// ORDERS is empty or one of
//   {"delay": 200}                                  every answer so many milliseconds later
//   {"status": 429, "times": 2, "method": "PATCH"}  so many requests are answered with that status
//   {"down": true}                                  every connection is cut
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

const [orders, target] = process.argv.slice(2);
const config = JSON.parse(
  execFileSync("kubectl", ["config", "view", "--raw", "--minify", "--flatten", "--output", "json"], {
    encoding: "utf8",
  }),
);
const { cluster } = config.clusters[0];
const { user } = config.users[0];
const agent = new https.Agent({
  keepAlive: true,
  ca: Buffer.from(cluster["certificate-authority-data"], "base64"),
});

let text = "";
let answered = 0;

/** The orders of now; a new text begins its `times` anew. */
function now() {
  const read = readFileSync(orders, "utf8").trim();
  if (read !== text) answered = 0;
  text = read;
  return text === "" ? {} : JSON.parse(text);
}

const server = createServer(async (request, response) => {
  const { down, delay, status, times, method } = now();
  if (down) return request.socket.destroy();
  if (delay) await sleep(delay);
  if (status && answered < times && (method === undefined || method === request.method)) {
    answered++;
    const later = [429, 503].includes(status) ? { "retry-after": "1" } : {};
    response.writeHead(status, { "content-type": "application/json", ...later });
    const reason = { 409: "Conflict", 429: "TooManyRequests", 500: "InternalError", 503: "ServiceUnavailable" }[status];
    return response.end(
      JSON.stringify({
        kind: "Status",
        apiVersion: "v1",
        status: "Failure",
        message: "unwell as the test asked for",
        reason,
        code: status,
      }),
    );
  }
  const onward = https.request(
    new URL(request.url, cluster.server),
    // Clients send no token where there is no TLS.
    { method: request.method, headers: { ...request.headers, authorization: `Bearer ${user.token}` }, agent },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on("error", () => request.socket.destroy());
  response.on("close", () => onward.destroy());
  request.pipe(onward);
});

// What is under way is cut too, watches above all.
setInterval(() => now().down && server.closeAllConnections(), 100);

server.listen(0, "127.0.0.1", () => {
  const own = { ...cluster, server: `http://127.0.0.1:${server.address().port}` };
  delete own["certificate-authority-data"];
  writeFileSync(target, JSON.stringify({ ...config, clusters: [{ ...config.clusters[0], cluster: own }] }), {
    mode: 0o600,
  });
  console.log("ready");
});
process.stdin.on("end", () => process.exit()).resume();
