#!/usr/bin/env bats
# Objects with names that an app needs but somebody else created; objects that somebody changed, deleted or recreated.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

@test "somebody else's Service: named, and nothing is applied" {
  k create service clusterip "$APP-web" --tcp=80:80
  snapshot >"$BATS_TEST_TMPDIR/before"
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 1
  assert_has 'objects with these names exist already and belong to somebody else' "Service $APP-web (by kubectl-create)" 'nothing was applied' \
    "dokku scheduler-kubernetes:adopt $APP"
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what was applied'
}

@test "an Ingress of somebody else's with the name that apps share: named, and nothing is applied" {
  k delete service "$APP-web"
  k create ingress app-ingress --rule='else.example.test/api*=other:80'
  snapshot >"$BATS_TEST_TMPDIR/before"
  run push "$APP" "$BATS_FILE_TMPDIR/source" --force
  assert_status 1
  assert_has 'belong to somebody else' 'Ingress app-ingress (by kubectl-create)' "dokku scheduler-kubernetes:adopt $APP"
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what was applied'
  k delete ingress app-ingress
  k create service clusterip "$APP-web" --tcp=80:80
}

@test "adopt marks it, and the next deploy takes it over as it is" {
  local uid
  uid=$(k get service "$APP-web" --output 'jsonpath={.metadata.uid}')
  run dokku scheduler-kubernetes:adopt "$APP"
  assert_status 0
  assert_has "Adopted Service $APP-web: the next deploy"
  run push "$APP" "$BATS_FILE_TMPDIR/source" --force
  assert_status 0
  assert_equal "$(k get service "$APP-web" --output 'jsonpath={.metadata.uid}')" "$uid" 'uid of the Service'
  wait_for 'curl_host "$APP.example.test" /' 15
  run dokku scheduler-kubernetes:adopt "$APP"
  assert_status 0
  assert_has "There are no objects for $APP to adopt"
}

@test "what was deleted, changed or relabelled by hand is as it was after the next deploy, which says so" {
  dokku ps:scale "$APP" web=2
  k scale deployment "$APP-web" --replicas=1
  k label deployment "$APP-web" app.kubernetes.io/managed-by- app-
  k delete service "$APP-web"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has "Service $APP-web was missing: it is created again" "web was scaled to 1 by hand (kubectl): it is set back to 2"
  assert_equal "$(k get deployment "$APP-web" --output 'jsonpath={.spec.replicas} {.metadata.labels.app}')" "2 $APP"
  wait_for 'curl_host "$APP.example.test" /' 15
}

@test "an object that is no longer needed is removed, unless somebody else has recreated it" {
  dokku scheduler-kubernetes:set "$APP" service-process-types worker
  dokku ps:scale "$APP" worker=1
  k get service "$APP-worker"
  k delete service "$APP-worker"
  k create service clusterip "$APP-worker" --tcp=80:80
  dokku scheduler-kubernetes:set "$APP" service-process-types
  dokku scheduler-kubernetes:set "$APP" pod-min-available 1
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has "Service $APP-worker stays: somebody else has recreated it"
  k get service "$APP-worker"
  dokku scheduler-kubernetes:set "$APP" pod-min-available
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has "Removed PodDisruptionBudget $APP"
}

@test "no app, one that does not exist, one that has never been deployed" {
  run dokku scheduler-kubernetes:adopt
  assert_status 1
  assert_has 'APP is missing'
  run dokku scheduler-kubernetes:adopt nosuch
  assert_status 20
  assert_has 'App nosuch does not exist'
  create_app "$APP-b"
  run dokku scheduler-kubernetes:adopt "$APP-b"
  assert_status 0
  assert_has 'There are no objects for'
  dokku --force apps:destroy "$APP-b"
}
