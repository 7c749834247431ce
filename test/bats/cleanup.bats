#!/usr/bin/env bats
# What an app leaves behind where it no longer runs: named by the deploy, listed, confirmed, removed; every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  # It lists all there is in a namespace that the plugin made.
  use_kubeconfig "$(account_kubeconfig "$NAMESPACE/cleaner" --all --any-namespace)"
  create_namespace "$NAMESPACE-2"
  app_source "$BATS_FILE_TMPDIR/source"
  local app namespace
  for app in "$APP" "$APP-neighbour"; do
    create_app "$app"
    dokku ps:scale "$app" web=1 worker=0
  done
  for namespace in "$NAMESPACE" "$NAMESPACE-2"; do make_claim "$namespace"; done
  dokku scheduler-kubernetes:mount "$APP" data /data
  for app in "$APP" "$APP-neighbour"; do
    push "$app" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
  done
}

teardown_file() {
  remove_namespaces "$NAMESPACE" "$NAMESPACE-2" "$NAMESPACE-3"
  kubectl delete clusterrole,clusterrolebinding --ignore-not-found "$NAMESPACE:cleaner" "$NAMESPACE:cleaner:cleanup"
}

make_claim() { dokku scheduler-kubernetes:add-pvc data 10 --namespace "$1"; }
cleanup() { dokku scheduler-kubernetes:cleanup "$@"; }

# Everything of the app in a namespace, the rules of its Ingress too.
has() { # APP NAMESPACE
  kubectl --namespace "$2" get deployments,services,secrets,ingresses,configmaps --output json |
    json "it.items.filter((o) => o.metadata.labels?.app === '$1' || JSON.stringify(o.spec ?? {}).includes('\"$1-web\"')).map((o) => o.kind).join(' ')"
}
claims() { kubectl --namespace "$1" get persistentvolumeclaims --output name; }
away() { with_kubeconfig "$(kubeconfig_for https://127.0.0.1:9)" "$@"; }

@test "after a move to another namespace the deploy says what is left, and it is listed" {
  dokku scheduler-kubernetes:set "$APP" namespace "$NAMESPACE-2"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has " objects are left in $NAMESPACE: dokku scheduler-kubernetes:cleanup $APP"
  run cleanup "$APP" --format json
  assert_status 0
  assert_equal "$(json 'it.filter((row) => row.kind !== "Secret").map((row) => [row.namespace, row.kind, row.name, row.state].join(" ")).sort().join("\n")' <<<"$output")" \
    "$(printf "$NAMESPACE %s\n" "Deployment $APP-web left" "Deployment $APP-worker left" "PersistentVolumeClaim data claim" "Service $APP-web left")"
}

@test "nothing goes before somebody has agreed" {
  run cleanup "$APP" </dev/null
  assert_status 1
  assert_has "Deployment $APP-web in namespace $NAMESPACE" "PersistentVolumeClaim data in namespace $NAMESPACE stays with its data" \
    "To proceed, type \"$APP\"" 'nothing was removed' --force
  run cleanup "$APP" <<<"$APP-neighbour"
  assert_status 1
  assert_has 'nothing was removed'
  [[ $(has "$APP" "$NAMESPACE") == *Deployment*Service* ]]
  run cleanup </dev/null
  assert_status 1
  assert_has "Left behind by $APP" 'type "all"'
  refute_has "$APP-neighbour"
}

@test "with the app's name the old place is left: claims, the new place and the neighbour stay" {
  run cleanup "$APP" <<<"$APP"
  assert_status 0
  assert_equal "$(has "$APP" "$NAMESPACE")" '' 'what is left'
  [[ $(claims "$NAMESPACE") == *data* ]]
  [[ $(has "$APP" "$NAMESPACE-2") == *Deployment*Service*Ingress* ]]
  [[ $(has "$APP-neighbour" "$NAMESPACE") == *Deployment*Service*Ingress* ]]
  wait_for 'curl_host "$APP.example.test" /' 15
  wait_for 'curl_host "$APP-neighbour.example.test" /' 15
  run cleanup "$APP"
  assert_status 0
  assert_has "Nothing is left of $APP where it no longer runs"
  assert_equal "$(cleanup --format json)" '[]'
}

@test "an object that has lost the app's label is named and stays" {
  kubectl --namespace "$NAMESPACE-2" label service "$APP-web" app- app.kubernetes.io/part-of-
  run cleanup "$APP" --force
  assert_status 0
  assert_has "Service $APP-web in namespace $NAMESPACE-2 stays: it no longer has the app's labels"
  kubectl --namespace "$NAMESPACE-2" get service "$APP-web"
  run dokku ps:restart "$APP"
  assert_equal "$(kubectl --namespace "$NAMESPACE-2" get service "$APP-web" --output 'jsonpath={.metadata.labels.app}')" "$APP"
}

