// Tells `notify-url` how a deploy ended. Whatever goes wrong is a warning, which has only the host of the URL: the rest may be a secret.
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { notificationOf } from "../core/notification.ts";
import { shown } from "../core/properties/table.ts";
import { warn } from "./log.ts";

/** Milliseconds for all of it. */
const WITHIN = 5_000;

export async function notify(address: string, secret: string, event: object): Promise<void> {
  const why = await post(address, secret, event).catch((error: Error) =>
    error.name === "AbortError" ? `no answer within ${WITHIN / 1000} s` : error.message,
  );
  if (why !== null) warn(`notify-url ${shown("notify-url", address)} was not told how it ended: ${why}`);
}

/** Null when it was taken. A redirect is not followed: it could lead what is sent elsewhere. */
async function post(address: string, secret: string, event: object): Promise<string | null> {
  const { url, headers, body } = notificationOf(address, secret, event);
  const request = url.protocol === "http:" ? requestHttp : requestHttps;
  const options = { method: "POST", headers, agent: false, signal: AbortSignal.timeout(WITHIN) } as const;
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const { statusCode = 0 } = response;
      // Nobody reads what it says.
      response.destroy();
      resolve(statusCode >= 200 && statusCode < 300 ? null : `it answered ${statusCode}`);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
