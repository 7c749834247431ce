// THE list of rules, of which table.ts tells what they are about.
import { alternatives } from "./alternatives.ts";
import { argumentSize } from "./argument-size.ts";
import { characters } from "./characters.ts";
import { claimForm } from "./claim-form.ts";
import { containers } from "./containers.ts";
import { cronSchedule } from "./cron-schedule.ts";
import { dataKeys } from "./data-keys.ts";
import { dataSize } from "./data-size.ts";
import { deadline } from "./deadline.ts";
import { dnsConfig } from "./dns-config.ts";
import { duplicateEntries } from "./duplicate-entries.ts";
import { duplicateHost } from "./duplicate-host.ts";
import { envForm } from "./env-form.ts";
import { exclusiveClaims } from "./exclusive-claims.ts";
import { hostValid } from "./host-valid.ts";
import { imageArchitecture } from "./image-architecture.ts";
import { imageName } from "./image-name.ts";
import { imagePushed } from "./image-pushed.ts";
import { ingressForm } from "./ingress-form.ts";
import { labelValues } from "./label-values.ts";
import { memoryUnit } from "./memory-unit.ts";
import { metadataKeys } from "./metadata-keys.ts";
import { mountPaths } from "./mount-paths.ts";
import { nameValid } from "./name-valid.ts";
import { nearLimits } from "./near-limits.ts";
import { neededValues } from "./needed-values.ts";
import { networkPolicy } from "./network-policy.ts";
import { numberRanges } from "./number-ranges.ts";
import { objectPlace } from "./object-place.ts";
import { objectSize } from "./object-size.ts";
import { podAmounts } from "./pod-amounts.ts";
import { podBounds } from "./pod-bounds.ts";
import { portNames } from "./port-names.ts";
import { probeForm } from "./probe-form.ts";
import { probeHandler } from "./probe-handler.ts";
import { probePorts } from "./probe-ports.ts";
import { requestOverLimit } from "./request-over-limit.ts";
import { resourceAmounts } from "./resource-amounts.ts";
import { restartPolicy } from "./restart-policy.ts";
import { roleRules } from "./role-rules.ts";
import { rollingUpdate } from "./rolling-update.ts";
import type { Rule } from "./rule.ts";
import { scheduling } from "./scheduling.ts";
import { secretNamedExists } from "./secret-named-exists.ts";
import { secretTypes } from "./secret-types.ts";
import { selectorMatchesTemplate } from "./selector-matches-template.ts";
import { serviceForm } from "./service-form.ts";
import { serviceHasWorkload } from "./service-has-workload.ts";
import { servicePorts } from "./service-ports.ts";
import { serviceTargetPorts } from "./service-target-ports.ts";
import { sysctlNames } from "./sysctl-names.ts";
import type { RuleId } from "./table.ts";
import { timeZone } from "./time-zone.ts";
import { unusedVolumes } from "./unused-volumes.ts";
import { valueForms } from "./value-forms.ts";
import { volumeForm } from "./volume-form.ts";

export const rules: Readonly<Record<RuleId, Rule>> = {
  "name-valid": nameValid,
  "object-place": objectPlace,
  "label-values": labelValues,
  "metadata-keys": metadataKeys,
  "host-valid": hostValid,
  "selector-matches-template": selectorMatchesTemplate,
  "service-has-workload": serviceHasWorkload,
  "secret-named-exists": secretNamedExists,
  "data-keys": dataKeys,
  "data-size": dataSize,
  "object-size": objectSize,
  "near-limits": nearLimits,
  "argument-size": argumentSize,
  "request-over-limit": requestOverLimit,
  "duplicate-host": duplicateHost,
  "probe-handler": probeHandler,
  "probe-form": probeForm,
  "number-ranges": numberRanges,
  "port-names": portNames,
  "resource-amounts": resourceAmounts,
  "mount-paths": mountPaths,
  "duplicate-entries": duplicateEntries,
  "dns-config": dnsConfig,
  "sysctl-names": sysctlNames,
  deadline: deadline,
  "rolling-update": rollingUpdate,
  "restart-policy": restartPolicy,
  "service-ports": servicePorts,
  "pod-bounds": podBounds,
  "cron-schedule": cronSchedule,
  "time-zone": timeZone,
  "image-name": imageName,
  characters: characters,
  containers,
  "exclusive-claims": exclusiveClaims,
  "memory-unit": memoryUnit,
  "pod-amounts": podAmounts,
  "probe-ports": probePorts,
  "service-target-ports": serviceTargetPorts,
  "unused-volumes": unusedVolumes,
  "env-form": envForm,
  "volume-form": volumeForm,
  "ingress-form": ingressForm,
  "service-form": serviceForm,
  "claim-form": claimForm,
  scheduling,
  "role-rules": roleRules,
  "secret-types": secretTypes,
  "network-policy": networkPolicy,
  "image-pushed": imagePushed,
  "image-architecture": imageArchitecture,
  "needed-values": neededValues,
  alternatives,
  "value-forms": valueForms,
};
