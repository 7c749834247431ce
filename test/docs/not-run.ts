// The blocks of command lines that no test types, and why.
const CLOUD = "it needs an account at a cloud";
const INSTALLS = "it installs from GitHub: test/bats/install.bats does it from a folder";
const GONE = "what other pages use would be gone: test/bats/install.bats does it";

export const notRun: readonly (readonly [page: string, beginsWith: string, because: string])[] = [
  ["README.md", "dokku plugin:install", INSTALLS],
  [
    "docs/canary.md",
    "dokku scheduler-kubernetes:canary",
    "it takes a deploy that waits: test/bats/canary.bats has one",
  ],
  ["docs/certificates.md", "dokku config:set", "it takes cert-manager: test/bats/cert-manager.bats does it"],
  ["docs/gateway.md", "dokku scheduler-kubernetes:set", "it takes a Gateway in the cluster"],
  ["docs/getting-started.md", "sudo install", "it is a file of a k3s server"],
  ["docs/getting-started.md", "aws eks", CLOUD],
  ["docs/getting-started.md", "gcloud", CLOUD],
  ["docs/getting-started.md", "az aks", CLOUD],
  ["docs/getting-started.md", "doctl", CLOUD],
  ["docs/installation.md", "dokku plugin:install", INSTALLS],
  ["docs/images.md", "aws ecr", CLOUD],
  ["docs/moving-apps.md", "dokku apps:rename", "it takes half a minute: test/bats/rename.bats does it"],
  [
    "docs/moving-apps.md",
    "dokku scheduler-kubernetes:adopt",
    "it takes two servers: test/bats/two-servers.bats does it",
  ],
  ["docs/performance.md", "npm run", "it measures for minutes, and is for who has the sources"],
  [
    "docs/rights.md",
    "dokku scheduler-kubernetes:rbac",
    "the account has one name in a cluster: test/bats/rbac.bats makes one of its own",
  ],
  ["docs/rights.md", "sudo install", "the account has one name in a cluster: test/bats/rbac.bats makes one of its own"],
  [
    "docs/stateful.md",
    "dokku scheduler-kubernetes:set",
    "it takes other process types than web and worker: test/bats/stateful.bats has one",
  ],
  ["docs/uninstall.md", "dokku apps:destroy", "what other pages use would be gone: test/bats/deploy.bats does it"],
  ["docs/uninstall.md", "dokku plugin:uninstall", GONE],
  ["docs/uninstall.md", "dokku scheduler:set", "the stand-in runs nothing on Docker"],
  ["docs/uninstall.md", "dokku scheduler-kubernetes:cleanup", GONE],
  ["docs/upgrade.md", "dokku plugin:update", INSTALLS],
  ["docs/upgrade.md", "dokku plugin:uninstall", INSTALLS],
  ["docs/upgrade.md", "KUBECTL_VERSION", "it downloads kubectl: test/bats/install.bats does it from a mirror"],
  ["docs/secrets.md", "dokku scheduler-kubernetes:kubectl", "it writes the Secrets of all namespaces"],
];
