#!/usr/bin/env bats
# Bad input and faults of the world around: what is said, with which exit code, and that nothing was written or applied.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=0
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

setup() { snapshot >"$BATS_TEST_TMPDIR/before"; }

unchanged() {
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what was written or applied'
}

refused() { # EXIT_CODE TEXT...: what `run` saw failed with these words, and nothing changed
  assert_status "$1"
  assert_has "${@:2}"
  # The last is how a second time begins, when Dokku repeats what we said.
  refute_has '    at ' 'internal error' undefined '[object Object' ' !      ! '
  unchanged
}

# Runs COMMAND while Dokku's PATH has everything on it but one program.
without() { # PROGRAM COMMAND...
  [[ ${DOKKU:-} != real ]] || skip 'would take a program from a real Dokku'
  local file=${DOKKU_FAKES%/*}/secure-path path
  path=$(<"$file")
  path_without "$1" "$path" >"$file"
  "${@:2}"
  echo "$path" >"$file"
}

path_without() { # PROGRAM PATH
  local directory folders copy path=
  IFS=: read -ra folders <<<"$2"
  for directory in "${folders[@]}"; do
    if [[ -e $directory/$1 ]]; then
      copy=$(folder 755)
      ln -s "$directory"/* -t "$copy"
      rm "$copy/$1"
      directory=$copy
    fi
    path+=:$directory
  done
  echo "${path#:}"
}

# A site's own template, for this test only; lines of the template on stdin.
site_template() { # NAME
  local folder=$DOKKU_LIB_ROOT/data/scheduler-kubernetes/--global/templates
  as-dokku mkdir -p "$folder"
  cat >"$folder/$1"
}

teardown() { rm -rf "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/--global/templates"; }

# --- what is typed ---

@test "an app that does not exist: exit code 20" {
  local command
  for command in 'set nosuch namespace store' 'report nosuch' 'show-manifest nosuch web'; do
    # shellcheck disable=SC2086
    run dokku scheduler-kubernetes:$command
    refused 20 'App nosuch does not exist'
  done
}

@test "an unknown property: the known ones are listed" {
  run dokku scheduler-kubernetes:set "$APP" namspace store
  refused 1 namspace 'valid properties include: ' imagePullSecrets, namespace, service-process-types
  run dokku scheduler-kubernetes:set "$APP"
  refused 1 'No property specified'
  run dokku scheduler-kubernetes:set
  refused 1 'Please specify an app'
}

@test "a namespace that is not a DNS label" {
  local name
  for name in Store my_store my.store -store "$(printf 'a%.0s' {1..64})"; do
    run dokku scheduler-kubernetes:set "$APP" namespace "$name"
    refused 1 "$name"
  done
}

@test "properties of the wrong form" {
  run dokku scheduler-kubernetes:set "$APP" imagePullSecrets 'My Secret'
  refused 1 'My Secret'
  run dokku scheduler-kubernetes:set "$APP" service-process-types 'web,,a b'
  refused 1 'a b'
}

@test "report: an unknown flag, and two flags" {
  run dokku scheduler-kubernetes:report "$APP" --scheduler-kubernetes-nosuch
  refused 1 'Invalid flag passed, valid flags: ' --scheduler-kubernetes-namespace
  run dokku scheduler-kubernetes:report "$APP" --scheduler-kubernetes-namespace --scheduler-kubernetes-imagePullSecrets
  refused 1 'allows only a single flag'
}

@test "show-manifest: an unknown process type, and an unknown kind, list what there is" {
  run dokku scheduler-kubernetes:show-manifest "$APP" nosuch
  refused 1 nosuch web
  run dokku scheduler-kubernetes:show-manifest "$APP" web nosuch
  refused 1 nosuch deployment service
}

# --- what Kubernetes cannot take ---

@test "app.json that is not JSON" {
  local source=$BATS_TEST_TMPDIR/source
  app_source "$source"
  echo '{"name": ' >"$source/app.json"
  run push "$APP" "$source" --force
  assert_status 1
  assert_has app.json
  # A push shows what Dokku's own reader of app.json says, and that twice.
  refute_has '    at ' 'internal error' undefined '[object Object'
  unchanged
}

@test "an env over 1 MiB" {
  local n values=()
  for n in {1..11}; do values+=("BIG_$n=$(head -c 75000 /dev/urandom | base64 -w0)"); done
  dokku config:set --no-restart "$APP" "${values[@]:0:6}" >/dev/null
  dokku config:set --no-restart "$APP" "${values[@]:6}" >/dev/null
  run dokku ps:rebuild "$APP"
  dokku config:unset --no-restart "$APP" "${values[@]%%=*}" >/dev/null
  refused 1 1048576 BIG_
  refute_has "${values[0]:10:40}"
}

# --- templates of the site ---

@test "a template that does not render: file and line" {
  site_template deployment.yaml.hbs <<'END'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{nosuch}}
END
  run dokku ps:rebuild "$APP"
  refused 1 deployment.yaml.hbs:4 nosuch
  site_template deployment.yaml.hbs <<'END'
apiVersion: apps/v1
{{#if name}}
END
  run dokku ps:rebuild "$APP"
  refused 1 deployment.yaml.hbs:
}

@test "a template that does not render valid YAML: file and line" {
  site_template deployment.yaml.hbs <<'END'
apiVersion: apps/v1
kind: [Deployment
metadata: {
END
  run dokku ps:rebuild "$APP"
  refused 1 deployment.yaml.hbs
}

@test "a manifest that the schema refuses: every issue at once, with file and path" {
  site_template deployment.yaml.hbs <<'END'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: broken
spec:
  replicas: many
  selector: none
  tempalte: {}
END
  run dokku ps:rebuild "$APP"
  refused 1 deployment.yaml.hbs spec.replicas spec.selector tempalte
}

# --- what is missing around ---

@test "no kubectl" {
  without kubectl run dokku ps:restart "$APP"
  refused 1 kubectl plugin:install-dependencies
}

@test "no kubedog: found before anything is applied" {
  without kubedog run dokku ps:restart "$APP"
  refused 1 kubedog plugin:install-dependencies
}

@test "a kubeconfig that is missing, and one that is none" {
  with_kubeconfig "$BATS_TEST_TMPDIR/nosuch" run dokku ps:restart "$APP"
  refused 1 kubeconfig
  echo 'apiVersion: [' >"$BATS_TEST_TMPDIR/broken"
  with_kubeconfig "$BATS_TEST_TMPDIR/broken" run dokku ps:restart "$APP"
  refused 1 "$DOKKU_ROOT/.kube/config"
}

@test "an API server that refuses connections is named" {
  with_kubeconfig "$(kubeconfig_for https://127.0.0.1:9)" run dokku ps:restart "$APP"
  refused 1 https://127.0.0.1:9
}

@test "a cluster that forbids: kubectl's words are shown" {
  with_kubeconfig "$(nobody_kubeconfig)" run dokku ps:restart "$APP"
  refused 1 forbidden "system:serviceaccount:$NAMESPACE:nobody"
}

@test "state is told while the cluster is away, and destroying still says why it cannot" {
  local away
  away=$(kubeconfig_for https://127.0.0.1:9)
  with_kubeconfig "$away" run dokku ps:report "$APP"
  assert_status 0
  [[ $output =~ Running:\ +false ]] || fail 'ps:report does not say false' "$output"
  with_kubeconfig "$away" run dokku scheduler-kubernetes:show-manifest "$APP" web
  assert_status 0
  with_kubeconfig "$away" run dokku logs "$APP"
  refused 1 https://127.0.0.1:9
}

@test "a record that somebody damaged: which file, and the app can be destroyed all the same" {
  create_app "$APP-damaged"
  as-dokku mkdir -p "$DOKKU_LIB_ROOT/data/$PLUGIN/$APP-damaged"
  echo '{"namespace":' >"$DOKKU_LIB_ROOT/data/$PLUGIN/$APP-damaged/release.json"
  give_to_dokku "$DOKKU_LIB_ROOT/data/$PLUGIN/$APP-damaged"
  run dokku ps:stop "$APP-damaged"
  refute_has 'internal error'
  run dokku scheduler-kubernetes:cleanup "$APP-damaged" --force
  assert_status 1
  assert_has "$APP-damaged/release.json" 'it is damaged' 'move it away'
  refute_has 'internal error'
  run dokku apps:destroy "$APP-damaged" --force
  assert_status 0
  refute_has 'internal error'
  # What it may have left is kept for a later cleanup.
  rm "$DOKKU_LIB_ROOT/data/$PLUGIN/--leftovers/$APP-damaged.json"
  unchanged
}

# --- a rollout that fails ---

@test "an image that does not exist: it is named, and the old pods go on" {
  local before
  before=$(pods "$APP")
  dokku registry:set "$APP" image-repo "bats/nosuch"
  run dokku ps:restart "$APP"
  dokku registry:set "$APP" image-repo
  assert_status 1
  assert_has bats/nosuch
  assert_equal "$(comm -23 <(echo "$before") <(pods "$APP"))" '' 'pods that went'
  wait_for 'curl_host "$APP.example.test" /' 10
}

# Starts a rollout that cannot end soon, sends SIGNAL to all of it as a terminal or a service manager does; sets what `run` sets.
# By plugin:trigger: what stands between the user and our output in other commands dies of the same signal.
interrupt_rollout() { # SIGNAL
  local log=$BATS_TEST_TMPDIR/log dokku
  dokku config:set --no-restart "$APP" START_DELAY=60 >/dev/null
  env --default-signal=INT setsid dokku plugin:trigger scheduler-deploy kubernetes "$APP" latest '' >"$log" 2>&1 3>&- &
  dokku=$!
  wait_for 'grep --quiet "Waiting for the new pods" '"$log" 30
  kill -"$1" -- "-$dokku"
  status=0
  wait "$dokku" || status=$?
  wait_for '! pgrep --session '"$dokku"' --runstates DRS' 10
  output=$(<"$log")
  dokku config:unset --no-restart "$APP" START_DELAY >/dev/null
}

interrupted() {
  ((status != 0)) || fail 'an interrupted deploy must not look like a good one' "$output"
  assert_has 'interrupted while waiting for the new pods'
  refute_has 'internal error'
  run timeout 60 dokku ps:rebuild "$APP"
  assert_status 0
  refute_has 'waiting for another command'
}

@test "Ctrl-C during tracking: it says so, leaves nothing running, and the lock is free" {
  interrupt_rollout INT
  interrupted
}

@test "SIGTERM during tracking: the same" {
  interrupt_rollout TERM
  interrupted
}
