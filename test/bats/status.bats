#!/usr/bin/env bats
# Before the act and at a glance: what a deploy would apply, and how an app is. One story, each test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku config:set --no-restart "$APP" SECRET=hunter2 DOKKU_DEFAULT_CHECKS_WAIT=1
  dokku ps:scale "$APP" web=1 worker=1
  dokku resource:limit --memory 64 "$APP"
  dokku scheduler-kubernetes:add-pvc data 1Gi --namespace "$NAMESPACE"
  dokku scheduler-kubernetes:mount "$APP" data /data
  dokku scheduler-kubernetes:autoscale-set "$APP" worker min-replicas 1
  dokku scheduler-kubernetes:autoscale-set "$APP" worker max-replicas 2
  dokku scheduler-kubernetes:autoscale-rule-add "$APP" worker resource:memory:AverageValue:1Gi
  app_source "$BATS_FILE_TMPDIR/source"
  sed -i '1 a "cron": [{ "command": "hello once fired", "schedule": "* * * * *" }],' "$BATS_FILE_TMPDIR/source/app.json"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

status() { dokku scheduler-kubernetes:status "$@"; }

render() { dokku scheduler-kubernetes:render "$APP" "$@"; }

try_on_server() { kubectl apply --server-side --dry-run=server --output name -f "$@"; }

@test "what is rendered is what was applied, and the server takes it as it is" {
  render >"$BATS_TEST_TMPDIR/first"
  render >"$BATS_TEST_TMPDIR/second"
  cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
  run cat "$BATS_TEST_TMPDIR/first"
  assert_has "#   SECRET: '********'"
  refute_has hunter2 "$(base64 <<<hunter2 | cut -c 1-8)"
  try_on_server "$BATS_TEST_TMPDIR/first"

  run try_on_server <(render --show-secrets)
  assert_status 0
  assert_equal "$(sed 's/^namespace/namespaces/; s/\..*\//\//' <<<"$output" | sort)" \
    "$(json 'it.objects.map((one) => `${one.kind.toLowerCase()}${one.kind === "Namespace" ? "s" : ""}/${one.name}`).sort().join("\n")' <"$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP/release.json" | sort)"
  render --show-secrets | kubectl diff --server-side -f - || fail 'it differs from what is there'
}

@test "as files: for whom they are, and what goes" {
  local out
  out=$(folder 777)
  run render --output "$out" --show-secrets
  assert_status 0
  try_on_server "$out"
  assert_equal "$(stat --format %a "$out"/Secret-*-env-*.yaml "$out/Deployment-$APP-web.yaml" | paste -sd ' ')" '600 644'
  dokku config:unset --no-restart "$APP" SECRET
  run render --output "$out" --secrets external
  assert_status 0
  assert_has ' removed'
  assert_equal "$(find "$out" -name 'Secret-*-env-*')" '' 'files of Secrets'
  dokku config:set --no-restart "$APP" SECRET=hunter2
  run render --secrets external
  assert_has "Secret $APP-env-" ' is left out; its keys: ' SECRET ExternalSecret
  refute_has hunter2
  echo 'kind: Service' >"$out/Service-$APP-web.yaml"
  refuses 1 'that scheduler-kubernetes:render did not write' 'move it away' -- render "$APP" --output "$out"
}

@test "what cannot be rendered is refused, without a cluster too" {
  refuses 20 'App no-such-app does not exist' -- render no-such-app
  refuses 1 'give one of them' -- render "$APP" --show-secrets --secrets sealed
  refuses 1 'are YAML' -- render "$APP" --format json --output /tmp/out
  render --format json >"$BATS_TEST_TMPDIR/with"
  with_kubeconfig /nonexistent render --format json | cmp - "$BATS_TEST_TMPDIR/with"
  dokku docker-options:add "$APP" deploy '--ulimit nofile=12'
  refuses 1 'validate ' ulimit 'nothing was applied' -- render "$APP"
  dokku docker-options:remove "$APP" deploy '--ulimit nofile=12'
}

