// Types of file-validators.js, which compile.ts writes: a validator for each schema in files/.
import type { SchemaError } from "../src/core/validate/check.ts";

export interface Validator {
  (data: unknown): boolean;
  /** Of the last call. */
  errors?: readonly SchemaError[] | null;
}

export type FileForm = "app-json" | "kubeconfig" | "leftovers" | "past-release" | "plan" | "release";

export const validators: Readonly<Record<FileForm, Validator>>;
