// What the other apps of a cluster route.
import { readdir } from "node:fs/promises";
import type { Route } from "../../core/model/app.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { routesOf } from "../../core/objects/routes.ts";
import { isSameCluster } from "../kube/kubeconfig.ts";
import { readRecordsFrom } from "../record.ts";
import { readApp } from "./app.ts";
import { dokkuRoot } from "./paths.ts";
import { nextPlaceOf } from "./place.ts";
import { readProperty } from "./properties.ts";

/**
 * Each app's record says what it last routed, in whatever namespace. An app of this one without a record that Dokku calls deployed was
 * deployed by the original plugin: it is read from Dokku, so that its rules stay.
 */
export async function readOtherRoutes(place: Place, app: string): Promise<readonly Route[]> {
  const records = await readRecordsFrom(place.cluster);
  const recorded = [...records].filter(([name]) => name !== app).flatMap(([, record]) => record.routes);
  const inherited: Route[] = [];
  for (const name of await inheritedApps(place, app, records)) {
    const other = await readApp(name, null, null);
    const routes = routesOf({
      ...other,
      certificate: null,
      namespace: { name: place.namespace, managed: false },
      otherRoutes: [],
    });
    inherited.push(...routes.map(asOriginal));
  }
  return [...recorded, ...inherited];
}

/** One Ingress, one port, and one Secret for all certificates of a namespace. */
function asOriginal(route: Route): Route {
  const tlsSecret = route.tlsSecret === null ? null : "app-ingress-tls";
  return { ...route, port: 5000, ingress: "app-ingress", ingressClass: "nginx", tlsSecret };
}

async function inheritedApps(
  place: Place,
  app: string,
  records: ReadonlyMap<string, ReleaseRecord>,
): Promise<readonly string[]> {
  const names = (await readdir(dokkuRoot())).filter(
    (name) => /^[a-z0-9]/.test(name) && name !== app && !records.has(name),
  );
  const ours = await Promise.all(names.map(async (name) => ((await isInherited(place, name)) ? name : null)));
  return ours.filter((name) => name !== null);
}

async function isInherited({ cluster, namespace }: Place, app: string): Promise<boolean> {
  if ((await readProperty("common", app, "deployed")) !== "true") return false;
  if ((await selectedScheduler(app)) !== "kubernetes") return false;
  const place = await nextPlaceOf(app);
  return place.namespace === namespace && isSameCluster(place.cluster, cluster);
}

/** The scheduler of an app, by the files Dokku keeps it in. */
export async function selectedScheduler(app: string): Promise<string> {
  return (
    (await readProperty("scheduler", app, "selected")) ||
    (await readProperty("scheduler", "--global", "selected")) ||
    "docker-local"
  );
}
