import * as assert from "uvu/assert";
import { endAhead, exec, startAhead } from "../../../src/edge/exec.ts";
import { suite } from "../suite.ts";

const CAT = ["cat", ["-"]] as const;
const SLOW = ["sleep", ["60"]] as const;

suite("a program that is started ahead", {
  "is the one that gets the input": async () => {
    startAhead("bash", ["-c", "echo $$; cat"]);
    const [{ stdout }, next] = [
      await exec("bash", ["-c", "echo $$; cat"], { input: "one" }),
      await exec(...CAT, { input: "two" }),
    ];
    assert.match(stdout, /^\d+\none$/);
    assert.is(next.stdout, "two");
  },
  "has its time from then on": async () => {
    startAhead(...SLOW);
    const { exitCode, timedOut } = await exec(...SLOW, { input: "", timeout: 50 });
    assert.equal({ exitCode, timedOut }, { exitCode: 255, timedOut: true });
  },
  "is ended with who needs it": async () => {
    startAhead(...SLOW);
    assert.is((await exec(...SLOW, { input: "", end: AbortSignal.abort() })).exitCode, 255);
  },
  "is ended where nobody asks for it, and the next is another": async () => {
    startAhead(...SLOW);
    startAhead(...CAT);
    await endAhead();
    assert.is((await exec(...CAT, { input: "three" })).stdout, "three");
  },
  "may be one that is not there": async () => {
    startAhead("no-such-program", []);
    const error = await exec("no-such-program", [], { input: "" }).catch((thrown) => thrown);
    assert.is(error.code, "TOOL_MISSING");
  },
});
