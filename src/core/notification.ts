// The request that tells `notify-url` how a deploy ended.
import { createHmac } from "node:crypto";

export interface Notification {
  /** Without user and password. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `event` is the last line of the events. Signed where there is a secret, as GitHub signs its webhooks. */
export function notificationOf(address: string, secret: string, event: object): Notification {
  const url = new URL(address);
  const credentials = [url.username, url.password].map(decodeURIComponent).join(":");
  url.username = "";
  url.password = "";
  const body = JSON.stringify(event);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return {
    url,
    headers: {
      "content-type": "application/json",
      "content-length": `${Buffer.byteLength(body)}`,
      "user-agent": "dokku-scheduler-kubernetes",
      ...(credentials === ":" ? {} : { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` }),
      ...(secret === "" ? {} : { "x-dokku-signature-256": `sha256=${signature}` }),
    },
    body,
  };
}
