// Whether Dokku shall write its host's crontab for our apps: Kubernetes runs their cron tasks itself.
import { print } from "../edge/log.ts";

export async function run(): Promise<void> {
  print("false");
}
