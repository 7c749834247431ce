#!/usr/bin/env bats
# Two Dokku servers that share a namespace: neither takes or removes what the other made; every test continues from the previous one.
load helpers

setup_file() {
  unique_names
  use_dokku
  export FIRST=$DOKKU_ROOT
  use_dokku
  export SECOND=$DOKKU_ROOT
  create_namespace "$NAMESPACE"
  app_source "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

# The server that `dokku` is from here on.
on() { # DOKKU_ROOT
  # shellcheck source=/dev/null
  source "$(env_of "$1")"
}
env_of() { find "$(dirname "$1")" "$1" -maxdepth 1 -name env -print -quit; }

ship() { # APP
  create_app "$1"
  dokku ps:scale "$1" web=1 worker=0
  push "$1" "$BATS_FILE_TMPDIR/source"
}

owner() { k get "$1" "$2" --output 'jsonpath={.metadata.labels.dokku\.com/server}'; }

@test "an app on each: both are served, through an Ingress of its server" {
  on "$FIRST"
  ship "$APP-a"
  on "$SECOND"
  run ship "$APP-b"
  assert_status 0
  wait_for 'curl_host "$APP-a.example.test" /' 20
  wait_for 'curl_host "$APP-b.example.test" /' 20
  assert_equal "$(k get ingresses --output json | json 'it.items.length')" 2 'Ingresses'
  [[ $(owner deployment "$APP-a-web") != "$(owner deployment "$APP-b-web")" ]]
  [[ $(owner deployment "$APP-b-web") == "$(<"$DOKKU_LIB_ROOT/data/scheduler-kubernetes/--server-id")" ]]
}

@test "every later deploy, and a domain, leaves the other's rules" {
  on "$FIRST"
  dokku ps:restart "$APP-a"
  on "$SECOND"
  dokku domains:add "$APP-b" "$APP-more.example.test"
  dokku ps:restart "$APP-b"
  wait_for 'curl_host "$APP-more.example.test" /' 20
  curl_host "$APP-a.example.test" /
  assert_equal "$(k get ingresses --output json | json 'it.items.length')" 2 'Ingresses'
}

@test "an app of the same name is refused, and nothing of it changes" {
  on "$SECOND"
  create_app "$APP-a"
  dokku ps:scale "$APP-a" web=1 worker=0
  snapshot >"$BATS_TEST_TMPDIR/before"
  run push "$APP-a" "$BATS_FILE_TMPDIR/source"
  assert_status 1
  assert_has 'another Dokku server made them' "Deployment $APP-a-web (by server " 'nothing was applied' \
    "dokku scheduler-kubernetes:adopt $APP-a --server"
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what changed'
  run dokku --force apps:destroy "$APP-a"
  assert_status 0
  curl_host "$APP-a.example.test" /
  k get deployment "$APP-a-web"
}

@test "moved with :adopt --server: it is the new server's, and the old one cannot remove it" {
  on "$SECOND"
  create_app "$APP-a"
  dokku ps:scale "$APP-a" web=1 worker=0
  run dokku scheduler-kubernetes:adopt "$APP-a" --server
  assert_status 0
  assert_has "Deployment $APP-a-web" 'the next deploy'
  run push "$APP-a" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  on "$FIRST"
  run dokku ps:restart "$APP-a"
  assert_status 1
  assert_has 'another Dokku server made them'
  run dokku --force apps:destroy "$APP-a"
  assert_status 0
  assert_has "Deployment $APP-a-web stays: another Dokku server made it"
  k get deployment "$APP-a-web"
  wait_for 'curl_host "$APP-a.example.test" /' 20
  curl_host "$APP-b.example.test" /
}
