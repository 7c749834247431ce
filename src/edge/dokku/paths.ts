// Where Dokku keeps its files, for every version from 0.30 on. The variables are exported by the dokku script.
import { join } from "node:path";

export const PLUGIN = "scheduler-kubernetes";

function variable(name: string, fallback: string): string {
  return process.env[name] || fallback;
}

export const dokkuRoot = () => variable("DOKKU_ROOT", "/home/dokku");
export const libRoot = () => variable("DOKKU_LIB_ROOT", "/var/lib/dokku");

/** Where the admin puts kubeconfigs that properties name: only root writes there. */
export const SITE_KUBECONFIGS = "/etc/dokku-scheduler-kubernetes";

/** The folder of an app's git repository; it exists exactly while the app exists. */
export const appRoot = (app: string) => join(dokkuRoot(), app);

/** `scope` is an app or `--global`. */
export const propertyFile = (plugin: string, scope: string, property: string) =>
  join(libRoot(), "config", plugin, scope, property);

/** A plugin's data folder, of one app or of the whole site. */
export const dataRoot = (plugin: string, ...rest: string[]) => join(libRoot(), "data", plugin, ...rest);
