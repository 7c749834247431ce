#!/usr/bin/env bats
# Process types as a StatefulSet, whose pods have disks of their own, and as a DaemonSet. One story, each test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  export CLASS=$APP-growing
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
  printf 'web: hello web\nagent: hello worker\n' >"$BATS_FILE_TMPDIR/source/Procfile"
  # Volumes of the test cluster never grow, but the API server takes it from a class that says they do.
  kubectl get storageclass standard --output json |
    json '({ ...it, allowVolumeExpansion: true, metadata: { name: process.env.CLASS } })' | kubectl apply -f - >/dev/null
  plugin set "$APP" min-ready-seconds 0
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
  kubectl delete storageclass "$CLASS" >/dev/null
}
teardown() { stop_asking; }

plugin() { dokku "scheduler-kubernetes:$1" "${@:2}"; }
host() { echo "$APP.example.test"; }
get() { curl_host "$(host)" "$1"; }
templates() { plugin set "$APP" claim-templates "$1" --process-type web; }
claims() { k get persistentvolumeclaims --output json | json 'it.items.map((c) => [c.metadata.name, c.spec.resources.requests.storage].join(" ")).sort().join("\n")'; }
uid() { k get "$1" "$2" --output 'jsonpath={.metadata.uid}'; }

@test "a Deployment becomes a StatefulSet without losing a request" {
  push "$APP" "$BATS_FILE_TMPDIR/source"
  wait_for 'get /' 15
  dokku ps:scale --skip-deploy "$APP" web=2 agent=1
  plugin set "$APP" workload statefulset --process-type web
  plugin set "$APP" workload daemonset --process-type agent
  templates "data:64Mi:/data:$CLASS,logs:64Mi:/logs"
  keep_asking "$(host)"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has 'web, agent ready' "Deployment $APP-web"
  assert_all_answered
  assert_equal "$(pods "$APP" web)" "$APP-web-0"$'\n'"$APP-web-1"
  assert_equal "$(k get deployments,statefulsets,daemonsets --output name)" "statefulset.apps/$APP-web"$'\n'"daemonset.apps/$APP-agent"
  assert_equal "$(pods "$APP" agent | wc -l)" "$(kubectl get nodes --output name | wc -l)" 'a pod on each node'
}

# What a pod answers, whichever of them a Service would choose.
ask() { k get --raw "/api/v1/namespaces/$NAMESPACE/pods/$APP-web-$1:5000/proxy$2"; }
written() { for pod; do ask "$pod" '/read?path=/data/note'; done; }

@test "each pod has claims of its own, which list-pvc and status know" {
  for pod in 0 1; do ask "$pod" "/write?path=/data/note&text=of$pod" >/dev/null; done
  assert_equal "$(written 0 1)" of0of1
  run plugin list-pvc "$NAMESPACE"
  [[ $output =~ data-$APP-web-1\ +Bound\ +64Mi\ +ReadWriteOnce\ +$CLASS\ +$APP ]] || fail 'no row of the second pod' "$output"
  run plugin remove-pvc "data-$APP-web-1" --namespace "$NAMESPACE"
  assert_status 1
  assert_has "it is mounted by pod $APP-web-1, StatefulSet $APP-web"
  assert_equal "$(plugin status "$APP" --format json | json '[it.state, it.problems, it.processes.map((p) => [p.process, p.wanted, p.ready]).sort()]')" \
    '["running",[],[["agent",1,1],["web",2,2]]]'
  wait_for '[[ $(dokku ps:report "$APP" --running) == true ]]' 10
}

@test "scaling down keeps the claims and says so; scaling up finds the data, although the old pod is still on its way out" {
  run dokku ps:scale "$APP" web=1
  assert_status 0
  assert_has 'web goes from 2 to 1 pods: the claims of the others stay, with their data'
  wait_for '[[ $(pods "$APP" web) == "$APP-web-0" ]]' 20
  run dokku ps:scale "$APP" web=2
  assert_status 0
  assert_equal "$(written 0 1)" of0of1
}

