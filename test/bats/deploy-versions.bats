#!/usr/bin/env bats
# The first journey on the older versions of Dokku that are supported.
load helpers

setup() {
  unique_names
  create_namespace "$NAMESPACE"
}

teardown() {
  remove_namespaces "$NAMESPACE"
}

journey() {
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_TEST_TMPDIR/source"
  run push "$APP" "$BATS_TEST_TMPDIR/source"
  assert_status 0
  refute_has ' !     '
  wait_for 'curl_host "$APP.example.test" / | grep "version 1"' 15
  run pods "$APP" worker
  assert_has "$APP-worker-"

  run dokku config:set "$APP" 'GREETING=say "hi": {{you}} for $5'
  assert_status 0
  wait_for 'curl_host "$APP.example.test" /env | json it.GREETING | grep -Fx "say \"hi\": {{you}} for \$5"' 15

  run dokku ps:scale "$APP" web=2
  assert_status 0
  assert_equal "$(pods "$APP" web | wc -l)" 2 'web pods'

  run dokku ps:report "$APP"
  [[ $output =~ Running:\ +true ]] || wait_for 'dokku ps:report "$APP" | grep -q "Running: *true"' 20 || fail 'it is not said to run' "$output"

  run dokku domains:add "$APP" "shop.$APP.example.test"
  assert_status 0
  wait_for 'curl_host "shop.$APP.example.test" /' 15

  run dokku --force apps:destroy "$APP"
  assert_status 0
  run k get deployments,services,ingresses,secrets --output name
  assert_equal "$output" secret/registry 'what is left'
}

@test "Dokku 0.30: from the first push to apps:destroy" {
  use_dokku 0.30
  journey
}

@test "Dokku 0.33: from the first push to apps:destroy" {
  use_dokku 0.33
  journey
}
