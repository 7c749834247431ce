// Types of validators.js, which compile.ts writes.

export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

export interface Validator {
  (data: unknown): boolean;
  /** Of the last call. */
  errors?: readonly SchemaError[] | null;
}

/** By `apps/v1/Deployment`. */
export const validators: Readonly<Record<string, Validator | undefined>>;
