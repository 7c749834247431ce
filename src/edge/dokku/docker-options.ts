// The options of `docker run` that Dokku keeps for an app: lists since 0.38, files in the app's folder before. Mounts of `storage:mount` were
// among them until 0.37; since then they are entries of their own, and made into the same lines here.
import type { DockerOptions } from "../../core/dokku/docker-options.ts";
import { readText } from "../files.ts";
import { appRoot } from "./paths.ts";
import type { Ask } from "./plugn.ts";
import { readFolder, readListProperty } from "./properties.ts";

const PHASES = ["deploy", "run"] as const;

export async function readDockerOptions(app: string, ask: Ask): Promise<DockerOptions> {
  const [folder, files, mounts] = await Promise.all([
    readFolder("docker-options", app),
    Promise.all(
      PHASES.map((phase) => readText(`${appRoot(app)}/DOCKER_OPTIONS_${phase.toUpperCase()}`).catch(() => null)),
    ),
    readMountLines(app, ask),
  ]);
  const all = [
    ...PHASES.map((phase, index) => [`_default_.${phase}`, files[index] ?? ""] as const),
    ...Object.entries(folder).filter(([key]) => /\.(deploy|run)$/.test(key)),
    ...mounts,
  ];
  const options: Record<string, string[]> = {};
  for (const [key, text] of all) {
    const lines = text.split("\n").map((line) => line.trim());
    options[key] = [...(options[key] ?? []), ...lines.filter((line) => line !== "" && !line.startsWith("#"))];
  }
  return options;
}

interface StorageMount {
  readonly entry: { readonly name: string; readonly host_path?: string };
  readonly attachment: {
    readonly container_path: string;
    readonly process_type?: string;
    readonly subpath?: string;
    readonly readonly?: boolean;
    readonly volume_options?: string;
  };
}

/** A trigger is asked only where there is something to ask for. */
async function readMountLines(app: string, ask: Ask): Promise<readonly (readonly [key: string, line: string])[]> {
  if ((await readListProperty("storage", app, "mounts")).length === 0) return [];
  const found = await Promise.all(
    PHASES.map(async (phase) => {
      const mounts = JSON.parse(await ask("storage-app-mounts", app, phase)) as readonly StorageMount[];
      return mounts.map(({ entry, attachment }) => {
        const { container_path, process_type = "_default_", subpath, volume_options } = attachment;
        const source = `${entry.host_path || entry.name}${subpath ? `/${subpath}` : ""}`;
        const options = [volume_options, attachment.readonly ? "ro" : ""].filter((option) => option);
        const value = [source, container_path, ...(options.length > 0 ? [options.join(",")] : [])].join(":");
        return [`${process_type}.${phase}`, `--volume '${value.replaceAll("'", `'\\''`)}'`] as const;
      });
    }),
  );
  return found.flat();
}
