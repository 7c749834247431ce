#!/usr/bin/env bats
# Autoscaling: who decides the number of pods, the scale or a HorizontalPodAutoscaler, and how one hands over to the other.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=3 worker=1
  dokku resource:reserve --cpu 20m --process-type web "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

plugin() { dokku "scheduler-kubernetes:$1" "${@:2}"; }
autoscaler() { k get horizontalpodautoscaler "$APP-web" --output json | json "$1"; }
autoscalers() { k get horizontalpodautoscalers --output name; }
replicas() { k get deployment "$APP-web" --output 'jsonpath={.spec.replicas}'; }

# Runs a command and fails when a pod of web went while it ran.
keeping_pods() { # COMMAND...
  local before
  before=$(pods "$APP" web)
  run "$@"
  assert_status 0
  assert_equal "$(comm -23 <(echo "$before") <(pods "$APP" web))" '' "pods that went during $*"
}

@test "bounds and rules are kept as the original kept them, and say what an autoscaler still lacks" {
  run plugin autoscale-set "$APP" web min-replicas 3
  assert_equal "$output" $'=====> Setting min-replicas of web to 3\n       the scale of web applies: for autoscaling it still lacks max-replicas, a rule'
  plugin autoscale-set "$APP" web max-replicas 4
  plugin autoscale-rule-add "$APP" web resource:cpu:Utilization:80
  run plugin autoscale-rule-add "$APP" web resource:cpu:Utilization:5000
  assert_equal "$output" '=====> Adding rule resource:cpu:Utilization:5000 to web'
  plugin autoscale-rule-add "$APP" web resource:memory:AverageValue:1Gi
  cd "$DOKKU_LIB_ROOT/config/$PLUGIN/$APP"
  assert_equal "$(grep . autoscale.web*)" $'autoscale.web:resource:cpu:Utilization:5000\nautoscale.web:resource:memory:AverageValue:1Gi\nautoscale.web.max-replicas:4\nautoscale.web.min-replicas:3'
  assert_equal "$(plugin autoscale-rule-list "$APP" web)" $'resource:cpu:Utilization:5000\nresource:memory:AverageValue:1Gi'
}

@test "a rule goes by its first fields, and one that is not there is no error" {
  plugin autoscale-rule-remove "$APP" web resource:memory
  assert_equal "$(plugin autoscale-rule-list "$APP" web)" resource:cpu:Utilization:5000
  run plugin autoscale-rule-remove "$APP" web pods:x
  assert_equal "$status $output" '0        web has no rule pods:x'
}

@test "a deploy hands the replicas over without stopping a pod" {
  assert_equal "$(autoscalers)" ''
  keeping_pods dokku ps:scale "$APP" web=1
  assert_has 'the HorizontalPodAutoscaler of web runs between 3 and 4 pods, not its scale of 1'
  assert_equal "$(replicas)" 3
  assert_equal "$(autoscaler '[it.spec.minReplicas, it.spec.maxReplicas, it.spec.scaleTargetRef.name, it.spec.metrics.length]')" "[3,4,\"$APP-web\",1]"
  assert_equal "$(autoscaler 'Object.keys(it.metadata.labels).filter((name) => !name.includes("/")).join(" ")')" 'app app-process-type process-type'
  run dokku scheduler-kubernetes:show-manifest "$APP" web deployment --format json
  assert_equal "$(json 'it.spec.replicas ?? "none"' <<<"$output")" none
}

@test "deploys go on leaving the count alone" {
  # From here on the autoscaler may take pods away, down to its minimum: neither the scale nor 1 may come back, not for a moment.
  kubectl --namespace "$NAMESPACE" get deployment "$APP-web" --watch --output 'jsonpath={.spec.replicas}{"\n"}' >"$BATS_TEST_TMPDIR/seen" 3>&- &
  local watch=$!
  dokku ps:scale "$APP" web=5
  dokku config:set "$APP" A=1
  kill "$watch"
  run sort -u "$BATS_TEST_TMPDIR/seen"
  [[ $output =~ ^[34]($'\n'[34])*$ ]] || fail "replicas that were seen" "$output"
}

@test "without a rule the scale applies again, at once and for good" {
  plugin autoscale-rule-remove "$APP" web resource
  keeping_pods dokku ps:scale "$APP" web=4
  assert_has "removed HorizontalPodAutoscaler $APP-web: its scale applies again"
  assert_equal "$(replicas) $(autoscalers)" '4 '
  dokku ps:scale "$APP" web=3
  assert_equal "$(replicas)" 3
}

@test "autoscale-apply does the same at once, in the namespace of the last deploy, and touches nothing else" {
  local generation
  generation=$(k get deployment "$APP-web" --output 'jsonpath={.metadata.generation}')
  plugin autoscale-rule-add "$APP" web resource:cpu:Utilization:5000
  plugin set "$APP" namespace elsewhere
  run plugin autoscale-apply "$APP" web
  plugin set "$APP" namespace "$NAMESPACE"
  assert_status 0
  assert_has 'The HorizontalPodAutoscaler of web runs between 3 and 4 pods'
  assert_equal "$(autoscalers)" "horizontalpodautoscaler.autoscaling/$APP-web"
  assert_equal "$(k get deployment "$APP-web" --output 'jsonpath={.metadata.generation}')" "$generation"
  keeping_pods dokku ps:scale "$APP" web=1
  assert_equal "$(replicas)" 3

  plugin autoscale-set "$APP" web max-replicas
  keeping_pods plugin autoscale-apply "$APP" web
  assert_has 'Removed the autoscaler of web, which lacks max-replicas: its scale of 1 applies with the next deploy'
  assert_equal "$(replicas) $(autoscalers)" '3 '
  run plugin autoscale-apply "$APP" web
  assert_has 'web has no autoscaler: it lacks max-replicas'
}

