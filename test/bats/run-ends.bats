#!/usr/bin/env bats
# How a `dokku run` is interrupted, refused and ended, at a terminal and without, and that nothing of it is left.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" worker=1 other=0 greet=0
  shell_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

# As at_terminal, with KEYS typed once the program has said that it is ready, and the terminal is the program's.
when_ready() { # KEYS COMMAND
  local mine=$BATS_TEST_TMPDIR/tty
  { wait_for 'grep ^ready "$BATS_TEST_TMPDIR/screen"' 60 && wait_for "stty --file \"\$(<'$mine')\" --all | grep -e -isig" 20 &&
    printf '%b' "$1" && sleep 4; } |
    script --quiet --return --command "tty >'$mine'; stty rows 40 cols 100; $2" /dev/null >"$BATS_TEST_TMPDIR/screen"
  local code=$?
  cat "$BATS_TEST_TMPDIR/screen"
  return $code
}

@test "a terminal: its size follows ours, keys arrive, Ctrl-C is the program's" {
  run at_terminal '' "(sleep 8; stty rows 50 cols 120 </dev/tty) & dokku run $APP bash -c 'tty; sleep 9; stty size; exit 7'" </dev/null
  assert_status 7
  assert_has /dev/pts/ '50 120'
  run when_ready '\003' "dokku run $APP bash -c 'trap \"echo caught; exit 42\" INT; echo ready; while :; do sleep 0.1; done'"
  assert_status 42
  assert_has ready caught
  run at_terminal '' "dokku run --no-tty $APP tty"
  assert_has 'not a tty'
}

@test "whoever goes, by a signal or by reading no more, leaves nothing" {
  run bash -c "dokku run $APP yes </dev/null | head -n 1"
  # A pod that is slow to start is said on stderr.
  assert_equal "$(sed '/^       waiting: /d' <<<"$output")" y
  nothing_left
  bash -c "exec dokku run $APP sleep 1000" </dev/null >"$BATS_TEST_TMPDIR/out" 2>&1 &
  wait_for 'k get pods --selector dokku.com/run-id --output json | json "it.items.map((pod) => pod.metadata.deletionTimestamp ?? pod.status.phase)" | grep Running' 30
  kill -HUP "$(pgrep --full --exact "scheduler-run kubernetes $APP")"
  wait "$!" || status=$?
  assert_status 130
  nothing_left
}

@test "a pod that can never start: why, at once, and nothing stays" {
  local tag
  tag=$(cat "$DOKKU_LIB_ROOT/data/$PLUGIN/$APP/release.json")
  sed -i 's|\("reference": ".*\):1"|\1:nosuch"|; s|"digest": "[^"]*"|"digest": null|' "$DOKKU_LIB_ROOT/data/$PLUGIN/$APP/release.json"
  run dokku run "$APP" true </dev/null
  printf '%s\n' "$tag" >"$DOKKU_LIB_ROOT/data/$PLUGIN/$APP/release.json"
  assert_status 1
  assert_has 'start ' ':nosuch does not exist'
  nothing_left
}

@test "a quota that leaves no room for the pod: once, soon, and nothing stays" {
  k create quota none --hard=pods=1 >/dev/null
  wait_for 'k get quota none --output jsonpath={.status.used.pods} | grep .' 30
  local began=$SECONDS
  run dokku run "$APP" true </dev/null
  k delete quota none >/dev/null
  assert_status 1
  ((SECONDS - began < 40)) || fail "it took $((SECONDS - began)) s" "$output"
  assert_has "waiting: the namespace's quota leaves no room for its pods: exceeded quota: none" "dokku scheduler-kubernetes:kubectl $APP -- describe quota -n $NAMESPACE"
  refute_has 'Error creating'
  nothing_left
}

@test "an app that is not there, has never been deployed, or whose cluster is away; a bad --env" {
  run dokku run nosuch true
  assert_status 20
  dokku apps:create "bare-$APP"
  dokku scheduler:set "bare-$APP" selected kubernetes
  run dokku run "bare-$APP" true
  assert_status 1
  assert_has "App bare-$APP has not been deployed"
  run dokku run --env 'NO-KEY=hunter2' "$APP" true
  assert_status 1
  assert_has 'NO-KEY=...'
  refute_has hunter2
  # Who may see everything and make nothing.
  local config
  config=$(nobody_kubeconfig)
  k create rolebinding seer --clusterrole view --serviceaccount "$NAMESPACE:nobody"
  with_kubeconfig "$config" run dokku run "$APP" true </dev/null
  assert_status 1
  assert_has "start $APP.run." forbidden 'cannot '
  refute_has 'internal error'
  with_kubeconfig "$BATS_TEST_TMPDIR/none" run dokku run "$APP" true </dev/null
  assert_status 1
  assert_has ' !     '
  refute_has 'internal error'
  nothing_left
}
