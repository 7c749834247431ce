#!/usr/bin/env bats
# Commands that meet, and commands that are struck down: nothing is lost, nothing is left locked, and the next deploy sets all right.
# `npm run bench -- reliability` does the same at every point and for hundreds of rounds.
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

# Runs commands side by side; prints what they said, and fails when one of them does.
side_by_side() { # COMMAND...
  local command pid status=0 pids=()
  for command; do
    bash -c "$command" >"$BATS_TEST_TMPDIR/side-${#pids[@]}" 2>&1 3>&- &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || status=1; done
  cat "$BATS_TEST_TMPDIR"/side-*
  return "$status"
}

config_of() { # PROCESS_TYPE KEY: its value in the Secret that the Deployment names
  local secret
  secret=$(k get deployment "$APP-$1" --output json | json 'it.spec.template.spec.containers[0].envFrom[0].secretRef.name')
  k get secret "$secret" --output json | json "Buffer.from(it.data.$2 ?? '', 'base64').toString()"
}

hosts() { k get ingress app-ingress --output json | json 'it.spec.rules.map(({ host }) => host).sort().join(" ")'; }

# No process of ours, no lock and no half-written file is left.
nothing_left() {
  local lock
  for lock in "$DOKKU_LIB_ROOT/data/$PLUGIN/--locks"/*; do
    wait_for "flock --nonblock '$lock' true" 15
  done
  run find "$DOKKU_LIB_ROOT"/{data,config}/"$PLUGIN" -regex '.*[.][0-9]+' ! -path '*/--locks/*'
  assert_equal "$output" '' 'half-written files'
}

@test "two deploys of one app at once: one waits for the other and says so, both end well" {
  dokku config:set --no-restart "$APP" FIRST=1
  run side_by_side "dokku ps:restart $APP" "dokku ps:restart $APP"
  assert_status 0
  assert_has "waiting for another command on app $APP to finish"
  assert_equal "$(config_of web FIRST),$(config_of worker FIRST)" 1,1
  nothing_left
}

@test "a deploy while domains, scale and config change: all of it is there in the end" {
  run side_by_side "dokku ps:rebuild $APP" "dokku domains:add $APP meanwhile.example.test" "dokku ps:scale $APP worker=2" \
    "dokku config:set $APP THIRD=3"
  assert_status 0
  assert_equal "$(hosts)" "$APP.example.test meanwhile.example.test"
  assert_equal "$(k get deployment "$APP-worker" --output json | json 'it.spec.replicas')" 2
  assert_equal "$(config_of web THIRD)" 3
  nothing_left
}

@test "five apps of one namespace deployed at once, and destroyed at once: every host is in app-ingress, then none" {
  local n commands=() expected=
  for n in 1 2 3 4 5; do
    cp -r "$BATS_FILE_TMPDIR/source" "$BATS_TEST_TMPDIR/source-$n"
    commands+=("source '$repository/test/bats/site.bash'
      create_app '$APP-$n' && dokku ps:scale '$APP-$n' web=1 worker=0 && push '$APP-$n' '$BATS_TEST_TMPDIR/source-$n'")
    expected+=" $APP-$n.example.test"
  done
  run side_by_side "${commands[@]}"
  assert_status 0
  assert_equal "$(hosts)" "${expected# } $APP.example.test meanwhile.example.test"
  commands=()
  for n in 1 2 3 4 5; do commands+=("dokku apps:destroy $APP-$n --force"); done
  run side_by_side "${commands[@]}"
  assert_status 0
  assert_equal "$(hosts)" "$APP.example.test meanwhile.example.test"
  nothing_left
}

@test "a neighbour's Ingress is made anew while Dokku still knows an app whose objects are gone" {
  local hook=$DOKKU_LIB_ROOT/plugins/enabled/0-first/post-delete before
  before=$(hosts)
  create_app "$APP-gone"
  dokku ps:scale "$APP-gone" web=1 worker=0
  push "$APP-gone" "$BATS_FILE_TMPDIR/source"
  mkdir "${hook%/*}"
  printf '#!/bin/bash\n[[ $1 != %s-gone ]] || plugn trigger proxy-build-config %s\n' "$APP" "$APP" >"$hook"
  chmod +x "$hook"
  run dokku apps:destroy "$APP-gone" --force
  rm -r "${hook%/*}"
  assert_status 0
  assert_has "Deployment $APP-gone-web" "Ingress app-ingress of namespace $NAMESPACE routes $APP.example.test"
  assert_equal "$(hosts)" "$before"
  [[ ! -e $DOKKU_LIB_ROOT/data/$PLUGIN/$APP-gone && ! -e $DOKKU_LIB_ROOT/data/$PLUGIN/--leftovers/$APP-gone.json ]]
}

# In the place of the real one: it sends SIGNAL to whoever started it, SECONDS after it got its input for WORD.
striking() { # PROGRAM WORD SIGNAL SECONDS
  local real
  real=$(dokkus "$1")
  fake "$1" <<END
#!/bin/bash
[[ " \$* " == *" $2 "* ]] || exec $real "\$@"
input=\$(cat)
$real "\$@" <<<"\$input" &
sleep $4
kill -$3 \$PPID
wait \$!
END
}

# INT and TERM inside kubedog: faults.bats.
@test "struck down inside kubectl apply by INT, TERM and KILL, inside kubedog by KILL: it serves on, the next deploy ends as one that nobody disturbed" {
  local signal program value=0
  local -A words=([kubectl]=apply [kubedog]=multitrack) signals=([kubectl]='INT TERM KILL' [kubedog]=KILL)
  for program in kubectl kubedog; do
    for signal in ${signals[$program]}; do
      value=$((value + 1))
      dokku config:set --no-restart "$APP" "STRUCK=$value"
      striking "$program" "${words[$program]}" "$signal" 0.2
      run dokku ps:restart "$APP"
      unfake "$program"
      ((status != 0)) || fail "a deploy that SIG$signal ended inside $program counts as done" "$output"
      curl_host "$APP.example.test" / >/dev/null
      nothing_left
      run dokku ps:restart "$APP"
      assert_status 0
      assert_equal "$(config_of web STRUCK),$(config_of worker STRUCK)" "$value,$value"
      curl_host "$APP.example.test" / >/dev/null
    done
  done
}
