// Where docker's config.json leads for an image's registry, and what a credential helper's answer gives.
import * as assert from "uvu/assert";
import { answered, hasLogins, loginIn, loginOf } from "../../../src/core/dokku/docker-config.ts";
import type { SchedulerError } from "../../../src/core/errors.ts";
import { suite, table } from "../suite.ts";

const ECR = "1.dkr.ecr.eu-west-1.amazonaws.com";
const HUB = "https://index.docker.io/v1/";
const auths = {
  "r.example.com:5000": { auth: "dTpw" },
  "https://old.example.com/v1/": { auth: "b2xk" },
  [HUB]: { auth: "aHVi" },
};

suite("docker's config.json", {
  ...table(
    [
      [
        "a host with its port",
        { auths },
        "r.example.com:5000/dokku/shop:1",
        { server: "r.example.com:5000", auth: "dTpw" },
      ],
      [
        "a URL, as docker wrote it once",
        { auths },
        "old.example.com/shop:1",
        { server: "https://old.example.com/v1/", auth: "b2xk" },
      ],
      ["Docker Hub", { auths }, "dokku/shop:1", { server: HUB, auth: "aHVi" }],
      ["a registry without a login", { auths }, "other.example.com/shop:1", null],
      ["nothing", {}, "dokku/shop:1", null],
      [
        "a registry's own helper",
        { auths, credHelpers: { [ECR]: "ecr-login" } },
        `${ECR}/shop:1`,
        { program: "docker-credential-ecr-login", server: ECR },
      ],
      [
        "another registry's helper",
        { auths, credHelpers: { [ECR]: "ecr-login" } },
        "dokku/shop:1",
        { server: HUB, auth: "aHVi" },
      ],
      [
        "a helper that keeps all",
        { auths: { "https://r.example.com": {} }, credsStore: "pass" },
        "r.example.com/shop:1",
        { program: "docker-credential-pass", server: "https://r.example.com" },
      ],
      [
        "a helper that was never told of it",
        { credsStore: "pass" },
        "r.example.com/shop:1",
        { program: "docker-credential-pass", server: "r.example.com" },
      ],
      [
        "a registry's own helper beside one that keeps all",
        { credHelpers: { [ECR]: "ecr-login" }, credsStore: "pass" },
        `${ECR}/shop:1`,
        { program: "docker-credential-ecr-login", server: ECR },
      ],
      ["a path in place of a helper's name", { credsStore: "/../../tmp/x" }, "r.example.com/shop:1", null],
    ] as const,
    (_title, config, reference, expected) => assert.equal(loginIn(config, reference), expected),
  ),
  ...table(
    [
      ["a login counts", { auths: { x: { auth: "dTpw" } } }, true],
      ["a helper counts", { credHelpers: { x: "y" } }, true],
      ["one for all counts", { credsStore: "y" }, true],
      ["other settings do not", { auths: {}, credHelpers: {}, credsStore: "" }, false],
    ] as const,
    (_title, config, expected) => assert.is(hasLogins(config), expected),
  ),
});

const HELPER = { program: "docker-credential-x", server: "r" };

suite("a credential helper's answer", {
  ...table(
    [
      ["a password", '{"ServerURL":"r","Username":"AWS","Secret":"p:w"}', { server: "r", auth: "QVdTOnA6dw==" }],
      ["a token", '{"ServerURL":"r","Username":"<token>","Secret":"x"}', null],
      ["no password", '{"ServerURL":"r","Username":"AWS","Secret":""}', null],
      ["a sentence", "credentials not found in native keychain", null],
      ["null", "null", null],
    ] as const,
    (_title, answer, expected) => assert.equal(loginOf("r", answer), expected),
  ),
  ...table(
    [
      ["it has one", 0, '{"Username":"u","Secret":"pw"}', { server: "r", auth: "dTpwdw==" }],
      ["it says that it has none", 1, "credentials not found in native keychain", null],
    ] as const,
    (_title, exitCode, stdout, expected) =>
      assert.equal(answered(HELPER, { exitCode, stdout, timedOut: false }), expected),
  ),
  ...table(
    [
      ["it fails", { exitCode: 1, stdout: "hunter2", timedOut: false }, "it failed with exit code 1"],
      ["it does not know how", { exitCode: 2, stdout: "", timedOut: false }, "it failed with exit code 2"],
      ["it takes too long", { exitCode: 255, stdout: "", timedOut: true }, "it gave no answer within 15 seconds"],
      ["it is not there", null, "there is no such program on Dokku's PATH"],
    ] as const,
    (_title, answer, why) =>
      assert.throws(
        () => answered(HELPER, answer),
        ({ code, doing, because }: SchedulerError) =>
          code === "HOOK_FAILED" &&
          doing === "ask docker-credential-x for the login to r" &&
          because.join() === `${why},nothing was applied`,
      ),
  ),
});
