// The schemas of one minor of Kubernetes, of text that has those of all: schemas/README.md tells its form.

/** The part of JSON Schema that Kubernetes' OpenAPI comes down to. */
export interface Schema {
  /** Name of a definition. */
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  /** Entries of a `map` or `set` are known by what they hold. */
  readonly "x-kubernetes-list-type"?: string;
  /** Null stands for nothing, or for the default. */
  readonly nullable?: boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Kind {
  /** Name of its definition. */
  readonly definition: string;
  readonly namespaced: boolean;
}

/** How something is from a minor on; empty where it is gone. */
interface Dated {
  readonly since: number;
  readonly json: string;
}

/** A kind as a minor has it that is not the set's own. */
export interface OtherMinor {
  /** The minor that has brought it, or in which it is gone. */
  readonly minor: number;
  readonly how: "new" | "gone";
}

export class SchemaSet {
  /** `35` of Kubernetes 1.35. */
  readonly minor: number;
  /** The cluster is newer than all sets. */
  readonly #isBeyond: boolean;
  /** Those of all sets. */
  readonly oldest: number;
  readonly newest: number;
  readonly #entries: ReadonlyMap<string, readonly Dated[]>;
  readonly #served: ReadonlySet<string>;
  readonly #parsed = new Map<string, unknown>();

  /** The set of `minor` or else of the nearest; null asks for the newest. `served` are API versions of which the app's own cluster has told. */
  constructor(text: string, minor: number | null, served: readonly string[] = []) {
    this.#served = new Set(served);
    const entries = new Map<string, Dated[]>();
    for (const line of text.split("\n")) {
      const [name = "", since, json = ""] = line.split("\t");
      if (since === undefined) continue;
      const entry = { since: Number(since), json };
      const known = entries.get(name);
      if (known === undefined) entries.set(name, [entry]);
      else known.push(entry);
    }
    const minors = [...entries.values()].flat().map(({ since }) => since);
    this.#entries = entries;
    this.oldest = Math.min(...minors.filter((since) => since > 0));
    this.newest = Math.max(...minors);
    this.#isBeyond = (minor ?? 0) > this.newest;
    this.minor = Math.min(Math.max(minor ?? this.newest, this.oldest), this.newest);
  }

  kind(name: string): Kind | null {
    return this.#read(name);
  }

  definition(name: string): Schema {
    return this.#read(name) ?? {};
  }

  /** Whether the group of `apps/v2` is Kubernetes' own, and not that of a custom resource. */
  isBuiltIn(apiVersion: string): boolean {
    const group = apiVersion.includes("/") ? apiVersion.replace(/\/.*/, "/") : "v1/";
    return [...this.#entries].some(([name, [first]]) => name.startsWith(group) && (first?.since ?? 0) > 0);
  }

  /** Whether these are the fields that the app's cluster has: a newer Kubernetes, or another version of a custom resource, may have others. */
  isExact(apiVersion: string): boolean {
    return this.#served.has(apiVersion) || (!this.#isBeyond && this.isBuiltIn(apiVersion));
  }

  /** Of those that the set has: `apps/v1/Deployment`. */
  kinds(): readonly string[] {
    return [...this.#entries.keys()].filter((name) => name.includes("/") && this.#json(name) !== "");
  }

  /** Null where no other minor has that kind either. */
  otherMinor(name: string): OtherMinor | null {
    const dates = this.#entries.get(name) ?? [];
    const gone = dates.findLast(({ since, json }) => since <= this.minor && json === "");
    if (gone !== undefined) return { minor: gone.since, how: "gone" };
    const [first] = dates;
    return first === undefined ? null : { minor: first.since, how: "new" };
  }

  #json(name: string): string {
    return this.#entries.get(name)?.findLast(({ since }) => since <= this.minor)?.json ?? "";
  }

  #read<T>(name: string): T | null {
    const known = this.#parsed.get(name);
    if (known !== undefined) return known as T | null;
    const json = this.#json(name);
    const parsed: T | null = json === "" ? null : JSON.parse(json);
    this.#parsed.set(name, parsed);
    return parsed;
  }
}