@test "from a backup of Dokku's folders alone, without any program of Dokku or the cluster" {
  local backup
  backup=$(folder 755)
  dokku config:set --no-restart "$APP" ODD='a "b" $C \d!' NUMBER=5
  dokku domains:add "$APP" "second.$APP.example.test"
  render --show-secrets >"$BATS_TEST_TMPDIR/live"
  mkdir "$backup/lib"
  cp -a "$DOKKU_ROOT" "$backup/home"
  cp -a "$DOKKU_LIB_ROOT/config" "$DOKKU_LIB_ROOT/data" "$backup/lib"
  mkdir "$backup/bin"
  ln -s "$(type -P node)" "$(type -P bash)" "$backup/bin"
  from_backup() {
    env -i PATH="$backup/bin" "$DOKKU_LIB_ROOT/plugins/enabled/$PLUGIN/subcommands/render" "$PLUGIN:render" "$@" \
      --dokku-root "$backup/home" --lib-root "$backup/lib"
  }
  from_backup "$APP" --show-secrets >"$BATS_TEST_TMPDIR/backup"
  cmp "$BATS_TEST_TMPDIR/live" "$BATS_TEST_TMPDIR/backup"
  refuses 1 'give --dokku-root and --lib-root' -- render "$APP" --lib-root "$backup/lib"
  refuses 1 'read without dokku' subcommands/render -- render "$APP" --dokku-root "$backup/home" --lib-root "$backup/lib"
  refuses 1 "is Dokku's own" -- render "$APP" --output "$DOKKU_ROOT/out"
  run from_backup no-such-app
  assert_status 20
  assert_has 'App no-such-app does not exist'
}

