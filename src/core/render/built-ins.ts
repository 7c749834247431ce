// The built-in templates as ready-made programs, by their text: the build puts them here, from the templates as they are then. Without it, and
// where a template is another, it is compiled when it is used, which takes longer than all else in rendering.
import type Handlebars from "handlebars";

export type BuiltIn = Parameters<typeof Handlebars.template>[0];

export const builtIns: ReadonlyMap<string, BuiltIn> = new Map();
