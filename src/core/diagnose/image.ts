// Why an image cannot be pulled: only a refusal by the registry itself is permanent.
import { kubectlOf } from "../model/cluster.ts";
import type { KubeObject } from "../model/manifest.ts";
import type { ContainerStatus } from "./container-status.ts";
import { type Evidence, mayHeal, SETTLED, type Trouble, warningsOf } from "./evidence.ts";

interface Kind {
  readonly isIt: (reason: string, words: string) => boolean;
  readonly isFinal: boolean;
  readonly says: (image: string) => string;
  readonly helps: (app: string, image: string) => string;
}

const isReason = (name: string) => (reason: string) => reason === name;
const isText = (sign: RegExp) => (_reason: string, words: string) => sign.test(words);

const DENIED = {
  isFinal: true,
  says: (image: string) => `the registry denies the cluster access to the image ${image}`,
  helps: (app: string, image: string) =>
    loginAgain(image) ??
    `log in with dokku registry:login, or name a Secret: dokku scheduler-kubernetes:set ${app} imagePullSecrets NAME`,
};

/** First hit wins. The kubelet's own reasons come before the registry's words, and no answer before a bad one. */
const kinds: readonly Kind[] = [
  {
    isIt: (reason, words) => reason === "InvalidImageName" || /couldn't parse image/i.test(words),
    isFinal: true,
    says: (image) => `${image} is not a valid image name`,
    helps: (app) => `see: dokku registry:report ${app}`,
  },
  {
    isIt: isReason("ErrImageNeverPull"),
    isFinal: true,
    says: (image) => `the image ${image} is not on the node, and its pull policy does not allow pulling it`,
    helps: (app) => `see: dokku scheduler-kubernetes:show-manifest ${app}`,
  },
  {
    isIt: isReason("SignatureValidationFailed"),
    isFinal: true,
    says: (image) => `the nodes do not accept the signature of the image ${image}`,
    helps: () => "sign the image as the cluster's policy wants it, or ask its admin",
  },
  {
    // Amazon's registry says to try again, with another login.
    ...DENIED,
    isIt: isText(/token has expired/i),
  },
  {
    isIt: (reason, words) => reason === "RegistryUnavailable" || mayHeal(words),
    isFinal: false,
    says: (image) => `the image ${image} cannot be pulled`,
    helps: (app) => `check that the nodes can reach the registry: dokku registry:report ${app}`,
  },
  {
    isIt: isText(/no match for platform|no matching manifest|exec format/i),
    isFinal: true,
    says: (image) => `the image ${image} is not built for the architecture of the node`,
    helps: (app) =>
      `build it for that as well: dokku docker-options:add ${app} build "--platform linux/ARCH"; the nodes': ${kubectlOf(app)} get nodes -L kubernetes.io/arch`,
  },
  {
    ...DENIED,
    // A registry that wants a login may call an image of its own "not found or denied".
    isIt: isText(/\b40[13]\b|unauthorized|denied|authentication required|no basic auth/i),
  },
  {
    isIt: isText(/not ?found|manifest unknown|does not exist|\b404\b/i),
    isFinal: true,
    says: (image) => `the image ${image} does not exist`,
    helps: (app) => `build and push it again: dokku ps:rebuild ${app}`,
  },
  {
    isIt: () => true,
    isFinal: false,
    says: (image) => `the image ${image} cannot be pulled`,
    helps: (app) => `check that the nodes can reach the registry: dokku registry:report ${app}`,
  },
];

/** Amazon's registry takes a login for 12 hours. */
function loginAgain(image: string): string | null {
  const [, host, region] = /^(\d+\.dkr\.ecr\.([\w-]+)\.amazonaws\.com(?:\.cn)?)\//.exec(image) ?? [];
  if (host === undefined) return null;
  return `a login to this registry lasts 12 hours; log in again: aws ecr get-login-password --region ${region} | dokku registry:login --password-stdin ${host} AWS`;
}

export const isPullTrouble = (reason: string) =>
  /Image/.test(reason) || reason === "SignatureValidationFailed" || reason === "RegistryUnavailable";

export function pullTrouble(
  { image }: ContainerStatus,
  waits: string,
  message: string,
  evidence: Evidence,
  pod: KubeObject,
): Trouble {
  // Older clusters tell only the event what the registry answered.
  const warnings = warningsOf(evidence, pod.metadata.name);
  const failed = warnings.find((one) => one.message.startsWith("Failed to pull image"));
  const said = /: /.test(message) || failed === undefined ? message : failed.message;
  // While the kubelet waits for the next try its message begins with the reason of the last.
  const [, reason = waits, text = said] = /^Back-off pulling image "[^"]*": (\w+): (.*)$/s.exec(said) ?? [];
  const kind = kinds.find(({ isIt }) => isIt(reason, withoutNames(text, image))) as Kind;
  const why = answerIn(text);
  // A kubelet that has not seen the Secret yet pulls without it, and tries again after ten seconds or more.
  const hadNoLogin = warnings.some((one) => one.reason === "FailedToRetrieveImagePullSecret");
  const settled = hadNoLogin && kind.says === DENIED.says ? 2 * SETTLED : SETTLED;
  return {
    isFinal: kind.isFinal && (evidence.seconds >= settled || kind === kinds[0]),
    says: `${kind.says(image)}${why === "" ? "" : ` (${why})`}`,
    helps: kind.helps(evidence.app, image),
  };
}

/** An image may be called notfound and its tag be 401: what somebody chose is no answer of the registry. */
export function withoutNames(text: string, image: string): string {
  const tagged = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
  return text
    .replaceAll(/"[^"]*"|\[(?:manifests|blobs) [^\]]*\]|\bhttps?:\/\/\S+/g, "")
    .split(/\s+/)
    .filter((word) => {
      const bare = word.replace(/[:,.]$/, "");
      return bare !== image && !`/${bare}`.endsWith(`/${tagged}`) && !/^[\w.-]+:\d+$/.test(bare);
    })
    .join(" ");
}

/** Without what was asked, which the sentence names already. */
function answerIn(text: string): string {
  const [, answer = text] =
    /^.*(?:failed to resolve reference "[^"]*": |failed to pull and unpack image "[^"]*": |desc = )(.*)$/s.exec(text) ??
    [];
  return answer.replace(/^failed to do request: \w+ "[^"]*": /, "").trim();
}
