// Dokku's scale of an app, as it is stored.
import { readListProperty } from "./properties.ts";

/** By process type. */
export async function readScale(app: string): Promise<Readonly<Record<string, number>>> {
  const lines = await readListProperty("ps", app, "scale");
  return Object.fromEntries(
    lines
      .map((line) => line.split("="))
      .map(([type = "", quantity = ""]) => [type, Number.parseInt(quantity, 10) || 0]),
  );
}
