#!/usr/bin/env bats
# Where pods run and what they may do, by property.
load helpers

setup_file() {
  use_dokku
  unique_names
  export CLASS=class-$APP TIGHT=$APP-tight
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() {
  kubectl delete priorityclass,ingressclass "$CLASS" --ignore-not-found
  remove_namespaces "$NAMESPACE" "$NAMESPACE-tight"
}

set_() { dokku "$PLUGIN:set" "$APP" "$@"; }
# Of the pods of the release that runs: those of earlier ones may still be terminating.
spec() { # PROCESS_TYPE EXPRESSION
  k get deployment "$APP-$1" --output json | json "it.spec.template.spec.$2"
}

@test "names that nobody has stop a deploy; once there, pods run as set for their process type" {
  set_ priority-class "$CLASS"
  set_ service-account reader
  set_ node-selector kubernetes.io/os=linux
  set_ tolerations gpu=true:NoSchedule --process-type web
  set_ host-aliases 192.0.2.7:db.example.test
  set_ ephemeral-storage-limit 1Gi
  set_ max-unavailable 1 --process-type web
  set_ min-ready-seconds 1 --process-type web
  run set_ node-selector pool=none --process-type wroker
  assert_has "$APP has no process type wroker now, only " 'did you mean worker?'
  assert_equal "$(dokku "$PLUGIN:report" "$APP" "--$PLUGIN-node-selector.wroker")" pool=none

  local before
  before=$(snapshot)
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "names the PriorityClass $CLASS, which neither the release nor" "names the ServiceAccount reader, which neither" \
    "create priorityclass $CLASS --value=1000" 'create serviceaccount reader' 'nothing was applied'
  assert_equal "$(snapshot)" "$before"

  kubectl create priorityclass "$CLASS" --value=1000
  set_ service-account-create true
  dokku ps:restart "$APP"
  assert_equal "$(k get serviceaccount reader --output json | json 'it.imagePullSecrets')" '[{"name":"registry"}]'
  assert_equal "$(spec web tolerations)" '[{"effect":"NoSchedule","key":"gpu","operator":"Equal","value":"true"}]'
  assert_equal "$(spec worker tolerations)" undefined
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.spec.minReadySeconds + " " + it.spec.strategy.rollingUpdate.maxUnavailable')" '1 1'
  wait_for 'curl_host "$APP.example.test" /' 15
  # What a new server gives all of its pods.
  assert_equal "$(spec web securityContext.seccompProfile.type)" RuntimeDefault
  run curl_host "$APP.example.test" '/read?path=/etc/hosts'
  assert_has $'192.0.2.7\tdb.example.test'
  run k get pods --selector "app=$APP,process-type=web" --output json
  json 'it.items.map(({ spec: s }) => [s.priority, s.serviceAccountName, s.nodeSelector?.["kubernetes.io/os"], s.containers[0].resources.limits?.["ephemeral-storage"]].join(" ")).includes("1000 reader linux 1Gi")' <<<"$output" >"$BATS_TEST_TMPDIR/seen"
  assert_equal "$(<"$BATS_TEST_TMPDIR/seen")" true
}

@test "a NetworkPolicy lets the namespace connect that the IngressClass names" {
  kubectl create --filename - <<END
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: $CLASS}
spec: {controller: traefik.io/ingress-controller}
END
  set_ ingress-class "$CLASS"
  set_ network-policy app
  run dokku ps:rebuild "$APP"
  assert_status 1
  assert_has "IngressClass $CLASS does not tell where its own is" 'nothing was applied'
  run dokku "$PLUGIN:doctor" "$APP" --format json
  assert_has "IngressClass $CLASS does not tell in which namespace its controller is" "network-policy-allow NAMESPACE"

  kubectl annotate ingressclass "$CLASS" meta.helm.sh/release-namespace=controllers
  dokku ps:rebuild "$APP"
  assert_equal "$(k get networkpolicy "$APP" --output json | json 'it.spec.ingress[0].from.flatMap((one) => one.namespaceSelector?.matchLabels["kubernetes.io/metadata.name"] ?? []).join()')" controllers
  run dokku "$PLUGIN:doctor" "$APP" --format json
  assert_has 'network-policy lets namespace controllers connect'
  set_ network-policy
  set_ ingress-class
}

@test "restricted: root is refused before anything is there, then all pods of the app run in a namespace that enforces it" {
  local source=$BATS_FILE_TMPDIR/tight namespace=$NAMESPACE-tight id
  create_app "$TIGHT" "$namespace"
  dokku "$PLUGIN:set" "$TIGHT" imagePullSecrets
  dokku "$PLUGIN:set" "$TIGHT" pod-security restricted
  dokku "$PLUGIN:set" "$TIGHT" read-only-root true
  dokku "$PLUGIN:set" "$TIGHT" network-policy app
  dokku "$PLUGIN:set" "$TIGHT" network-policy-allow 0.0.0.0/0
  dokku "$PLUGIN:set" "$TIGHT" release-process-type migrate
  app_source "$source"
  printf 'web: hello web\nmigrate: hello once migrated\n' >"$source/Procfile"
  echo '{ "cron": [{ "command": "hello once counted", "schedule": "@yearly" }] }' >"$source/app.json"

  run push "$TIGHT" "$source"
  assert_has 'runs as root, and this pod may not run as root' 'USER 1000' "docker-options:add $TIGHT deploy,run" 'nothing was applied'
  assert_equal "$(kubectl get namespace "$namespace" --ignore-not-found --output name)" ''

  echo 'USER 1000' >>"$source/Dockerfile"
  run push "$TIGHT" "$source"
  assert_status 0
  assert_has 'hello: once migrated' 'web ready'
  assert_equal "$(kubectl get namespace "$namespace" --output json | json 'it.metadata.labels["pod-security.kubernetes.io/enforce"]')" restricted
  assert_equal "$(kubectl --namespace "$namespace" get networkpolicy "$TIGHT" --output json | json 'it.spec.policyTypes.join()')" Ingress
  wait_for 'curl_host "$TIGHT.example.test" /' 15
  run curl_host "$TIGHT.example.test" '/write?path=/srv&text=x'
  assert_has 'returned error: 500'
  curl_host "$TIGHT.example.test" '/write?path=/tmp/note&text=x'
  run curl_host "$TIGHT.example.test" '/read?path=/var/run/secrets/kubernetes.io/serviceaccount/token'
  assert_has 'returned error'

  run -0 dokku run "$TIGHT" hello once ran </dev/null
  assert_has 'hello: once ran'
  if since 0.31; then
    id=$(dokku cron:list "$TIGHT" | awk '$2 == "@yearly" { print $1 }')
    run -0 dokku cron:run "$TIGHT" "$id"
    assert_has 'hello: once counted'
  fi

  # Its admin decides from now on.
  kubectl label namespace "$namespace" pod-security.kubernetes.io/enforce=baseline --overwrite
  dokku "$PLUGIN:set" "$TIGHT" pod-security none
  dokku config:set "$TIGHT" SOME=value
  assert_equal "$(kubectl get namespace "$namespace" --output json | json 'it.metadata.labels["pod-security.kubernetes.io/enforce"]')" baseline
}
