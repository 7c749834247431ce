// `resource:limit` and `resource:reserve` as Kubernetes' limits and requests, and the disk that Dokku's resources do not know.

import type { ResourceAmounts, Sized } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";

export interface Resources {
  /** By `cpu`, `memory`, `nvidia.com/gpu`, `ephemeral-storage`. */
  readonly limits: StringMap | null;
  readonly requests: StringMap | null;
}

/** `beneath` are amounts from docker options: those of `dokku resource` take precedence. Of `disk` an empty one is unset. */
export function resourcesOf(
  process: Sized,
  beneath: { limits: StringMap; requests: StringMap } = NONE,
  disk: { limit: string; reserve: string } = NO_DISK,
): Resources | null {
  // A GPU cannot be shared: Kubernetes wants it as a limit, takes the request from there, and refuses another one.
  const gpu = process.limit["nvidia-gpu"] ?? process.reserve["nvidia-gpu"];
  const limits = amounts(process.limit, gpu, beneath.limits, disk.limit);
  const requests = amounts(
    process.reserve,
    process.limit["nvidia-gpu"] === null ? null : process.reserve["nvidia-gpu"],
    beneath.requests,
    disk.reserve,
  );
  return limits === null && requests === null ? null : { limits, requests };
}

const NONE = { limits: {}, requests: {} };
const NO_DISK = { limit: "", reserve: "" };

function amounts(
  { cpu, memory }: ResourceAmounts,
  gpu: string | null,
  beneath: StringMap,
  disk: string,
): StringMap | null {
  const map: Record<string, string> = { ...beneath };
  if (cpu) map.cpu = cpu;
  if (memory) map.memory = memoryQuantity(memory);
  if (gpu) map["nvidia.com/gpu"] = gpu;
  if (disk) map["ephemeral-storage"] = disk;
  return Object.keys(map).length === 0 ? null : map;
}

const DOCKER_UNITS: StringMap = { b: "", k: "Ki", m: "Mi", g: "Gi" };

/**
 * No unit means Mi. `512m` and `1gb` mean what they mean to Docker: as a quantity `512m` would be half a byte.
 * Everything else is Kubernetes' own (`512Mi`, `1G`), and the schema refuses what is not.
 */
export function memoryQuantity(text: string): string {
  if (/^\d+(\.\d+)?$/.test(text)) return `${text}Mi`;
  const docker = /^(\d+(?:\.\d+)?)(?:([bkmg])|([kmg])b)$/.exec(text) ?? /^(\d+(?:\.\d+)?)(?:(B)|([KMG])B)$/.exec(text);
  if (docker === null) return text;
  return `${docker[1]}${DOCKER_UNITS[(docker[2] ?? docker[3] ?? "").toLowerCase()]}`;
}