@test "an app that another scheduler runs by now: its objects go, and with --with-claims the claim too" {
  dokku scheduler:set "$APP" selected other
  run cleanup "$APP" --force --with-claims
  dokku scheduler:set "$APP" selected kubernetes
  assert_status 0
  assert_equal "$(has "$APP" "$NAMESPACE-2")" '' 'what is left'
  wait_for '[[ ! $(claims "$NAMESPACE-2") ]]' 60
  [[ $(claims "$NAMESPACE") == *data* ]]
}

@test "destroyed while the cluster is away: what is left is named, and goes later" {
  run away dokku --force apps:destroy "$APP-neighbour"
  assert_status 0
  assert_has https://127.0.0.1:9 "Deployment $APP-neighbour-web" "dokku scheduler-kubernetes:cleanup $APP-neighbour"
  [[ $(has "$APP-neighbour" "$NAMESPACE") == *Deployment*Service*Ingress* ]]
  run away cleanup "$APP-neighbour" --force
  assert_status 1
  assert_has https://127.0.0.1:9 "Deployment $APP-neighbour-web in namespace $NAMESPACE may exist"
  run cleanup --format json
  assert_has "\"app\":\"$APP-neighbour\"" "\"state\":\"shared\""
  run cleanup --force
  assert_status 0
  assert_equal "$(has "$APP-neighbour" "$NAMESPACE")" '' 'what is left'
  run cleanup "$APP-neighbour"
  assert_status 20
  assert_has "App $APP-neighbour does not exist"
}

@test "destroyed under another scheduler: what it left is named, listed and removed, then its rules are gone" {
  create_app "$APP-other"
  dokku ps:scale "$APP-other" web=1 worker=0
  push "$APP-other" "$BATS_FILE_TMPDIR/source" >"$BATS_TEST_TMPDIR/push" || { cat "$BATS_TEST_TMPDIR/push" >&2 && return 1; }
  dokku scheduler:set "$APP-other" selected other
  run dokku --force apps:destroy "$APP-other"
  assert_status 0
  assert_has "Deployment $APP-other-web" "dokku scheduler-kubernetes:cleanup $APP-other"
  [[ ! -e $DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP-other && ! -e $DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP-other ]]
  run cleanup --format json
  assert_has "\"app\":\"$APP-other\"" "\"name\":\"$APP-other-web\"" "\"state\":\"shared\""
  run cleanup "$APP-other" --force
  assert_status 0
  assert_equal "$(has "$APP-other" "$NAMESPACE")" '' 'what is left'
  assert_equal "$(cleanup --format json)" '[]'
}

@test "a namespace that was made here and holds nothing any more is offered, not one with a claim or of another server" {
  local namespace=$NAMESPACE-3
  dokku scheduler-kubernetes:add-pvc data 1 --namespace "$namespace"
  assert_equal "$(cleanup --format json)" '[]' 'while it has a claim'
  dokku scheduler-kubernetes:remove-pvc data --namespace "$namespace"
  wait_for '[[ ! $(claims "$NAMESPACE-3") ]]' 20
  kubectl label namespace "$namespace" --overwrite dokku.com/server=another
  assert_equal "$(cleanup --format json)" '[]' "while it is another server's"
  kubectl label namespace "$namespace" --overwrite "dokku.com/server=$(<"$DOKKU_LIB_ROOT/data/$PLUGIN/--server-id")"
  run cleanup <<<all
  assert_status 0
  assert_has "Namespace $namespace, which was made for apps and is empty" 'This removes 1 object from' "Removed the empty namespace $namespace"
  wait_for '! kubectl get namespace "$NAMESPACE-3"' 30
  kubectl get namespace "$NAMESPACE-2"
}

@test "no cluster is needed for what has never been deployed; ps:stop says that it cannot" {
  dokku apps:create "$APP-new"
  dokku scheduler:set "$APP-new" selected kubernetes
  run away dokku --force apps:destroy "$APP-new"
  assert_status 0
  refute_has ' !     '
  run away dokku ps:stop "$APP"
  assert_status 1
  assert_has 'https://127.0.0.1:9 does not answer'
  run cleanup nosuch
  assert_status 20
  run cleanup "$APP" too many
  assert_status 1
  assert_has 'too many arguments'
}

@test "apps:destroy leaves what another app's record names" {
  local data=$DOKKU_LIB_ROOT/data/$PLUGIN
  dokku scheduler-kubernetes:unmount-all "$APP"
  dokku ps:restart "$APP"
  mkdir "$data/$APP-heir"
  json '({ ...it, routes: [], objects: it.objects.filter((ref) => ref.kind === "Service") })' <"$data/$APP/release.json" >"$data/$APP-heir/release.json"
  give_to_dokku "$data/$APP-heir"
  run dokku --force apps:destroy "$APP"
  assert_status 0
  assert_has "Service $APP-web stays: $APP-heir has it too" "Deployment $APP-web"
  kubectl --namespace "$NAMESPACE-2" get service "$APP-web"
  rm -r "$data/$APP-heir"
}
