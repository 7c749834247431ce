// dokku scheduler-kubernetes:{mount,unmount,unmount-all,list-mount}

import { readMounts } from "../core/dokku/claims.ts";
import { withoutEnd } from "../core/dokku/words.ts";
import { SchedulerError } from "../core/errors.ts";
import type { Mount } from "../core/model/app.ts";
import { objectName } from "../core/properties/types.ts";
import { type Form, parseArguments } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { readProperty, writeListProperty } from "../edge/dokku/properties.ts";
import { detail, header, print } from "../edge/log.ts";
import type { SubcommandModule } from "./index.ts";

const MOUNT: Form = { usage: "APP CLAIM PATH", words: [3, 3] };
const APP: Form = { usage: "APP", words: [1, 1] };
const WHEN = "It takes effect with the next deploy.";

export const mount: SubcommandModule = {
  details: [
    "Every process type of the app gets the claim as a volume at PATH. The claim is in the app's namespace.",
    WHEN,
    "",
    "Example: dokku scheduler-kubernetes:mount node-js-app shop-data /data",
  ],
  async run(args) {
    const { app, claim, path, mounts } = await read("mount", MOUNT, args);
    const doing = `mount ${claim} at ${path} in ${app}`;
    if (!objectName.accepts(claim)) throw bad(doing, `the name of a claim must be ${objectName.form}`);
    if (!isPath(path)) throw bad(doing, "the path must be absolute, such as /data, without . or .. and not / itself");
    const taken = mounts.find((mount) => mount.path === path);
    if (taken !== undefined && taken.claim !== claim) throw bad(doing, `${taken.claim} is already mounted there`);
    header(`Mounting ${claim} at ${path}`);
    if (taken === undefined) await write(app, [...mounts, { claim, path }]);
  },
};

export const unmount: SubcommandModule = {
  details: [
    `The claim and its data stay. ${WHEN}`,
    "",
    "Example: dokku scheduler-kubernetes:unmount node-js-app shop-data /data",
  ],
  async run(args) {
    const { app, claim, path, mounts } = await read("unmount", MOUNT, args);
    const left = mounts.filter((mount) => mount.claim !== claim || mount.path !== path);
    if (left.length === mounts.length) {
      const known = mounts.map((mount) => `${mount.claim} at ${mount.path}`).join(", ") || "nothing";
      throw new SchedulerError("NO_SUCH_OBJECT", `unmount ${claim} from ${path} in ${app}`, [`it mounts ${known}`]);
    }
    header(`Unmounting ${claim} from ${path}`);
    await write(app, left);
  },
};

export const unmountAll: SubcommandModule = {
  details: [
    `The claims and their data stay. ${WHEN}`,
    "",
    "Example: dokku scheduler-kubernetes:unmount-all node-js-app",
  ],
  async run(args) {
    const { app, mounts } = await read("unmount-all", APP, args);
    if (mounts.length === 0) return detail(`${app} mounts nothing`);
    header(`Unmounting ${mounts.map(({ claim, path }) => `${claim} from ${path}`).join(", ")}`);
    await write(app, []);
  },
};

export const list: SubcommandModule = {
  details: ["One mount per line: CLAIM:PATH", "", "Example: dokku scheduler-kubernetes:list-mount node-js-app"],
  async run(args) {
    const { mounts } = await read("list-mount", APP, args);
    for (const { claim, path } of mounts) print(`${claim}:${path}`);
  },
};

async function read(name: string, form: Form, args: readonly string[]) {
  const [app = "", claim = "", path = ""] = parseArguments(name, form, args).words;
  await mustExist(app);
  // Kubernetes takes /data and /data/ for the same place.
  const bare = withoutEnd(path, "/");
  return { app, claim, path: bare, mounts: readMounts((await readProperty(PLUGIN, app, "volumes")) ?? "") };
}

const write = (app: string, mounts: readonly Mount[]) =>
  writeListProperty(
    app,
    "volumes",
    mounts.map(({ claim, path }) => `${claim}:${path}`),
  );

/** Kubernetes takes no colon in the path of a mount. */
function isPath(path: string): boolean {
  return /^(\/[^/:\p{Cc}]+)+$/u.test(path) && !path.split("/").some((part) => part === "." || part === "..");
}

const bad = (doing: string, why: string) => new SchedulerError("BAD_PROPERTY", doing, [why]);
