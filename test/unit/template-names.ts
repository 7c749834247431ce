// templates/README.md's tables: the names a template may use, read from the types and comments of src/core/objects.
import { join } from "node:path";
import ts from "typescript";
import { HERE } from "./fixtures.ts";

export interface Name {
  /** `container.env[].name` */
  readonly path: string;
  readonly type: string;
  readonly comment: string;
}

const OBJECTS = join(HERE, "../../src/core/objects");

/** Names by interface, for instance `index.ts` and `MetadataContext`. */
export function readNames(
  interfaces: readonly (readonly [file: string, type: string])[],
): readonly (readonly Name[])[] {
  const files = interfaces.map(([file]) => join(OBJECTS, file));
  const program = ts.createProgram(files, {
    strict: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const checker = program.getTypeChecker();
  return interfaces.map(([file, type]) => {
    const source = program.getSourceFile(join(OBJECTS, file));
    const module = source && checker.getSymbolAtLocation(source);
    const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === type);
    if (symbol === undefined) throw new Error(`${file} exports no ${type}`);
    return fieldsOf(checker.getDeclaredTypeOfSymbol(symbol), "", checker);
  });
}

function fieldsOf(type: ts.Type, prefix: string, checker: ts.TypeChecker): readonly Name[] {
  return checker.getPropertiesOfType(type).flatMap((field) => {
    const path = prefix + field.name;
    const declared = checker.getTypeOfSymbol(field);
    const comment = ts.displayPartsToString(field.getDocumentationComment(checker)).replaceAll("\n", " ");
    const inner = checker.getNonNullableType(declared);
    const item = itemOf(inner);
    const fields = isStruct(item ?? inner)
      ? fieldsOf(item ?? inner, `${path}${item === null ? "" : "[]"}.`, checker)
      : [];
    return [{ path, type: typeName(declared, item, inner, checker), comment }, ...fields];
  });
}

function typeName(declared: ts.Type, item: ts.Type | null, inner: ts.Type, checker: ts.TypeChecker): string {
  if (declared.flags & ts.TypeFlags.Unknown) return "anything or null";
  const orNull = declared === inner ? "" : " or null";
  if (item !== null) return `list${orNull}`;
  if (isStruct(inner)) return `fields${orNull}`;
  return (
    (inner.getStringIndexType() === undefined ? checker.typeToString(inner).replaceAll(" | ", " or ") : "map") + orNull
  );
}

/** What an array holds; null when it is none. */
function itemOf(type: ts.Type): ts.Type | null {
  if (!/^(Readonly)?Array$/.test(type.symbol?.name ?? "")) return null;
  return (type as ts.TypeReference).typeArguments?.[0] ?? null;
}

/** A map is none, for its names are the app's, and neither is the `{}` of unknown. */
function isStruct(type: ts.Type): boolean {
  const isObject = Boolean(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection));
  return isObject && type.getProperties().length > 0 && type.getStringIndexType() === undefined;
}
