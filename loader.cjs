// How the bundle starts: build.mjs fills the tables in and makes it the entry. Each file is a script with one part or several of our code, and a
// part is evaluated when another one asks for it. What V8 has compiled of a file is taken from where install-dependencies keeps it.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

/** The files, and for each part the index of its own. */
const FILES = [];
const HOMES = [];
/** The part that runs. */
const MAIN = 0;

const parts = [];
const made = [];
const scripts = {};

/** Root's, as V8 runs what it reads there. It rejects what another V8 has compiled. */
const compiled = join(process.env.DOKKU_LIB_ROOT || "/var/lib/dokku", "scheduler-kubernetes/bin/compiled");

function part(number) {
  if (made[number] === undefined) {
    if (parts[number] === undefined) Object.assign(parts, evaluated(FILES[HOMES[number]]));
    made[number] = { exports: {} };
    parts[number](made[number], made[number].exports);
  }
  return made[number].exports;
}

function evaluated(file) {
  const filename = join(__dirname, file);
  scripts[file] = new Script(readFileSync(filename, "utf8"), { filename, cachedData: kept(file) });
  return scripts[file].runInThisContext()(require, part, filename);
}

/** The name of a file has the hash of its content: none is run as what another was compiled to. */
function kept(file) {
  // It was compiled as Dokku, who shall have nothing for root to run.
  if (process.getuid() === 0) return undefined;
  try {
    return readFileSync(join(compiled, `${file}.${process.version}`));
  } catch {
    return undefined;
  }
}

if (require.main === module) part(MAIN);
// For install-dependencies: what V8 has compiled of a file when all of its parts are evaluated, but for the one that runs.
module.exports = (file) => {
  for (const number of HOMES.keys()) if (FILES[HOMES[number]] === file && number !== MAIN) part(number);
  return scripts[file].createCachedData();
};
