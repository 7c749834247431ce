// Which port a process type listens on, as far as Dokku's port mappings tell.
import type { App, PortMapping } from "../model/app.ts";

/** Also what Dokku's own builders assume. */
export const DEFAULT_PORT = 5000;

/** `http:80`, else the http or https mapping of the lowest host port, so that the order of the list never matters. */
export function primaryPort(mappings: readonly PortMapping[]): number {
  const web = mappings
    .filter(({ scheme }) => scheme === "http" || scheme === "https")
    .sort((a, b) => a.hostPort - b.hostPort || a.scheme.localeCompare(b.scheme) || a.containerPort - b.containerPort);
  const plain = web.find(({ scheme, hostPort }) => scheme === "http" && hostPort === 80);
  return (plain ?? web[0])?.containerPort ?? DEFAULT_PORT;
}

/** The process types that get a Service: `web`, and those the property names. */
function exposed(app: App): ReadonlySet<string> {
  return new Set(["web", ...commaList(app.properties["service-process-types"])]);
}

/** Null for a process type that nothing connects to. */
export function portOf(app: App, type: string): number | null {
  if (!exposed(app).has(type)) return null;
  return type === "web" ? primaryPort(app.ports) : DEFAULT_PORT;
}

export function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