@test "what was stopped stays so until it is started, with the minimum" {
  plugin autoscale-set "$APP" web min-replicas 2
  plugin autoscale-set "$APP" web max-replicas 4
  dokku ps:stop "$APP"
  run plugin autoscale-apply "$APP" web
  assert_status 0
  assert_equal "$(replicas)" 0
  dokku ps:start "$APP"
  assert_equal "$(replicas)" 2
}

@test "a scale of 0 lets the autoscaler rest, another wakes it" {
  run dokku ps:scale "$APP" web=0
  assert_status 0
  assert_has 'web is scaled to 0: its HorizontalPodAutoscaler is disabled'
  assert_equal "$(replicas)" 0
  wait_for "[[ \$(autoscaler 'it.status.conditions.find((one) => one.type === \"ScalingActive\").reason') == ScalingDisabled ]]" 40
  dokku ps:scale "$APP" web=1
  assert_equal "$(replicas)" 2
}

@test "refused: bounds, rules and process types that cannot be" {
  refuses 1 'APP is missing' 'usage: dokku scheduler-kubernetes:autoscale-set APP PROCESS-TYPE min-replicas|max-replicas [VALUE]' -- autoscale-set
  refuses 1 'too many arguments: 3' -- autoscale-set "$APP" web min-replicas 2 3
  refuses 20 'App nosuch does not exist' -- autoscale-set nosuch web min-replicas 2
  refuses 1 'there are only min-replicas and max-replicas' -- autoscale-set "$APP" web replicas 2
  refuses 1 'it must be a number of pods, 1 or more' -- autoscale-set "$APP" web min-replicas 0
  refuses 1 'it must be a number of pods, 1 or more' -- autoscale-set "$APP" web max-replicas many
  refuses 1 'min-replicas would be 5 and max-replicas 4' -- autoscale-set "$APP" web min-replicas 5
  refuses 1 'it must be 1 to 63 letters, digits, - and _' -- autoscale-set "$APP" web.min-replicas min-replicas 1
  refuses 1 'RULE is missing' -- autoscale-rule-add "$APP" web
  refuses 20 'App nosuch does not exist' -- autoscale-rule-add nosuch web resource:cpu:Utilization:5000
  refuses 1 '"cpu" must be one of external, ingress, keda, pods, resource' 'resource:NAME:TYPE:VALUE' -- autoscale-rule-add "$APP" web cpu:50
  refuses 1 'VALUE must be a percentage such as 50, not "half"; format: resource:NAME:TYPE:VALUE' -- autoscale-rule-add "$APP" web resource:cpu:Utilization:half
  refuses 1 'SELECTOR must be a label selector' -- autoscale-rule-add "$APP" web external:x:Value:1:a=b=c
  refuses 1 'too many arguments' -- autoscale-rule-list "$APP" web more
  refuses 1 'RULE is missing' -- autoscale-rule-remove "$APP" web
  refuses 1 'PROCESS-TYPE is missing' -- autoscale-apply "$APP"
  refuses 1 'the app has no process type cron; it has: web, worker' -- autoscale-apply "$APP" cron
  dokku apps:create "$APP-2"
  refuses 1 'the app has never been deployed; its first deploy will apply it' -- autoscale-apply "$APP-2" web
  dokku --force apps:destroy "$APP-2"
}

@test "a stored rule that is wrong stops a deploy before it begins, and says how to take it away" {
  [[ ${DOKKU:-} != real ]] || skip "writes below the dokku user's files"
  echo resource:cpu:50 >>"$DOKKU_LIB_ROOT/config/$PLUGIN/$APP/autoscale.web"
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "HorizontalPodAutoscaler/$APP-web" 'rule resource:cpu:50: TYPE must be' "autoscale-rule-remove $APP web \"resource:cpu:50\""
  plugin autoscale-rule-remove "$APP" web resource:cpu:50
  assert_equal "$(plugin autoscale-rule-list "$APP" web)" resource:cpu:Utilization:5000
}

@test "every kind of rule is one that the API server takes" {
  plugin autoscale-rule-add "$APP" web pods:packets-per-second:AverageValue:1k
  plugin autoscale-rule-add "$APP" web ingress:requests-per-second:Value:10k
  plugin autoscale-rule-add "$APP" web external:queue_messages_ready:AverageValue:30:worker_tasks
  plugin autoscale-apply "$APP" web
  assert_equal "$(autoscaler 'it.spec.metrics.map((metric) => metric.type).sort().join(" ")')" 'External Object Pods Resource'
  assert_equal "$(autoscaler 'it.spec.metrics.find((metric) => metric.type === "Object").object.describedObject.name')" app-ingress
  assert_equal "$(autoscaler 'it.spec.metrics.find((metric) => metric.type === "External").external.metric.selector')" '{"matchExpressions":[{"key":"worker_tasks","operator":"Exists"}]}'
}
