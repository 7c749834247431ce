// The list of this plugin's properties. Checks, messages, report rows, help and the README's table derive from it.

export type PropertyName = "namespace" | "imagePullSecrets" | "service-process-types";

/** Computed values: the app's own, else the global one, else the default; empty when none. */
export type PropertyValues = Readonly<Record<PropertyName, string>>;
