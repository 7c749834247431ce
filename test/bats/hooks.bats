#!/usr/bin/env bats
# Other plugins' triggers: what they are given, what they change, and what happens when they fail.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  calls=$(folder 777)/calls
  export calls enabled=$DOKKU_LIB_ROOT/plugins/enabled
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

setup() { rm -f "$calls"; }

teardown() { rm -rf "$enabled"/tune "$enabled"/later; }

# An executable of a plugin; its text on stdin.
hook() { # PLUGIN TRIGGER
  mkdir -p "$enabled/$1"
  cat >"$enabled/$1/$2"
  chmod +x "$enabled/$1/$2"
}

# What a hook writes down: its trigger and words, with the file's mode, owner and folder in place of its name.
recorder() {
  cat <<'END'
#!/usr/bin/env bash
line=${0##*/}
for word; do
  [[ $word == */* ]] && word="FILE:$(stat -c %a "$word"):$(stat -c %a "${word%/*}"):$(jq -r .kind "$word")" && file=$word
  line+=" $word"
done
echo "$line" >>"$calls"
END
}

unchanged_after() { # COMMAND...: fails, and nothing was written or applied
  snapshot >"$BATS_TEST_TMPDIR/before"
  run "$@"
  local code=$status text=$output
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what was written or applied'
  status=$code output=$text
}

left_behind() { find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'scheduler-kubernetes-*'; }

@test "each is called with the original's words and a private file of JSON, by deploy and by show-manifest" {
  local trigger
  for trigger in pre-deploy post-deploy pre-ingress; do recorder | hook tune "$trigger-kubernetes-apply"; done
  recorder | hook tune pre-kubernetes-ingress-apply
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_status 0
  cat >"$BATS_TEST_TMPDIR/pre" <<END
pre-deploy-kubernetes-apply $APP web FILE:600:700:Deployment deployment
pre-deploy-kubernetes-apply $APP worker FILE:600:700:Deployment deployment
pre-deploy-kubernetes-apply $APP web FILE:600:700:Service service
pre-ingress-kubernetes-apply $APP FILE:600:700:Ingress
pre-kubernetes-ingress-apply $APP FILE:600:700:Ingress
END
  run diff "$BATS_TEST_TMPDIR/pre" "$calls"
  assert_equal "$output" '' 'calls of show-manifest'

  rm "$calls"
  run dokku ps:restart "$APP"
  assert_status 0
  local post
  post=$(sed -n s/^pre-deploy/post-deploy/p "$BATS_TEST_TMPDIR/pre")
  echo "$post" >>"$BATS_TEST_TMPDIR/pre"
  run diff "$BATS_TEST_TMPDIR/pre" "$calls"
  assert_equal "$output" '' 'calls of a deploy'

  rm "$calls"
  dokku domains:add "$APP" "two.$APP.example.test"
  assert_equal "$(cut -d' ' -f1 "$calls" | xargs)" 'pre-ingress-kubernetes-apply pre-kubernetes-ingress-apply' 'calls of domains:add'
  dokku domains:remove "$APP" "two.$APP.example.test"
  assert_equal "$(left_behind)" '' 'files that were left'
}

@test "what a hook changes with jq is applied, and shown by show-manifest on a stdout of data alone" {
  hook tune pre-deploy-kubernetes-apply <<'END'
#!/usr/bin/env bash
set -eo pipefail
[[ $2 == worker && $4 == deployment ]] || exit 0
echo "tuning $2"
jq '.spec.template.spec.terminationGracePeriodSeconds = 7' "$3" >"$3.new"
mv "$3.new" "$3"
END
  hook later pre-ingress-kubernetes-apply <<'END'
#!/usr/bin/env bash
jq '.metadata.annotations["example.com/by"] = "hook"' "$2" >"$2.new" && mv "$2.new" "$2"
END
  run --separate-stderr dokku scheduler-kubernetes:show-manifest "$APP" worker deployment --format json
  assert_status 0
  assert_equal "$(json it.spec.template.spec.terminationGracePeriodSeconds <<<"$output")" 7
  [[ $stderr == *'tuning worker'* ]] || fail 'the words of the hook are gone' "$stderr"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has 'tuning worker'
  assert_equal "$(k get deployments --output json | json 'it.items.map((d) => d.spec.template.spec.terminationGracePeriodSeconds)')" '[35,7]'
  assert_equal "$(k get ingress app-ingress --output json | json 'it.metadata.annotations["example.com/by"]')" hook
}

@test "two plugins: the second gets the result of the first" {
  hook later pre-deploy-kubernetes-apply <<'END'
#!/usr/bin/env bash
jq '.metadata.annotations["example.com/order"] += "1"' "$3" >"$3.new" && mv "$3.new" "$3"
END
  hook tune pre-deploy-kubernetes-apply <<'END'
#!/usr/bin/env bash
jq '.metadata.annotations["example.com/order"] += "2"' "$3" >"$3.new" && mv "$3.new" "$3"
END
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_has "example.com/order: '12'"
}

@test "a hook that fails stops the deploy before any write and says which plugin" {
  hook tune pre-deploy-kubernetes-apply <<'END'
#!/usr/bin/env bash
[[ $4 == service ]] || exit 0
echo 'no service today' >&2
exit 3
END
  unchanged_after dokku ps:restart "$APP"
  assert_status 1
  assert_has 'no service today' "run pre-deploy-kubernetes-apply of plugin tune for Service $APP-web" 'exit code 3' \
    'nothing was applied' 'dokku plugin:disable tune'
  unchanged_after dokku scheduler-kubernetes:show-manifest "$APP"
  assert_status 1
  assert_has 'of plugin tune'
  assert_equal "$(left_behind)" '' 'files that were left'
}

@test "what a hook leaves is validated: no JSON, another object, a field of the wrong type" {
  local program says
  while IFS='|' read -r program says; do
    printf '#!/usr/bin/env bash\n[[ $4 == deployment ]] || exit 0\n%s\n' "$program" | hook tune pre-deploy-kubernetes-apply
    unchanged_after dokku ps:restart "$APP"
    assert_status 1
    assert_has "$says" tune
    refute_has 'internal error'
  done <<'END'
echo 'kind: Deployment' >"$3"|it left invalid JSON
rm "$3"|it left an empty file
sed -i 's/"namespace": ".*"/"namespace": "kube-system"/' "$3"|it turned it into another object: namespace
jq '.spec.replicas = "many"' "$3" >"$3.n"; mv "$3.n" "$3"|spec.replicas must be integer
END
  printf '#!/no/such/interpreter\n' | hook tune pre-deploy-kubernetes-apply
  unchanged_after dokku ps:restart "$APP"
  assert_status 1
  assert_has 'cannot be run'
}

@test "post-deploy: a failure ends the deploy after the apply, and core is not told of one" {
  hook tune post-deploy-kubernetes-apply <<'END'
#!/usr/bin/env bash
exit 4
END
  local told
  told=$(folder 777)/told
  printf '#!/usr/bin/env bash\ntouch %q\n' "$told" | hook tune core-post-deploy
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "run post-deploy-kubernetes-apply of plugin tune for Deployment $APP-web" 'exit code 4' 'the objects were applied' "$APP runs release"
  [[ ! -e $told ]] || fail 'core was told'
  rm "$enabled"/tune/post-deploy-kubernetes-apply
  dokku ps:restart "$APP"
  [[ -e $told ]] || fail 'core was not told of the deploy that went well'
}

@test "one that is not executable is skipped and said" {
  echo 'exit 1' | hook tune pre-deploy-kubernetes-apply
  chmod -x "$enabled/tune/pre-deploy-kubernetes-apply"
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_status 0
  assert_has 'Skipping non-executable hook' tune/pre-deploy-kubernetes-apply
}

@test "a plugin that fails once the app is deployed is named" {
  printf '#!/usr/bin/env bash\nexit 4\n' | hook tune post-deploy
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has 'run post-deploy of plugin tune' 'exit code 4'
  printf '#!/no/such/interpreter\n' | hook tune post-deploy
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has 'run post-deploy of plugin tune' 'cannot be run: check its first line'
}
