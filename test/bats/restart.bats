#!/usr/bin/env bats
# The cluster's API server itself is restarted under a deploy. It runs alone: all others need that server too.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

api_server() { docker exec "$(kubectl get nodes --output 'jsonpath={.items[0].metadata.name}')" pgrep -x kube-apiserver; }

generation() { k get deployment "$APP-web" --output 'jsonpath={.metadata.generation}'; }

@test "an API server that is killed in the middle of a rollout: the deploy waits for the next one and is done" {
  local node before old
  node=$(kubectl get nodes --output 'jsonpath={.items[0].metadata.name}')
  old=$(api_server)
  before=$(generation)
  dokku config:set "$APP" CHANGE=over-a-restart START_DELAY=5 >"$BATS_TEST_TMPDIR/deploy" 2>&1 3>&- &
  local deploy=$!
  wait_for "[[ \$(generation) != $before ]]" 30
  docker exec "$node" kill -KILL "$old"
  wait "$deploy"
  run cat "$BATS_TEST_TMPDIR/deploy"
  assert_has "Deployed $APP in" 'Application deployed'
  [[ $(docker exec "$node" pgrep -x kube-apiserver) != "$old" ]] || fail 'the API server is the one of before'
  k rollout status --timeout=30s "deployment/$APP-web"
  wait_for '[[ $(curl_host "$APP.example.test" "/env?name=CHANGE") == over-a-restart ]]' 30
}

@test "the next deploy has nothing to set right" {
  run dokku ps:restart "$APP"
  assert_status 0
  refute_has 'is reset'
}
