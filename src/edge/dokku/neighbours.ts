// What the other apps route.
import { readdir } from "node:fs/promises";
import type { Route } from "../../core/model/app.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { routesOf } from "../../core/objects/routes.ts";
import { readRecords } from "../record.ts";
import { readApp } from "./app.ts";
import { dokkuRoot } from "./paths.ts";
import { readProperties, readProperty } from "./properties.ts";

/**
 * Each app's record says what it last routed, in whatever namespace. An app of this one without a record that Dokku calls deployed was
 * deployed by the original plugin: it is read from Dokku, so that its rules stay.
 */
export async function readOtherRoutes(namespace: string, app: string): Promise<readonly Route[]> {
  const records = await readRecords();
  const recorded = [...records].filter(([name]) => name !== app).flatMap(([, record]) => record.routes);
  const inherited: Route[] = [];
  for (const name of await inheritedApps(namespace, app, records)) {
    const other = await readApp(name, null, null);
    const routes = routesOf({ ...other, namespace: { name: namespace, managed: false }, otherRoutes: [] });
    inherited.push(...routes.map(asOriginal));
  }
  return [...recorded, ...inherited];
}

/** One Ingress, and one Secret for all certificates of a namespace. */
function asOriginal(route: Route): Route {
  const tlsSecret = route.tlsSecret === null ? null : "app-ingress-tls";
  return { ...route, ingress: "app-ingress", ingressClass: "nginx", tlsSecret };
}

async function inheritedApps(
  namespace: string,
  app: string,
  records: ReadonlyMap<string, ReleaseRecord>,
): Promise<readonly string[]> {
  const names = (await readdir(dokkuRoot())).filter(
    (name) => /^[a-z0-9]/.test(name) && name !== app && !records.has(name),
  );
  const ours = await Promise.all(names.map(async (name) => ((await isInherited(namespace, name)) ? name : null)));
  return ours.filter((name) => name !== null);
}

async function isInherited(namespace: string, app: string): Promise<boolean> {
  if ((await readProperty("common", app, "deployed")) !== "true") return false;
  if ((await selectedScheduler(app)) !== "kubernetes") return false;
  return (await readProperties(app)).namespace === namespace;
}

/** The scheduler of an app, by the files Dokku keeps it in. */
export async function selectedScheduler(app: string): Promise<string> {
  return (
    (await readProperty("scheduler", app, "selected")) ||
    (await readProperty("scheduler", "--global", "selected")) ||
    "docker-local"
  );
}
