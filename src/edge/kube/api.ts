// Many questions to an API server through one kubectl: its proxy, on a socket in a folder that Dokku alone may enter.
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster } from "../../core/model/cluster.ts";
import { clearUp, exec } from "../exec.ts";
import { flagsOf } from "./kubeconfig.ts";

export interface Reply {
  /** Of HTTP; 0 where nobody answered. */
  readonly status: number;
  /** Parsed where it is JSON, a text where it is not. */
  readonly body: unknown;
  /** The server's clock, to the second. */
  readonly date: string | null;
  /** Milliseconds until the end of the answer. */
  readonly took: number;
}

/** A body is posted. */
export type Ask = (path: string, body?: object) => Promise<Reply>;

/** Milliseconds that a question may take. */
const TIMEOUT = 8_000;
/** Milliseconds that all of them may. */
const AT_MOST = 120_000;
/** Bytes of an answer. */
const MOST = 64 * 1024 * 1024;

/** Throws TOOL_MISSING, INTERRUPTED, BAD_PROPERTY for a kubeconfig that an app could have written. */
export async function withApi<T>(cluster: Cluster, work: (ask: Ask) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "dokku-kubernetes-"));
  const socket = join(folder, "api");
  const end = new AbortController();
  try {
    let said = "";
    let stood = () => {};
    const stands = new Promise<void>((resolve) => {
      stood = resolve;
    });
    const onLine = (line: string) => {
      said = line;
      stood();
    };
    const args = [...flagsOf(cluster), "proxy", `--unix-socket=${socket}`];
    const running = exec("kubectl", args, { onLine, end: end.signal, timeout: AT_MOST }).finally(stood);
    running.catch(() => {});
    await stands;
    // What it said instead of listening is why nobody answers.
    const answer = await work((path, body) => ask(socket, path, body, () => said));
    end.abort();
    await running;
    return answer;
  } finally {
    end.abort();
    await clearUp(() => rm(folder, { recursive: true, force: true }));
  }
}

function ask(socketPath: string, path: string, body: object | undefined, why: () => string): Promise<Reply> {
  const start = performance.now();
  const took = () => performance.now() - start;
  const headers = { host: "localhost", accept: "application/json", "content-type": "application/json" };
  const method = body === undefined ? "GET" : "POST";
  return new Promise((resolve) => {
    const failed = (said: string) => resolve({ status: 0, body: said, date: null, took: took() });
    const asked = request({ socketPath, path, method, headers, timeout: TIMEOUT }, (response) => {
      const pieces: Buffer[] = [];
      let size = 0;
      response.on("data", (piece: Buffer) => {
        pieces.push(piece);
        size += piece.length;
        if (size > MOST) asked.destroy(new Error(`more than ${MOST} bytes`));
      });
      response.on("error", ({ message }) => failed(message));
      response.on("end", () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, body: parsed(Buffer.concat(pieces)), date: headers.date ?? null, took: took() });
      });
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${TIMEOUT / 1000} s`)));
    asked.on("error", ({ code, message }: NodeJS.ErrnoException) => failed(code === "ENOENT" ? why() : message));
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parsed(bytes: Buffer): unknown {
  const text = bytes.toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
