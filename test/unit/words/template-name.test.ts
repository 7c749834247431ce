import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import { builtInName } from "../../../src/core/words/template-name.ts";
import { suite, table } from "../suite.ts";

const known = ["service", "deployment", "partials/pod"];

function outcome(typed: string): string {
  try {
    return builtInName(typed, known);
  } catch (error) {
    assert.instance(error, SchedulerError);
    const { code, doing, next } = error as SchedulerError;
    assert.equal([code, next], ["BAD_USAGE", "there are: deployment, partials/pod, service"]);
    return doing;
  }
}

suite("names of built-in templates", {
  ...table(
    [
      ["as listed", "deployment", "deployment"],
      ["as a file", "partials/pod.yaml.hbs", "partials/pod"],
      ["mistyped", "deploymnet", "there is no built-in template deploymnet, did you mean deployment?"],
      ["a partial without its folder", "pod", "there is no built-in template pod, did you mean partials/pod?"],
      ["out of the folder", "../../x", "there is no built-in template ../../x"],
    ] as const,
    (_title, typed, wanted) => assert.is(outcome(typed), wanted),
  ),
});
