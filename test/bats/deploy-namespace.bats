#!/usr/bin/env bats
# A namespace that nobody has made, and a registry that Dokku alone is logged in to: the first push sees to both.
load helpers

setup_file() {
  use_dokku
  unique_names
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

@test "the namespace is made and marked as ours, the image is pulled with Dokku's own login" {
  create_app "$APP"
  dokku scheduler-kubernetes:set "$APP" imagePullSecrets
  app_source "$BATS_FILE_TMPDIR/source"
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  wait_for 'curl_host "$APP.example.test" /' 15
  assert_equal "$(kubectl get namespace "$NAMESPACE" --output json | json 'it.metadata.labels["app.kubernetes.io/managed-by"]')" \
    dokku-scheduler-kubernetes
  run kubectl get namespace "$NAMESPACE" --output json
  assert_has dokku-scheduler-kubernetes
}

@test "the login stands in no log, no argument and no other object than its Secret" {
  run k get deployments,services,ingresses --output yaml
  refute_has "$CLUSTER_REGISTRY_PASSWORD"
  run grep -rlF "$CLUSTER_REGISTRY_PASSWORD" "$DOKKU_LIB_ROOT/data" "$DOKKU_LIB_ROOT/config"
  assert_equal "$output" '' 'files with the password'
}

@test "a second deploy leaves the namespace ours, destroying the app leaves no object of it" {
  run dokku config:set "$APP" SECOND=deploy
  assert_status 0
  run kubectl get namespace "$NAMESPACE" --output json
  assert_has '"app.kubernetes.io/managed-by": "dokku-scheduler-kubernetes"'
  run dokku --force apps:destroy "$APP"
  assert_status 0
  run k get deployments,services,ingresses,secrets --output name
  assert_equal "$output" '' 'what is left'
}
