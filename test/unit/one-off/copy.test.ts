// What `:cp` is asked for, and what tar is told.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { entryAt, isOnlyChanging, readCopyCall, renaming, sizeWords } from "../../../src/core/one-off/copy.ts";
import { suite, table } from "../suite.ts";

const pod = (app: string, process: string | null, path: string) => ({ app, process, path });

const CALLS: readonly [string, ReturnType<typeof readCopyCall>][] = [
  ["shop:/etc/os-release /srv/x", { direction: "out", pod: pod("shop", null, "/etc/os-release"), local: "/srv/x" }],
  ["shop:web:log -", { direction: "out", pod: pod("shop", "web", "log"), local: null }],
  ["/srv/a:b shop:web.2:/tmp/c:d", { direction: "in", pod: pod("shop", "web.2", "/tmp/c:d"), local: "/srv/a:b" }],
  ["- shop:/data", { direction: "in", pod: pod("shop", null, "/data"), local: null }],
  ["shop:/a /b:c", { direction: "out", pod: pod("shop", null, "/a"), local: "/b:c" }],
  ["shop:/a other:/b", null],
  ["/a /b", null],
  ["shop:/a relative", null],
  ["shop: /a", null],
  ["Shop:/a /b", null],
  ["shop /b", null],
];

const ENTRIES: readonly [string, string, string | null][] = [
  ["/etc/hosts", "/etc", "hosts"],
  ["/etc/", "/", "etc"],
  ["log", ".", "log"],
  ["a//b//", "a/", "b"],
  ["/", "/", null],
  [".", ".", null],
  ["/a/..", "/a/..", null],
];

/** What tar packs a file of one name as. */
function packedAs(name: string, other: string): string {
  const folder = mkdtempSync(join(tmpdir(), "copy-"));
  try {
    writeFileSync(join(folder, name), "");
    const { stdout } = spawnSync("sh", [
      "-c",
      'tar -c "$@" | tar -t --quoting-style=literal',
      "sh",
      ...renaming(name, other),
      "-C",
      folder,
      "--",
      name,
    ]);
    return String(stdout).trimEnd();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

suite("cp", {
  ...table(CALLS, (words, wanted) => {
    const [source = "", target = ""] = words.split(" ");
    assert.equal(readCopyCall(source, target), wanted);
  }),
  ...table(ENTRIES, (path, folder, name) => assert.equal(entryAt(path), { folder, name })),
  "a line feed in a path": () => assert.is(readCopyCall("shop:/a\nb", "/c"), null),
  ...table(
    [
      ["a.b", "c"],
      ["a[1]*^$", "x&y|z"],
      ["back\\slash", "new\\1"],
      ["-dash|pipe", "-other"],
      ["same", "same"],
    ] as const,
    (name, other) => assert.is(packedAs(name, other), other),
  ),
  ...table(
    [
      ["a log that is written to", ["tar: log/app.log: file changed as we read it"], true],
      [
        "one that is rotated, too",
        ["tar: a: file changed as we read it", "tar: b: File removed before we read it"],
        true,
      ],
      [
        "what cannot be read, too",
        ["tar: a: file changed as we read it", "tar: b: Cannot open: Permission denied"],
        false,
      ],
      ["the 1 of another tar or of kubectl", ["error: connection lost"], false],
      ["nothing", [], false],
    ] as const,
    (_title, said, wanted) => assert.is(isOnlyChanging(said), wanted),
  ),
  sizes: () =>
    assert.equal([812, 1024, 4 * 1024 ** 2, 3 * 1024 ** 4].map(sizeWords), [
      "812 B",
      "1.0 KiB",
      "4.0 MiB",
      "3072.0 GiB",
    ]),
});
