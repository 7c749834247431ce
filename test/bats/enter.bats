#!/usr/bin/env bats
# `dokku enter`, and the runs that nobody waits for: detached, listed, read, stopped, retired.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" worker=2 other=1 greet=0
  shell_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

pod_of() { # TYPE N: the Nth oldest
  k get pods --selector "process-type=$1" --output json |
    json "it.items.sort((a, b) => (a.metadata.creationTimestamp + a.metadata.name < b.metadata.creationTimestamp + b.metadata.name ? -1 : 1))[$2 - 1].metadata.name"
}

@test "a process type, one of its pods, a pod by its name; the exit code goes through" {
  run dokku enter "$APP" other cat /etc/hostname </dev/null
  assert_status 0
  assert_equal "$output" "$(pod_of other 1)"
  run dokku enter "$APP" worker.2 bash -c 'cat /etc/hostname; exit 5' </dev/null
  assert_status 5
  assert_equal "$output" "$(pod_of worker 2)"
  run dokku enter "$APP" --container-id "$(pod_of worker 1)" </dev/null
  assert_status 0
  run dokku enter "$APP" other -- printf '<%s>' 'two  words' '$HOME' </dev/null
  assert_equal "$output" '<two  words><$HOME>'
}

@test "without a command it is the shell, with our stdin; at a terminal it has one" {
  run dokku enter "$APP" other <<<'echo "$0"; cat /etc/hostname; exit 3'
  assert_status 3
  assert_equal "$output" "/bin/bash"$'\n'"$(pod_of other 1)"
  # The size comes beside the keys, not before them.
  run at_terminal 'for _ in 1 2 3; do stty size; sleep 0.5; done; exit 4\n' "dokku enter $APP other"
  assert_status 4
  assert_has '40 100'
}

@test "which pod is meant has to be clear" {
  run dokku enter "$APP" </dev/null
  assert_status 1
  assert_has 'several process types are running' other.1 worker.1 worker.2
  run dokku enter "$APP" -- ls </dev/null
  assert_status 1
  assert_has 'several process types are running'
  run dokku enter "$APP" worker.3 ls </dev/null
  assert_status 1
  assert_has 'there is no worker.3; running: other.1, worker.1, worker.2'
  run dokku enter "$APP" nosuch ls </dev/null
  assert_status 1
  assert_has 'there is no nosuch'
  run dokku enter "$APP" --container-id nosuch </dev/null
  assert_status 1
  assert_has 'no such running pod' "$(pod_of other 1)"
}

@test "a program or shell that the image does not have" {
  run -127 dokku enter "$APP" other no-such-program </dev/null
  assert_status 127
  assert_has 'the image has no no-such-program that can be run'
}

@test "files and folders out of a pod and into one, as files and as archives" {
  local out pod=$APP:other
  out=$(folder 777)
  cp_() { dokku scheduler-kubernetes:cp "$@"; }
  mkdir "$out/in"
  printf 'a\0b\n' >"$out/in/file"
  chmod -R a+rX "$out/in"
  run cp_ "$out/in/file" "$pod:/tmp"
  assert_status 0
  assert_has "Copy $out/in/file to /tmp of $APP" 'in /tmp/file'
  cp_ "$out/in" "$pod:/tmp/new.name"
  cp_ "$out/in" "$pod:/tmp/new.name"
  assert_equal "$(cp_ "$pod:/tmp" - | tar -t | grep file | sort | paste -sd ' ')" 'tmp/file tmp/new.name/file tmp/new.name/in/file'
  cp_ "$pod:/tmp/new.name" "$out/back"
  cmp "$out/in/file" "$out/back/in/file"
  cp_ "$pod:/tmp/file" "$out/back/"
  cmp "$out/in/file" "$out/back/file"
  cp_ "$pod:/tmp/new.name" "$out/back"
  cp_ "$pod:/tmp/new.name" - | tar -x -C "$BATS_TEST_TMPDIR"
  cmp "$out/in/file" "$BATS_TEST_TMPDIR/new.name/in/file"
  tar -c -C "$out/in" file | cp_ - "$pod:/srv"
  run dokku enter "$APP" other md5sum /srv/file </dev/null
  assert_has "$(md5sum <"$out/in/file" | cut -d ' ' -f 1)"

  refuses 1 'a folder that is there already' -- cp "$pod:/tmp/new.name" "$out/back"
  refuses 1 'none.txt' -- cp "$pod:/none.txt" "$out/none"
  refuses 1 "is Dokku's own" -- cp "$DOKKU_ROOT/$APP/ENV" "$pod:/tmp"
  refuses 1 "has Dokku's own" -- cp "${DOKKU_ROOT%/*}" "$pod:/tmp"
  refuses 1 "has Dokku's own" -- cp "$pod:/tmp/file" "${DOKKU_LIB_ROOT%/*}"
  refuses 1 'one of the two is APP:PATH' -- cp "$pod:/tmp/file" relative
  refuses 1 'there is no worker.3; running: ' -- cp "$APP:worker.3:/tmp/file" -
  refuses 20 'App no-such-app does not exist' -- cp no-such-app:/x "$out"
  # An image may have any tar: what it sends stays where it belongs, or is not taken at all.
  dokku enter "$APP" other bash -c 'mkdir -p /usr/local/bin /evil/x && echo evil >/evil/evil && cd /evil/x && tar -c -P -f /evil/archive ../evil &&
    printf "#!/bin/sh\ncat /evil/archive\n" >/usr/local/bin/tar && chmod +x /usr/local/bin/tar' </dev/null
  refuses 1 '..' -- cp "$pod:/x" "$out/back/x"
  assert_equal "$(find "$out" -name '*evil*' -o -name '.*' | paste -sd ' ')" '' 'what came of it'
}

