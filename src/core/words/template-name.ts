// Which built-in template a word means.
import { SchedulerError } from "../errors.ts";
import { didYouMean } from "./nearest.ts";

/** `deployment`, `deployment.yaml.hbs`, `partials/pod`. Throws BAD_USAGE with the nearest. */
export function builtInName(typed: string, known: readonly string[]): string {
  const name = typed.replace(/\.yaml\.hbs$/, "");
  if (known.includes(name)) return name;
  const partial = `partials/${name}`;
  const hint = known.includes(partial) ? `, did you mean ${partial}?` : didYouMean(name, known);
  const names = [...known].sort().join(", ");
  throw new SchedulerError("BAD_USAGE", `there is no built-in template ${typed}${hint}`, [], `there are: ${names}`);
}
