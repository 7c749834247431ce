# The kind cluster itself: up, down, reset, status, and how commands reach it.
# shellcheck shell=bash

KUBECONFIG_FILE=$STATE/kubeconfig
NODE=$NAME-control-plane
# published on loopback only, beside the engine
REGISTRY=127.0.0.1:15000
INGRESS_HTTP=127.0.0.1:15080
INGRESS_HTTPS=127.0.0.1:15443
TRAEFIK_HTTP=127.0.0.1:15081
TRAEFIK_HTTPS=127.0.0.1:15444
TRAEFIK_TCP=127.0.0.1:15090
# a network of ours alone can go when the cluster goes
export KIND_EXPERIMENTAL_DOCKER_NETWORK=$NAME

# One of other nodes or ports is made anew: that of an older checkout, for example.
cluster_up() {
  if cluster_is_up && cmp -s "$here/kind.yaml" "$STATE/up"; then
    echo '       the cluster is up'
  else
    need curl=curl jq=jq perl=perl openssl=openssl
    engine_up
    begin_traefik
    kind_up
    kubedog_up
    images_up
    traefik_up
    create_cluster
  fi
  ! engine_is_ours || open_socket
}

create_cluster() {
  delete_cluster
  mkdir -p "$STATE"
  chmod 700 "$STATE"
  step 'Creating the cluster' start_kind
  step 'Starting registry, ingress, Traefik and metrics' addons_up
  cp "$here/kind.yaml" "$STATE/up"
}

start_kind() {
  beside "$BIN/kind" create cluster --name "$NAME" --image "$NODE_IMAGE" --config "$here/kind.yaml" --kubeconfig "$KUBECONFIG_FILE"
  chmod 600 "$KUBECONFIG_FILE"
  # the client that belongs to this server
  beside docker cp -L "$NODE:/usr/bin/kubectl" "$BIN/kubectl.new"
  mv "$BIN/kubectl.new" "$BIN/kubectl"
  if [[ $NODE_IMAGE == "$PULLED_NODE" ]]; then beside "$BIN/kind" load docker-image --name "$NAME" "$TOOLS_IMAGE"; fi
}

delete_cluster() {
  rm -rf "$STATE"
  [[ ! -x $BIN/kind ]] || beside "$BIN/kind" delete cluster --name "$NAME" --kubeconfig "$KUBECONFIG_FILE" >/dev/null 2>&1
}

cluster_down() {
  [[ $(readlink /proc/self/ns/net) != "$(netns_id)" ]] || fail 'this runs inside the cluster (exec), which would go with it: run down outside'
  step 'Taking the cluster away' take_down
}

take_down() {
  rm -rf "$STATE"
  if engine_answers; then
    delete_cluster || true
    beside docker network rm "$KIND_EXPERIMENTAL_DOCKER_NETWORK" || true
  fi
  engine_down
}

# A new cluster, not a swept one: nothing can be overlooked, and it takes half a minute.
cluster_reset() {
  engine_answers || fail 'the cluster is down: npm run cluster -- up'
  images_up
  traefik_up
  create_cluster
}

cluster_is_up() { [[ -e $STATE/up ]] && kube get --raw=/readyz --request-timeout=3s >/dev/null 2>&1; }

cluster_status() {
  if ! cluster_is_up; then
    echo 'the cluster is down'
    return 1
  fi
  kube version | sed -n 's/^Server Version: /Kubernetes  /p'
  printf '%-11s %s\n' engine "$(engine_is_ours && echo "own, in the network namespace $NETNS" || echo 'the one of this machine')" \
    kubeconfig "$KUBECONFIG_FILE" registry "$REGISTRY" ingress "http $INGRESS_HTTP, https $INGRESS_HTTPS" \
    traefik "http $TRAEFIK_HTTP, https $TRAEFIK_HTTPS, TCP $TRAEFIK_TCP"
  kube get deployments -A
}

cluster_kubeconfig() {
  [[ -f $KUBECONFIG_FILE ]] || fail 'the cluster is down: npm run cluster -- up'
  echo "$KUBECONFIG_FILE"
}

kube() { KUBECONFIG=$KUBECONFIG_FILE beside "$BIN/kubectl" "$@"; }

# replaces this process, so that the terminal, signals and exit code are CMD's own
cluster_exec() {
  [[ -e $STATE/up ]] || fail 'the cluster is down: npm run cluster -- up'
  export KUBECONFIG=$KUBECONFIG_FILE PATH=$BIN:$PATH CLUSTER_CACHE=$CACHE
  export CLUSTER_REGISTRY=$REGISTRY CLUSTER_REGISTRY_USER=dokku CLUSTER_INGRESS_HTTP=$INGRESS_HTTP CLUSTER_INGRESS_HTTPS=$INGRESS_HTTPS
  export CLUSTER_GATEWAY=cluster-addons/shared CLUSTER_GATEWAY_HTTP=$TRAEFIK_HTTP CLUSTER_GATEWAY_HTTPS=$TRAEFIK_HTTPS CLUSTER_GATEWAY_TCP=$TRAEFIK_TCP
  export CLUSTER_CONTROLLER=${CLUSTER_CONTROLLER:-nginx}
  case $CLUSTER_CONTROLLER in
    nginx) ;;
    traefik) CLUSTER_INGRESS_HTTP=$TRAEFIK_HTTP CLUSTER_INGRESS_HTTPS=$TRAEFIK_HTTPS ;;
    *) fail "CLUSTER_CONTROLLER is '$CLUSTER_CONTROLLER': it can be 'nginx' (the default) or 'traefik'" ;;
  esac
  CLUSTER_REGISTRY_PASSWORD=$(<"$STATE/registry-password")
  export CLUSTER_REGISTRY_PASSWORD
  engine_is_ours || exec "$@"
  export DOCKER_HOST=unix://$OPEN_SOCKET
  exec nsenter --net="/run/netns/$NETNS" "$@"
}