@test "how an app is: pods, URL, cron, claim and release, in four calls" {
  local real calls
  real=$(dokkus kubectl) calls=$(folder 777)/calls
  fake kubectl <<EOF
#!/bin/bash
echo . >>"$calls"
exec "$real" "\$@"
EOF
  run status "$APP"
  unfake kubectl
  assert_status 0
  assert_equal "$(wc -l <"$calls")" 4 'calls of kubectl'
  assert_has "$APP is " ": release 1 in namespace $NAMESPACE" "http://$APP.example.test" '* * * * *' 'hello once fired' 'data   Bound   1Gi' \
    'worker is autoscaled: ' '1 to 2'
  [[ $output =~ web\ +1/1\ +0\  ]] || fail 'web is not as expected' "$output"
  [[ $output =~ worker\ +1/1\ +0\  ]] || fail 'worker is not as expected' "$output"
  ((${#lines[0]} < 120 && $(awk 'length > 80' <<<"$output" | grep -cE '^(PROCESS|URL|CRON|CLAIM)') == 0)) || fail 'too wide' "$output"
}

@test "what containers use, and no files of an image without tar" {
  run dokku scheduler-kubernetes:top "$APP"
  [[ $output =~ web\.1\ .*64Mi && $output =~ worker\.1\ .*64Mi ]] || fail 'not as expected' "$output"
  run --separate-stderr dokku scheduler-kubernetes:top "$APP" --format json
  assert_equal "$(json 'it.map((one) => [one.process, one.memory.limit])' <<<"$output")" '[["web.1",67108864],["worker.1",67108864]]'
  assert_equal "$status" 0
  local real
  real=$(dokkus kubectl)
  fake kubectl <<EOF
#!/bin/bash
[[ " \$* " != *" pods.metrics.k8s.io "* ]] || exit 1
[[ " \$* " != *" /apis "* ]] || exec echo '{"groups": [{"versions": [{"groupVersion": "apps/v1"}]}]}'
exec "$real" "\$@"
EOF
  run dokku scheduler-kubernetes:top "$APP"
  unfake kubectl
  assert_status 1
  assert_has 64Mi 'serves no metrics' 'install metrics-server'
  fake kubectl <<EOF
#!/bin/bash
[[ " \$* " != *" pods.metrics.k8s.io "* ]] || { echo 'Error from server (ServiceUnavailable): metrics are down' >&2; exit 1; }
exec "$real" "\$@"
EOF
  run dokku scheduler-kubernetes:top "$APP"
  unfake kubectl
  assert_status 1
  assert_has 64Mi 'metrics are down'
  refuses 20 'App no-such-app does not exist' -- top no-such-app
  refuses 1 'the image has no tar' "dokku enter $APP web cat /hello" -- cp "$APP:web:/hello" -
}

@test "a port of this server leads to a pod" {
  timeout 60 dokku "$PLUGIN:port-forward" "$APP" web 17654:5000 >"$BATS_TEST_TMPDIR/forward" 2>&1 3>&- &
  local forwarder=$!
  wait_for 'curl --silent --fail --max-time 2 http://127.0.0.1:17654/healthz' 15
  kill "$forwarder"
  wait "$forwarder" || assert_equal "$?" 143 'how the signal ended it'
  refuses 1 'there is no web.9; running: ' -- port-forward "$APP" web.9
  refuses 1 'PORT is a number' -- port-forward "$APP" web http
}

@test "in trouble: what failed last, and what is wrong now though a deploy once succeeded" {
  dokku scheduler-kubernetes:set "$APP" deploy-timeout 5
  run dokku config:set "$APP" FAIL_HEALTH=1
  run status "$APP" --format json
  assert_status 0
  assert_equal "$(json '[it.release.number, it.failed.number, /within 5 s|check/.test(it.failed.why)]' <<<"$output")" '[1,2,true]'
  k set image "deployment/$APP-worker" "$APP-worker=$CLUSTER_REGISTRY/none:1"
  wait_for 'status "$APP" --format json | json "it.problems.map((one) => one.about + one.says).join()" | grep "^worker.*image"' 30
  run status "$APP"
  assert_status 0
  assert_has "$APP is degraded" '! worker: ' 'Failed '
}

@test "again and again at a terminal, until it is interrupted" {
  local screen=$BATS_TEST_TMPDIR/screen code=0
  { wait_for '(($(grep -c "$APP is degraded" "'"$screen"'") > 1))' 60 && printf '\003' && sleep 4; } |
    script --quiet --return --command "stty rows 40 cols 100; dokku $PLUGIN:status $APP --watch" /dev/null >"$screen" || code=$?
  assert_equal "$code" 130 'how Ctrl-C ended it'
  run cat "$screen"
  assert_has "$APP is degraded" $'\e[H' 'PROCESS  READY'
  refute_has 'internal error'
  refuses 1 'at a terminal' -- status "$APP" --watch
}

@test "all apps: those in trouble first" {
  create_app "$APP-new"
  run status
  assert_status 0
  [[ ${lines[0]} =~ ^APP\ +STATE && ${lines[1]} =~ ^$APP\ +degraded && ${lines[2]} =~ ^$APP-new\ +not\ deployed ]] || fail 'not sorted' "$output"
  refute_has …
  assert_equal "$(status --format json | json 'it.map((one) => one.state)')" '["degraded","not deployed"]'
}

@test "an app that is not there, was never deployed, has no cluster or may not be seen" {
  refuses 20 'App no-such-app does not exist' -- status no-such-app
  run status "$APP-new"
  assert_status 0
  assert_has "$APP-new has never been deployed"
  run with_kubeconfig /nonexistent status "$APP"
  assert_status 1
  assert_has "$APP is unknown" 'Image ' 'there is not a kubeconfig'
  local config
  config=$(nobody_kubeconfig)
  run with_kubeconfig "$config" status "$APP"
  assert_status 1
  assert_has "$APP is unknown" forbidden
  run with_kubeconfig "$config" status
  assert_status 1
  assert_has unknown forbidden
  k create role seer --verb get,list --resource deployments,replicasets,pods
  k create rolebinding seer --role seer --serviceaccount "$NAMESPACE:nobody"
  run with_kubeconfig "$config" status "$APP"
  assert_status 0
  assert_has "$APP is degraded" forbidden 'cannot list resource "cronjobs"' '! worker: '
  [[ $output =~ web\ +1/1 ]] || fail 'web is not as expected' "$output"
}
