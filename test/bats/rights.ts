// rights.ts NAMESPACE NAME: prints what `dokku scheduler-kubernetes:rbac --all --any-namespace` prints where there is no app yet, but for :cleanup.
import { documentsOf } from "../../src/core/rights/account.ts";
import { jsonList } from "../../src/core/words/rendered.ts";

const [namespace = "", name = ""] = process.argv.slice(2);
const documents = documentsOf({ account: { namespace, name }, app: null, tenancies: [], isAnywhere: true });
const objects = documents.map(({ object }) => object);
console.log(
  jsonList(
    objects.filter(({ metadata }) => !metadata.name.endsWith(":cleanup")),
    "shown",
  ),
);
