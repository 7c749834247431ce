#!/usr/bin/env bats
# The `ps` commands as an app's owner types them, on one app: every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  dokku config:set --no-restart "$APP" TOKEN=s3cret-value >/dev/null
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

generation() { k get deployment "$APP-$1" --output 'jsonpath={.metadata.generation}'; }

# Notes which of the two triggers that follow a deploy were fired, by a plugin of its own.
listen() {
  local plugin=$DOKKU_LIB_ROOT/plugins/enabled/listener trigger
  HEARD=$(folder 777)/heard
  mkdir -p "$plugin"
  printf '[plugin]\ndescription = "listens"\nversion = "1.0.0"\n[plugin.config]\n' >"$plugin/plugin.toml"
  for trigger in core-post-deploy post-deploy; do
    printf '#!/bin/bash\necho "%s $1 $4" >>%q\n' $trigger "$HEARD" >"$plugin/$trigger"
    chmod +x "$plugin/$trigger"
  done
}

teardown() { rm -rf "$DOKKU_LIB_ROOT/plugins/enabled/listener"; }

# Where the cluster needs longer than the two seconds that ps:report has, it says false.
assert_running() { # true|false|mixed PROCESSES
  wait_for "dokku ps:report $APP | grep -Ezq 'Processes: +$2.*Running: +$1'" 5
}

@test "ps:scale touches the named type alone, and Dokku is told as after a deploy" {
  local before
  before="$(pods "$APP" web) $(generation web)"
  listen
  run dokku ps:scale "$APP" worker=2
  assert_status 0
  assert_equal "$(pods "$APP" worker | wc -l) $(pods "$APP" web) $(generation web)" "2 $before"
  assert_equal "$(cut -d' ' -f1,2 "$HEARD" | tr '\n' ' ')" "core-post-deploy $APP post-deploy $APP " 'triggers'
  assert_running true 3
}

@test "ps:scale to 0 and back, and of a type that is not there" {
  run dokku ps:scale "$APP" worker=0
  assert_status 0
  wait_for '[[ ! $(pods "$APP" worker) ]]' 10
  run dokku ps:scale "$APP" nosuch=2
  assert_status 1
  assert_has nosuch
  run dokku ps:scale "$APP" worker=1
  assert_status 0
}

@test "ps:restart gives every type new pods, ps:restart PROC that one, of a type that is not there none" {
  local web worker
  web=$(pods "$APP" web) worker=$(pods "$APP" worker)
  run dokku ps:restart "$APP" web
  assert_status 0
  assert_equal "$(pods "$APP" worker)" "$worker" 'worker pods'
  [[ $(pods "$APP" web) != "$web" ]] || fail 'web was not restarted' "$output"
  web=$(pods "$APP" web)
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(comm -12 <(printf '%s\n' "$web" "$worker" | sort) <(pods "$APP"))" '' 'old pods'
  run dokku ps:restart "$APP" nosuch
  assert_status 1
  assert_has nosuch 'web, worker'
}

@test "ps:rebuild makes a new release of the same source" {
  local image='jsonpath={.spec.template.metadata.annotations.dokku\.com/image}' before
  before=$(k get deployment "$APP-web" --output "$image")
  run dokku ps:rebuild "$APP"
  assert_status 0
  [[ $before == *:* && $(k get deployment "$APP-web" --output "$image") != "$before" ]] || fail 'the image is the old one' "$output"
}

@test "ps:inspect prints the pods as JSON without a value of the env" {
  run dokku ps:inspect "$APP"
  assert_status 0
  refute_has s3cret-value
  assert_equal "$(json '[...new Set(it.map((pod) => pod.metadata.labels["process-type"]))].sort().join(" ")' <<<"$output")" 'web worker'
  # Beside those that are on their way out.
  assert_equal "$(json 'it.some((pod) => pod.status.phase === "Running")' <<<"$output")" true
}

@test "ps:stop leaves no pod and says false, ps:start brings back what was scaled" {
  run dokku ps:stop "$APP"
  assert_status 0
  wait_for '[[ ! $(pods "$APP") ]]' 15
  assert_running false 0
  run dokku ps:inspect "$APP"
  assert_status 0
  run dokku ps:start "$APP"
  assert_status 0
  assert_equal "$(pods "$APP" web | wc -l) $(pods "$APP" worker | wc -l)" '1 1' 'web and worker pods'
  assert_running true 2
  run dokku ps:start "$APP"
  assert_status 0
  assert_has 'already running'
}

@test "ps:scale of a stopped app starts all of it, as a deploy would" {
  dokku ps:stop "$APP"
  run dokku ps:scale "$APP" web=2
  assert_status 0
  assert_equal "$(pods "$APP" web | wc -l) $(pods "$APP" worker | wc -l)" '2 1' 'web and worker pods'
  assert_running true 3
  dokku ps:scale "$APP" web=1
}

@test "each command without the cluster, without permission, and for apps that are not there" {
  local away nobody command
  away=$(kubeconfig_for https://127.0.0.1:9)
  for command in ps:stop ps:restart ps:inspect; do
    with_kubeconfig "$away" run dokku $command "$APP"
    assert_status 1
    assert_has https://127.0.0.1:9
    # Dokku repeats what stands on stderr, where it has to stand beside an answer.
    [[ $command == ps:inspect ]] || refute_has ' !      ! '
    run dokku $command nosuch
    assert_status 20
  done
  nobody=$(nobody_kubeconfig)
  for command in ps:stop ps:restart ps:inspect; do
    with_kubeconfig "$nobody" run dokku $command "$APP"
    assert_status 1
    assert_has forbidden
  done
  dokku apps:create "$APP-new"
  dokku scheduler:set "$APP-new" selected kubernetes
  run dokku ps:stop "$APP-new"
  assert_has 'has not been deployed'
  run dokku ps:inspect "$APP-new"
  assert_status 0
  assert_equal "$output" '[]'
  run dokku ps:report "$APP-new"
  [[ $output =~ Running:\ +false ]] || fail 'it is not said to be false' "$output"
  assert_running true 2
}
