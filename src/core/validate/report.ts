// What is wrong with a release, as text.
import type { Issue, Manifest } from "../model/manifest.ts";

/** One line per object that has issues, its issues below, indented; errors before warnings, then by path. */
export function issueReport(manifests: readonly Manifest[]): readonly string[] {
  return manifests
    .filter(({ issues }) => issues.length > 0)
    .map(({ source, ref, issues }) => ({
      title: `${source.template} (${source.origin}) -> ${ref.kind}/${ref.name}`,
      lines: [...new Set([...issues].sort(byWeight).map(sentence))],
    }))
    .sort((a, b) => (a.title < b.title ? -1 : 1))
    .flatMap(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)]);
}

function sentence({ severity, path, message }: Issue): string {
  const text = path === "" ? message : `${path} ${message}`;
  return severity === "error" ? text : `warning: ${text}`;
}

function byWeight(a: Issue, b: Issue): number {
  if (a.severity !== b.severity) return a.severity === "error" ? -1 : 1;
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
