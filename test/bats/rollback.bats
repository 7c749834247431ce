#!/usr/bin/env bats
# A release that fails is rolled back to the last good one: all process types, config and Ingress. One story, each test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }
teardown() { stop_asking; }

host() { echo "$APP.example.test"; }

# What the app is in the cluster; an Ingress that went meanwhile is a new one.
objects() {
  k get deployments,services,horizontalpodautoscalers,ingresses --output json | json 'it.items.map((o) => {
    return [o.kind, o.metadata.name, o.kind === "Ingress" || o.metadata.uid, JSON.stringify(o.spec)].join(" ");
  }).sort().join("\n")'
}

source_with() { # PROCFILE VERSION
  printf '%b' "$1" >"$BATS_FILE_TMPDIR/source/Procfile"
  echo "$2" >"$BATS_FILE_TMPDIR/source/VERSION"
}

@test "a first deploy that fails leaves nothing behind, and says so" {
  source_with 'web: hello nosuch\n' 0
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 1
  assert_has "roll out web of $APP" 'no process type' 'Removing what release 1 created' 'nothing of release 1 is left'
  run k get deployments,services,ingresses,horizontalpodautoscalers,secrets --output name
  assert_equal "$output" secret/registry 'what is left'
  run dokku ps:report "$APP"
  [[ $output =~ Deployed:\ +false ]] || fail 'it is said to be deployed' "$output"
  run ls "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP"
  assert_equal "$(xargs <<<"$output")" 'events.jsonl failed-deploy releases' 'what is recorded'
  run dokku scheduler-kubernetes:events "$APP"
  assert_equal "$(tail -n 1 <<<"$output" | json '[it.event, it.outcome, it.code, it.exit_code, it.because.at(-1).includes("nothing of release 1")]')" \
    '["end","failed","ROLLOUT_FAILED",1,true]' 'the last event'
  assert_equal "$(jq -rs 'map(select(.event == "step") | .step + " " + .outcome) | join(", ")' <<<"$output")" \
    'read succeeded, render succeeded, apply succeeded, rollout failed, return succeeded' 'the steps'
}

@test "a release that fails: pods, config, process types, Ingress are those of the last good one, and every request was answered" {
  source_with 'web: hello web\nworker: hello worker\nmailer: hello nosuch\n' 1
  dokku ps:scale "$APP" web=2 worker=1
  dokku config:set --no-restart "$APP" GREETING=hello
  run push "$APP" "$BATS_FILE_TMPDIR/source" --force
  assert_status 0
  wait_for 'curl_host "$(host)" /' 15
  wait_for '[[ $(pods "$APP" | wc -l) == 3 ]]' 20
  objects >"$BATS_TEST_TMPDIR/before"
  pods "$APP" >"$BATS_TEST_TMPDIR/pods"
  keep_asking "$(host)"

  source_with 'web: hello web\nmailer: hello nosuch\n' 2
  dokku config:set --no-restart "$APP" GREETING=bye FAIL_HEALTH=1
  dokku ps:scale --skip-deploy "$APP" web=2 mailer=1
  dokku scheduler-kubernetes:set "$APP" ingress-per-app true
  dokku scheduler-kubernetes:set "$APP" service-process-types mailer
  run push "$APP" "$BATS_FILE_TMPDIR/source" --force
  assert_status 1
  assert_has 'mailer' 'no process type' 'Rolling back to release 2' "$APP runs release 2 again"
  assert_equal "$(dokku scheduler-kubernetes:events "$APP" | tail -n 1 | json '[it.release, it.returned_to, it.outcome]')" '[3,2,"failed"]'
  objects >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what is not as before'
  assert_equal "$(comm -23 "$BATS_TEST_TMPDIR/pods" <(pods "$APP"))" '' 'pods that went'
  assert_all_answered
  run curl_host "$(host)" /env?name=GREETING
  assert_equal "$output" hello 'the config that serves'
}

@test "the next good deploy continues from there" {
  source_with 'web: hello web\nworker: hello worker\n' 3
  dokku config:unset --no-restart "$APP" FAIL_HEALTH
  dokku scheduler-kubernetes:set "$APP" ingress-per-app
  dokku scheduler-kubernetes:set "$APP" service-process-types
  run push "$APP" "$BATS_FILE_TMPDIR/source" --force
  assert_status 0
  wait_for 'curl_host "$(host)" / | grep "version 3"' 15
  run k get deployments --output name
  assert_has "$APP-web" "$APP-worker"
  refute_has mailer
}

@test "with rollback-on-failure false what failed stays, until a rollback by hand" {
  dokku scheduler-kubernetes:set "$APP" rollback-on-failure false
  source_with 'web: hello web\nworker: nosuchprogram\n' 4
  run push "$APP" "$BATS_FILE_TMPDIR/source" --force
  assert_status 1
  assert_has "release 5 of $APP stays in the cluster as it is: rollback-on-failure is false"
  refute_has 'Rolling back'
  wait_for 'curl_host "$(host)" / | grep "version 4"' 15
  run dokku scheduler-kubernetes:rollback "$APP"
  assert_status 0
  assert_has 'Reading release 4'
  wait_for 'curl_host "$(host)" / | grep "version 3"' 15
}

@test "old pods that had to stop first come back" {
  dokku scheduler-kubernetes:set "$APP" rollback-on-failure
  dokku checks:disable "$APP" web
  source_with 'web: hello web\n' 6
  push "$APP" "$BATS_FILE_TMPDIR/source" --force
  source_with 'web: nosuchprogram\n' 7
  run push "$APP" "$BATS_FILE_TMPDIR/source" --force
  assert_status 1
  assert_has 'old pods of web stop before new ones start' 'web: the container cannot start' 'Rolling back to release' "$APP runs release"
  wait_for 'curl_host "$(host)" / | grep "version 6"' 15
  dokku checks:enable "$APP" web
}

@test "an app that was stopped is stopped again" {
  dokku ps:stop "$APP"
  source_with 'web: nosuchprogram\n' 8
  run push "$APP" "$BATS_FILE_TMPDIR/source" --force
  assert_status 1
  assert_has 'web: the container cannot start' "$APP is stopped as before, with release"
  wait_for '[[ ! $(k get pods --output name) ]]' 45
  assert_equal "$(k get ingress --output name)" '' 'the Ingress of a stopped app'
  source_with 'web: hello web\n' 9
  push "$APP" "$BATS_FILE_TMPDIR/source" --force
  wait_for 'curl_host "$(host)" / | grep "version 9"' 15
}
