// What Dokku was told for an app and Kubernetes does not do, in sentences: each deploy says it, once.
import { imageRemarks } from "../dokku/image.ts";
import type { App } from "../model/app.ts";
import { optionsLeftOut } from "./docker-options.ts";
import { checksLeftOut } from "./healthchecks.ts";
import { limitsLeftOut } from "./limits-left-out.ts";
import { nginxLeftOut } from "./nginx.ts";
import { shellRemarks } from "./start-command.ts";

export function leftOut(app: App): readonly string[] {
  return [
    ...imageRemarks(app.image),
    ...shellRemarks(app),
    ...checksLeftOut(app),
    ...optionsLeftOut(app),
    ...nginxLeftOut(app),
    ...limitsLeftOut(app),
  ];
}
