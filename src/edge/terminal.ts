// Whether there is somebody at a terminal, as Dokku decides it.
import { isatty } from "node:tty";

/** `--force-tty` and `--no-tty` say so; else both our ends have to be one, or what is redirected would get a terminal's line ends. */
export function hasTerminal(): boolean {
  if (process.env.DOKKU_FORCE_TTY === "true") return true;
  return process.env.DOKKU_DISABLE_TTY !== "true" && isatty(0) && isatty(1);
}
