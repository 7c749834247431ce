// Go fetches a module, and says where it is.
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";

export function moduleFolder(module: string, version: string): string {
  const stdout = execFileSync("go", ["mod", "download", "-json", `${module}@${version}`], {
    // Where no go.mod says anything else.
    cwd: tmpdir(),
    encoding: "utf8",
  });
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}
