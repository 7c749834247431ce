#!/usr/bin/env bats
# rolling-update: new pods of the last release, nothing else.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=2 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

update() { dokku scheduler-kubernetes:rolling-update "$@"; }

# All of the Deployments but what every rollout changes.
deployments() {
  k get deployments --output json | json 'it.items.map(({metadata, spec}) => {
    delete spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"];
    return [metadata.uid, JSON.stringify(spec)];
  })'
}

@test "all pods are replaced; uid, env, image and what is not deployed yet stay, and nobody is told of a deploy" {
  local before old
  dokku config:set --no-restart "$APP" UNDEPLOYED=1
  dokku ps:scale --skip-deploy "$APP" web=3
  before=$(deployments)
  old=$(pods "$APP")
  local triggers
  triggers=$(folder 777)/triggers
  DOKKU_TRACE_TRIGGERS=$triggers run update "$APP"
  assert_status 0
  assert_has 'Restarting web, worker' 'web, worker ready'
  assert_equal "$(comm -12 <(echo "$old") <(pods "$APP"))" '' 'old pods'
  assert_equal "$(pods "$APP" web | wc -l) $(pods "$APP" worker | wc -l)" '2 1' 'web and worker pods'
  assert_equal "$(deployments)" "$before" 'the Deployments'
  run cat "$triggers"
  refute_has post-deploy
}

@test "one process type" {
  local web
  web=$(pods "$APP" web)
  worker=$(pods "$APP" worker)
  run update "$APP" worker
  assert_status 0
  assert_equal "$(pods "$APP" web)" "$web" 'web pods'
  assert_equal "$(comm -12 <(echo "$worker") <(pods "$APP" worker))" '' 'old worker pods'
}

@test "requests are answered all the while" {
  wait_for 'curl_host "$APP.example.test" /' 15
  while :; do curl_host "$APP.example.test" /hostname >/dev/null 2>>"$BATS_TEST_TMPDIR/lost" || echo lost >>"$BATS_TEST_TMPDIR/lost"; done 3>&- &
  loop=$!
  run update "$APP" web
  kill "$loop"
  assert_status 0
  [[ ! -s $BATS_TEST_TMPDIR/lost ]] || fail 'requests were lost' "$(cat "$BATS_TEST_TMPDIR/lost")"
}

@test "the next deploy continues from there without another restart" {
  local before
  dokku config:unset --no-restart "$APP" UNDEPLOYED
  before=$(pods "$APP")
  run dokku ps:scale "$APP" web=4
  assert_status 0
  assert_equal "$(comm -23 <(echo "$before") <(pods "$APP"))" '' 'pods that went'
  assert_equal "$(pods "$APP" web | wc -l)" 4 'web pods'
}

@test "refused, and nothing changes" {
  snapshot >"$BATS_TEST_TMPDIR/before"
  run update
  assert_status 1
  assert_has 'APP is missing' 'usage: dokku scheduler-kubernetes:rolling-update APP [PROCESS-TYPE]'
  run update nosuch
  assert_status 20
  assert_has 'App nosuch does not exist'
  run update "$APP" nosuch
  assert_status 1
  assert_has "restart nosuch of $APP" 'it runs no nosuch; running: web, worker'
  run update "$APP" web worker
  assert_status 1
  assert_has 'too many arguments: worker'
  dokku apps:create "$APP-b"
  dokku scheduler-kubernetes:set "$APP-b" namespace "$NAMESPACE"
  run update "$APP-b"
  assert_status 1
  assert_has 'none of its pods run in the cluster'
  dokku --force apps:destroy "$APP-b"
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what changed'
}
