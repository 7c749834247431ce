#!/usr/bin/env bats
# Several clusters from one Dokku. The second one is the same API server by another address and another user, who may work in one namespace
# only, with the rights that rbac says: what does not obey the properties is Forbidden, or finds no cluster at all, for the default kubeconfig is taken away.
load helpers

setup_file() {
  use_dokku
  unique_names
  export EAST=$NAMESPACE-east FILE=$DOKKU_ROOT/.kube/east.yaml SECOND=$APP-2
  create_namespace "$NAMESPACE"
  create_namespace "$EAST"
  app_source "$BATS_FILE_TMPDIR/source"
  create_app "$APP" "$EAST"
  east_kubeconfig
  dokku ps:scale "$APP" web=1 worker=0
  dokku scheduler-kubernetes:set "$APP" kubeconfig "$FILE"
  dokku scheduler-kubernetes:set "$APP" kube-context east
}

teardown_file() {
  remove_namespaces "$NAMESPACE" "$EAST"
  kubectl delete clusterrole,clusterrolebinding --ignore-not-found "$EAST:deployer:$APP"
}

# Contexts `east`, for somebody who may work in the namespace EAST, and `away`, where nobody listens. The current one is neither.
east_kubeconfig() {
  mkdir -p "$DOKKU_ROOT/.kube"
  dokku scheduler-kubernetes:rbac "$APP" --service-account "$EAST/deployer" | kubectl apply --server-side -f -
  TOKEN=$(kubectl --namespace "$EAST" create token deployer)
  export TOKEN
  kubectl config view --raw --minify --flatten >"$FILE"
  KUBECONFIG=$FILE edit_kubeconfig "$(kubectl config view --minify --output 'jsonpath={.clusters[0].name}')"
}

edit_kubeconfig() { # CLUSTER
  local server
  server=$(kubectl config view --output 'jsonpath={.clusters[0].cluster.server}')
  kubectl config set-cluster "$1" --server "${server/127.0.0.1/localhost}"
  kubectl config set-cluster away --server https://127.0.0.1:9
  kubectl config set-credentials deployer --token "$TOKEN"
  kubectl config set-context east --cluster "$1" --user deployer
  kubectl config set-context away --cluster away --user deployer
  kubectl config use-context away
}

set_() { dokku scheduler-kubernetes:set "$@"; }
value() { dokku scheduler-kubernetes:report "$1" "--scheduler-kubernetes-$2"; }
ke() { kubectl --namespace "$EAST" "$@"; }

# dokku, where nothing but the app's properties leads to a cluster.
east() { with_kubeconfig /nonexistent run dokku "$@"; }

hosts() { # NAMESPACE
  kubectl --namespace "$1" get ingress app-ingress --ignore-not-found --output 'jsonpath={.spec.rules[*].host}'
}

