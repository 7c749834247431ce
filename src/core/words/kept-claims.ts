// What is said of claims when the StatefulSet goes that they were made for: they stay, for they hold data.
import { type Place, placeName } from "../model/cluster.ts";
import type { Ref } from "../model/manifest.ts";

interface Kept {
  /** The claims of the app in `place`. */
  readonly claims: readonly string[];
  /** The StatefulSets that go. */
  readonly sets: readonly Ref[];
  readonly place: Place;
  /** The app that the one of before was renamed to. */
  readonly heir: string | null;
}

const COMMAND = "dokku scheduler-kubernetes:";

export function keptClaims({ claims, sets, place, heir }: Kept): readonly string[] {
  const names = claims.filter((name) => sets.some((set) => name.replace(/-\d+$/, "").endsWith(`-${set.name}`)));
  const [first] = names;
  if (first === undefined) return [];
  const stay = `the claims ${names.join(", ")} of ${placeName(place)} stay, with their data: ${COMMAND}remove-pvc ${first} --namespace ${place.namespace} removes one`;
  if (heir === null) return [stay];
  return [
    stay,
    `${heir} has claims of its own, as a claim is named after its pod: those that it had before, else new, empty ones. To look at the data from its pods, in the same namespace: ${COMMAND}mount ${heir} ${first} /former, dokku ps:rebuild ${heir}, dokku enter ${heir}`,
  ];
}
