// What docker says of an image, as Debian's 26 and one that keeps images in containerd print it, and what pods pull it by.
import * as assert from "uvu/assert";
import { imageRemarks, pulledAs, readInspected, userIn } from "../../../src/core/dokku/image.ts";
import { DIGEST, tagged } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const REFERENCE = "registry.example.com:5000/dokku/shop:12";
const OTHER = `sha256:${"f".repeat(64)}`;

const read = (fields: object, reference = REFERENCE) => {
  const inspected = { Id: OTHER, Architecture: "arm64", RepoDigests: [], Config: { Env: null, Labels: null } };
  return readInspected(JSON.stringify({ ...inspected, ...fields }), reference, "herokuishuser");
};

suite("what docker says of an image", {
  ...table(
    [
      ["that was never pushed", REFERENCE, [], null],
      ["of a docker that says so", REFERENCE, null, null],
      ["that was pushed there", REFERENCE, [`registry.example.com:5000/dokku/shop@${DIGEST}`], DIGEST],
      [
        "that was pushed elsewhere too",
        REFERENCE,
        [`a/b@${OTHER}`, `registry.example.com:5000/dokku/shop@${DIGEST}`],
        DIGEST,
      ],
      [
        "that was pushed elsewhere only",
        REFERENCE,
        [`dokku/shop@${OTHER}`, `registry.example.com:5000/dokku/shop2@${OTHER}`],
        null,
      ],
      ["of Docker Hub", "dokku/shop:12", [`dokku/shop@${DIGEST}`], DIGEST],
      ["of Docker Hub by its name", "docker.io/dokku/shop:12", [`dokku/shop@${DIGEST}`], DIGEST],
    ] as const,
    (_title, reference, RepoDigests, expected) => assert.is(read({ RepoDigests }, reference).digest, expected),
  ),
  ...table(
    [
      ["for one architecture", OTHER, "arm64", "arm64"],
      ["for several, as containerd keeps it", DIGEST, "arm64", null],
      ["that does not say for which", OTHER, "", null],
    ] as const,
    (_title, Id, Architecture, expected) => {
      const RepoDigests = [`registry.example.com:5000/dokku/shop@${DIGEST}`];
      assert.is(read({ Id, Architecture, RepoDigests }).architecture, expected);
    },
  ),
  ...table(
    [
      ["nothing", null, null, "dockerfile"],
      ["a buildpack's label", ["USER=herokuishuser"], { "io.buildpacks.stack.id": "x" }, "pack"],
      ["Dokku's label", null, { "com.dokku.builder-type": "nixpacks" }, "nixpacks"],
      [
        "the label of a builder that starts as a Dockerfile",
        null,
        { "com.dokku.builder-type": "railpack" },
        "dockerfile",
      ],
      ["herokuish's user", ["A=1", "USER=herokuishuser"], {}, "herokuish"],
    ] as const,
    (_title, Env, Labels, expected) => assert.is(read({ Config: { Env, Labels } }).source, expected),
  ),
  "whom it runs as": () => {
    assert.is(userIn('{"Config":{"User":"1000:1000"}}'), "1000:1000");
    assert.is(userIn('{"Config":{"Env":null}}'), "");
    assert.is(userIn('{"Config":null}'), "");
  },
  "an image without any config is a Dockerfile's": () => assert.is(read({ Config: null }).source, "dockerfile"),
});

suite("what pods pull", {
  ...table(
    [
      ["by a digest", REFERENCE, DIGEST, `registry.example.com:5000/dokku/shop@${DIGEST}`],
      ["by a tag", REFERENCE, null, REFERENCE],
      ["without a tag", "host:5000/shop", DIGEST, `host:5000/shop@${DIGEST}`],
    ] as const,
    (_title, reference, digest, expected) => assert.is(pulledAs({ ...tagged(reference), digest }), expected),
  ),
  "by a tag is said, where Dokku has pushed it": () => {
    assert.equal(imageRemarks(tagged("r/shop:12")), [
      "no digest of r/shop:12 is known: each pod that starts pulls what the tag means by then",
    ]);
    assert.equal(imageRemarks({ ...tagged("r/shop:12"), digest: DIGEST }), []);
    assert.equal(imageRemarks(tagged("r/shop:latest")), []);
  },
});
