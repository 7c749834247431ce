#!/usr/bin/env bats
# A rollout that meets a node being drained. It runs alone: there is one node, and nobody else gets a pod meanwhile.
load helpers
load faulty

setup_file() { faulty_app; }

teardown() { kubectl uncordon --selector kubernetes.io/os=linux >/dev/null; }
teardown_file() { remove_namespaces "$NAMESPACE"; }

@test "a PodDisruptionBudget that lets no pod leave: drain and rollout wait for each other" {
  dokku "$PLUGIN:set" "$APP" pod-min-available 1
  dokku ps:restart "$APP"
  kubectl cordon --selector kubernetes.io/os=linux
  dokku "$PLUGIN:set" "$APP" deploy-timeout 15
  fails 45 'web: no node can run a pod' '1 node(s) were unschedulable' \
    "PodDisruptionBudget $APP allows no eviction of the running pods" "dokku scheduler-kubernetes:kubectl $APP -- uncordon NODE"
  curl_host "$APP.example.test" / >/dev/null
  kubectl uncordon --selector kubernetes.io/os=linux
  dokku "$PLUGIN:set" "$APP" deploy-timeout
  dokku ps:restart "$APP"
}
