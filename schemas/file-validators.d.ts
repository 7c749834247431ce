// Types of file-validators.js, which compile.ts writes: a validator for each schema in files/.
import type { Validator } from "./validators.js";

export type FileForm = "app-json" | "kubeconfig" | "leftovers" | "past-release" | "release";

export const validators: Readonly<Record<FileForm, Validator>>;
