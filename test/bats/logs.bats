#!/usr/bin/env bats
# `dokku logs` on one app whose pods come and go: every line once, whole, and with the name of its pod.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=2
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
  wait_for 'curl_host "$APP.example.test" "/say?lines=1&bytes=100000"' 15
  # As many lines of each worker as a test asks for.
  wait_for '(($(dokku logs "$APP" --ps worker --quiet | grep -c "line 3$") == 2))' 20
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

# Follows into FILE, in a session of its own whose id is FOLLOWER.
follow() { # FILE WORDS...
  env --default-signal=INT setsid dokku logs "$APP" --tail "${@:2}" >"$1" 2>&1 3>&- &
  FOLLOWER=$!
}

alive() { pgrep --session "$FOLLOWER" --runstates DRS; }

# What Ctrl-C does, and what must be left of it: nothing.
interrupt() {
  kill -INT -- "-$FOLLOWER"
  wait "$FOLLOWER" || true
  wait_for '! alive' 15
}

teardown() { [[ ! ${FOLLOWER:-} ]] || ! alive || interrupt; }

# The lines of every worker go on without a gap or a repetition, and no line is torn.
assert_unbroken() { # FILE
  run awk '
    $0 == " !     context canceled" { next } # what Dokku says of Ctrl-C
    !/^20[0-9T:.-]+Z app\[(web|worker)\.[0-9]+\]: (hello: |said )/ { print "torn: " substr($0, 1, 200) }
    / worker of / {
      pod = $6; n = $NF
      if (pod in last && n != last[pod] + 1) print "after line " last[pod] " of " pod " comes " n
      last[pod] = n
    }' "$1"
  assert_equal "$output" '' 'lines'
}

@test "all pods in the order of time, one type, one pod, bare, and how many" {
  run dokku logs "$APP"
  assert_status 0
  assert_has ' app[web.1]: hello: web of ' ' app[worker.1]: hello: worker of ' ' app[worker.2]: hello: worker of '
  assert_equal "$(cut -d' ' -f1 <<<"$output")" "$(cut -d' ' -f1 <<<"$output" | sort)" 'order of the lines'
  run dokku logs "$APP" --ps worker --num 2
  refute_has web.1
  assert_equal "$(grep -c worker.1 <<<"$output") $(grep -c worker.2 <<<"$output")" '2 2' 'lines of each pod'
  run dokku logs "$APP" --ps worker.2 --num 3 --quiet
  assert_equal "$(grep -c '^hello: worker of ' <<<"$output") $(wc -l <<<"$output")" '3 3' 'bare lines'
}

@test "a line of 100 kB arrives whole, also when it is the first of the asked ones" {
  local num
  for num in 1 2 50; do
    dokku logs "$APP" --ps web --num $num --quiet >"$BATS_TEST_TMPDIR/lines"
    assert_equal "$(tail -n 1 "$BATS_TEST_TMPDIR/lines" | wc -c) $(tail -n 1 "$BATS_TEST_TMPDIR/lines" | cut -c1-8)" '100009 said 1 x'
  done
}

@test "a pod has its colour in every run, and none without a terminal" {
  local first
  first=$(FORCE_TTY=1 dokku logs "$APP" --ps worker --num 1 | grep -o $'^\e\\[[0-9]*m\|app.*:' | sort)
  [[ $first == *$'\e['3* ]] || fail 'there is no colour' "$first"
  assert_equal "$(FORCE_TTY=1 dokku logs "$APP" --ps worker --num 1 | grep -o $'^\e\\[[0-9]*m\|app.*:' | sort)" "$first"
  run dokku logs "$APP" --num 1
  refute_has $'\e'
}

