// What the known ingress controllers read besides the rules of an Ingress: its annotations, what is warned of and what doctor looks for derive
// from this list. Controllers whose classes are called alike are one family: each reads its own annotations and ignores the others'.
import { readSize } from "../dokku/body-size.ts";
import { readDuration } from "../dokku/deploy-timeout.ts";
import type { StringMap } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";

/** The properties that are said in a controller's own words. */
export const limits = ["ingress-body-size", "ingress-timeout", "ingress-sticky"] as const;
export type Limit = (typeof limits)[number];

/** Annotations that say a value. The size is one in bytes, the timeout one in seconds. */
type Says = (value: string) => StringMap;

interface Family {
  /** `spec.controller` of their IngressClasses -> `app.kubernetes.io/name` of their pods, as their charts have it. */
  readonly controllers: StringMap;
  /** What an Ingress says; null is what they cannot be told so. */
  readonly ingress: Readonly<Record<Limit, Says | null>>;
}

/** A controller that is told by its own objects, and by annotations of the Service. */
const ELSEWHERE: Says = () => ({});

const families = {
  nginx: {
    controllers: { "k8s.io/ingress-nginx": "ingress-nginx", "nginx.org/ingress-controller": "nginx-ingress" },
    ingress: {
      "ingress-body-size": (bytes) => ({
        "nginx.ingress.kubernetes.io/proxy-body-size": bytes,
        "nginx.org/client-max-body-size": bytes,
      }),
      "ingress-timeout": (seconds) => ({
        "nginx.ingress.kubernetes.io/proxy-read-timeout": seconds,
        "nginx.ingress.kubernetes.io/proxy-send-timeout": seconds,
        "nginx.org/proxy-read-timeout": `${seconds}s`,
        "nginx.org/proxy-send-timeout": `${seconds}s`,
      }),
      "ingress-sticky": () => ({ "nginx.ingress.kubernetes.io/affinity": "cookie" }),
    },
  },
  traefik: {
    controllers: { "traefik.io/ingress-controller": "traefik" },
    ingress: { "ingress-body-size": ELSEWHERE, "ingress-timeout": ELSEWHERE, "ingress-sticky": ELSEWHERE },
  },
  haproxy: {
    controllers: {
      "haproxy.org/ingress-controller/haproxy": "kubernetes-ingress",
      "haproxy-ingress.github.io/controller": "haproxy-ingress",
    },
    ingress: {
      "ingress-body-size": (bytes) => ({ "haproxy-ingress.github.io/proxy-body-size": bytes }),
      "ingress-timeout": (seconds) => ({
        "haproxy.org/timeout-server": `${seconds}s`,
        "haproxy-ingress.github.io/timeout-server": `${seconds}s`,
      }),
      "ingress-sticky": () => ({
        "haproxy.org/cookie-persistence": "INGRESSCOOKIE",
        "haproxy-ingress.github.io/affinity": "cookie",
      }),
    },
  },
  contour: {
    controllers: { "projectcontour.io/ingress-controller": "contour" },
    ingress: {
      "ingress-body-size": null,
      "ingress-timeout": (seconds) => ({ "projectcontour.io/response-timeout": `${seconds}s` }),
      "ingress-sticky": null,
    },
  },
  kong: {
    controllers: { "ingress-controllers.konghq.com/kong": "kong" },
    ingress: { "ingress-body-size": null, "ingress-timeout": null, "ingress-sticky": null },
  },
} as const satisfies Readonly<Record<string, Family>>;

export type FamilyName = keyof typeof families;

/** Controller of an IngressClass -> `app.kubernetes.io/name` of its pods. */
export const CONTROLLERS: StringMap = Object.assign({}, ...Object.values(families).map((one) => one.controllers));

/** Of a class that has the word in its name: `nginx`, `traefik-internal`. */
export function familyOf(ingressClass: string): FamilyName | null {
  const words = ingressClass.split(/[-.]/);
  return (Object.keys(families) as FamilyName[]).find((name) => words.includes(name)) ?? null;
}

/** Of the properties of an app or the site. */
export function limitsIn(properties: StringMap): StringMap {
  return Object.fromEntries(
    limits.flatMap((limit) => {
      const value = entryOf(properties, limit) ?? "";
      return value === "" ? [] : [[limit, value]];
    }),
  );
}

/** Of a controller that is known. */
export function familyWith(controller: string): FamilyName | null {
  return (Object.keys(families) as FamilyName[]).find((name) => controller in families[name].controllers) ?? null;
}

/** What an Ingress of that class says of them; `values` are as typed in `set`. */
export function limitAnnotations(values: StringMap, ingressClass: string): StringMap {
  const family = familyOf(ingressClass);
  if (family === null) return {};
  const said = limits.flatMap((limit) => {
    const value = inUnits(limit, entryOf(values, limit) ?? "");
    return value === null ? [] : [families[family].ingress[limit]?.(value) ?? {}];
  });
  return Object.assign({}, ...said);
}

/** Whether somebody who follows Ingresses of that class does as it says. */
export function isRead(limit: Limit, ingressClass: string): boolean {
  const family = familyOf(ingressClass);
  return family !== null && families[family].ingress[limit] !== null;
}

/** Bytes, seconds, or `true`; null where nothing is asked for. */
export function inUnits(limit: Limit, text: string): string | null {
  if (limit === "ingress-sticky") return text === "true" ? text : null;
  const amount = limit === "ingress-body-size" ? readSize(text) : readDuration(text);
  return amount === null ? null : String(amount);
}
