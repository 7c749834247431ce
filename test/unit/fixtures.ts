// An app to start from; each test changes what it is about.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type AddedCertificate,
  type App,
  type Image,
  NO_SETTINGS,
  type Process,
  type Route,
  type SourceType,
} from "../../src/core/model/app.ts";
import { computeProperties } from "../../src/core/properties/table.ts";
import type { Template, Templates } from "../../src/core/render/template.ts";
import { SchemaSet } from "../../src/core/validate/schema-set.ts";

export const HERE = dirname(fileURLToPath(import.meta.url));

/** In plugin/ and no wrapper: what Dokku or a shell reads, and what runs as root without the bundle. */
export const NO_WRAPPERS: readonly string[] = [
  ...["as-user", "bash-completion", "kubedog.asc", "plugin.toml", "run-node"],
  ...["dependencies", "install", "migrate", "uninstall", "update"],
];

/** Those of Kubernetes and of all custom resources, as lines. */
export const SCHEMAS = (() => {
  const folder = join(HERE, "../../schemas");
  const custom = readdirSync(join(folder, "custom")).map((name) => join(folder, "custom", name));
  return [join(folder, "kubernetes.tsv"), ...custom].map((file) => readFileSync(file, "utf8")).join("\n");
})();

export const schemasOf = (minor: number | null) => new SchemaSet(SCHEMAS, minor);

/** The newest. */
export const schemas = schemasOf(null);

const NO_AUTOSCALE = {
  minReplicas: null,
  maxReplicas: null,
  rules: [],
  triggers: [],
  cooldownSeconds: null,
  pollingSeconds: null,
  issues: [],
};
const NOTHING = { cpu: null, memory: null, "nvidia-gpu": null };

type ProcessFields = Partial<Omit<Process, "autoscale">> & { readonly autoscale?: Partial<Process["autoscale"]> };

export function process(type: string, fields: ProcessFields = {}): Process {
  return {
    type,
    quantity: 1,
    command: null,
    limit: NOTHING,
    reserve: NOTHING,
    restartedAt: null,
    checks: "enabled",
    ...fields,
    autoscale: { ...NO_AUTOSCALE, ...fields.autoscale },
  };
}

export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

/** An image of which the Dokku server knows no more than its name. */
export const tagged = (reference: string, source: SourceType = "dockerfile"): Image => ({
  reference,
  source,
  digest: null,
  architecture: null,
});

/** A Dockerfile app `shop` with one web process, no env, no domain. */
export function app(fields: Partial<App> = {}): App {
  return {
    name: "shop",
    namespace: { name: "default", managed: false },
    image: { ...tagged("registry.example.com/dokku/shop:1"), digest: DIGEST, architecture: "amd64" },
    registryLogin: null,
    env: {},
    processes: [process("web")],
    cron: { timeZone: "UTC", tasks: [] },
    amounts: { limit: NOTHING, reserve: NOTHING },
    startCommand: null,
    dockerfileStartCommand: null,
    stopTimeout: null,
    waitToRetire: null,
    restartPolicy: null,
    defaultWait: 10,
    domains: [],
    proxy: { type: "nginx-ingress", enabled: true },
    ports: [{ scheme: "http", hostPort: 80, containerPort: 5000 }],
    certificate: null,
    appJson: null,
    properties: computeProperties({}, {}),
    settings: NO_SETTINGS,
    siteSettings: NO_SETTINGS,
    otherSettings: {},
    ingressMetadata: { annotations: {}, labels: {} },
    ingressSuffix: "",
    mounts: [],
    exclusiveClaims: [],
    dockerOptions: {},
    optionClaims: [],
    takesOver: false,
    gateway: null,
    streamVersions: {},
    controllerNamespaces: [],
    served: [],
    versions: null,
    nodeArchitectures: [],
    routes: null,
    otherRoutes: [],
    ...fields,
  };
}

/** Test certificates of `shop.example.com` and `other.example.com`, each with the names one level below; PEM. */
export const pem = (name: "shop" | "other", what: "crt" | "key") =>
  readFileSync(join(HERE, `fixtures/certificate/${name}.${what}`), "utf8");

export function certificate(fields: Partial<AddedCertificate> = {}): AddedCertificate {
  return { crt: pem("shop", "crt"), key: pem("shop", "key"), problem: null, served: [], ...fields };
}

/** A route of another app through the Ingress it shares. */
export function route(name: string, host: string, fields: Partial<Route> = {}): Route {
  return {
    app: name,
    namespace: "default",
    host,
    service: `${name}-web`,
    port: 5000,
    ingress: "app-ingress",
    ingressClass: "nginx",
    tlsSecret: null,
    ...fields,
  };
}

/** The built-in templates, some replaced by texts as a site would, or with others beside them. */
export function templates(site: Readonly<Record<string, string>> = {}): Templates {
  const root = join(HERE, "../../templates");
  const builtIn = readAll(root, "templates");
  const texts = (isBuiltIn: boolean) =>
    Object.entries(site)
      .filter(([name]) => Object.hasOwn(builtIn, name) === isBuiltIn)
      .map(([name, text]): [string, Template] => [name, { path: `site/${name}.yaml.hbs`, origin: "site", text }]);
  return {
    objects: { ...builtIn, ...Object.fromEntries(texts(true)) },
    own: Object.fromEntries(texts(false)),
    partials: readAll(join(root, "partials"), "templates/partials"),
    patches: [],
    repository: null,
  };
}

/** A built-in template, the pod it lays out in place, as a site may change it. */
export function templateText(name: string): string {
  const { objects, partials } = templates();
  const pod = (partials.pod?.text ?? "").trimEnd().replaceAll("\n", "\n    ");
  return (objects[name]?.text ?? "").replace("{{> pod}}", () => pod);
}

function readAll(folder: string, shown: string): Readonly<Record<string, Template>> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml.hbs"));
  return Object.fromEntries(
    files.map((file): [string, Template] => {
      const text = readFileSync(join(folder, file), "utf8");
      return [file.replace(".yaml.hbs", ""), { path: `${shown}/${file}`, origin: "built-in", text }];
    }),
  );
}
