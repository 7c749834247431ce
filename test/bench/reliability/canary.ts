// A release that answers every request with an error, and is ready all the same, as a canary: how many requests it gets before it is refused.
import { deployedApp, onSite } from "../site.ts";
import { throughIngress } from "./clients.ts";
import { tell } from "./tell.ts";

const SHARE = 20;

export function canary(): Record<string, number> {
  const { app } = deployedApp(1);
  const host = `${app}.example.test`;
  onSite(`
    dokku domains:set ${app} ${host}; dokku proxy:set ${app} nginx-ingress; dokku ps:scale ${app} web=4
    for _ in {1..100}; do curl -sfo /dev/null -H "Host: ${host}" "http://$CLUSTER_INGRESS_HTTP/" && break; sleep 0.2; done
    dokku config:set --no-restart ${app} REFUSE=1
    dokku scheduler-kubernetes:set ${app} canary ${SHARE}%:30
    mkdir "$DOKKU_LIB_ROOT/plugins/enabled/judge"
    printf '#!/bin/bash\\nexit 1\\n' >"$DOKKU_LIB_ROOT/plugins/enabled/judge/canary-check"
    chmod +x "$DOKKU_LIB_ROOT/plugins/enabled/judge/canary-check"`);
  const client = throughIngress(host);
  const said = onSite(`! dokku scheduler-kubernetes:deploy ${app} 2>&1`);
  const { requests, failed } = client.stop();
  onSite(`rm -r "$DOKKU_LIB_ROOT/plugins/enabled/judge"`);
  if (failed === 0) throw new Error(`the canary was never asked:\n${said}`);
  tell(`${failed} of ${requests} requests failed`);
  return { canary_requests: requests, canary_failed_percent: (100 * failed) / requests };
}
