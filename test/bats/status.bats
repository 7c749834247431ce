#!/usr/bin/env bats
# Before the act and at a glance: what a deploy would apply, and how an app is. One story, each test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku config:set --no-restart "$APP" SECRET=hunter2
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

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
  refuses 1 "Dokku's own" -- render "$APP" --output "$DOKKU_ROOT/$APP"
  refuses 1 'begins with /' -- render "$APP" --output out
  refuses 1 'give one of them' -- render "$APP" --show-secrets --secrets sealed
  refuses 1 'are YAML' -- render "$APP" --format json --output /tmp/out
  refuses 1 '--secrets takes sealed or external' -- render "$APP" --secrets none
  render --format json >"$BATS_TEST_TMPDIR/with"
  with_kubeconfig /nonexistent render --format json | cmp - "$BATS_TEST_TMPDIR/with"
  dokku docker-options:add "$APP" deploy '--ulimit nofile=12'
  refuses 1 'validate ' ulimit 'nothing was applied' -- render "$APP"
  dokku docker-options:remove "$APP" deploy '--ulimit nofile=12'
}
