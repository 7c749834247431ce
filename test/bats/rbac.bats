#!/usr/bin/env bats
# scheduler-kubernetes:rbac: what it prints and refuses. That it is enough is held by clusters.bats, whose user has these rights in one namespace.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku domains:set "$APP" "$APP.example.test"
  dokku ps:scale "$APP" web=1 worker=1
  export ACCOUNT=$NAMESPACE/deployer
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

rbac() { dokku "$PLUGIN:rbac" "$@"; }

@test "printed without a cluster, the same bytes each time, as YAML and as JSON" {
  run --separate-stderr with_kubeconfig /nonexistent dokku "$PLUGIN:rbac" "$APP"
  assert_status 0
  assert_equal "$stderr" ''
  assert_has '  # logs, and why a pod failed' "name: $NAMESPACE:dokku:$APP"
  assert_equal "$(rbac "$APP")" "$output"
  assert_equal "$(rbac "$APP" --format json | json 'it.items.map(({kind}) => kind).join(" ")')" \
    'Namespace ServiceAccount Secret Role RoleBinding ClusterRole ClusterRoleBinding'
  assert_equal "$(rbac --all --format json | json 'it.items.filter(({kind}) => kind === "Role").map(({metadata}) => metadata.namespace).join(" ")')" "$NAMESPACE"
}

@test "what it is asked wrongly, and a kubeconfig before its time or among Dokku's own files" {
  refuses 20 'App nosuch does not exist' -- rbac nosuch
  refuses 1 'name an app, or give --all' -- rbac
  refuses 1 'name an app, or give --all' -- rbac "$APP" --all
  refuses 1 '--any-namespace is for all apps' -- rbac "$APP" --any-namespace
  refuses 1 '--service-account takes NAMESPACE/NAME, not x' -- rbac "$APP" --service-account x
  refuses 1 "is Dokku's own: name one elsewhere" -- rbac "$APP" --kubeconfig-out "$DOKKU_ROOT/.kube/config"
  refuses 1 'these objects were not applied yet' "$PLUGIN:rbac $APP --service-account $ACCOUNT | kubectl apply --server-side -f -" -- \
    rbac "$APP" --service-account "$ACCOUNT" --kubeconfig-out "$BATS_RUN_TMPDIR/none"
}
