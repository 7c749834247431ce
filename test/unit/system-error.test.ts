// What the system refuses: what was being done, why it stopped, what helps.
import * as assert from "uvu/assert";
import { isSystemCode, type SystemFault, systemError } from "../../src/core/system-error.ts";
import { suite, table } from "./suite.ts";

const fault: SystemFault = { code: "ENOSPC", path: "/data/a", syscall: "open", user: "dokku", owner: null };

suite("errors of the system", {
  ...table(
    [
      ["a full disk", {}, "open /data/a", "no space is left there", "df -h /data/a"],
      [
        "another's file",
        { code: "EACCES", owner: "root" },
        "open /data/a",
        "it belongs to root, and dokku may not",
        "chown dokku: /data/a",
      ],
      ["a folder on the way", { code: "EACCES", owner: "dokku" }, "open /data/a", "dokku may not", "namei -l /data/a"],
      ["nobody knows whose", { code: "EPERM", syscall: "chmod" }, "set the mode of /data/a", "dokku may not", "namei"],
      ["a program", { code: "ENOENT", syscall: "spawn kubectl" }, "run kubectl", "there is none", "namei -l /data/a"],
      [
        "a call without a verb of ours",
        { code: "EIO", syscall: "lstat" },
        "lstat /data/a",
        "the disk reports an error",
        "dmesg",
      ],
      ["a code without a sentence", { code: "ENXIO" }, "open /data/a", "the system says ENXIO", "ls -ld /data/a"],
    ] as const,
    (_title, fields, doing, because, helps) => {
      const error = systemError({ ...fault, ...fields });
      assert.equal([error.code, error.doing, ...error.because], ["FILE_UNUSABLE", doing, because]);
      assert.ok(error.next?.includes(helps), `${error.next}`);
    },
  ),
  "say what the caller was doing where it says so": () =>
    assert.is(systemError(fault, "write the record of shop").doing, "write the record of shop"),
  "are those of the table, and no name of JavaScript's own": () =>
    assert.equal(["ENOSPC", "ENXIO", "constructor"].map(isSystemCode), [true, false, false]),
});
