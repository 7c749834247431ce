#!/usr/bin/env bats
# `dokku run`: what goes into a one-off pod and comes out of it, and that nothing of it is left.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" worker=1 other=0 greet=0
  dokku config:set --no-restart "$APP" 'GREETING=good  day'
  shell_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

# What was written, but for what we say ourselves on stderr of a pod that is slow to start, at a terminal in several lines.
written() { sed '/^       waiting: /d; /^         /d'; }

@test "the app's env, and --env over it, whose values stand in a Secret alone; stdout and stderr apart" {
  dokku run --env 'SECRET_WORD=hunter 2' -e GREETING= "$APP" bash -c 'sleep 8; printf "%s|%s" "$SECRET_WORD" "$GREETING"; echo trouble >&2' \
    </dev/null >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" &
  wait_for 'k get pods --selector dokku.com/run-id --output name | grep pod/' 20
  k get jobs,pods --output yaml >"$BATS_TEST_TMPDIR/manifests"
  ps -eo args >"$BATS_TEST_TMPDIR/argv"
  wait "$!"
  assert_equal "$(cat "$BATS_TEST_TMPDIR/out")" 'hunter 2|' stdout
  assert_equal "$(written <"$BATS_TEST_TMPDIR/err")" trouble stderr
  run grep -c 'hunter 2' "$BATS_TEST_TMPDIR/manifests"
  assert_equal "$output" 0 'the value in a manifest'
  run grep 'hunter 2' "$BATS_TEST_TMPDIR/argv"
  refute_has kubectl scheduler-kubernetes.cjs
  nothing_left
}

@test "10 MB go through cat unchanged" {
  head -c 10000000 /dev/urandom >"$BATS_TEST_TMPDIR/blob"
  dokku run "$APP" cat <"$BATS_TEST_TMPDIR/blob" >"$BATS_TEST_TMPDIR/out"
  assert_equal "$(sha256sum <"$BATS_TEST_TMPDIR/out")" "$(sha256sum <"$BATS_TEST_TMPDIR/blob")" 'what came back'
}

@test "what is written before anybody is attached is there, once and in order" {
  run dokku run "$APP" bash -c 'seq 1 500; sleep 4; seq 501 1000; printf end' </dev/null
  assert_status 0
  assert_equal "$(written <<<"$output")" "$(seq 1 1000)"$'\nend'
}

@test "exit codes go through, also those of a program that is not there or cannot be run" {
  local code
  for code in 1 137; do
    run dokku run "$APP" bash -c "exit $code" </dev/null
    assert_status $code
  done
  run -127 dokku run "$APP" no-such-program </dev/null
  assert_status 127
  assert_has no-such-program
  run -126 dokku run "$APP" /etc </dev/null
  assert_status 126
  nothing_left
}

@test "words stay words, a process type runs its command, and without a command it is the shell" {
  run dokku run "$APP" printf '<%s>' 'two  words' '$HOME $(GREETING)' '' </dev/null
  assert_equal "$(written <<<"$output")" '<two  words><$HOME $(GREETING)><>'
  run dokku run "$APP" greet you </dev/null
  assert_has "Found 'greet' in Procfile" 'hello two  words you'
  run dokku run "$APP" <<<'echo "$0 says $GREETING"'
  assert_has '/bin/bash says good  day'
}

# A kubectl that does WHAT before an attach.
attach_first() { # WHAT
  mkdir -p "$BATS_TEST_TMPDIR/bin"
  printf '#!/bin/bash\n[[ " $* " != *" attach "* ]] || { %s; }\nexec %s "$@"\n' "$1" "$(type -P kubectl)" >"$BATS_TEST_TMPDIR/bin/kubectl"
  chmod +x "$BATS_TEST_TMPDIR/bin/kubectl"
}

@test "an attach that comes after the end, or before the node knows the container: nothing of it is seen, and nothing is lost" {
  local refused='error: unable to upgrade connection: container run not found in pod'
  attach_first "until kubectl -n $NAMESPACE get pods --selector dokku.com/run-id --output yaml | grep terminated: >/dev/null; do sleep 0.2; done"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH run -3 dokku run "$APP" bash -c 'echo hi; exit 3' </dev/null
  assert_equal "$(written <<<"$output")" hi
  PATH=$BATS_TEST_TMPDIR/bin:$PATH run -3 at_terminal '' "dokku run $APP bash -c 'echo hi; exit 3'" </dev/null
  assert_equal "$(written <<<"$output")" $'hi\r'
  attach_first "mkdir $BATS_TEST_TMPDIR/refused 2>/dev/null && echo '$refused' >&2 && exit 1"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH run -0 dokku run "$APP" cat <<<'typed'
  assert_equal "$(written <<<"$output")" typed
  nothing_left
}
