// What docker's config.json says of a registry: a password of its own, or the program that keeps it.
import { SchedulerError } from "../errors.ts";
import type { RegistryLogin } from "../model/app.ts";
import { at, entryOf, fields } from "../model/read.ts";

export interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** The name of a credential helper, and the server it is asked for. */
export interface Helper {
  readonly program: string;
  readonly server: string;
}

/** Whether it says of any registry how to log in. */
export function hasLogins({ auths, credHelpers, credsStore }: DockerConfig): boolean {
  return [auths, credHelpers].some((logins) => Object.keys(fields(logins)).length > 0) || Boolean(credsStore);
}

/** As docker looks: a registry's own helper, then what stands in the file where no helper keeps all, then that helper. */
export function loginIn(config: DockerConfig, reference: string): RegistryLogin | Helper | null {
  const keys = serverKeys(reference);
  const server = keys.find((key) => typeof entryOf(fields(config.credHelpers), key) === "string");
  if (server !== undefined) return helper(String(config.credHelpers?.[server]), server);
  const auths = fields(config.auths);
  const found = keys.find((key) => at(entryOf(auths, key), "auth"));
  if (found !== undefined) return { server: found, auth: String(at(auths[found], "auth")) };
  const [first = ""] = keys;
  return config.credsStore ? helper(config.credsStore, keys.find((key) => Object.hasOwn(auths, key)) ?? first) : null;
}

/** The file names a program: never one elsewhere. */
const helper = (name: string, server: string): Helper | null =>
  /^[\w.-]+$/.test(name) ? { program: `docker-credential-${name}`, server } : null;

/** Milliseconds that a helper may take. */
export const HELPER_TIMEOUT = 15_000;

interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly timedOut: boolean;
}

/**
 * `answer` is null where there is no such program. Null where the helper has no login; one that has failed may have it again in a moment. Its answer holds the password: nothing of it is
 * repeated. Throws HOOK_FAILED.
 */
export function answered({ program, server }: Helper, answer: Answer | null): RegistryLogin | null {
  if (answer?.exitCode === 0) return loginOf(server, answer.stdout);
  if (answer?.exitCode === 1 && answer.stdout.includes("credentials not found")) return null;
  const because = [failure(answer), "nothing was applied"];
  throw new SchedulerError("HOOK_FAILED", `ask ${program} for the login to ${server}`, because);
}

function failure(answer: Answer | null): string {
  if (answer === null) return "there is no such program on Dokku's PATH";
  return answer.timedOut
    ? `it gave no answer within ${HELPER_TIMEOUT / 1000} seconds`
    : `it failed with exit code ${answer.exitCode}`;
}

/** What a helper answers to `get`. Null without a password: a token is none that a pod could pull with. */
export function loginOf(server: string, answer: string): RegistryLogin | null {
  let said: unknown;
  try {
    said = JSON.parse(answer);
  } catch {
    return null;
  }
  const [user, secret] = [at(said, "Username"), at(said, "Secret")];
  if (typeof user !== "string" || typeof secret !== "string" || secret === "" || user === "<token>") return null;
  return { server, auth: Buffer.from(`${user}:${secret}`).toString("base64") };
}

/** The first part of a reference is a registry only if it looks like a host; everything else is Docker Hub's. */
function serverKeys(reference: string): readonly string[] {
  const host = reference.split("/")[0] ?? "";
  if (!reference.includes("/") || !/[.:]|^localhost$/.test(host)) return ["https://index.docker.io/v1/", "docker.io"];
  return [host, `https://${host}`, `http://${host}`, `https://${host}/v1/`, `https://${host}/v2/`];
}
