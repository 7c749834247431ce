// What `dokku ps:inspect` shows of a pod: all of it but the values of its env, as Dokku masks them for containers.
import type { KubeObject } from "../model/manifest.ts";

interface Container {
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

const MASK = "*******";
/** Dokku's own, whose values are no secret. */
const isOpen = (name: string) => /^(DOKKU_|DOCKER_)|^(CACHE_PATH|DYNO|PATH|PORT|USER)$/.test(name);

export function masked(pod: KubeObject): KubeObject {
  const {
    containers = [],
    initContainers,
    ...spec
  } = pod.spec as {
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
  };
  // kubectl repeats in annotations what it applied, values and all.
  const annotations = Object.entries(pod.metadata.annotations ?? {}).filter(([name]) => !name.includes("last-applied"));
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations: Object.fromEntries(annotations) },
    spec: {
      ...spec,
      ...(initContainers === undefined ? {} : { initContainers: initContainers.map(withoutValues) }),
      containers: containers.map(withoutValues),
    },
  };
}

function withoutValues(container: Container): Container {
  if (container.env === undefined) return container;
  return {
    ...container,
    env: container.env.map((entry) => (entry.value && !isOpen(entry.name) ? { ...entry, value: MASK } : entry)),
  };
}
