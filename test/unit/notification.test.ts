// What `notify-url` is sent, and what is said of it when that fails.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as assert from "uvu/assert";
import { notificationOf } from "../../src/core/notification.ts";
import { notify } from "../../src/edge/notify.ts";
import { suite, table } from "./suite.ts";

const EVENT = { event: "end", app: "shop", outcome: "succeeded" };

/** What is written to stderr meanwhile. */
async function saidBy(act: () => Promise<void>): Promise<string> {
  const { write } = process.stderr;
  let said = "";
  process.stderr.write = ((text: string) => {
    said += text;
    return true;
  }) as typeof write;
  await act().finally(() => {
    process.stderr.write = write;
  });
  return said;
}

/** A server that answers with this status, and what it was asked. */
async function asked(status: number): Promise<{ readonly got: readonly string[]; readonly said: string }> {
  const got: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { authorization, "x-dokku-signature-256": signature } = request.headers;
    got.push(`${request.method} ${request.url} ${authorization} ${signature} ${body}`);
    response.writeHead(status, { location: "/elsewhere" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const said = await saidBy(() => notify(`http://me:pass%20word@127.0.0.1:${port}/hook/s3cret?key=s3cret`, "", EVENT));
  server.close();
  return { got, said };
}

suite("notification", {
  "a signed one, by HMAC-SHA256 of the body": () => {
    const { url, headers, body } = notificationOf("https://example.com/a?b=c", "key", EVENT);
    assert.is(url.href, "https://example.com/a?b=c");
    assert.is(body, JSON.stringify(EVENT));
    // printf %s '{"event":"end","app":"shop","outcome":"succeeded"}' | openssl dgst -sha256 -hmac key
    assert.is(
      headers["x-dokku-signature-256"],
      "sha256=ef57f35c1fbb478c6d4c2c2bc6fa20f7c7435755f5a03d61f6c74d0a919e9243",
    );
    assert.is(headers.authorization, undefined);
  },
  ...table(
    [
      ["204", ""],
      ["302", "it answered 302"],
      ["500", "it answered 500"],
    ] as const,
    async (status, why) => {
      const { got, said } = await asked(Number(status));
      const basic = Buffer.from("me:pass word").toString("base64");
      assert.equal(got, [`POST /hook/s3cret?key=s3cret Basic ${basic} undefined ${JSON.stringify(EVENT)}`]);
      if (why === "") assert.is(said, "");
      else assert.match(said, `was not told how it ended: ${why}`);
      assert.not.match(said, /s3cret|pass/);
    },
  ),
  "what is no URL fails no deploy": async () =>
    assert.match(
      await saidBy(() => notify("s3cret", "", EVENT)),
      "notify-url ******** was not told how it ended: Invalid URL",
    ),
  "one that nobody takes is said, without what may be secret": async () => {
    const said = await saidBy(() => notify("https://me:s3cret@127.0.0.1:1/s3cret?s3cret", "s3cret", EVENT));
    assert.match(said, "notify-url https://127.0.0.1:1/******** was not told");
    assert.not.match(said, "s3cret");
  },
});
