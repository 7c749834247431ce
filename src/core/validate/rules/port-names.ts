// Names of ports: of a container's, which has 15 characters, and of a Service's.
import { isLabel } from "../../dokku/words.ts";
import { found, type Root } from "./facts.ts";
import { HANDLED } from "./probe-handler.ts";
import { error, type Rule } from "./rule.ts";

interface Form {
  readonly accepts: (name: string) => boolean;
  readonly says: string;
}

const ATOM: Form = {
  accepts: (name) => name.length <= 15 && /^(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) && /[a-z]/.test(name),
  says: "at most 15 lowercase letters, digits and single -, one letter among them, starting and ending with a letter or digit",
};
const LABEL: Form = {
  accepts: isLabel,
  says: "at most 63 lowercase letters, digits and -, starting and ending with a letter or digit",
};

const NAMES: readonly (readonly [root: Root, path: string, form: Form])[] = [
  ["container", "ports.*.name", ATOM],
  ...HANDLED.flatMap((handler) =>
    ["httpGet", "tcpSocket"].map((way) => ["container", `${handler}.${way}.port`, ATOM] as const),
  ),
  ["kind Service", "spec.ports.*.name", LABEL],
  ["kind Service", "spec.ports.*.targetPort", ATOM],
  ["kind Ingress", "spec.rules.*.http.paths.*.backend.service.port.name", ATOM],
  ["kind Ingress", "spec.defaultBackend.service.port.name", ATOM],
  ["kind NetworkPolicy", "spec.ingress.*.ports.*.port", ATOM],
  ["kind NetworkPolicy", "spec.egress.*.ports.*.port", ATOM],
];

export const portNames: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    NAMES.flatMap(([root, path, { accepts, says }]) =>
      found(manifest, root, path)
        .filter(({ value }) => typeof value === "string" && !(value === "" || accepts(value)))
        .map(({ path: where, value }) => error(manifest, where, `"${value}" cannot name a port: ${says}`)),
    ),
  );
