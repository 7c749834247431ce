// What a program gets to see of our environment. What leads to a cluster, or says as whom, never comes from the shell a command was typed in.
import { dokkuRoot } from "./dokku/paths.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const CLUSTER_PROGRAMS: readonly string[] = ["kubectl", "kubedog"];

/** All that these get, and so the credential plugins that they run; HOME is the dokku user's. */
const KEPT =
  /^(PATH|USER|LOGNAME|LANG|LC_[A-Z]+|TZ|TERM|TMPDIR|SSL_CERT_FILE|SSL_CERT_DIR|(https?|no)_proxy|(HTTPS?|NO)_PROXY)$/;

/** Dokku's own programs and the hooks of other plugins get all of it. */
export function environmentFor(program: string, ours: Environment): Environment {
  if (!CLUSTER_PROGRAMS.includes(program)) return ours;
  const kept = Object.entries(ours).filter(([name]) => KEPT.test(name));
  return { ...Object.fromEntries(kept), HOME: dokkuRoot() };
}
