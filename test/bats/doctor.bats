#!/usr/bin/env bats
# What the doctor says of a healthy app and its cluster, and of what was broken. One story, each test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku domains:set "$APP" localhost
  dokku ps:scale "$APP" web=1 worker=0
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

doctor() { dokku "$PLUGIN:doctor" "$@"; }

# `verdict check` of what is not well. The end of life of the cluster's Kubernetes comes when it comes.
unwell() {
  json 'it.checks.filter(({ verdict, check }) => !["ok", "unknown"].includes(verdict) && check !== "kubernetes").map(({ verdict, check, why }) => `${verdict} ${check}: ${why}`).join("\n")'
}

@test "a healthy app has no warning, and a node pulls its image for a Job that is gone again" {
  run doctor --pull --format json
  assert_equal "$(unwell <<<"$output")" '' 'what is not well'
  assert_status "$(json '({ ok: 0, warning: 1, wrong: 2 })[it.verdict]' <<<"$output")"
  assert_has 'pulled the image'
  assert_equal "$(json '["api-server", "version-skew", "clock", "storage-class", "metrics", "release", "settings", "registry", "proxy", "dns", "record", "rights",
    "architecture", "pull"].filter((name) => !it.checks.some(({ check, verdict }) => check === name && verdict === "ok"))' <<<"$output")" '[]' 'what is not ok'
  wait_for '[[ ! $(k get jobs --output name) ]]' 20
  refuses 20 'App no-such-app does not exist' -- doctor no-such-app
}

@test "a kubeconfig that others may read, without the context, or with a token that has expired" {
  local real calls config
  real=$(dokkus kubectl) calls=$(folder 777)/calls
  fake kubectl <<EOF
#!/bin/bash
echo . >>"$calls"
exec "$real" "\$@"
EOF
  chmod 644 "$DOKKU_ROOT/.kube/config"
  run doctor "$APP"
  chmod 600 "$DOKKU_ROOT/.kube/config"
  unfake kubectl
  assert_status 1
  assert_equal "$(wc -l <"$calls")" 2 'calls of kubectl'
  assert_has '=====> This server' '=====> Cluster of the default kubeconfig' "=====> $APP" 'ok       user ' \
    'warning  kubeconfig' 'has mode 0644' "sudo chmod 600 $DOKKU_ROOT/.kube/config"
  assert_equal "$(grep -v sudo <<<"$output" | awk 'length > 80')" '' 'lines of more than 80 columns but commands'

  config=$(kubeconfig_for "$(kubectl config view --minify --output 'jsonpath={.clusters[0].cluster.server}')")
  KUBECONFIG=$config kubectl config set-credentials stale \
    --token "e30.$(printf '{"exp":1767225600}' | base64 -w0 | tr -d =).c2VjcmV0" >/dev/null
  KUBECONFIG=$config kubectl config set-context --current --user stale >/dev/null
  run with_kubeconfig "$config" doctor "$APP"
  assert_status 2
  assert_has 'the token expired at 2026-01-01T00:00:00.000Z' ' 401 Unauthorized' 'was not asked' 'ok       dns '
  refute_has c2VjcmV0

  KUBECONFIG=$config kubectl config set current-context elsewhere >/dev/null
  run with_kubeconfig "$config" doctor "$APP" --format json
  assert_status 2
  assert_has ' has no context elsewhere; it has: '
}

@test "an account without rights: what it may not, and what nobody here can tell then" {
  local config
  config=$(nobody_kubeconfig)
  run with_kubeconfig "$config" doctor "$APP" --format json
  assert_status 2
  assert_equal "$(unwell <<<"$output" | awk '{ print $2 }' | sort -u)" rights: 'what is not well'
  assert_has 'the account may not create, delete, get, list, patch, update ' 'a domain that is taken is not named' 'StorageClasses may not be read'
}

@test "no cluster: what needs none is told, and a deploy that fails of it points here" {
  local config
  config=$(kubeconfig_for https://127.0.0.1:9)
  run with_kubeconfig "$config" doctor "$APP" --format json
  assert_status 2
  assert_equal "$(unwell <<<"$output" | grep -c .)" 1 'what is not well'
  assert_has 'https://127.0.0.1:9 does not answer: ' 'connection refused'
  run with_kubeconfig "$config" dokku ps:rebuild "$APP"
  assert_status 1
  assert_has "dokku $PLUGIN:doctor"
}
