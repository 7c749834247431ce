// The login that pods pull their image with, as it changes.
import * as assert from "uvu/assert";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { withLogin, withoutLogin } from "../../../src/core/objects/registry-secret.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const LOGIN = { server: "registry.example.com", auth: "bmV3" };
const encoded = (config: unknown) => Buffer.from(JSON.stringify(config)).toString("base64");
const secret = (name: string, data: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name },
  data,
});
const NEW = { [LOGIN.server]: { auth: "bmV3" } };
const OTHER = { "other.example.com": { auth: "b3RoZXI=" } };

suite("the pull Secret", {
  ...table(
    [
      ["the login before", { auths: { [LOGIN.server]: { auth: "b2xk" } } }, { auths: NEW }],
      ["another registry's beside it", { auths: OTHER, a: 1 }, { auths: { ...OTHER, ...NEW }, a: 1 }],
      ["no login", null, { auths: NEW }],
    ] as const,
    (_title, before, after) => {
      const had = secret("shop-registry", { ".dockerconfigjson": encoded(before), ca: "eA==" });
      const expected = { ".dockerconfigjson": encoded(after), ca: "eA==" };
      assert.equal(withLogin(had, LOGIN).data, expected);
    },
  ),
  "is compared without its login, and no other Secret is": () => {
    assert.not.ok("data" in withoutLogin("shop", secret("shop-registry", { a: "eA==" })));
    assert.ok("data" in withoutLogin("shop", secret("shop-env-1", { a: "eA==" })));
  },
  "takes each new login, whatever a copy of the template of before says": () => {
    const text = [
      "apiVersion: v1\nkind: Secret\nmetadata:\n  {{> metadata}}\ntype: kubernetes.io/dockerconfigjson",
      "immutable: true\ndata:\n  .dockerconfigjson: {{dockerConfig}}\n",
    ];
    const manifests = render(app({ registryLogin: LOGIN }), templates({ "registry-secret": text.join("\n") }));
    const found = manifests.find(({ ref }) => ref.name === "shop-registry");
    assert.is(found?.source.origin, "site");
    assert.not.ok("immutable" in (found?.object ?? {}));
  },
});
