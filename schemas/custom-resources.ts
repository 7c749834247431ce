// The custom resource definitions of widespread projects -> lines of custom/GROUP.tsv, the same for all minors of Kubernetes.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { customLines } from "../src/core/validate/lines.ts";
import type { OpenApi } from "../src/core/validate/prune.ts";
import { moduleFolder } from "./module-folder.ts";

interface Project {
  readonly module: string;
  readonly version: string;
  /** Where in the module its definitions are. */
  readonly folder: string;
  /** Those that apps have, of all that are there. */
  readonly kinds: readonly string[];
}

const PROJECTS: readonly Project[] = [
  {
    module: "github.com/cert-manager/cert-manager",
    version: "v1.21.2",
    folder: "deploy/crds",
    kinds: ["Certificate", "ClusterIssuer", "Issuer"],
  },
  {
    module: "github.com/kedacore/keda/v2",
    version: "v2.21.0",
    folder: "config/crd/bases",
    kinds: ["ScaledJob", "ScaledObject", "TriggerAuthentication"],
  },
  {
    module: "github.com/prometheus-operator/prometheus-operator",
    version: "v0.85.0",
    folder: "example/prometheus-operator-crd",
    kinds: ["PodMonitor", "Probe", "PrometheusRule", "ServiceMonitor"],
  },
  {
    module: "sigs.k8s.io/gateway-api",
    version: "v1.6.3",
    folder: "config/crd/experimental",
    kinds: ["Gateway", "GatewayClass", "GRPCRoute", "HTTPRoute", "ReferenceGrant", "TCPRoute", "TLSRoute"],
  },
  {
    module: "github.com/traefik/traefik/v3",
    version: "v3.7.13",
    folder: "docs/content/reference/dynamic-configuration",
    kinds: ["Middleware", "ServersTransport"],
  },
];

interface Definition {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: OpenApi };
    }[];
  };
}

/** API group -> the lines of its file. */
export function widespreadLines(): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, readonly string[]>();
  for (const { spec } of PROJECTS.flatMap(definitionsOf))
    files.set(spec.group, [...(files.get(spec.group) ?? []), ...linesOf(spec)]);
  return files;
}

function definitionsOf({ module, version, folder, kinds }: Project): readonly Definition[] {
  const path = join(moduleFolder(module, version), folder);
  const files = readdirSync(path).filter((name) => name.endsWith(".yaml"));
  const all = files.flatMap((name) => loadAll(readFileSync(join(path, name), "utf8")) as Definition[]);
  const found = all.filter((one) => one?.kind === "CustomResourceDefinition" && kinds.includes(one.spec.names.kind));
  if (found.length !== kinds.length) throw new Error(`${path} has ${found.length} of ${kinds.join(", ")}`);
  return found;
}

function linesOf({ group, scope, names, versions }: Definition["spec"]): readonly string[] {
  const namespaced = scope === "Namespaced";
  return versions
    .filter(({ served }) => served)
    .flatMap(({ name, schema }) =>
      customLines({ group, version: name, kind: names.kind, namespaced, schema: schema.openAPIV3Schema }),
    );
}
