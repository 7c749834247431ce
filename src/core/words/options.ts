// What each option of a subcommand means: one meaning wherever it is taken.

export const options: Readonly<Record<string, string>> = {
  all: "what is at its default too",
  "access-mode": "which nodes and pods may use the claim at once",
  "any-namespace": "in every namespace, so that the plugin can make some",
  dir: "folder whose templates stand in the place of the site's",
  force: "without asking, or although something speaks against it",
  format: "json for programs, anything else for people",
  "kube-context": "context of the kubeconfig",
  kubeconfig: "kubeconfig of the cluster",
  namespace: "namespace in the cluster",
  output: "folder to write files into",
  "process-type": "for this process type alone",
  pull: "has the cluster pull the image, in a pod that is removed again",
  secrets: "leaves Secrets out and says what stands for them",
  server: "takes over what another Dokku server made too",
  "service-account": "another account than dokku",
  "show-secrets": "shows values of Secrets",
  "storage-class-name": "class of the storage; without it, the cluster's own choice",
  watch: "again and again until Ctrl-C, on a terminal",
  "with-claims": "removes persistent volume claims with their data too",
};
