// `registry:login` has stored a login (Dokku 0.33).
import { refreshPullSecrets } from "../tasks/release/pull-secrets.ts";

export async function run(): Promise<void> {
  await refreshPullSecrets();
}
