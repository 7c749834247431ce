# CLUSTER=existing: somebody else's cluster, whose KUBECONFIG is given; nothing of it is changed here.
# shellcheck shell=bash

cluster_up() {
  cluster_kubeconfig >/dev/null
  command -v kubectl >/dev/null || fail 'kubectl is missing here: install it, at the version of your cluster'
  kubedog_up
  cluster_status
}

cluster_down() { echo '       CLUSTER=existing: the cluster is yours and stays as it is'; }
cluster_reset() { cluster_down; }

cluster_status() {
  kubectl get --raw=/readyz --request-timeout=10s >/dev/null || fail "the API server of $KUBECONFIG does not answer"
  echo "the cluster of $KUBECONFIG is up"
}

cluster_kubeconfig() {
  [[ -n ${KUBECONFIG:-} && -r ${KUBECONFIG:-} ]] || fail 'CLUSTER=existing needs KUBECONFIG, the path of a kubeconfig that can be read'
  echo "$KUBECONFIG"
}

cluster_exec() {
  cluster_kubeconfig >/dev/null
  export PATH=$BIN:$PATH CLUSTER_CACHE=$CACHE
  exec "$@"
}
