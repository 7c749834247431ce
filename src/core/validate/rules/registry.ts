// THE list of rules.
import { argumentSize } from "./argument-size.ts";
import { duplicateHost } from "./duplicate-host.ts";
import { hostValid } from "./host-valid.ts";
import { imagePushed } from "./image-pushed.ts";
import { labelValues } from "./label-values.ts";
import { metadataKeys } from "./metadata-keys.ts";
import { nameValid } from "./name-valid.ts";
import { numberRanges } from "./number-ranges.ts";
import { objectPlace } from "./object-place.ts";
import { probeHandler } from "./probe-handler.ts";
import { requestOverLimit } from "./request-over-limit.ts";
import type { Rule } from "./rule.ts";
import { secretNamedExists } from "./secret-named-exists.ts";
import { secretSize } from "./secret-size.ts";
import { selectorMatchesTemplate } from "./selector-matches-template.ts";
import { serviceHasWorkload } from "./service-has-workload.ts";

export const rules: readonly Rule[] = [
  nameValid,
  objectPlace,
  labelValues,
  metadataKeys,
  hostValid,
  selectorMatchesTemplate,
  serviceHasWorkload,
  secretNamedExists,
  secretSize,
  argumentSize,
  requestOverLimit,
  duplicateHost,
  probeHandler,
  numberRanges,
  imagePushed,
];
