#!/usr/bin/env bats
# docker-options and storage:mount: what becomes of them in a running pod, what is ignored with a warning, what is refused.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  dokku scheduler-kubernetes:add-pvc shop-data 10 --namespace "$NAMESPACE"
  options add deploy --add-host db.internal:10.1.2.3
  options add deploy --cap-drop ALL --cap-add=NET_BIND_SERVICE
  options add deploy --env "'GREETING=hello marker'"
  options add deploy --shm-size=32m
  options add deploy --sysctl net.ipv4.ip_unprivileged_port_start=0
  options add deploy -m 200m
  options add deploy -v shop-data:/data:ro
  options add deploy --log-opt token=marker
  options add deploy,run --init
  dokku storage:mount "$APP" /srv/uploads:/uploads
  dokku resource:limit --memory 100 --process-type worker "$APP"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

options() { dokku docker-options:"$1" "$APP" "${@:2}"; }
pod() { k get deployment "$APP-$1" --output json | json "it.spec.template.spec.$2"; }
get() { curl_host "$APP.example.test" "$1"; }

@test "what Kubernetes knows is there in the running container" {
  wait_for 'get / >/dev/null' 15
  run get '/read?path=/etc/hosts'
  assert_has 10.1.2.3 db.internal
  run get '/read?path=/proc/self/mounts'
  assert_has ' /dev/shm tmpfs rw' ' /data '
  run get '/write?path=/data/note&text=x'
  assert_has 'returned error: 500'
  # Bit 10 is NET_BIND_SERVICE.
  run get '/read?path=/proc/self/status'
  assert_has $'CapBnd:\t0000000000000400'
  assert_equal "$(get '/read?path=/proc/sys/net/ipv4/ip_unprivileged_port_start')" 0
  assert_equal "$(get '/env?name=GREETING')" 'hello marker'
}

@test "resource:limit wins over --memory, and an env variable stands in no manifest" {
  assert_equal "$(pod web 'containers[0].resources.limits.memory')" 200Mi
  assert_equal "$(pod worker 'containers[0].resources.limits.memory')" 100Mi
  run k get deployments,replicasets,pods --output json
  refute_has marker
}

@test "each deploy warns about the rest, once, without values; about storage of the Docker host with the commands to use instead" {
  run cat "$BATS_FILE_TMPDIR/first-push"
  assert_has 'ignored (deploy): --log-opt, Kubernetes has no equivalent' 'ignored (deploy, run): --init, use an init such as tini in the image'
  assert_has "ignored (deploy, run): /srv/uploads at /uploads, which is on the Docker host: move it to a claim" \
    " !     dokku scheduler-kubernetes:add-pvc uploads SIZE --namespace $NAMESPACE" " !     dokku scheduler-kubernetes:mount $APP uploads /uploads"
  refute_has marker restart
  assert_equal "$(grep -c 'ignored (' <<<"$output")" 3
  dokku ps:set "$APP" restart-policy no
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has 'restart policy no, Kubernetes always restarts a container that exits' 'ignored (deploy): --log-opt'
  dokku ps:set "$APP" restart-policy
}

@test "a volume of storage:mount that is a claim here is mounted" {
  dokku storage:unmount "$APP" /srv/uploads:/uploads
  dokku storage:mount "$APP" shop-data:/uploads
  run dokku ps:restart "$APP"
  assert_status 0
  refute_has /uploads
  wait_for 'get "/write?path=/uploads/note&text=kept"' 15
  assert_equal "$(get '/read?path=/data/note')" kept
}

@test "what cannot be stops the deploy before anything is applied" {
  local before
  before=$(snapshot)
  options add deploy --ulimit nofile=1024
  options add deploy --user app
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "docker-options: --ulimit nofile=1024 is not supported: these limits belong to the node" 'docker-options: --user app must be a numeric id' 'nothing was applied'
  assert_equal "$(snapshot)" "$before"
  options remove deploy --ulimit nofile=1024
  options remove deploy --user app
  run dokku ps:restart "$APP"
  assert_status 0
}

@test "an option of one process type" {
  needs_dokku 0.38 'docker-options:add --process'
  dokku docker-options:add --process worker "$APP" deploy --env GREETING=worker
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(get '/env?name=GREETING')" 'hello marker'
  local secret
  secret=$(pod worker 'containers[0].envFrom[0].secretRef.name')
  assert_equal "$(k get secret "$secret" --output json | json 'Buffer.from(it.data.GREETING, "base64").toString()')" worker
}
