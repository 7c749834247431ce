// Why an image cannot be pulled: only a refusal by the registry itself is permanent.
import type { KubeObject } from "../model/manifest.ts";
import type { ContainerStatus } from "./container-status.ts";
import { type Evidence, SETTLED, type Trouble, warningsOf } from "./evidence.ts";

interface Kind {
  readonly sign: RegExp;
  readonly isFinal: boolean;
  readonly says: (image: string) => string;
  readonly helps: (app: string) => string;
}

/** First hit wins: a registry that wants a login may call an image of its own "not found or denied". */
const kinds: readonly Kind[] = [
  {
    sign: /^InvalidImageName$|couldn't parse image/i,
    isFinal: true,
    says: (image) => `${image} is not a valid image name`,
    helps: (app) => `see: dokku registry:report ${app}`,
  },
  {
    sign: /\b40[13]\b|unauthorized|denied|authentication required|no basic auth/i,
    isFinal: true,
    says: (image) => `the registry denies the cluster access to the image ${image}`,
    helps: (app) =>
      `log in with dokku registry:login, or name a Secret: dokku scheduler-kubernetes:set ${app} imagePullSecrets NAME`,
  },
  {
    sign: /not ?found|manifest unknown|does not exist/i,
    isFinal: true,
    says: (image) => `the image ${image} does not exist`,
    helps: (app) => `build and push it again: dokku ps:rebuild ${app}`,
  },
  {
    sign: /ErrImageNeverPull/,
    isFinal: true,
    says: (image) => `the image ${image} is not on the node, and its pull policy does not allow pulling it`,
    helps: (app) => `see: dokku scheduler-kubernetes:show-manifest ${app}`,
  },
  {
    sign: /^/,
    isFinal: false,
    says: (image) => `the image ${image} cannot be pulled`,
    helps: (app) => `check that the nodes can reach the registry: dokku registry:report ${app}`,
  },
];

export function pullTrouble({ image }: ContainerStatus, message: string, evidence: Evidence, pod: KubeObject): Trouble {
  // Older clusters tell only the event what the registry answered.
  const failed = warningsOf(evidence, pod).find((text) => text.startsWith("Failed to pull image"));
  const said = /: /.test(message) || failed === undefined ? message : failed;
  const kind = kinds.find(({ sign }) => sign.test(said)) as Kind;
  const [, reason = said] =
    /^.*(?:failed to resolve reference "[^"]*": |ErrImagePull: |desc = )(.*)$/s.exec(said) ?? [];
  return {
    isFinal: kind.isFinal && (evidence.seconds >= SETTLED || kind === kinds[0]),
    says: `${kind.says(image)}${reason === "" ? "" : ` (${reason.trim()})`}`,
    helps: kind.helps(evidence.app),
  };
}
