// Prints the rights of the roles on stdin, a List, that no line of the file RECORD took. Of the objects of an app any kind stands for all.
import { readFileSync } from "node:fs";

const { items } = JSON.parse(readFileSync(0, "utf8"));
const lines = readFileSync(process.env.RECORD, "utf8").trim().split("\n");
const took = new Set(lines.map((line) => line.replace(/ \d+$/, "")));

/** A connection is taken by the verb of its kind: a get is a WebSocket, which servers from 1.35 want the create for too. */
const isConnection = (resource) => /^pods\/(attach|exec|portforward)/.test(resource);
const isOwned = ({ verbs }) => verbs.length === 6;

const rules = items.flatMap((role) => role.rules);
const named = ({ apiGroups: [group], resources: [resource] }) => (group === "" ? resource : `${resource}.${group}`);
const owned = rules.filter(isOwned).map(named);

const isTaken = (rule, verb) => {
  const resource = named(rule);
  if (isOwned(rule)) return owned.some((one) => took.has(`${verb} ${one}`));
  if (isConnection(resource)) return took.has(`get ${resource}`) || took.has(`create ${resource}`);
  return took.has(`${verb} ${resource}`);
};

const unused = rules.flatMap((rule) =>
  rule.verbs.filter((verb) => !isTaken(rule, verb)).map((verb) => `${verb} ${named(rule)}`),
);
if (unused.length > 0) console.log(unused.join("\n"));
