#!/usr/bin/env bats
# PodDisruptionBudgets: how many pods of an app a drained node may take, told by a real eviction.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  dokku scheduler-kubernetes:set "$APP" pod-min-available 2
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

set_() { dokku scheduler-kubernetes:set "$APP" "$@"; }
spec() { k get poddisruptionbudget "$APP" --output json | json 'it.spec'; }

# What a drain does to each pod; the answer of the API server.
evict() { # POD
  kubectl create --raw "/api/v1/namespaces/$NAMESPACE/pods/$1/eviction" -f - 2>&1 <<END
{"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "$1", "namespace": "$NAMESPACE"}}
END
}

counted() { [[ $(k get poddisruptionbudget "$APP" --output 'jsonpath={.status.currentHealthy} {.status.observedGeneration}') == "$1" ]]; }

@test "one budget, named after the app, over all its process types" {
  assert_equal "$(spec)" "{\"minAvailable\":2,\"selector\":{\"matchLabels\":{\"app\":\"$APP\"}}}"
  run cat "$BATS_FILE_TMPDIR/first-push"
  assert_has "warning: spec no pod of $APP can ever be evicted while its scale is 2"
}

@test "an eviction that the budget forbids is refused, one that it allows is not" {
  wait_for "counted '2 1'" 20
  run evict "$(pods "$APP" worker)"
  assert_status 1
  assert_has "Cannot evict pod as it would violate the pod's disruption budget"

  set_ pod-min-available 50%
  run dokku ps:restart "$APP"
  assert_status 0
  refute_has warning
  assert_equal "$(spec)" "{\"minAvailable\":\"50%\",\"selector\":{\"matchLabels\":{\"app\":\"$APP\"}}}"
  wait_for "counted '2 2'" 20
  local worker
  worker=$(pods "$APP" worker)
  run evict "$worker"
  assert_status 0
  wait_for "[[ \$(pods $APP worker) == $APP-worker-* && \$(pods $APP worker) != $worker ]]" 20
}

@test "the other bound instead, and none takes the budget away" {
  set_ pod-min-available
  set_ pod-max-unavailable 1
  dokku ps:restart "$APP"
  assert_equal "$(spec)" "{\"maxUnavailable\":1,\"selector\":{\"matchLabels\":{\"app\":\"$APP\"}}}"
  run dokku scheduler-kubernetes:report "$APP" --scheduler-kubernetes-pod-max-unavailable
  assert_equal "$output" 1

  set_ pod-max-unavailable
  run dokku ps:restart "$APP"
  assert_has "Removed PodDisruptionBudget $APP"
  assert_equal "$(k get poddisruptionbudgets --output name)" ''
}

@test "by property, one pod at a time of each process type that has several" {
  set_ pod-disruption-budget true
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(k get poddisruptionbudgets --output name)" '' 'budgets of single pods'
  local first
  first=$(pods "$APP" web)
  dokku ps:scale "$APP" web=2
  assert_equal "$(k get poddisruptionbudgets --output name)" "poddisruptionbudget.policy/$APP-web"
  assert_equal "$(k get poddisruptionbudget "$APP-web" --output json | json 'it.spec.maxUnavailable')" 1
  assert_equal "$(pods "$APP" web | grep -c -- "$first")" 1 'the pod that ran before the second came'
  dokku ps:scale "$APP" web=1
  assert_equal "$(k get poddisruptionbudgets --output name)" ''
  set_ pod-disruption-budget
}

@test "refused: a wrong form, both at once, and everywhere at once" {
  refuses 1 'it must be a number of pods such as 1, or a percentage' -- set "$APP" pod-min-available some
  refuses 1 'it must be a number of pods' -- set "$APP" pod-max-unavailable 101%
  refuses 1 'one value was expected, 2 words were given' -- set "$APP" pod-min-available 1 2
  refuses 20 'App nosuch does not exist' -- set nosuch pod-min-available 1
  refuses 1 'Property cannot be specified globally' -- set --global pod-min-available 1
  set_ pod-min-available 1
  refuses 1 'pod-min-available is set to 1, and only one of the two can be set' "set $APP pod-min-available" -- set "$APP" pod-max-unavailable 1
}

@test "both at once, as the original could store them, stop a deploy before it begins" {
  [[ ${DOKKU:-} != real ]] || skip "writes below the dokku user's files"
  set_ pod-min-available 1
  printf 1 >"$DOKKU_LIB_ROOT/config/$PLUGIN/$APP/pod-max-unavailable"
  local before
  before=$(snapshot)
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "PodDisruptionBudget/$APP" "takes only one of the two: dokku scheduler-kubernetes:set $APP pod-max-unavailable"
  assert_equal "$(snapshot)" "$before"
}
