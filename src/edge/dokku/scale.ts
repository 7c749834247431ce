// Dokku's scale of an app, as it is stored.
import { quantitiesOf } from "../../core/dokku/scale.ts";
import { readListProperty } from "./properties.ts";

/** By process type. */
export async function readScale(app: string): Promise<Readonly<Record<string, number>>> {
  return Object.fromEntries(quantitiesOf(await readListProperty("ps", app, "scale")));
}
