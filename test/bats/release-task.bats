#!/usr/bin/env bats
# The release task: a process type that runs in the cluster before a release's pods start, and decides whether they do.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=0
  dokku config:set --no-restart "$APP" TARGET=everybody
  dokku scheduler-kubernetes:set "$APP" release-process-type migrate
  app_source "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

migrate_with() { # COMMAND
  printf 'web: hello web\nmigrate: %s\n' "$1" >"$BATS_FILE_TMPDIR/source/Procfile"
}
deploy() { push "$APP" "$BATS_FILE_TMPDIR/source"; }

# What the task has left: nothing, ever. The pod of a Job that is gone goes a moment later.
leftovers() { k get jobs,pods,secrets --selector app.kubernetes.io/name=release --output json | json 'it.items.filter((one) => !one.metadata.deletionTimestamp).map((one) => one.metadata.name).join(" ")'; }
state() { k get deployments,secrets,services --selector "app=$APP" --output json | json 'it.items.map((o) => [o.kind, o.metadata.name, o.metadata.generation].join(" ")).sort().join("\n")'; }

# A deploy that fails with these texts and changes nothing.
refused() { # TEXT...
  local before pods
  before=$(state) pods=$(pods "$APP")
  run deploy
  ((status > 0)) || fail "the push was taken" "$output"
  assert_has "run the release task migrate of $APP" "$@" 'nothing was switched over' "dokku run $APP migrate"
  refute_has 'Applied' 'succeeded'
  assert_equal "$(state)" "$before"
  assert_equal "$(pods "$APP")" "$pods"
  wait_for '[[ ! $(leftovers) ]]' 20
}

@test "a first deploy whose task fails leaves nothing that serves" {
  migrate_with 'hello exit 3'
  refused '       hello: exits with 3' 'the container exited with exit code 3'
  assert_equal "$(state)" ''
}

@test "it runs with the new image and config before the pods, and its words stand in the deploy's output" {
  migrate_with 'hello once migrated $TARGET'
  run deploy
  assert_status 0
  [[ $output == *'Running the release task migrate'*'       hello: once migrated everybody'*'The release task migrate succeeded'*'Applied '*'web ready'* ]] ||
    fail "not in this order" "$output"
  wait_for '[[ ! $(leftovers) ]]' 20
  assert_equal "$(k get deployment "$APP-migrate" --output 'jsonpath={.spec.replicas}')" 0
}

@test "it runs with new config, and not where nothing is released" {
  run dokku config:set "$APP" TARGET=nobody
  assert_has 'hello: once migrated nobody'
  run dokku ps:restart "$APP"
  refute_has migrated
  run dokku ps:scale "$APP" web=2
  refute_has migrated
}

@test "one that fails stops the deploy, and what ran before keeps running" {
  migrate_with 'hello exit 3'
  refused '       hello: exits with 3' 'the container exited with exit code 3'
}

@test "one that cannot start stops it too" {
  migrate_with 'nosuchprogram --now'
  refused nosuchprogram
}

@test "one that does not end in time stops it too, however much it prints" {
  dokku scheduler-kubernetes:set "$APP" deploy-timeout migrate=15
  migrate_with 'hello worker'
  local began=$SECONDS
  refused '       hello: worker' 'it did not finish within 15 s'
  # Its Job ends by itself a minute later.
  ((SECONDS - began < 75)) || fail "it took $((SECONDS - began)) s" "$output"
  dokku scheduler-kubernetes:set "$APP" deploy-timeout
}

@test "one whose pod the cluster rejects stops it too" {
  k create quota none --hard=pods=1 >/dev/null
  wait_for 'k get quota none --output jsonpath={.status.used.pods} | grep .' 30
  migrate_with 'hello once'
  refused 'exceeded quota'
  k delete quota none
}

@test "an interrupted deploy ends it" {
  migrate_with 'hello worker'
  deploy >"$BATS_TEST_TMPDIR/deploy" 3>&- &
  local pid=$!
  wait_for "grep 'hello: worker' $BATS_TEST_TMPDIR/deploy" 60
  # Only its own command line has all of these words.
  pkill -INT --full "scheduler-kubernetes.cjs trigger scheduler-deploy kubernetes $APP "
  local code=0
  wait "$pid" || code=$?
  assert_equal "$code" 1 'the exit code of the push'
  run cat "$BATS_TEST_TMPDIR/deploy"
  assert_has 'interrupted while running the release task migrate'
  wait_for '[[ ! $(leftovers) ]]' 20
}

@test "what a killed deploy left of it is gone with the next" {
  k create job left-over --image "$(k get deployment "$APP-web" --output 'jsonpath={.spec.template.spec.containers[0].image}')"
  k label job left-over app.kubernetes.io/part-of="$APP" app.kubernetes.io/name=release
  migrate_with 'hello once again'
  run deploy
  assert_status 0
  assert_has 'hello: once again'
  assert_equal "$(k get jobs --output name)" ''
}

@test "a process type that is not there is said, and release is Dokku's" {
  dokku scheduler-kubernetes:set "$APP" release-process-type nosuch
  run dokku ps:rebuild "$APP"
  assert_status 0
  assert_has 'The app has no process type nosuch: no release task runs'
  refuses 1 'which Dokku runs itself' -- set "$APP" release-process-type release
}