@test "--tail goes on while pods come and go: no line lost, torn or twice, new pods too, the last words of old ones" {
  local log=$BATS_TEST_TMPDIR/log
  follow "$log" --num 2
  wait_for 'grep worker.2 "$log"' 20
  dokku ps:scale "$APP" worker=3
  dokku ps:restart "$APP" web
  wait_for 'grep "draining" "$log"' 40
  # From here on one pod answers: its lines come one after the other.
  wait_for 'grep "hello: stopped" "$log"' 40
  curl_host "$APP.example.test" "/say?lines=300&bytes=300"
  curl_host "$APP.example.test" "/say?lines=1&bytes=100000"
  wait_for 'grep "app.web.2.: said 1 x" "$log" | awk "length(\$0) > 100000" | grep "x\.$"' 20
  assert_equal "$(grep -c 'said [0-9]* x\{300\}\.$' "$log")" 300 'said lines'
  assert_equal "$(grep -c 'app\[worker.3\]: .*, line 1$' "$log")" 1 'the first line of a new pod'
  interrupt
  assert_unbroken "$log"
  assert_equal "$(grep -c "web of $(pods "$APP" web) listens" "$log")" 1 'first lines of the new web'
}

@test "a connection that breaks is made anew without a gap and without a repetition" {
  local log=$BATS_TEST_TMPDIR/log
  follow "$log" --num 1
  # The second line is the first one that is followed.
  wait_for '(($(grep -c worker.2 "$log") >= 2))' 30
  pkill -KILL --session "$FOLLOWER" kubectl
  wait_for '(($(grep -c worker.2 "$log") >= 6))' 30
  interrupt
  assert_unbroken "$log"
}

@test "a container that starts again is followed on, with its last words before" {
  local log=$BATS_TEST_TMPDIR/log name
  # Late enough for the deploy to see it ready before.
  dokku config:set --no-restart "$APP" CRASH=8 >/dev/null
  follow "$log" --num 1 --ps web
  dokku ps:restart "$APP" web
  dokku config:unset --no-restart "$APP" CRASH >/dev/null
  wait_for '(($(grep -c "hello: crashed as CRASH" "$log") >= 2))' 60
  interrupt
  name=$(grep --max-count 1 'crashed as' "$log" | cut -d' ' -f2)
  run grep --after-context 1 'crashed as' <(grep --fixed-strings "$name" "$log")
  assert_has "$name hello: web of"
  assert_equal "$(sort "$log" | uniq --repeated)" '' 'repeated lines'
  dokku ps:restart "$APP" web
}

@test "a reader that leaves ends it" {
  local log=$BATS_TEST_TMPDIR/log
  setsid bash -c 'dokku logs "$1" --tail --ps worker | head -n 1' - "$APP" >"$log" 2>&1 3>&- &
  FOLLOWER=$!
  wait "$FOLLOWER"
  wait_for '! alive' 15
  assert_equal "$(wc -l <"$log")" 1 'lines'
}

@test "a pod that goes while its log is asked for is no error" {
  local real workers gone admin
  real=$(dokkus kubectl)
  # The plugin's account may delete no pods.
  admin=$(folder 755)/admin
  kubectl config view --raw --minify --flatten >"$admin"
  give_to_dokku "$admin"
  workers=$(pods "$APP" worker | wc -l)
  gone=$(pods "$APP" worker | head -n 1)
  printf '#!/bin/bash\n[[ " $* " != *" logs %s "* ]] || %s --kubeconfig %s -n %s delete pod %s --force --grace-period=0 &>/dev/null\nexec %s "$@"\n' \
    "$gone" "$real" "$admin" "$NAMESPACE" "$gone" "$real" | fake kubectl
  run dokku logs "$APP"
  unfake kubectl
  assert_status 0
  refute_has 'not found' 'No resources'
  assert_equal "$(grep -o 'app\[worker.*\]: ' <<<"$output" | sort -u | wc -l)" $((workers - 1)) 'workers with lines'
}

@test "what is not there: which, what there is, and what helps" {
  run dokku logs "$APP" --ps nosuch
  assert_status 1
  assert_has "read the logs of $APP nosuch" 'there is no nosuch; running: web.1, ' ps:report
  run dokku logs "$APP" --ps web.7
  assert_status 1
  assert_has 'there is no web.7'
  run dokku logs nosuch
  assert_status 20
  with_kubeconfig "$(kubeconfig_for https://127.0.0.1:9)" run dokku logs "$APP" --tail
  assert_status 1
  assert_has https://127.0.0.1:9
  with_kubeconfig "$(nobody_kubeconfig)" run dokku logs "$APP"
  assert_status 1
  assert_has forbidden
}
