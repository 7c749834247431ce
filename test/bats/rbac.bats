#!/usr/bin/env bats
# scheduler-kubernetes:rbac: what it prints is enough for an app in a namespace that is there, and the app takes all of it.
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

teardown_file() {
  remove_namespaces "$NAMESPACE"
  kubectl delete clusterrole,clusterrolebinding --ignore-not-found "$NAMESPACE:deployer:$APP"
  kubectl delete priorityclass --ignore-not-found "$NAMESPACE"
}

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
  refuses 1 'these objects were not applied yet' "$PLUGIN:rbac $APP --service-account $ACCOUNT | dokku $PLUGIN:kubectl --global -- apply --server-side -f -" -- \
    rbac "$APP" --service-account "$ACCOUNT" --kubeconfig-out "$BATS_RUN_TMPDIR/none"
}

@test "an account with these rights alone: an app from its first deploy to its end, which takes each of them" {
  local source=$BATS_FILE_TMPDIR/source record=$BATS_TEST_TMPDIR/record file recorded=$BATS_TEST_TMPDIR/recorded missing
  file=$(account_kubeconfig "$ACCOUNT" "$APP")
  assert_equal "$(stat --format '%a %U' "$file")" "600 $(as-dokku id -un)"
  refuses 1 "$file" 'something else stands in its place' -- rbac "$APP" --service-account "$ACCOUNT" --kubeconfig-out "$file"
  : >"$record"
  serve "$repository/test/bats/recorder.mjs" "$file" "$record" "$recorded"
  use_kubeconfig "$recorded"

  shell_source "$source"
  echo 'web: sleep infinity' >>"$source/Procfile"
  k create configmap settings
  k create serviceaccount worker
  kubectl create priorityclass "$NAMESPACE" --value 1
  local patches=$DOKKU_LIB_ROOT/data/$PLUGIN/$APP/templates/patches
  as-dokku mkdir -p "$patches"
  printf 'spec:\n  template:\n    spec:\n      serviceAccountName: worker\n      priorityClassName: %s\n      volumes:\n        - {name: settings, configMap: {name: settings}}\n' \
    "$NAMESPACE" >"$patches/deployment.worker.yaml"
  dokku "$PLUGIN:add-pvc" data 10 --namespace "$NAMESPACE"
  dokku "$PLUGIN:mount" "$APP" data /data
  # Nothing in it listens.
  dokku checks:disable "$APP"
  run push "$APP" "$source"
  assert_status 0
  # Somebody else's, which the app adopts.
  dokku "$PLUGIN:set" "$APP" pod-min-available 1
  k create poddisruptionbudget "$APP" --min-available 1 --selector "app=$APP"
  run dokku "$PLUGIN:adopt" "$APP"
  assert_status 0
  assert_has "Adopted PodDisruptionBudget $APP"
  dokku "$PLUGIN:set" "$APP" network-policy app
  run dokku "$PLUGIN:plan" "$APP"
  assert_has 'does not tell where its own is'
  dokku "$PLUGIN:set" "$APP" network-policy off
  run dokku "$PLUGIN:status" "$APP"
  assert_status 0
  run dokku run "$APP" cat <<<"it ran"
  assert_has "it ran"
  run dokku enter "$APP" worker ls </dev/null
  assert_status 0
  run dokku logs "$APP"
  assert_status 0
  dokku run:list "$APP"
  timeout 30 dokku "$PLUGIN:port-forward" "$APP" worker 0:80 >/dev/null 2>&1 3>&- &
  local forwarding=$!
  wait_for "grep -q portforward '$record'" 25
  kill "$forwarding"
  run dokku ps:stop "$APP"
  assert_status 0
  run dokku --force apps:destroy "$APP"
  assert_status 0
  run dokku "$PLUGIN:remove-pvc" data --namespace "$NAMESPACE" --force
  assert_status 0

  run grep ' 403$' "$record"
  assert_equal "$output" '' 'what was forbidden'
  # One kind of an app's objects stands for the others: what reaches them is the same code.
  missing=$(kubectl get "role/$NAMESPACE:deployer:$APP" "clusterrole/$NAMESPACE:deployer:$APP" --namespace "$NAMESPACE" --output json |
    RECORD=$record node "$repository/test/bats/unused-rights.mjs")
  assert_equal "$missing" '' 'what nothing took'
}
