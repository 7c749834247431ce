// An app that the original plugin deployed is taken over and then changed in every way there is while clients ask it without pause. Its pods
// are restricted and their images named by digest, as in a cluster that is careful.
import { namespace, onSite, scratch, shell } from "../site.ts";
import { type OutsideClient, throughIngress, throughService } from "./clients.ts";
import { tell } from "./tell.ts";

const APP = "shop";
const HOST = "shop.example.test";
const DEPLOYS = 5;
/** Of each client that asks from outside; fewer would prove nothing. */
const ENOUGH = 20_000;
/** Requests a second of one client. */
const RATE = 160;

const CONTROLLER = process.env.CLUSTER_CONTROLLER ?? "nginx";

type Change = readonly [title: string, script: string];

interface Route {
  readonly key: string;
  readonly first: readonly Change[];
  readonly last: readonly Change[];
}

const takeOver = (source: string): Change => [
  "take-over",
  // no other pod is taken from then on
  `push ${APP} ${source}
  kubectl label namespace ${namespace()} --overwrite pod-security.kubernetes.io/enforce=restricted`,
];

/** Traefik serves Ingresses and Gateways at one address. */
const GATEWAY: Route = {
  key: "gateway",
  first: [
    [
      "from the Ingress to a Gateway",
      `dokku scheduler-kubernetes:set ${APP} gateway "$CLUSTER_GATEWAY/http"
      dokku scheduler-kubernetes:set ${APP} routing gateway
      dokku proxy:build-config ${APP}`,
    ],
  ],
  last: [
    ["back to the Ingress", `dokku scheduler-kubernetes:set ${APP} routing ingress; dokku proxy:build-config ${APP}`],
  ],
};

const routes = (source: string): readonly Route[] => [
  { key: "ingress", first: [takeOver(source)], last: [] },
  ...(CONTROLLER === "traefik" ? [GATEWAY] : []),
];

/** What happens to it by each route, and how. */
const changes = ({ key, first, last }: Route, source: string): readonly Change[] => [
  ...first,
  ...Array.from(
    { length: DEPLOYS },
    (_, n): Change => [`deploy ${n + 1}`, `echo ${key} ${n + 1} >${source}/VERSION; push ${APP} ${source}`],
  ),
  ...[1, 2, 3].map((n): Change => [`config change ${n}`, `dokku config:set ${APP} CHANGE=${key}-${n}`]),
  ["scale to 5", `dokku ps:scale ${APP} web=5`],
  ["scale to 2", `dokku ps:scale ${APP} web=2`],
  ["rollback", `dokku scheduler-kubernetes:rollback ${APP}`],
  ...last,
];

/** What the original plugin left, its own controller alone serves: clients of another one begin after the take-over. */
function moveTo(controller: string, source: string): void {
  onSite(`
    dokku scheduler-kubernetes:set --global ingress-class ${controller}
    push ${APP} ${source}`);
}

/** Another namespace that is on its way out may have had the host until then. */
function untilAnswered(): void {
  onSite(`
    for _ in {1..300}; do curl -sfo /dev/null -H 'Host: ${HOST}' "http://$CLUSTER_INGRESS_HTTP/" && exit; sleep 0.2; done
    echo "nothing answers at ${HOST}"; exit 1`);
}

/** Until the last pods that leave have left, and there were requests enough. */
function untilEnough(client: OutsideClient): void {
  shell("sleep 10");
  for (let waited = 0; client.soFar().requests < ENOUGH; waited++) {
    if (waited > 600) throw new Error(`only ${client.soFar().requests} requests were made`);
    shell("sleep 1");
  }
}

function mustBePinned(): void {
  const images = shell(
    `kubectl --namespace ${namespace()} get deployment ${APP}-web --output 'jsonpath={.spec.template.spec.containers[*].image}'`,
  );
  if (!images.includes("@sha256:")) throw new Error(`${APP} runs ${images}, not a digest`);
}

/** All that happens by one route, and what the client from outside saw of it. */
function measure(route: Route, source: string): Record<string, number> {
  const client = throughIngress(HOST, RATE);
  for (const [title, script] of changes(route, source)) {
    const start = Date.now();
    onSite(script);
    tell(`${route.key}, ${title}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
    mustBePinned();
  }
  untilEnough(client);
  const { requests, failed, again, failures } = client.stop();
  for (const failure of failures) tell(`a request failed: ${failure}`);
  tell(`${route.key}: ${failed} of ${requests} requests failed`);
  return { [`${route.key}_requests`]: requests, [`${route.key}_failed_requests`]: failed, asked_again: again };
}

export function requests(): Record<string, number> {
  const source = scratch("shop");
  onSite(`
    left_by_original ${namespace()} ${source}
    echo 'USER 1000' >>${source}/Dockerfile
    dokku scheduler-kubernetes:set ${APP} pod-security restricted`);
  if (CONTROLLER !== "nginx") moveTo(CONTROLLER, source);
  untilAnswered();
  const inside = throughService(namespace(), "shop-web", 5000, RATE);
  const figures = { asked_again: 0 };
  for (const route of routes(source)) {
    const { asked_again = 0, ...seen } = measure(route, source);
    Object.assign(figures, seen, { asked_again: figures.asked_again + asked_again });
  }
  const { requests, failed, again, failures } = inside.stop();
  for (const failure of failures) tell(`a request to the Service failed: ${failure}`);
  return {
    ...figures,
    asked_again: figures.asked_again + again,
    service_requests: requests,
    service_failed_requests: failed,
  };
}
