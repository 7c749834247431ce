// Which objects of an app follow its domains, its proxy and its ports, without a release.
import type { Ref } from "../model/manifest.ts";
import { factsOf } from "../objects/kinds.ts";
import { serviceName } from "../objects/labels.ts";
import { addedTlsName } from "../objects/routes.ts";
import { objectName } from "../objects/traefik.ts";

/** What takes requests to it. */
export const isRouting = (app: string, { kind, name }: Ref) =>
  factsOf(kind).routes || (kind === "Secret" && name === addedTlsName(app));

/** Its Service, and what that names: Traefik answers with 404 where a Service names what is not there. */
export const isWeb = (app: string, { kind, name }: Ref) =>
  (kind === "Service" && name === serviceName(app, "web")) ||
  (kind === "ServersTransport" && name === objectName(app, "timeout"));

/** An Ingress, and what it names: Traefik answers with 404 where it names what is not there. They are rendered together. */
export const isIngress = ({ kind }: Pick<Ref, "kind">) => kind === "Ingress" || kind === "Middleware";