@test "who may see pods and not enter them" {
  local config
  config=$(nobody_kubeconfig)
  with_kubeconfig "$config" run dokku enter "$APP" other ls </dev/null
  assert_status 1
  assert_has forbidden 'cannot list'
  k create rolebinding seer --clusterrole view --serviceaccount "$NAMESPACE:nobody"
  wait_for 'k auth can-i list pods --as "system:serviceaccount:$NAMESPACE:nobody"' 15
  with_kubeconfig "$config" run dokku enter "$APP" other ls </dev/null
  assert_status 1
  assert_has ' !     ' forbidden pods/exec
  refute_has 'internal error'
}

@test "an app that is not there or has never been deployed" {
  run dokku enter nosuch
  assert_status 20
  dokku apps:create "bare-$APP"
  dokku scheduler:set "bare-$APP" selected kubernetes
  run dokku enter "bare-$APP" web ls
  assert_status 1
  assert_has "App bare-$APP has not been deployed"
}

@test "a detached run: its name, its place in the list, its lines; retired when it has ended" {
  local name
  name=$(dokku run:detached --env WORD=there "$APP" bash -c 'echo hello $WORD; sleep 4; echo done')
  [[ $name == "$APP".run.* ]] || fail 'no name of a run' "$name"
  run dokku run:list "$APP"
  assert_has "=====> $APP run containers" "$name" 'bash -c echo hello $WORD'
  run dokku run:list --format json "$APP"
  assert_equal "$(json 'it.map(({ name }) => name).join()' <<<"$output")" "$name"
  assert_equal "$(json 'Object.keys(it[0]).sort().join()' <<<"$output")" command,created_at,name,state
  wait_for 'dokku run:logs "$APP" | grep hello' 40
  run dokku run:logs --container "$name" -t -q
  assert_equal "$output" $'hello there\ndone'
  run dokku run:logs "$APP" -n 1
  assert_has "${APP}[${name#"$APP".}]: done"
  assert_equal "$(k get secret --selector dokku.com/run-id --output json | json 'it.items[0].metadata.ownerReferences[0].kind')" Job
  # Kubernetes counts a pod some time after its program has ended.
  wait_for 'dokku run:list --format json "$APP" | json "it[0].state" | grep exited' 30
  if since 0.37; then
    dokku run:retire "$APP"
    # Kubernetes' garbage collector takes the Secrets, in its own time.
    wait_for '! k get jobs,secrets --selector dokku.com/run-id --output name | grep .' 60
  fi
}

@test "run:stop ends one run, or all" {
  local one other
  one=$(dokku run:detached "$APP" sleep 1000)
  other=$(dokku run:detached "$APP" sleep 1000)
  run dokku run:stop "$APP" --container "$APP.run.nosuch"
  assert_status 1
  assert_has "$one" "$other"
  run dokku run:stop "$APP" --container "$one"
  assert_status 0
  assert_has "Stopped $one"
  run dokku run:list --format json "$APP"
  assert_has "$other"
  refute_has "$one"
  run dokku run:stop "$APP"
  assert_has "Stopped $other"
  wait_for '! k get jobs,secrets --selector dokku.com/run-id --output name | grep .' 60
}