@test "the shell in which a command is typed chooses no cluster" {
  local file
  file=$(kubeconfig_for https://127.0.0.1:9)
  for file in "$file" /nonexistent; do
    run env KUBECONFIG="$file" HOME="${file%/*}" KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=9 KUBERNETES_MASTER=https://127.0.0.1:9 \
      KUBEDOG_KUBE_CONFIG="$file" KUBEDOG_KUBE_CONTEXT=nosuch dokku scheduler-kubernetes:list-pvc --namespace "$NAMESPACE"
    assert_status 0
  done
}

# Before the first deploy, too: the properties say where.
@test "kubectl in the cluster and the namespace of an app, with stdin and exit code, and what leads a shell there" {
  east scheduler-kubernetes:kubectl "$APP" -- auth whoami --output 'jsonpath={.status.userInfo.username}'
  assert_status 0
  assert_has "system:serviceaccount:$EAST:deployer"
  run bash -c 'printf "apiVersion: v1\nkind: Secret\nmetadata: {name: piped}\n" | dokku scheduler-kubernetes:kubectl "$APP" -- create --filename -'
  assert_status 0
  assert_equal "$(ke get secret piped --output name)" secret/piped
  east scheduler-kubernetes:kubectl "$APP" -- get secret nosuch
  assert_status 1
  east scheduler-kubernetes:kubectl "$APP" -- --context away get pods
  assert_status 1
  assert_has '--context would name another cluster than that of the app'
  FINGERPRINT=x east scheduler-kubernetes:kubectl "$APP" -- config view --raw
  assert_status 1
  assert_has 'over ssh not with config'
  run bash -c 'eval "$(dokku scheduler-kubernetes:exec-env "$APP")"; kubectl get secret piped --output name'
  assert_status 0
  assert_equal "$output" secret/piped
  ke delete secret piped
}

@test "set refuses a file that is not there, one that is not a kubeconfig, and a context that is not in it" {
  local file=$DOKKU_ROOT/.kube/broken text
  refuses 1 "$DOKKU_ROOT/.kube/nonexistent" 'there is none' -- set "$APP" kubeconfig "$DOKKU_ROOT/.kube/nonexistent"
  refuses 1 'an absolute path' -- set "$APP" kubeconfig east.yaml
  echo 'token: [s3cret' >"$file"
  refuses 1 "$file is not a kubeconfig: its line 2 is no YAML" -- set --global kubeconfig "$file"
  refute_has s3cret
  for text in '{}' 'some: map' '[]' text 'clusters: [], contexts: {}' '{kind: Pod, clusters: [], contexts: []}'; do
    echo "$text" >"$file"
    refuses 1 "$file is not a kubeconfig" -- set "$APP" kubeconfig "$file"
  done
  chmod 0600 "$file"
  ((EUID != 0)) || refuses 1 "$file" 'it belongs to root, and dokku may not' -- set "$APP" kubeconfig "$file"
  chmod 0644 "$file"
  head -c 1100000 /dev/zero | tr '\0' '#' >"$file"
  refuses 1 "$file is not a kubeconfig: it is larger than 1 MiB" -- set "$APP" kubeconfig "$file"
  rm "$file"
  refuses 1 "$FILE has no context west; it has: " east away -- set "$APP" kube-context west
  refuses 1 'has no context west' -- set --global kube-context west
}

@test "a kubeconfig that an app or a command of Dokku could have written runs no program, wherever it is named" {
  local ran pushed=$DOKKU_LIB_ROOT/data/app-json/$APP/app.json home=$DOKKU_ROOT/.kube path
  ran=$(folder 777)/ran
  mkdir -p "${pushed%/*}"
  cat >"$pushed" <<END
{"apiVersion": "v1", "kind": "Config", "current-context": "x", "cron": [],
 "clusters": [{"name": "x", "cluster": {"server": "https://127.0.0.1:9"}}],
 "contexts": [{"name": "x", "context": {"cluster": "x", "user": "x"}}],
 "users": [{"name": "x", "user": {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "interactiveMode": "Never",
   "command": "touch", "args": ["$ran"]}}}]}
END
  ln -s "$pushed" "$home/link.yaml"
  mkfifo "$home/fifo" 
  cp "$pushed" "$home/open.yaml" && chmod 0666 "$home/open.yaml"
  for path in "$pushed" "$home/../../lib/data/app-json/$APP/app.json" "$home/link.yaml" "$home/fifo" "$home/open.yaml" /dev/zero; do
    refuses 1 "$path" -- set "$APP" kubeconfig "$path"
    for command in "add-pvc data 1" list-pvc "remove-pvc data"; do
      # shellcheck disable=SC2086
      run timeout 20 dokku scheduler-kubernetes:$command --kubeconfig "$path"
      assert_status 1
      assert_has "use the kubeconfig $path"
    done
    # As a version before this one stored it.
    printf %s "$path" >"$DOKKU_LIB_ROOT/config/$PLUGIN/$APP/kubeconfig"
    run timeout 20 dokku scheduler-kubernetes:list-pvc --kubeconfig "$path"
    assert_has "use the kubeconfig $path"
    run timeout 60 dokku ps:rebuild "$APP"
    assert_status 1
    [[ ! -e $ran ]] || fail "a program ran for $path"
  done
  # What tells the test that it could run: the same file, put there by the admin.
  cp "$pushed" "$home/mine.yaml"
  run timeout 60 dokku scheduler-kubernetes:list-pvc --kubeconfig "$home/mine.yaml"
  [[ -e $ran ]] || fail 'no program of a kubeconfig of the admin runs' "$output"
  rm -r "${pushed%/*}" "$home"/{link.yaml,fifo,open.yaml,mine.yaml}
  printf %s "$FILE" >"$DOKKU_LIB_ROOT/config/$PLUGIN/$APP/kubeconfig"
}

