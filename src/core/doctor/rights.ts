// Whether the account may do what the plugin does for an app, by one review of the API server for each namespace.
import type { App } from "../model/app.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { definitions } from "../objects/index.ts";
import { issuerOf } from "../objects/issuer.ts";
import { rights as all, type Need, needsOf, type Right } from "../rights/table.ts";
import { type Check, ok, unknown, warning, wrong } from "./check.ts";
import type { AppFacts, Rules } from "./facts.ts";

/** Rights that are named. */
const NAMED = 5;

export const rights: Check<AppFacts> = {
  name: "rights",
  of: ({ name, app, record, place: { namespace }, answers }) => {
    if (app === null || answers === null) return [];
    const here = answers.rules[namespace] ?? null;
    const { wideRules } = answers;
    if (here === null || wideRules === null) return unknown("the API server does not tell what the account may do");
    const needs = needsOfApp(app, record);
    const isMissing = answers.namespaces[namespace] === false;
    const lacking = [...(isMissing ? making : []), ...all.filter(({ need }) => needs.includes(need))].flatMap((right) =>
      lackingOf(right, right.scope === "cluster" ? wideRules : here, namespace),
    );
    if (lacking.length === 0) return ok(`the account may do what is needed in namespace ${namespace}`);
    // Another authorizer than RBAC does not list what it would allow.
    if (here.incomplete || wideRules.incomplete)
      return unknown(`the API server does not list all rights; ${lacking.length} were not found`);
    const stops = lacking.filter(({ without }) => without === null);
    const losses = lacking.filter(({ without }) => without !== null);
    const mend = `dokku scheduler-kubernetes:rbac ${name}`;
    return [
      ...(stops.length === 0 ? [] : wrong(stopped(stops), mend)),
      ...losses.flatMap((one) => warning(lost(one), mend)),
    ];
  },
};

/** A namespace that is not there. */
const making = all
  .filter(({ need }) => need === "any namespace")
  .map((right): Right => ({ ...right, verbs: ["create"] }));

function needsOfApp(app: App, record: ReleaseRecord | null): readonly Need[] {
  const issuer = issuerOf(app);
  return [
    "always",
    ...(issuer === null ? [] : (["cert-manager"] as const)),
    ...(issuer?.acme == null ? [] : (["issuer"] as const)),
    ...needsOf(definitions.filter(({ contexts }) => contexts(app).length > 0)),
    ...(record?.namespace.managed ? (["own namespace"] as const) : []),
  ];
}

/** What of a right is missing. */
function lackingOf(right: Right, { resourceRules }: Rules, namespace: string): readonly Right[] {
  const gives = (has: readonly string[] | undefined, wanted: string) =>
    has?.some((one) => one === "*" || one === wanted);
  const [, subresource] = right.resource.split("/");
  const fitting = resourceRules.filter(
    ({ apiGroups, resources, resourceNames = [] }) =>
      gives(apiGroups, right.group) &&
      (gives(resources, right.resource) || resources?.includes(`*/${subresource}`)) &&
      (resourceNames.length === 0 || (right.resource === "namespaces" && resourceNames.includes(namespace))),
  );
  const verbs = right.verbs.filter((verb) => !fitting.some((rule) => gives(rule.verbs, verb)));
  return verbs.length === 0 ? [] : [{ ...right, verbs }];
}

const words = ({ verbs, resource, group }: Right) =>
  `${verbs.join(", ")} ${resource}${group === "" ? "" : `.${group}`}`;

function stopped(lacking: readonly Right[]): string {
  const more = lacking.length > NAMED ? `; and ${lacking.length - NAMED} more` : "";
  return `the account may not ${lacking.slice(0, NAMED).map(words).join("; ")}${more}`;
}

const lost = (right: Right) => `the account may not ${words(right)}: ${right.without}`;
