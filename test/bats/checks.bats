#!/usr/bin/env bats
# When a pod counts as ready, how long a deploy waits for it, and how an old one leaves: Dokku's own settings.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  rm -f "$BATS_FILE_TMPDIR/source/app.json"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

deployment() { k get deployment "$APP-$1" --output json | json "it.spec.${2:-template.spec}"; }
strategy() { deployment "$1" strategy.type; }

@test "web gets requests once it listens, where the app names no check; nobody asks a worker" {
  assert_equal "$(deployment web 'template.spec.containers[0].readinessProbe.tcpSocket')" '{"port":5000}'
  assert_equal "$(deployment worker 'template.spec.containers[0].readinessProbe ?? null')" null
  assert_equal "$(deployment web template.spec.terminationGracePeriodSeconds)" 35
  assert_equal "$(deployment worker template.spec.terminationGracePeriodSeconds)" 30
}

@test "every pod has to stay up for Dokku's wait, and the deploy says so" {
  dokkus_own_wait
  SECONDS=0
  run dokku ps:restart "$APP"
  ((SECONDS >= 10)) || fail "it took $SECONDS s"
  assert_status 0
  assert_has 'web 0/1 ready, 1 must stay up for 10 s' '-----> web, worker ready ('
  assert_equal "$(deployment web minReadySeconds) $(deployment worker minReadySeconds)" '10 10'
  assert_equal "$(deployment worker strategy.rollingUpdate.maxUnavailable)" 0
}

# The region with a line for both, whatever each says by now.
region() {
  screen >"$BATS_TEST_TMPDIR/seen"
  grep '^-----> Waiting .* s$' "$BATS_TEST_TMPDIR/seen" && grep '^       web ./1 ready' "$BATS_TEST_TMPDIR/seen" &&
    grep '^       worker ./1 ready' "$BATS_TEST_TMPDIR/seen"
}

# Those pods have to stay up for ten seconds.
@test "at a terminal the rollout is a region that is redrawn: its time, and a line for each process type" {
  open_screen 80 "dokku $PLUGIN:rolling-update $APP"
  wait_for region 30
  assert_screen rolling-update-running.80 "$(sed -E 's|./1 ready.*|N/1 ready|' "$BATS_TEST_TMPDIR/seen")"
  wait_for '[[ -e $BATS_TEST_TMPDIR/ended ]]' 60
  assert_screen rolling-update-ended.80 "$(screen)"
  assert_equal "$(<"$BATS_TEST_TMPDIR/ended")" 0
  close_screen
}

@test "web that dies 4 s after it listens is no good release: the pod before it answers every request" {
  dokkus_own_wait
  dokku config:set --no-restart "$APP" SERVE_FOR=4
  keep_asking "$APP.example.test"
  run dokku ps:restart "$APP"
  dokku config:unset --no-restart "$APP" SERVE_FOR
  assert_status 1
  assert_has 'web: the container exited' 'exit code 1' "$APP runs release"
  assert_all_answered
  short_wait
}

@test "an old pod goes on for wait-to-retire, and then has the stop timeout to end" {
  dokku checks:set "$APP" wait-to-retire 7
  dokku ps:set "$APP" stop-timeout-seconds 12
  dokku ps:restart "$APP"
  for type in web worker; do
    assert_equal "$(deployment $type template.spec.containers[0].lifecycle.preStop.sleep.seconds)" 7
    assert_equal "$(deployment $type template.spec.terminationGracePeriodSeconds)" 19
  done
  dokku ps:set "$APP" stop-timeout-seconds soon
  local before
  before=$(snapshot)
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "stop-timeout-seconds must be a number of seconds, not \"soon\": dokku ps:set $APP stop-timeout-seconds SECONDS"
  assert_equal "$(snapshot)" "$before"
  dokku ps:set "$APP" stop-timeout-seconds
  dokku checks:set "$APP" wait-to-retire
}

@test "a deploy ends when the time of a process type is over, and says whose" {
  dokku scheduler-kubernetes:set "$APP" deploy-timeout 10m,web=6
  dokku config:set --no-restart "$APP" START_DELAY=120
  SECONDS=0
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has 'web: 0 of 1 new pods were ready within 6 s, the deploy-timeout'
  ((SECONDS < 60)) || fail "it took $SECONDS s"
  curl_host "$APP.example.test" / >/dev/null
  dokku config:unset --no-restart "$APP" START_DELAY
  dokku scheduler-kubernetes:set "$APP" deploy-timeout
  dokku ps:restart "$APP"
}

@test "checks:disable: old pods stop first and nobody asks; checks:enable takes it back" {
  dokku checks:disable "$APP" web
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has 'old pods of web stop before new ones start: its checks are disabled'
  assert_equal "$(strategy web) $(strategy worker)" 'Recreate RollingUpdate'
  assert_equal "$(deployment web 'template.spec.containers[0].readinessProbe ?? null')" null
  dokku checks:enable "$APP" web
  run dokku ps:restart "$APP"
  assert_status 0
  refute_has 'old pods'
  assert_equal "$(strategy web)" RollingUpdate
  assert_equal "$(deployment web strategy.rollingUpdate.maxUnavailable)" 0
}

@test "checks:skip: what would never be ready is rolled out, still pod by pod" {
  cp "$repository/test/bats/apps/hello/app.json" "$BATS_FILE_TMPDIR/source"
  dokku config:set --no-restart "$APP" FAIL_HEALTH=1
  dokku checks:skip "$APP"
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_equal "$(strategy web)" RollingUpdate
  assert_equal "$(deployment web 'template.spec.containers[0].readinessProbe ?? null')" null
  dokku checks:enable "$APP"
  dokku config:unset --no-restart "$APP" FAIL_HEALTH
  dokku ps:restart "$APP"
  assert_equal "$(deployment web 'template.spec.containers[0].readinessProbe.httpGet.path')" /healthz
}

@test "refused: what is no time" {
  refuses 1 'it must be a duration such as 600, 10m or 1h' 'deploy-timeout 15m,worker=1h' -- set "$APP" deploy-timeout 1d
  refuses 1 'it must be a duration' -- set --global deploy-timeout 0
  refuses 20 'App nosuch does not exist' -- set nosuch deploy-timeout 60
}
