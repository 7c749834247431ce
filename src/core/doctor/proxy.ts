// Whether the app's domains lead to it, and Dokku's own nginx keeps out of it.
import { isProxied } from "../objects/routes.ts";
import { servesWeb } from "../objects/routing.ts";
import { type Check, type Finding, ok, warning } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const proxy: Check<AppFacts> = {
  name: "proxy",
  of: ({ name, app, hasNginxConfig }) => {
    if (app === null) return [];
    return [...routing(app), ...(hasNginxConfig ? ownNginx(name) : [])];
  },
};

function routing(app: NonNullable<AppFacts["app"]>): readonly Finding[] {
  const { name, domains, proxy, properties } = app;
  if (isProxied(app)) return ok(`proxy type ${proxy.type}`);
  const isWanted = proxy.enabled && properties["ingress-enabled"] !== "false" && domains.length > 0;
  if (!isWanted || !servesWeb(app)) return ok("nothing is to be routed");
  return warning(
    `proxy type ${proxy.type} routes nothing on Kubernetes: ${domains.join(", ")} lead nowhere`,
    `dokku proxy:set ${name} nginx-ingress && dokku ps:rebuild ${name}`,
  );
}

const ownNginx = (name: string) =>
  warning("Dokku's own nginx still has a site for it, which leads to no container", `dokku proxy:clear-config ${name}`);
