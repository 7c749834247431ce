// Which certificates can be served, for which hosts.
import * as assert from "uvu/assert";
import { covers, problemOf } from "../../../src/core/dokku/certificate.ts";
import { pem } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const now = new Date("2030-01-01");
const [crt, key] = [pem("shop", "crt"), pem("shop", "key")];

suite("certificate", {
  ...table(
    [
      ["good", { crt, key }, now, null],
      ["with its issuer behind it", { crt: `${crt}${pem("other", "crt")}`, key }, now, null],
      [
        "after its issuer",
        { crt: `${pem("other", "crt")}${crt}`, key },
        now,
        /^the key does not belong to the certificate$/,
      ],
      [
        "with the key of another",
        { crt, key: pem("other", "key") },
        now,
        /^the key does not belong to the certificate$/,
      ],
      ["too old", { crt, key }, new Date("2200-01-01"), /^the certificate expired on .* GMT$/],
      ["too young", { crt, key }, new Date("2020-01-01"), /^the certificate is not valid before .* GMT$/],
      ["no certificate", { crt: "hello", key }, now, /^server.crt holds no PEM certificate$/],
      ["empty", { crt: "", key: "" }, now, /^server.crt holds no PEM certificate$/],
      ["files swapped", { crt: key, key: crt }, now, /^server.crt holds no PEM certificate$/],
      ["no key", { crt, key: crt }, now, /^server.key holds no PEM private key/],
    ] as const,
    (_title, files, at, problem) => {
      const found = problemOf(files, at);
      if (problem === null) assert.is(found, null);
      else assert.match(found ?? "", problem);
      assert.not.match(found ?? "", /BEGIN|MII/);
    },
  ),
  ...table(
    [
      ["shop.example.com", true],
      ["www.shop.example.com", true],
      ["*.shop.example.com", true],
      ["a.b.shop.example.com", false],
      ["example.com", false],
    ] as const,
    (host, expected) => assert.is(covers(crt, host), expected),
  ),
});
