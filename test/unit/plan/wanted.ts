// A release of the app of the fixtures that is asked for.
import type { App } from "../../../src/core/model/app.ts";
import type { Release } from "../../../src/core/model/manifest.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { allRoutesOf } from "../../../src/core/objects/routes.ts";
import { workloadOf } from "../../../src/core/plan/deployments.ts";
import type { Wanted } from "../../../src/core/plan/plan.ts";
import { render } from "../../../src/core/render/render.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, schemas, templates } from "../fixtures.ts";

export function wantedOf(fields: Partial<App>, record: ReleaseRecord | null = null): Wanted {
  const shop = app(fields);
  return {
    release: validate(shop, render(shop, templates()), schemas).release as Release,
    place: { cluster: { kubeconfig: null, context: null }, namespace: "default" },
    workload: workloadOf(shop),
    processType: null,
    secretsInUse: [],
    record,
    facts: { image: shop.image, routes: allRoutesOf(shop) } as unknown as ReleaseRecord,
    revision: null,
  };
}
