// Dokku's `nginx:set`, as annotations of an Ingress. The class nginx is that of two controllers: each reads its own and ignores the other's.
import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { familyOf } from "./controllers.ts";
import { routesOf } from "./routes.ts";
import { isOnGateway } from "./routing.ts";

interface Counterpart {
  /** Under `nginx.ingress.kubernetes.io/`, and its value there; null is a value that it cannot have. */
  readonly ingressNginx: readonly [name: string, value: (text: string) => string | null] | null;
  /** Under `nginx.org/`, with the same value: what the controller of F5 reads. */
  readonly org: string | null;
}

const same = (text: string) => text;

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** nginx's `90`, `90s` or `2m` as a number of seconds. */
function seconds(text: string): string | null {
  const [, number, unit = ""] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? [];
  return number === undefined ? null : String(Number(number) * (UNITS[unit] ?? 1));
}

const timeout = (name: string): Counterpart => ({ ingressNginx: [name, seconds], org: name });
const plain = (name: string, ingressNginx = name): Counterpart => ({ ingressNginx: [ingressNginx, same], org: name });
const only = (org: string): Counterpart => ({ ingressNginx: null, org });
const NONE: Counterpart = { ingressNginx: null, org: null };

/** Every property of `nginx:set`; those that are not here say nothing about requests. */
const PROPERTIES: Readonly<Record<string, Counterpart>> = {
  "client-max-body-size": plain("client-max-body-size", "proxy-body-size"),
  "proxy-connect-timeout": timeout("proxy-connect-timeout"),
  "proxy-read-timeout": timeout("proxy-read-timeout"),
  "proxy-send-timeout": timeout("proxy-send-timeout"),
  "proxy-buffer-size": plain("proxy-buffer-size"),
  "proxy-buffering": { ingressNginx: ["proxy-buffering", same], org: null },
  "proxy-buffers": only("proxy-buffers"),
  "proxy-busy-buffers-size": only("proxy-busy-buffers-size"),
  hsts: only("hsts"),
  "hsts-include-subdomains": only("hsts-include-subdomains"),
  "hsts-max-age": only("hsts-max-age"),
  ...Object.fromEntries(
    [
      ...["access-log-format", "access-log-path", "bind-address-ipv4", "bind-address-ipv6", "client-body-timeout"],
      ...["client-header-timeout", "error-log-path", "hsts-preload", "keepalive-timeout", "lingering-timeout"],
      ...["nginx-conf-sigil-path", "proxy-keepalive", "send-timeout", "underscore-in-headers", "x-forwarded-for-value"],
      ...["x-forwarded-port-value", "x-forwarded-proto-value", "x-forwarded-ssl"],
    ].map((name) => [name, NONE]),
  ),
};

const INGRESS_NGINX = "nginx.ingress.kubernetes.io/";
const ORG = "nginx.org/";

const isNginx = (ingressClass: string) => familyOf(ingressClass) === "nginx";

/** Of the properties of an app or the site. */
export function nginxAnnotations(properties: StringMap, ingressClass: string): StringMap {
  if (!isNginx(ingressClass)) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, text]) => {
      const { ingressNginx, org } = (text !== "" && entryOf(PROPERTIES, name)) || NONE;
      const value = ingressNginx?.[1](text) ?? null;
      return [
        ...(ingressNginx === null || value === null ? [] : [[INGRESS_NGINX + ingressNginx[0], value]]),
        ...(org === null ? [] : [[ORG + org, text]]),
      ];
    }),
  );
}

/** What `nginx:set` asks for and the app's Ingress cannot say, in sentences. */
export function nginxLeftOut(app: App): readonly string[] {
  if (routesOf(app).every(isOnGateway)) return [];
  const { nginx: own } = app.settings;
  const site = Object.entries(app.siteSettings.nginx).filter(([name]) => !Object.hasOwn(own, name));
  const scopes = [[app.name, Object.entries(own)] as const, ["--global", site] as const];
  return scopes.flatMap(([scope, properties]) =>
    properties.flatMap(([name, text]) => {
      const why = whyLeftOut(name, text, app.properties["ingress-class"]);
      return why === null ? [] : [`ignored: nginx:set ${scope} ${name}, ${why}`];
    }),
  );
}

function whyLeftOut(name: string, text: string, ingressClass: string): string | null {
  const counterpart = entryOf(PROPERTIES, name);
  if (counterpart === undefined || text === "") return null;
  const { ingressNginx, org } = counterpart;
  if (ingressNginx === null && org === null) return "an Ingress has no annotation for it";
  if (!isNginx(ingressClass)) return `no annotation for it is known of the ingress class ${ingressClass}`;
  if (ingressNginx === null) return "ingress-nginx has no annotation for it, only its own ConfigMap";
  return ingressNginx[1](text) === null ? `ingress-nginx takes whole seconds, not ${text}` : null;
}
