// What a backup of Dokku's files tells, as Dokku's triggers would.
import * as assert from "uvu/assert";
import { effectivePorts, readEnvFile, storedReference } from "../../../src/core/dokku/stored.ts";
import { suite, table } from "../suite.ts";

const LINES: readonly [string, ReturnType<typeof readEnvFile>][] = [
  ["", {}],
  ['A="b c"\n', { A: "b c" }],
  ["N=5\nE=", { N: "5", E: "" }],
  ['A="1=2"\n\n# no\nB="x"', { A: "1=2", B: "x" }],
  [String.raw`Q="a\"b\\n\nc\r\$D\!\`e"`, { Q: 'a"b\\n\nc\r$D!`e' }],
  ["# no\nA='b'", 2],
  ['A="b', 1],
  ["export A=b", 1],
];

const ports = (own: string, detected: string, hasCertificate: boolean, proxyPort = "", sslPort = "") =>
  effectivePorts({
    proxyPort,
    sslPort,
    own: own.split(" ").filter(Boolean),
    detected: detected.split(" ").filter(Boolean),
    hasCertificate,
  });

suite("files in the place of triggers", {
  ...table(LINES, (text, env) => assert.equal(readEnvFile(text), env)),
  "ports: one's own, else what the build found, else 5000": () => {
    assert.equal(ports("http:80:3000 http:80:4000 tcp:22:22", "http:80:5000", true), ["http:80:3000", "tcp:22:22"]);
    assert.equal(ports("", "http:8080:8080", false), ["http:8080:8080"]);
    assert.equal(ports("", "", false), ["http:80:5000"]);
  },
  "a certificate adds HTTPS to ports that were found": () => {
    assert.equal(ports("", "", true), ["http:80:5000", "https:443:5000"]);
    assert.equal(ports("", "http:8080:8080 tcp:22:22", true), ["https:8080:8080", "tcp:22:22"]);
    assert.equal(ports("", "http:80:80 https:443:443", true), ["http:80:80", "https:443:443"]);
  },
  "ports of the proxy take the place of 80 and 443": () => {
    assert.equal(ports("", "", false, "8080", "8443"), ["http:8080:5000"]);
    assert.equal(ports("", "", true, "8080", "8443"), ["https:8080:5000"]);
    assert.equal(ports("", "http:80:80", true, "8080", "8443"), ["http:80:80", "https:8443:80"]);
    assert.equal(ports("http:80:3000", "", true, "8080", "8443"), ["http:80:3000"]);
  },
  "the image that the registry's properties name": () => {
    const pushed = { "push-on-release": "true", "tag-version": "7" };
    assert.is(storedReference("shop", pushed, { server: "r.example.com/" }), "r.example.com/dokku/shop:7");
    assert.is(storedReference("shop", { ...pushed, server: "docker.io", "image-repo": "me/x" }, {}), "me/x:7");
    assert.is(storedReference("shop", {}, { "image-repo-template": "apps/{{ .AppName }}" }), "apps/shop:latest");
  },
});
