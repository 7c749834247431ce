// The list of this plugin's properties. Checks, messages, report rows and help derive from it: a new property is one entry here.
import { dnsLabel, type PropertyType, processTypes, secretNames } from "./types.ts";

export interface Property {
  readonly type: PropertyType;
  /** Whether `--global` may set it for every app that does not. */
  readonly scope: "app" | "app+global";
  readonly default: string;
  readonly summary: string;
  readonly example: string;
}

export const properties = {
  namespace: {
    type: dnsLabel,
    scope: "app+global",
    default: "default",
    summary: "namespace of the app's objects",
    example: "store",
  },
  imagePullSecrets: {
    type: secretNames,
    scope: "app+global",
    default: "",
    summary: "Secrets of the namespace that the image is pulled with",
    example: "registry-credential",
  },
  "service-process-types": {
    type: processTypes,
    scope: "app",
    default: "",
    summary: "process types that get a Service beside web",
    example: "http,worker",
  },
} as const satisfies Readonly<Record<string, Property>>;

export type PropertyName = keyof typeof properties;

/** Computed values: the app's own, else the global one, else the default; empty when none. */
export type PropertyValues = Readonly<Record<PropertyName, string>>;

export const propertyNames = (Object.keys(properties) as PropertyName[]).sort();

export function isPropertyName(name: string): name is PropertyName {
  return Object.hasOwn(properties, name);
}

export function isGlobal(name: PropertyName): boolean {
  return properties[name].scope === "app+global";
}

/** `own` and `global` are the values of one app and of the site, as stored; an empty one counts as unset. */
export function computeProperties(
  own: Readonly<Record<string, string>>,
  global: Readonly<Record<string, string>>,
): PropertyValues {
  const compute = (name: PropertyName) =>
    own[name] || (isGlobal(name) && global[name]) || (properties[name] as Property).default;
  return Object.fromEntries(propertyNames.map((name) => [name, compute(name)])) as PropertyValues;
}
