// The Node that runs this.
import { type Check, ok, wrong } from "./check.ts";
import type { SiteFacts } from "./facts.ts";

const OLDEST = [18, 19] as const;

export const node: Check<SiteFacts> = {
  name: "node",
  of: ({ node: { version, path } }) => {
    const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
    const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
    const found = `${version} at ${path}`;
    return isOld ? wrong(`${found}: ${OLDEST.join(".")} is the oldest`, INSTALL) : ok(found);
  },
};

const INSTALL = "sudo dokku plugin:install-dependencies";