@test "without a kubeconfig: which file is missing, unreadable or damaged, for whom, and how to make it" {
  local none=$BATS_TEST_TMPDIR/none config=$DOKKU_ROOT/.kube/config user=${DOKKU_SYSTEM_USER:-dokku}
  with_kubeconfig "$none" run dokku scheduler-kubernetes:list-pvc
  assert_status 1
  assert_has "there is not a kubeconfig: $user has no file $config" "sudo install -D -m 0600 -o $user -g $user KUBECONFIG $config"
  refute_has localhost 'internal error'
  echo 'clusters: [' >"$none"
  with_kubeconfig "$none" run dokku scheduler-kubernetes:list-pvc
  assert_has "$config is not a kubeconfig: its line 2 is no YAML"
  echo '{apiVersion: v1, kind: Config}' >"$none"
  with_kubeconfig "$none" run dokku scheduler-kubernetes:list-pvc
  assert_has "$config has no current context; it has: none"
}

@test "a context of the old kubeconfig is in the way of a new one, and the way out is said" {
  local other=$DOKKU_ROOT/.kube/other
  kubectl config view --raw --minify --flatten >"$other"
  refuses 1 "$other has no context east" "scheduler-kubernetes:set $APP kube-context" -- set "$APP" kubeconfig "$other"
}

@test "report shows both; the site's context is none of an app's own kubeconfig" {
  assert_equal "$(value "$APP" computed-kubeconfig) $(value "$APP" computed-kube-context)" "$FILE east"
  set_ --global kubeconfig "$FILE"
  set_ --global kube-context away
  set_ "$APP" kube-context
  assert_equal "$(value "$APP" computed-kube-context)" ''
  set_ "$APP" kube-context east
  set_ --global kube-context
  set_ --global kubeconfig
}

@test "a push goes to the app's cluster and names it, without the default kubeconfig" {
  with_kubeconfig /nonexistent run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_has "namespace $EAST of cluster east ($FILE)" 'web ready'
  refute_has "$TOKEN"
  wait_for 'curl_host "$APP.example.test" /' 20
}

@test "logs, scale, status, restart, stop and start obey" {
  east logs "$APP" --num 5
  assert_status 0
  assert_has "[web.1]"
  east ps:scale "$APP" web=2
  assert_status 0
  # A cluster that takes longer than 2 s counts as one that is away.
  wait_for 'east ps:report "$APP" --running; [[ "$status $output" == "0 true" ]]' 20
  east scheduler-kubernetes:rolling-update "$APP" web
  assert_status 0
  east domains:add "$APP" "second-$APP.example.test"
  assert_status 0
  assert_has "Ingress app-ingress of namespace $EAST of cluster east"
  assert_equal "$(hosts "$EAST")" "$APP.example.test second-$APP.example.test"
  east ps:stop "$APP"
  assert_status 0
  assert_equal "$(ke get deployments --output 'jsonpath={.items[*].spec.replicas}')" '0 0'
  east ps:start "$APP"
  assert_status 0
  assert_equal "$(ke get deployments --output 'jsonpath={.items[*].spec.replicas}')" '2 0' 'replicas after ps:start'
}

@test "run and enter obey" {
  east run "$APP" hello once one-off
  assert_status 0
  assert_has one-off
  east run:detached "$APP" hello worker
  assert_status 0
  east run:list "$APP"
  assert_has "$APP.run."
  east run:stop "$APP"
  east enter "$APP" web hello once entered
  assert_status 0
  assert_has entered
}

