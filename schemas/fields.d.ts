// Types of fields.js, which compile.ts writes.

/** JSON of the fields that each kind has: a text, as it is read only when somebody has mistyped one. */
export const fields: string;
