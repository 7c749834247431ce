#!/usr/bin/env bats
# apps:clone: what was set follows, and nothing that is the first app's alone.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=0
  plugin set "$APP" pod-min-available 1
  plugin deployment-annotations-set "$APP" example.com/team shop --process-type web
  plugin autoscale-rule-add "$APP" worker resource:cpu:Utilization:50
  plugin add-pvc shared 10 --namespace "$NAMESPACE"
  plugin add-pvc alone 10 --namespace "$NAMESPACE" --access-mode ReadWriteOncePod
  plugin mount "$APP" shared /shared
  plugin mount "$APP" alone /alone
  as-dokku mkdir -p "$(templates "$APP")"/{own,partials}
  cat >"$(templates "$APP")/own/settings.yaml.hbs" <<'TEMPLATE'
apiVersion: v1
kind: ConfigMap
metadata:
  {{> metadata}}
TEMPLATE
  echo '{}' >"$(templates "$APP")/partials/one.yaml.hbs"
  app_source "$BATS_FILE_TMPDIR/source"
  allow_own "$APP"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

plugin() { dokku "scheduler-kubernetes:$1" "${@:2}"; }
templates() { echo "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$1/templates"; }
of() { k get deployments,services,configmaps --selector "app=$1" --output json | json 'it.items.map((o) => `${o.kind} ${o.metadata.name} ${o.metadata.uid}`).sort().join("\n")'; }

@test "--skip-deploy: properties, annotations, rules, mounts and templates are there, the cluster has nothing" {
  run dokku apps:clone --skip-deploy "$APP" "$APP-2"
  assert_status 0
  assert_has " !     $APP-2 does not mount alone at /alone: only one node or pod at a time can, and $APP does" \
    "dokku scheduler-kubernetes:mount $APP-2 CLAIM /alone"
  run diff -r --exclude volumes "$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP" "$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP-2"
  assert_equal "$output" '' 'what was set'
  run diff -r "$(templates "$APP")" "$(templates "$APP-2")"
  assert_equal "$output" '' 'templates'
  assert_equal "$(plugin list-mount "$APP-2")" shared:/shared
  assert_equal "$(plugin list-mount "$APP")" $'shared:/shared\nalone:/alone'
  assert_equal "$(of "$APP-2")" ''
  dokku --force apps:destroy "$APP-2"
  assert_equal "$(plugin list-mount "$APP")" $'shared:/shared\nalone:/alone'
}

@test "a clone is deployed beside the first app, under the domain of its own name" {
  local before
  before=$(of "$APP")
  run dokku apps:clone "$APP" "$APP-2"
  assert_status 0
  assert_equal "$(of "$APP")" "$before" "$APP"
  run of "$APP-2"
  assert_has "Deployment $APP-2-web" "Service $APP-2-web" "ConfigMap $APP-2-settings"
  wait_for 'curl_host "$APP-2.dokku.test" / | grep "from $APP-2-web-"' 15
  run curl_host "$APP.example.test" /
  assert_has "from $APP-web-"
  assert_equal "$(k get deployment "$APP-2-web" --output json | json 'it.metadata.annotations["example.com/team"]')" shop
}

@test "destroying the clone leaves the first app and the claims as they were" {
  local before
  before=$(of "$APP")
  run dokku --force apps:destroy "$APP-2"
  assert_status 0
  assert_equal "$(of "$APP-2")" ''
  assert_equal "$(of "$APP")" "$before" "$APP"
  run k get persistentvolumeclaims --output name
  assert_has persistentvolumeclaim/shared persistentvolumeclaim/alone
}