@test "autoscaling and claims obey" {
  east scheduler-kubernetes:autoscale-set "$APP" web min-replicas 1
  east scheduler-kubernetes:autoscale-set "$APP" web max-replicas 2
  east scheduler-kubernetes:autoscale-rule-add "$APP" web resource:cpu:Utilization:50
  east scheduler-kubernetes:autoscale-apply "$APP" web
  assert_status 0
  east scheduler-kubernetes:add-pvc data 1 --namespace "$EAST" --kubeconfig "$FILE" --kube-context east
  assert_status 0
  east scheduler-kubernetes:list-pvc "$EAST" --kubeconfig "$FILE" --kube-context east
  assert_status 0
  assert_has data
  east scheduler-kubernetes:remove-pvc data --namespace "$EAST" --kubeconfig "$FILE" --kube-context east
  assert_status 0
  assert_equal "$(ke get horizontalpodautoscalers --output name)" "horizontalpodautoscaler.autoscaling/$APP-web"
}

@test "where its user may not go the deploy is Forbidden, says so, and leaves nothing" {
  set_ "$APP" namespace "$NAMESPACE"
  east ps:rebuild "$APP"
  assert_status 1
  assert_has forbidden "system:serviceaccount:$EAST:deployer" "namespace $NAMESPACE of cluster east ($FILE)"
  refute_has "$TOKEN"
  set_ "$APP" namespace "$EAST"
  assert_equal "$(k get deployments,services,ingresses --output name)" '' 'objects of the other namespace'
}

@test "a cluster that is away, or a context that has gone, stops its own apps only" {
  create_app "$SECOND"
  dokku ps:scale "$SECOND" web=1 worker=0
  push "$SECOND" "$BATS_FILE_TMPDIR/source"
  set_ "$SECOND" kubeconfig "$FILE"
  set_ "$SECOND" kube-context away
  run dokku ps:restart "$SECOND"
  assert_status 1
  assert_has "the Kubernetes API server https://127.0.0.1:9 of cluster away ($FILE) does not answer" \
    "dokku scheduler-kubernetes:kubectl --global --kubeconfig=$FILE --kube-context=away -- version"
  cp "$FILE" "$FILE.before"
  KUBECONFIG=$FILE kubectl config delete-context away
  run dokku ps:restart "$SECOND"
  assert_status 1
  assert_has "$FILE has no context away"
  mv "$FILE.before" "$FILE"
  # It is where it was, and so is everybody else.
  run dokku logs "$SECOND"
  assert_status 0
  east scheduler-kubernetes:rolling-update "$APP"
  assert_status 0
}

@test "an app moves: the new cluster serves it, its host leaves the Ingress of the old one, its objects stay there" {
  assert_equal "$(hosts "$NAMESPACE")" "$SECOND.example.test"
  set_ "$SECOND" kube-context east
  set_ "$SECOND" namespace "$EAST"
  run dokku ps:restart "$SECOND"
  assert_status 0
  assert_has "Removing the routes of $SECOND from namespace $NAMESPACE"
  assert_equal "$(hosts "$NAMESPACE")" ''
  [[ $(hosts "$EAST") == *"$SECOND.example.test"* ]] || fail 'it is not routed' "$(hosts "$EAST")"
  run k get deployments --output name
  assert_has "deployment.apps/$SECOND-web"
  # Another deploy goes on in the new one.
  run dokku config:set "$SECOND" MOVED=1
  assert_status 0
  refute_has 'Removing the routes'
}

@test "the same cluster by other words is no move" {
  set_ "$APP" kubeconfig "$FILE"
  cp "$FILE" "$FILE.copy"
  set_ "$APP" kubeconfig "$FILE.copy"
  run dokku ps:restart "$APP"
  assert_status 0
  refute_has 'Removing the routes'
  assert_equal "$(hosts "$EAST" | wc -w)" 3 'hosts'
}

@test "no credential stands in what Dokku keeps" {
  run grep -rlF "$TOKEN" "$DOKKU_LIB_ROOT/data" "$DOKKU_LIB_ROOT/config"
  assert_equal "$output" ''
}

@test "apps:destroy removes an app from every cluster it was in" {
  run dokku --force apps:destroy "$SECOND"
  assert_status 0
  east --force apps:destroy "$APP"
  assert_status 0
  run kubectl get deployments,services,horizontalpodautoscalers,ingresses --namespace "$EAST" --output name
  assert_equal "$output" '' "$EAST"
  run k get deployments,services,ingresses --output name
  assert_equal "$output" '' "$NAMESPACE"
}
