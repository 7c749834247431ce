#!/usr/bin/env bats
# What a deploy would do, the plan that is kept and carried out, and what differs between releases. One story, each test continues from the
# previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku config:set --no-restart "$APP" SECRET=hunter2 DOKKU_DEFAULT_CHECKS_WAIT=1
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

plan() { dokku "$PLUGIN:plan" "$@"; }

# Everything that the plugin keeps of the app.
kept() { find "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP" -type f -exec sha256sum {} + | sort; }

@test "after a deploy there is nothing to do" {
  local before
  before=$(kept)
  run plan "$APP" --exit-code
  assert_status 0
  assert_has "$APP: what release 2 would change in namespace $NAMESPACE" 'Nothing to do'
  [[ $output =~ web\ +1\ +nothing && $output =~ worker\ +1\ +nothing ]] || fail 'not nothing' "$output"
  refute_has Config Image
  assert_equal "$(kept)" "$before" 'what is kept of the app'
}

@test "where there is nothing yet, everything is created" {
  create_namespace "$NAMESPACE-new"
  dokku "$PLUGIN:set" "$APP" namespace "$NAMESPACE-new"
  run plan "$APP" --format json
  dokku "$PLUGIN:set" "$APP" namespace "$NAMESPACE"
  remove_namespaces "$NAMESPACE-new"
  assert_status 0
  assert_equal "$(json '[it.created.some(({ kind }) => kind === "Deployment"), it.changed, it.processes.map((one) => [one.process, one.scale.from, one.new_pods])]' <<<"$output")" \
    '[true,[],[["web",null,1],["worker",null,1]]]'
}

@test "what changes, what was changed by hand and by others, and never a value" {
  local file
  file=$(folder 777)/plan
  dokku config:set --no-restart "$APP" SECRET=hunter3 NEW=hunter4
  k patch deployment "$APP-web" --field-manager kubectl-edit --patch '{"spec": {"replicas": 2}}'
  k patch deployment "$APP-worker" --field-manager robot --patch '{"spec": {"minReadySeconds": 3}}'
  run plan "$APP" --out "$file"
  assert_status 0
  assert_has 'Config  +NEW ~SECRET' "+ Secret $APP-env-" "~ Deployment $APP-web" 'spec.replicas: 2 -> 1' \
    'web was scaled to 2 by hand (kubectl-edit): it is set back to 1' \
    "spec.minReadySeconds of Deployment $APP-worker is set by robot: it becomes ours" '1 created, 2 changed, 0 removed'
  [[ $output =~ web\ +2\ -\>\ 1\ +1\ new\ pod ]] || fail 'no new pod of web' "$output"
  run cat <(echo "$output") <(plan "$APP" --format json) "$file"
  refute_has hunter "$(base64 <<<hunter3 | cut -c 1-8)" "$(base64 <<<hunter4 | cut -c 1-8)"
  assert_equal "$(stat --format %a "$file")" 600 'the mode of the plan'
  run plan --all --exit-code
  assert_status 2
  [[ ${lines[0]} =~ ^APP\ +CREATED && ${lines[1]} =~ ^$APP\ +1\ +2\ +0\ +2 ]] || fail 'not the table' "$output"
  assert_has '1 app: 1 would change, 0 could not be deployed'

  k patch deployment "$APP-web" --field-manager kubectl-edit --patch '{"spec": {"replicas": 3}}'
  refuses 1 'deploy '"$APP"' by its plan of ' "Deployment $APP-web was changed in the cluster" 'nothing was applied' -- deploy "$APP" --plan "$file"
  run plan "$APP" --exit-code --out "$file"
  assert_status 2
  run dokku "$PLUGIN:deploy" "$APP" --plan "$file"
  assert_status 0
  assert_has 'Deployed '
  run plan "$APP" --exit-code
  assert_status 0
  assert_has 'Nothing to do'
}

@test "what differs between two releases" {
  run dokku "$PLUGIN:diff" "$APP" 1
  assert_status 0
  assert_has "$APP: from release 1 to 2" 'Config   +NEW ~SECRET' "~ Deployment $APP-web" 'envFrom[0].secretRef.name: '
  refute_has hunter
  assert_equal "$(dokku "$PLUGIN:diff" "$APP" 2 1 --format json | json '[it.release, it.config]')" \
    '[{"from":2,"to":1},{"added":[],"changed":["SECRET"],"removed":["NEW"]}]'
  refuses 1 'the history has no release 9' "$PLUGIN:history $APP" -- diff "$APP" 9
  refuses 1 'is a number of' -- diff "$APP" first
}

@test "an app that is not there, another scheduler's, no cluster, no rights, a path of Dokku's" {
  refuses 20 'App no-such-app does not exist' -- plan no-such-app
  refuses 20 'App no-such-app does not exist' -- diff no-such-app 1
  refuses 1 'it takes APP, or --all' -- plan
  refuses 1 "own: name one elsewhere" -- plan "$APP" --out "$DOKKU_ROOT/$APP/plan"
  refuses 1 'there is no plan in it' -- deploy "$APP" --plan /etc/hostname
  run with_kubeconfig /nonexistent plan "$APP"
  assert_status 1
  assert_has 'there is not a kubeconfig'
  run with_kubeconfig "$(nobody_kubeconfig)" plan "$APP"
  assert_status 1
  assert_has forbidden 'cannot get resource'
  dokku scheduler:set "$APP" selected docker-local
  refuses 1 "the scheduler of $APP is docker-local" -- plan "$APP"
}
