#!/usr/bin/env bats
# A HorizontalPodAutoscaler under real load: the pods become more, and fewer again.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku resource:reserve --cpu 20m --process-type web "$APP"
  # It is the share of the request that counts: the machine need not be busy.
  dokku resource:limit --cpu 100m --process-type web "$APP"
  dokku scheduler-kubernetes:autoscale-set "$APP" web min-replicas 1
  dokku scheduler-kubernetes:autoscale-set "$APP" web max-replicas 2
  dokku scheduler-kubernetes:autoscale-rule-add "$APP" web resource:cpu:Utilization:50
  # Kubernetes waits for five minutes before it takes pods away; a template of the app's own does not.
  local own=$DOKKU_LIB_ROOT/data/$PLUGIN/$APP/templates
  as-dokku mkdir -p "$own"
  cp "$repository/templates/horizontal-pod-autoscaler.yaml.hbs" "$own"
  printf '  behavior:\n    scaleDown:\n      stabilizationWindowSeconds: 0\n' >>"$own/horizontal-pod-autoscaler.yaml.hbs"
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

status() { k get horizontalpodautoscaler "$APP-web" --output json | json 'it.status.desiredReplicas'; }

@test "the replicas rise under load, up to the maximum" {
  wait_for 'curl_host "$APP.example.test" /' 15
  {
    for _ in {1..120}; do
      [[ ! -e $BATS_FILE_TMPDIR/enough ]] || break
      curl_host "$APP.example.test" '/burn?seconds=3' || sleep 1
    done
  } >"$BATS_FILE_TMPDIR/burned" 2>&1 3>&- &
  wait_for '[[ $(k get deployment "$APP-web" --output "jsonpath={.status.readyReplicas}") == 2 ]]' 120
  run dokku ps:scale "$APP" web=5
  assert_has 'the HorizontalPodAutoscaler of web runs between 1 and 2 pods'
  assert_equal "$(pods "$APP" web | wc -l)" 2
  touch "$BATS_FILE_TMPDIR/enough"
}

@test "and fall after it, down to the minimum" {
  wait_for '[[ $(pods "$APP" web | wc -l) == 1 ]]' 120
}
