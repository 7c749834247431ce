// Whether the next deploy would get as far as the cluster: the same rendering and validation.
import type { SchedulerError } from "../errors.ts";
import type { Issue, Manifest } from "../model/manifest.ts";
import { pathInWords } from "../model/read.ts";
import { type Check, type Finding, orOk, wrong } from "./check.ts";
import type { AppFacts } from "./facts.ts";

/** Issues that are told: what makes more of them is one mistake. */
const SHOWN = 10;

export const release: Check<AppFacts> = {
  name: "release",
  of: ({ name, record, stopped, manifests }) => {
    if (stopped !== null) return stoppedBy(stopped);
    const mend = `dokku scheduler-kubernetes:show-manifest ${name}`;
    const found = new Map(
      manifests.flatMap((manifest) =>
        manifest.issues
          // An app that was never deployed has pushed nothing, and need not have.
          .filter(({ rule }) => record !== null || rule !== "image-pushed")
          .map((issue) => [issue.message, findingOf(manifest, issue, mend)] as const),
      ),
    );
    const says = record === null ? "it has never been deployed; nothing stands in its way" : "it can be deployed again";
    return orOk([...found.values()].slice(0, SHOWN), says);
  },
};

const stoppedBy = ({ doing, because, next }: SchedulerError) => wrong([doing, ...because].join(": "), next);

/** Of an app whose files cannot be read nothing else is known. */
export const unread: Check<SchedulerError> = { name: release.name, of: stoppedBy };

function findingOf({ ref }: Manifest, { severity, path, message }: Issue, mend: string): Finding {
  const place = path.startsWith("/") ? ` ${pathInWords(path)}` : "";
  const why = `${ref.kind} ${ref.name}${place}: ${message}`;
  return severity === "error" ? { verdict: "wrong", why, mend } : { verdict: "warning", why, mend: null };
}
