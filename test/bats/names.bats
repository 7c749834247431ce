#!/usr/bin/env bats
# Names that Dokku takes and Kubernetes does not: an app like a domain, a process type with a capital and an underscore, a long app.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  export DOMAIN=$APP.example.com LONG=$APP-with-a-name-that-is-longer-than-a-label-of-kubernetes-may-be
  app_source "$BATS_FILE_TMPDIR/source"
  printf 'web: hello web\nMy_worker: hello worker\n' >"$BATS_FILE_TMPDIR/source/Procfile"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

# The one Deployment of a process type, as Dokku's names in its annotations tell.
deployment() { # APP TYPE JS
  k get deployments --output json |
    json "it.items.filter(({ metadata: { annotations: a } }) => a['dokku.com/app'] === '$1' && a['dokku.com/process-type'] === '$2').map((one) => $3).join(' ')"
}

@test "an app like a domain is deployed and served, with Dokku's names in what is said" {
  create_app "$DOMAIN"
  dokku ps:scale "$DOMAIN" web=1 My_worker=1
  run push "$DOMAIN" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_has 'My_worker, web ready'
  wait_for 'curl_host "$DOMAIN.example.test" /' 20
}

@test "its objects are named readably, and Dokku's names stand in annotations of Deployments and pods" {
  local name
  name=$(deployment "$DOMAIN" My_worker one.metadata.name)
  [[ $name =~ ^"$APP"-example-com-my-worker-[0-9a-f]{8}$ ]] || fail 'its name' "$name"
  assert_equal "$(deployment "$DOMAIN" My_worker 'one.spec.template.metadata.annotations["dokku.com/process-type"]')" My_worker
  assert_equal "$(pods "$DOMAIN" My_worker | wc -l)" 1 'pods by the labels of always'
}

@test "commands take and print the name of the process type" {
  run dokku logs "$DOMAIN" --num 3
  assert_has 'app[My_worker.1]: ' 'app[web.1]: '
  run dokku logs "$DOMAIN" --ps My_worker --num 3
  assert_status 0
  refute_has "[web.1]"
  run dokku logs "$DOMAIN" --ps my_worker
  assert_status 1
  assert_has 'My_worker.1, web.1'
  run dokku ps:scale "$DOMAIN" My_worker=2
  assert_status 0
  assert_equal "$(deployment "$DOMAIN" My_worker one.spec.replicas) $(deployment "$DOMAIN" web one.spec.replicas)" '2 1'
  run dokku scheduler-kubernetes:rolling-update "$DOMAIN" My_worker
  assert_status 0
  assert_has 'My_worker ready'
  wait_for '[[ $(dokku ps:report "$DOMAIN" --running) == true ]]' 20
}

@test "one-offs of an app like a domain carry its name, enter knows its types" {
  run dokku run "$DOMAIN" hello once one-off
  assert_status 0
  assert_has one-off
  run dokku run:detached "$DOMAIN" hello worker
  assert_status 0
  local name
  name=$(dokku run:list "$DOMAIN" --format json | json 'it[0].name')
  [[ $name == "$DOMAIN.run."* ]] || fail 'its name' "$name"
  run dokku run:stop "$name"
  assert_status 0
  run dokku enter "$DOMAIN" My_worker hello once entered
  assert_status 0
  assert_has entered
}

@test "properties of one process type" {
  dokku scheduler-kubernetes:deployment-annotations-set "$DOMAIN" example.com/team blue --process-type My_worker
  dokku scheduler-kubernetes:autoscale-set "$DOMAIN" My_worker min-replicas 1
  dokku scheduler-kubernetes:autoscale-set "$DOMAIN" My_worker max-replicas 3
  dokku scheduler-kubernetes:autoscale-rule-add "$DOMAIN" My_worker resource:cpu:Utilization:50
  dokku scheduler-kubernetes:set "$DOMAIN" service-process-types My_worker
  run dokku config:set "$DOMAIN" KEY=value
  assert_status 0
  assert_equal "$(deployment "$DOMAIN" My_worker 'one.metadata.annotations["example.com/team"]')" blue
  assert_equal "$(k get horizontalpodautoscalers --output 'jsonpath={.items[*].spec.scaleTargetRef.name}')" \
    "$(deployment "$DOMAIN" My_worker one.metadata.name)"
  run dokku scheduler-kubernetes:autoscale-apply "$DOMAIN" My_worker
  assert_status 0
  assert_has 'of My_worker runs between 1 and 3 pods'
}

@test "an app whose name no label can hold" {
  create_app "$LONG"
  dokku domains:set "$LONG" "long-$APP.example.test"
  dokku ps:scale "$LONG" web=1 My_worker=0
  run push "$LONG" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  wait_for 'curl_host "long-$APP.example.test" /' 20
  run dokku logs "$LONG" --num 3
  assert_has 'app[web.1]: '
  assert_equal "$(deployment "$LONG" web one.metadata.name.length)" 63
  run dokku ps:stop "$LONG"
  assert_status 0
  assert_equal "$(deployment "$LONG" web one.spec.replicas)" 0
}

@test "apps:destroy leaves nothing" {
  run dokku --force apps:destroy "$LONG"
  assert_status 0
  run dokku --force apps:destroy "$DOMAIN"
  assert_status 0
  run k get deployments,services,ingresses,horizontalpodautoscalers,poddisruptionbudgets --output name
  assert_equal "$output" '' 'what is left'
  # The Secret of a run that was stopped is left to Kubernetes' garbage collector.
  wait_for '[[ $(k get secrets --output name) == secret/registry ]]' 60
}
