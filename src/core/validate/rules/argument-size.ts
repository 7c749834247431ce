// Linux starts no program with a word or a variable of its env over 128 KiB, or with more than 2 MiB of them: "argument list too long".
import type { Manifest } from "../../model/manifest.ts";
import { at, containersOf, type Fields, fields, list } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

/** MAX_ARG_STRLEN where a page has 4 KiB; a NUL at the end is part of it. */
const LIMIT = 128 * 1024;
/** A quarter of the stack that container runtimes allow, 8 MiB. */
const LIMIT_OF_ALL = 2 * 1024 * 1024;
/** Beside each of them: a NUL at its end, and a pointer. */
const BESIDE = 9;

/** Bytes of a value by its name. */
type Sizes = ReadonlyMap<string, number>;

export const argumentSize: Rule = (manifests) => {
  const sources = new Map(manifests.map((manifest) => [sourceOf(manifest.ref.kind, manifest.ref.name), manifest]));
  // A Secret is most often the env of every process type.
  const said = new Set<string>();
  return manifests.flatMap((manifest) =>
    containersOf(manifest.object).flatMap(({ path, container }) => {
      const env = envOf(container, sources);
      const variables = [...env].map(([name, size]) => ({ what: `${name}=...`, size: name.length + 1 + size }));
      const words = ["command", "args"].flatMap((key) =>
        list(container[key]).map((word, index) => ({ what: `${key}[${index}]`, size: sizeOf(String(word), env) })),
      );
      const sum = [...variables, ...words].reduce((all, { size }) => all + size + BESIDE, 0);
      const tooMuch = `its command and env have ${sum} bytes together, Linux allows ${LIMIT_OF_ALL}: move the largest of them to a file in the image or on a volume`;
      const single = [...variables, ...words]
        .filter(({ what, size }) => size >= LIMIT && !said.has(what) && said.add(what))
        .map(({ what, size }) =>
          error(
            manifest,
            path,
            `${what} has ${size} bytes, Linux allows ${LIMIT - 1}: move it to a file in the image or on a volume`,
          ),
        );
      return sum > LIMIT_OF_ALL && single.length === 0 ? [error(manifest, path, tooMuch)] : single;
    }),
  );
};

const sourceOf = (kind: string, name: unknown) => `${kind}/${name}`;

/** Of what is in the namespace already nothing is known. */
function envOf(container: Fields, sources: ReadonlyMap<string, Manifest>): Sizes {
  const from = list(container.envFrom).flatMap((source) => {
    const secret = sources.get(sourceOf("Secret", at(source, "secretRef", "name")));
    const map = sources.get(sourceOf("ConfigMap", at(source, "configMapRef", "name")));
    return [...dataOf(secret, "base64"), ...dataOf(map, "utf8")];
  });
  const own = list(container.env).map((entry): [string, number] => [
    String(at(entry, "name")),
    Buffer.byteLength(String(at(entry, "value") ?? "")),
  ]);
  return new Map([...from, ...own]);
}

function dataOf(manifest: Manifest | undefined, encoding: "base64" | "utf8"): readonly (readonly [string, number])[] {
  const data = Object.entries(fields(at(manifest?.object, "data")));
  return data.map(([name, value]) => [name, Buffer.byteLength(String(value), encoding)]);
}

/** Of a word once the kubelet has expanded it. */
function sizeOf(word: string, env: Sizes): number {
  const references = [...word.matchAll(/\$\$|\$\(([^()]+)\)/g)].map(([text, name]) =>
    name === undefined ? -1 : (env.get(name) ?? text.length) - text.length,
  );
  return references.reduce((sum, more) => sum + more, Buffer.byteLength(word));
}
