// An app that the original plugin deployed is taken over and then changed in every way there is while clients ask it without pause.
import { namespace, onSite, scratch, shell } from "../site.ts";
import { throughIngress, throughService } from "./clients.ts";
import { tell } from "./tell.ts";

const APP = "shop";
const HOST = "shop.example.test";
const DEPLOYS = 10;
/** Fewer would prove nothing. */
const ENOUGH = 20_000;

const CONTROLLER = process.env.CLUSTER_CONTROLLER ?? "nginx";

/** Traefik serves Ingresses and Gateways at one address. */
const GATEWAYS: Readonly<Record<string, readonly [string, string][]>> = {
  traefik: [
    [
      "from the Ingress to a Gateway",
      `dokku scheduler-kubernetes:set ${APP} gateway "$CLUSTER_GATEWAY/http"
      dokku scheduler-kubernetes:set ${APP} routing gateway
      dokku proxy:build-config ${APP}`,
    ],
    ["a deploy on the Gateway", `dokku config:set ${APP} CHANGE=gateway`],
    ["back to the Ingress", `dokku scheduler-kubernetes:set ${APP} routing ingress; dokku proxy:build-config ${APP}`],
  ],
};

/** What happens to it, and how. */
const changes = (source: string): readonly [string, string][] => [
  ["take-over", `push ${APP} ${source}`],
  ...Array.from({ length: DEPLOYS }, (_, n): [string, string] => [
    `deploy ${n + 1}`,
    `echo ${n + 2} >${source}/VERSION; push ${APP} ${source}`,
  ]),
  ...[1, 2, 3].map((n): [string, string] => [`config change ${n}`, `dokku config:set ${APP} CHANGE=${n}`]),
  ["scale to 5", `dokku ps:scale ${APP} web=5`],
  ["scale to 2", `dokku ps:scale ${APP} web=2`],
  ["rollback", `dokku scheduler-kubernetes:rollback ${APP}`],
  ...(GATEWAYS[CONTROLLER] ?? []),
];

/** What the original plugin left, its own controller alone serves: clients of another one begin after the take-over. */
function moveTo(controller: string, source: string): void {
  onSite(`
    dokku scheduler-kubernetes:set --global ingress-class ${controller}
    push ${APP} ${source}
    for _ in {1..100}; do curl -sfo /dev/null -H 'Host: ${HOST}' "http://$CLUSTER_INGRESS_HTTP/" && break; sleep 0.2; done`);
}

export function requests(): Record<string, number> {
  const source = scratch("shop");
  onSite(`left_by_original ${namespace()} ${source}`);
  if (CONTROLLER !== "nginx") moveTo(CONTROLLER, source);
  const clients = [throughIngress(HOST), throughService(namespace(), "shop-web", 5000)];
  const began = Date.now();

  for (const [title, script] of changes(source)) {
    const start = Date.now();
    onSite(script);
    tell(`${title}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
  // Until the last pods that leave have left, and there were requests enough.
  shell(`sleep ${Math.max(10, ENOUGH / 120 - (Date.now() - began) / 1000)}`);

  const [outside, inside] = clients.map((client) => client.stop());
  for (const failure of [...(outside?.failures ?? []), ...(inside?.failures ?? [])])
    tell(`a request failed: ${failure}`);
  return {
    ingress_requests: outside?.requests ?? 0,
    ingress_failed_requests: outside?.failed ?? 0,
    service_requests: inside?.requests ?? 0,
    service_failed_requests: inside?.failed ?? 0,
    asked_again: (outside?.again ?? 0) + (inside?.again ?? 0),
    requests: (outside?.requests ?? 0) + (inside?.requests ?? 0),
    failed_requests: (outside?.failed ?? 0) + (inside?.failed ?? 0),
  };
}
