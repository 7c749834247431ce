#!/usr/bin/env bats
# resource:limit and resource:reserve on real pods.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  dokku resource:limit --memory 512m --cpu 1 "$APP"
  dokku resource:reserve --memory 32 --cpu 10m "$APP"
  dokku resource:limit --memory 1g --process-type worker "$APP"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

resources() { # PROCESS_TYPE
  k get pods --selector "app=$APP,process-type=$1" --output json | json 'it.items[0].spec.containers[0].resources'
}
rendered() { dokku scheduler-kubernetes:show-manifest "$APP" "$@" --format json 2>&1; }

@test "what was typed is what it means to Docker, per process type and for the others" {
  assert_equal "$(resources web)" '{"limits":{"cpu":"1","memory":"512Mi"},"requests":{"cpu":"10m","memory":"32Mi"}}'
  assert_equal "$(resources worker)" '{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"10m","memory":"32Mi"}}'
}

@test "the kernel holds the pod to its limit" {
  wait_for 'curl_host "$APP.example.test" /' 15
  # cgroup v2, or v1
  run eval "curl_host $APP.example.test /read?path=/sys/fs/cgroup/memory.max || curl_host $APP.example.test /read?path=/sys/fs/cgroup/memory/memory.limit_in_bytes" 2>/dev/null
  assert_has $((512 * 1024 * 1024))
}

@test "a request over its limit stops the deploy before it begins" {
  dokku resource:reserve --memory 2g --process-type worker "$APP"
  local before
  before=$(snapshot)
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "Deployment/$APP-worker" 'requests.memory requests 2Gi, more than the limit of 1Gi (resource:reserve, resource:limit)'
  assert_equal "$(snapshot)" "$before"
  dokku resource:reserve-clear --process-type worker "$APP"
  dokku ps:restart "$APP"
}

@test "an amount that Kubernetes does not know is said with its field" {
  dokku resource:limit --memory lots --process-type worker "$APP"
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has 'limits.memory must be a quantity such as 250m, 2 or 512Mi'
  dokku resource:limit-clear --process-type worker "$APP"
}

@test "a GPU is a limit, and a reservation has to equal it" {
  dokku resource:limit --nvidia-gpu 2 --process-type worker "$APP"
  assert_equal "$(rendered worker | json 'it.spec.template.spec.containers[0].resources.limits')" '{"cpu":"1","memory":"512Mi","nvidia.com/gpu":"2"}'
  dokku resource:reserve --nvidia-gpu 1 --process-type worker "$APP"
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has 'requests[nvidia.com/gpu] requests 1, which must equal the limit of 2'
  dokku resource:limit-clear --process-type worker "$APP"
  assert_equal "$(rendered worker | json 'it.spec.template.spec.containers[0].resources.limits["nvidia.com/gpu"]')" 1
}
