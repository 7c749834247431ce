import { Ajv } from "ajv";
import * as assert from "uvu/assert";
import { check } from "../../../src/core/validate/check.ts";
import type { Schema } from "../../../src/core/validate/schema-set.ts";
import { cases } from "../../verdicts/mutations.ts";
import { schemas } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

/** What is wrong with `value` at a place of a kind's definition, as `path keyword`. */
function wrong(definition: string, value: unknown): readonly string[] {
  const errors = check(schemas, value, { $ref: `io.k8s.api.${definition}` });
  return errors.map(({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${Object.values(params)[0]}`);
}

const container = (fields: object) => ({ name: "web", image: "x", ...fields });
const pod = (fields: object) => ({ containers: [container({})], ...fields });

// Each was asked of the API server of Kubernetes 1.35, with kubectl apply --server-side --dry-run=server.
suite("a value that the API server takes", {
  ...table(
    [
      ["null for an object", "apps.v1.DeploymentSpec", { selector: {}, template: {}, strategy: null }],
      ["null for a number", "apps.v1.DeploymentSpec", { selector: {}, template: {}, replicas: null }],
      ["null for a list", "core.v1.Container", container({ args: null })],
      ["null for one of some words", "core.v1.Container", container({ imagePullPolicy: null })],
      ["null for a quantity", "core.v1.ResourceRequirements", { limits: { cpu: null } }],
      ["null for a port", "core.v1.ServicePort", { port: 80, targetPort: null }],
      ["null for what a volume is", "core.v1.Volume", { name: "v", emptyDir: null }],
      ["null for an entry of a map", "core.v1.ConfigMap", { data: { a: null } }],
      ["null in a list of words", "core.v1.Container", container({ args: [null, "x"] })],
      ["null in a list of objects", "networking.v1.NetworkPolicySpec", { podSelector: {}, ingress: [null] }],
      ["no word where one of some may stand", "core.v1.Container", container({ imagePullPolicy: "" })],
    ] as const,
    (_title, definition, value) => assert.equal(wrong(definition, value), []),
  ),
});

suite("a value that the API server refuses", {
  ...table(
    [
      ["null for a needed word", "core.v1.Container", container({ name: null }), "/name type string"],
      ["null for a needed object", "apps.v1.DeploymentSpec", { selector: null, template: {} }, "/selector type object"],
      ["null for a needed list", "rbac.v1.PolicyRule", { verbs: null }, "/verbs type array"],
      ["null for a needed port", "core.v1.TCPSocketAction", { port: null }, "/port type integer,string"],
      ["null among containers", "core.v1.PodSpec", { containers: [null] }, "/containers/0 type object"],
      ["null among volumes", "core.v1.PodSpec", pod({ volumes: [null] }), "/volumes/0 type object"],
      ["an unknown field that is null", "core.v1.Container", container({ foo: null }), " additionalProperties foo"],
      [
        "a word for a number",
        "apps.v1.DeploymentSpec",
        { selector: {}, template: {}, replicas: "1" },
        "/replicas type integer",
      ],
      [
        "a part of a number",
        "apps.v1.DeploymentSpec",
        { selector: {}, template: {}, replicas: 1.5 },
        "/replicas type integer",
      ],
      ["a word for yes or no", "core.v1.PodSpec", pod({ hostNetwork: "true" }), "/hostNetwork type boolean"],
      ["a number for a word", "core.v1.PodSpec", pod({ hostname: 5 }), "/hostname type string"],
      ["a list for an object", "core.v1.PodSpec", pod({ nodeSelector: [] }), "/nodeSelector type object"],
      ["an object for a list", "core.v1.Container", container({ args: {} }), "/args type array"],
      ["a part of a port", "apps.v1.RollingUpdateDeployment", { maxSurge: 1.5 }, "/maxSurge type integer,string"],
      ["no quantity", "core.v1.ResourceRequirements", { limits: { cpu: "" } }, "/limits/cpu pattern"],
      [
        "no time",
        "core.v1.PodTemplateSpec",
        { metadata: { creationTimestamp: "" } },
        "/metadata/creationTimestamp pattern",
      ],
      [
        "a field of every object's own table",
        "core.v1.Container",
        container({ constructor: {} }),
        " additionalProperties constructor",
      ],
      ["a key to be escaped", "core.v1.ConfigMap", { data: { "a/b~c": 1 } }, "/data/a~1b~0c type string"],
      ["what is missing", "core.v1.Container", { image: "x" }, " required name"],
    ] as const,
    (_title, definition, value, said) => {
      const [first = "", ...more] = wrong(definition, value);
      assert.equal(more, []);
      assert.ok(first.startsWith(said), first);
    },
  ),
});

// As the API server took them of a definition of its own.
suite("null in a custom resource", {
  ...table(
    [
      ["where there is a default", { rules: [{ matches: null }] }, []],
      ["where there is none", { hostnames: null }, ["/spec/hostnames type array"]],
      ["in a list", { hostnames: [null] }, ["/spec/hostnames/0 type string"]],
      ["for one of some words", { useDefaultGateways: null }, ["/spec/useDefaultGateways enum All,None"]],
      ["no word for one of some words", { useDefaultGateways: "" }, ["/spec/useDefaultGateways enum All,None"]],
    ] as const,
    (_title, spec, said) => {
      const { definition = "" } = schemas.kind("gateway.networking.k8s.io/v1/HTTPRoute") ?? {};
      const errors = check(schemas, { metadata: { name: "x", labels: null }, spec }, { $ref: definition });
      assert.equal(
        errors.map(({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${Object.values(params)[0]}`),
        said,
      );
    },
  ),
});

/** Kubernetes' schemas as ajv wants them: it is too slow to compile them at each start, and is asked here what it would say. */
function ajvSays(kind: string): (value: unknown) => boolean {
  const definitions = new Map<string, unknown>();
  const known = (schema: Schema): unknown =>
    JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
      if (key !== "$ref") return value;
      const name = String(value);
      if (!definitions.has(name)) {
        definitions.set(name, null);
        definitions.set(name, known(schemas.definition(name)));
      }
      return `#/definitions/${name}`;
    });
  const root = known({ $ref: schemas.kind(kind)?.definition ?? "" }) as object;
  const validator = new Ajv({ strict: false }).compile({ ...root, definitions: Object.fromEntries(definitions) });
  return (value) => validator(value) as boolean;
}

suite("of what is neither null nor empty, ajv says the same", {
  "about each field of many kinds": () => {
    const validators = new Map<string, (value: unknown) => boolean>();
    const differ = cases("default").flatMap(({ what, object }) => {
      if (/null|= ""$/.test(what)) return [];
      const kind = `${object.apiVersion}/${object.kind}`;
      const says = validators.get(kind) ?? ajvSays(kind);
      validators.set(kind, says);
      const ours = check(schemas, object, { $ref: schemas.kind(kind)?.definition ?? "" }).length === 0;
      return ours === says(object) ? [] : [what];
    });
    assert.equal(differ, []);
    assert.ok(validators.size > 15);
  },
});
