#!/usr/bin/env bats
# docs/backup.md on two servers: what the first one kept is unpacked on a second one, which deploys without a lost request.
load helpers

setup_file() {
  [[ ${DOKKU:-} != real ]] || skip 'it would replace what a real Dokku keeps'
  unique_names
  use_dokku
  # As a server that is older than this default.
  rm "$DOKKU_LIB_ROOT/config/scheduler-kubernetes/--global/pod-security"
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=0
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

@test "a restored server deploys over what the lost one made, and no request fails" {
  tar -C "$DOKKU_ROOT" -czf "$BATS_TEST_TMPDIR/home.tar.gz" .
  tar -C "$DOKKU_LIB_ROOT" -czf "$BATS_TEST_TMPDIR/lib.tar.gz" config data
  local id
  id=$(<"$DOKKU_LIB_ROOT/data/scheduler-kubernetes/--server-id")
  rm -rf "$DOKKU_ROOT" "$DOKKU_LIB_ROOT"

  use_dokku
  rm -rf "$DOKKU_LIB_ROOT"/{config,data}/scheduler-kubernetes
  tar -C "$DOKKU_ROOT" -xpzf "$BATS_TEST_TMPDIR/home.tar.gz"
  tar -C "$DOKKU_LIB_ROOT" -xpzf "$BATS_TEST_TMPDIR/lib.tar.gz"
  assert_equal "$(stat -c %U "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/--server-id")" "$DOKKU_SYSTEM_USER"
  # What a new server begins with, and the lost one did not have.
  [[ ! -e $DOKKU_LIB_ROOT/config/scheduler-kubernetes/--global/pod-security ]]
  assert_equal "$(<"$DOKKU_LIB_ROOT/data/scheduler-kubernetes/--server-id")" "$id" 'the id of the server'
  run dokku scheduler-kubernetes:plan "$APP" --exit-code
  assert_status 0

  wait_for 'curl_host "$APP.example.test" /' 20
  keep_asking "$APP.example.test"
  dokku config:set --no-restart "$APP" GREETING=restored
  run dokku ps:rebuild "$APP"
  assert_status 0
  refute_has 'another Dokku server'
  wait_for '[[ $(curl_host "$APP.example.test" "/env?name=GREETING") == restored ]]' 20
  assert_all_answered
  assert_equal "$(k get deployments --output json | json 'it.items.map((o) => o.metadata.labels["dokku.com/server"])')" "[\"$id\",\"$id\"]" 'whose web and worker are'
  run dokku scheduler-kubernetes:history "$APP"
  assert_has $'\n1 ' $'\n2 '
}