@test "a release that fails is rolled back, past the pod that it broke" {
  printf 'web: hello exit 7\nagent: hello worker\n' >"$BATS_FILE_TMPDIR/source/Procfile"
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 1
  assert_has "roll out web, agent of $APP" 'exit code 7' 'hello: exits with 7' "replacing $APP-web-1 of an earlier release" 'web, agent ready' 'runs release'
  assert_equal "$(written 0 1)" of0of1
  printf 'web: hello web\nagent: hello worker\n' >"$BATS_FILE_TMPDIR/source/Procfile"
}

@test "what cannot be done to claims is refused before anything is written" {
  local before
  before=$(claims; uid statefulset "$APP-web")
  while IFS='|' read -r wanted says; do
    templates "$wanted"
    run dokku ps:restart "$APP"
    assert_status 1
    assert_has "$says" 'nothing was applied'
  done <<END
data:32Mi:/data:$CLASS,logs:64Mi:/logs|data cannot shrink: it has 64Mi in the cluster, and 32Mi is less
data:64Mi:/data:$CLASS,logs:96Mi:/logs|logs-$APP-web-0 cannot grow from 64Mi to 96Mi: StorageClass standard does not allow that
data:64Mi:/data:standard,logs:64Mi:/logs|data is of StorageClass $CLASS in the cluster, not standard
disk:64Mi:/data:$CLASS,logs:64Mi:/logs|its claim templates are data, logs in the cluster, not disk, logs
END
  assert_equal "$(claims; uid statefulset "$APP-web")" "$before"
}

@test "claims of a class that allows it grow with the next deploy, around pods that go on" {
  local before
  before=$(uid statefulset "$APP-web")
  templates "data:128Mi:/data:$CLASS,logs:64Mi:/logs"
  run plugin plan "$APP"
  assert_has "claim data-$APP-web-0 grows from 64Mi to 128Mi"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has "claim data-$APP-web-1 grows from 64Mi to 128Mi"
  assert_equal "$(claims)" "$(printf '%s\n' "data-$APP-web-0 128Mi" "data-$APP-web-1 128Mi" "logs-$APP-web-0 64Mi" "logs-$APP-web-1 64Mi")"
  [[ $(uid statefulset "$APP-web") != "$before" ]] || fail 'the StatefulSet is the old one'
  assert_equal "$(k get statefulset "$APP-web" --output 'jsonpath={.spec.volumeClaimTemplates[0].spec.resources.requests.storage}')" 128Mi
  assert_equal "$(written 0 1)" of0of1
}

@test "stopped, nothing of it runs; started, each pod has its data" {
  run dokku ps:stop "$APP"
  assert_status 0
  wait_for '[[ ! $(pods "$APP") ]]' 20
  assert_equal "$(plugin status "$APP" --format json | json '[it.state, it.problems]')" '["stopped",[]]'
  run dokku ps:start "$APP"
  assert_status 0
  assert_equal "$(written 0 1)" of0of1
  run plugin rolling-update "$APP" agent
  assert_status 0
  assert_has 'agent ready'
}

@test "back to a Deployment, and destroyed: the claims stay, and it is said" {
  plugin set "$APP" workload --process-type web
  plugin set "$APP" claim-templates --process-type web
  plugin set "$APP" workload --process-type agent
  keep_asking "$(host)"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has "Removed" "StatefulSet $APP-web" "DaemonSet $APP-agent" "the claims data-$APP-web-0, data-$APP-web-1, logs-$APP-web-0, logs-$APP-web-1 of namespace $NAMESPACE stay, with their data"
  assert_all_answered
  assert_equal "$(k get deployments,statefulsets,daemonsets --output name)" "deployment.apps/$APP-agent"$'\n'"deployment.apps/$APP-web"
  dokku apps:destroy "$APP" --force
  assert_equal "$(claims | wc -l)" 4
  wait_for '[[ ! $(k get pods --output name) ]]' 40
  run plugin remove-pvc "data-$APP-web-0" --namespace "$NAMESPACE"
  assert_status 0
}
