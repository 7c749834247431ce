#!/usr/bin/env bats
# app.json's formation: the scale that Dokku takes from it, and the autoscaler that we do.
load helpers

setup_file() {
  use_dokku
  # of a run before
  without_keda
  wait_for '[[ ! $(kubectl api-resources --api-group keda.sh --output name) ]]' 60
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku resource:reserve --cpu 20m --process-type web "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
  without_keda
}

# Whether the cluster has KEDA's kinds is asked in this file alone, since others run beside it.
keda() { bash "$BATS_TEST_DIRNAME/formation/build"; }
without_keda() { kubectl delete --ignore-not-found --wait=false --filename "$(keda)" >/dev/null; }

plugin() { dokku "scheduler-kubernetes:$1" "${@:2}"; }
replicas() { k get deployment "$APP-$1" --output 'jsonpath={.spec.replicas}'; }
autoscaler() { k get horizontalpodautoscaler "$APP-web" --output json | json "$1"; }
autoscalers() { k get horizontalpodautoscalers --selector "app.kubernetes.io/part-of=$APP" --output name; }
bounds() { autoscaler 'it.spec.minReplicas + "-" + it.spec.maxReplicas'; }

push_formation() { # JSON
  printf '{ "formation": %s }\n' "$1" >"$BATS_FILE_TMPDIR/source/app.json"
  push "$APP" "$BATS_FILE_TMPDIR/source"
}

@test "quantity is the scale, for Dokku and in the cluster" {
  run push_formation '{ "web": { "quantity": 2 }, "worker": { "quantity": 1 } }'
  assert_status 0
  assert_equal "$(replicas web) $(replicas worker)" '2 1'
  wait_for '[[ $(dokku ps:report "$APP" --running) == true ]]' 20
  run dokku ps:scale "$APP" web=1
  assert_status 1
  assert_has 'cannot be manually scaled'
  assert_equal "$(replicas web)" 2
}

@test "autoscaling becomes a HorizontalPodAutoscaler; what only KEDA has is refused where that is not" {
  formation() { # TRIGGER...
    local IFS=,
    echo '{ "web": { "quantity": 2, "autoscaling": {
      "min_quantity": 2, "max_quantity": 3, "cooldown_period_seconds": 60, "polling_interval_seconds": 5,
      "triggers": ['"$*"'] } }, "worker": { "quantity": 1 } }'
  }
  local triggers=('{ "name": "busy", "type": "cpu", "metadata": { "value": "5000" } }'
    '{ "type": "memory", "metadata": { "type": "AverageValue", "value": "1Gi" } }')
  run push_formation "$(formation "${triggers[@]}" '{ "name": "queue", "type": "rabbitmq", "metadata": { "queueName": "jobs" } }')"
  assert_status 1
  assert_has 'KEDA is not installed there' 'nothing was applied'
  run push_formation "$(formation "${triggers[@]}")"
  assert_status 0
  assert_has 'the HorizontalPodAutoscaler of web runs between 2 and 3 pods' 'polling_interval_seconds is ignored'
  assert_equal "$(bounds)" 2-3
  assert_equal "$(autoscaler 'it.spec.metrics.map(({ resource }) => resource.name + JSON.stringify(resource.target)).sort().join(" ")')" \
    'cpu{"averageUtilization":5000,"type":"Utilization"} memory{"averageValue":"1Gi","type":"AverageValue"}'
  assert_equal "$(autoscaler it.spec.behavior.scaleDown.stabilizationWindowSeconds)" 60
}

@test "what is set by hand wins, and unset gives way again" {
  run plugin autoscale-set "$APP" web max-replicas 7
  assert_equal "$output" '=====> Setting max-replicas of web to 7'
  plugin autoscale-apply "$APP" web
  assert_equal "$(bounds)" 2-7
  plugin autoscale-rule-add "$APP" web resource:cpu:Utilization:4000
  plugin autoscale-apply "$APP" web
  assert_equal "$(autoscaler 'it.spec.metrics.map(({ resource }) => resource.target.averageUtilization)')" '[4000]'
  plugin autoscale-rule-remove "$APP" web resource
  plugin autoscale-set "$APP" web max-replicas
  plugin autoscale-apply "$APP" web
  assert_equal "$(bounds) $(autoscaler it.spec.metrics.length)" '2-3 2'
}

@test "a trigger that is wrong stops the deploy before anything is changed" {
  run push_formation '{ "web": { "quantity": 2, "autoscaling": { "triggers": [{ "type": "cpu", "metadata": { "value": "much" } }] } } }'
  ((status > 0)) || fail "the push was taken" "$output"
  assert_has 'app.json, formation.web.autoscaling: trigger "cpu": VALUE must be a percentage such as 50, not "much"' 'nothing was applied'
  assert_equal "$(bounds)" 2-3
}

@test "without autoscaling the quantity counts again" {
  run push_formation '{ "web": { "quantity": 1 } }'
  assert_status 0
  assert_has "removed HorizontalPodAutoscaler $APP-web: its scale applies again"
  assert_equal "$(replicas web)" 1
}

@test "KEDA: refused where it is not, then a ScaledObject in place of the HorizontalPodAutoscaler, gone at a scale of 0" {
  APP+=-keda
  create_app "$APP"
  dokku resource:reserve --cpu 20m --process-type web "$APP"
  rm "$BATS_FILE_TMPDIR/source/app.json"
  push "$APP" "$BATS_FILE_TMPDIR/source" >/dev/null
  plugin autoscale-set "$APP" web min-replicas 1
  plugin autoscale-set "$APP" web max-replicas 4
  plugin autoscale-rule-add "$APP" web resource:cpu:Utilization:4000
  plugin autoscale-apply "$APP" web
  assert_equal "$(bounds)" 1-4

  plugin autoscale-rule-remove "$APP" web resource
  plugin autoscale-rule-add "$APP" web "keda:cron:timezone=UTC,start=0 6 * * *,end=0 20 * * *,desiredReplicas=3"
  plugin autoscale-set "$APP" web min-replicas 0
  run dokku ps:scale "$APP" web=2
  assert_status 1
  assert_has 'KEDA is not installed there' 'nothing was applied'
  assert_equal "$(autoscalers)" "horizontalpodautoscaler.autoscaling/$APP-web"

  local crds
  crds=$(keda)
  kubectl apply --server-side --filename "$crds" >/dev/null
  kubectl wait --for condition=Established --filename "$crds" --timeout 30s >/dev/null
  run dokku ps:scale "$APP" web=3
  assert_status 0
  assert_has 'the ScaledObject of web runs between 0 and 4 pods, not its scale of 3' \
    "removed HorizontalPodAutoscaler $APP-web: a ScaledObject takes its place"
  assert_equal "$(autoscalers)" ''
  assert_equal "$(k get scaledobject "$APP-web" --output 'jsonpath={.spec.minReplicaCount} {.spec.triggers[0].metadata.start}')" '0 0 6 * * *'
  # as KEDA does when there is nothing to do
  k scale deployment "$APP-web" --replicas 0
  dokku config:set "$APP" B=1
  assert_equal "$(replicas web)" 0
  run dokku ps:scale "$APP" web=0
  assert_status 0
  assert_equal "$(k get scaledobjects --output name)" ''
}
