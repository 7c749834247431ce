// dokku scheduler-kubernetes:{mount,unmount,unmount-all,list-mount}

import { readMounts } from "../core/dokku/claims.ts";
import { withoutEnd } from "../core/dokku/words.ts";
import { SchedulerError } from "../core/errors.ts";
import type { Mount } from "../core/model/app.ts";
import { objectName } from "../core/properties/types.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { changeProperties, listValue, readProperty } from "../edge/dokku/properties.ts";
import { detail, header, print } from "../edge/log.ts";
import type { Subcommand } from "./subcommand.ts";

const WHEN = "It takes effect with the next deploy.";

export const mount: Subcommand = {
  group: "Storage",
  usage: "APP CLAIM PATH",
  summary: "Mount a persistent volume claim into an app",
  details: [
    "Every process type of the app gets the claim as a volume at PATH. The claim is in the app's namespace.",
    WHEN,
  ],
  examples: ["node-js-app shop-data /data", "node-js-app shop-uploads /app/public/uploads"],
  seeAlso: ["add-pvc", "unmount", "docs/volumes.md"],
  async run(call) {
    const { app, claim, path } = await read(call);
    const doing = `mount ${claim} at ${path} in ${app}`;
    if (!objectName.accepts(claim)) throw bad(doing, `the name of a claim must be ${objectName.form}`);
    if (!isPath(path)) throw bad(doing, "the path must be absolute, such as /data, without . or .. and not / itself");
    await change(app, (mounts) => {
      const taken = mounts.find((mount) => mount.path === path);
      if (taken !== undefined && taken.claim !== claim) throw bad(doing, `${taken.claim} is already mounted there`);
      header(`Mounting ${claim} at ${path}`);
      return taken === undefined ? [...mounts, { claim, path }] : mounts;
    });
  },
};

export const unmount: Subcommand = {
  group: "Storage",
  usage: "APP CLAIM PATH",
  summary: "Unmount a persistent volume claim from an app",
  details: [`The claim and its data stay. ${WHEN}`],
  examples: ["node-js-app shop-data /data", "node-js-app shop-uploads /app/public/uploads"],
  seeAlso: ["list-mount", "unmount-all", "docs/volumes.md"],
  async run(call) {
    const { app, claim, path } = await read(call);
    await change(app, (mounts) => {
      const left = mounts.filter((mount) => mount.claim !== claim || mount.path !== path);
      if (left.length === mounts.length) {
        const known = mounts.map((mount) => `${mount.claim} at ${mount.path}`).join(", ") || "nothing";
        throw new SchedulerError("NO_SUCH_OBJECT", `unmount ${claim} from ${path} in ${app}`, [`it mounts ${known}`]);
      }
      header(`Unmounting ${claim} from ${path}`);
      return left;
    });
  },
};

export const unmountAll: Subcommand = {
  group: "Storage",
  usage: "APP",
  summary: "Unmount all persistent volume claims from an app",
  details: [`The claims and their data stay. ${WHEN}`],
  examples: ["node-js-app"],
  seeAlso: ["unmount", "docs/volumes.md"],
  async run(call) {
    const { app } = await read(call);
    await change(app, (mounts) => {
      if (mounts.length === 0) detail(`${app} mounts nothing`);
      else header(`Unmounting ${mounts.map(({ claim, path }) => `${claim} from ${path}`).join(", ")}`);
      return [];
    });
  },
};

export const list: Subcommand = {
  group: "Storage",
  usage: "APP [--format json|stdout]",
  summary: "List the claims that an app mounts",
  details: ["One mount per line: CLAIM:PATH"],
  examples: ["node-js-app", "node-js-app --format json"],
  seeAlso: ["mount", "list-pvc", "docs/volumes.md"],
  async run(call) {
    const { app, format } = await read(call);
    const mounts = readMounts((await readProperty(PLUGIN, app, "volumes")) ?? "");
    if (format === "json") return print(JSON.stringify(mounts));
    for (const { claim, path } of mounts) print(`${claim}:${path}`);
  },
};

async function read(call: Call) {
  const { words, options } = parse(call);
  const [app = "", claim = "", path = ""] = words;
  await mustExist(app);
  // Kubernetes takes /data and /data/ for the same place.
  const bare = withoutEnd(path, "/");
  return { app, claim, path: bare, format: options.get("format") ?? null };
}

const change = (app: string, decide: (mounts: readonly Mount[]) => readonly Mount[]) =>
  changeProperties(app, ({ volumes = "" }) => ({
    volumes: listValue(decide(readMounts(volumes)).map(({ claim, path }) => `${claim}:${path}`)),
  }));

/** Kubernetes takes no colon in the path of a mount. */
function isPath(path: string): boolean {
  return /^(\/[^/:\p{Cc}]+)+$/u.test(path) && !path.split("/").some((part) => part === "." || part === "..");
}

const bad = (doing: string, why: string) => new SchedulerError("BAD_PROPERTY", doing, [why]);
