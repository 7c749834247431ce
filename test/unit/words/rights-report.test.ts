// Rights as YAML: what kubectl reads is what they are, and each rule has its comment.
import { loadAll } from "js-yaml";
import * as assert from "uvu/assert";
import { documentsOf } from "../../../src/core/rights/account.ts";
import { rightsYaml } from "../../../src/core/words/rights-report.ts";
import { suite } from "../suite.ts";

const documents = documentsOf({
  account: { namespace: "ops", name: "dokku" },
  app: null,
  tenancies: [{ namespace: "shop", isOwn: false, kinds: [] }],
  isAnywhere: false,
});

suite("rights as YAML", {
  "kubectl reads the same objects": () =>
    assert.equal(
      loadAll(rightsYaml(documents)),
      documents.map(({ object }) => object),
    ),
  "a comment says what each rule is for, and what is lost without it": () => {
    const text = rightsYaml(documents);
    assert.match(
      text,
      '  # logs, and why a pod failed\n  - apiGroups: [""]\n    resources: ["pods/log"]\n    verbs: ["get"]\n',
    );
    assert.match(text, / {2}# what pods use; without it [^\n]+\n {2}- apiGroups: \["metrics\.k8s\.io"\]\n/);
  },
});
