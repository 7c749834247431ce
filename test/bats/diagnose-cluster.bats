#!/usr/bin/env bats
# Rollouts that fail for what the cluster has or allows: each fault is provoked, and the words, the time and the exit code are looked at.
load helpers
load faulty

setup_file() { faulty_app; }
teardown_file() { remove_namespaces "$NAMESPACE"; }
teardown() { heal; }

@test "an image that does not exist" {
  dokku registry:set "$APP" image-repo bats/nosuch
  fails 40 "web: the image $CLUSTER_REGISTRY/bats/nosuch:1 does not exist" "dokku ps:rebuild $APP"
}

@test "an image that Dokku has not pushed: refused before anything is applied" {
  dokku registry:set "$APP" push-on-release false
  run dokku ps:restart "$APP"
  dokku registry:set "$APP" push-on-release true
  assert_status 1
  assert_has "Dokku has not pushed $CLUSTER_REGISTRY/dokku/$APP:latest to a registry" "dokku registry:set $APP push-on-release true" "dokku ps:rebuild $APP"
  refute_has Applied
}

@test "a registry that nobody reaches: waited for until the deploy-timeout" {
  dokku "$PLUGIN:set" "$APP" deploy-timeout 20
  tune 's|"image":"[^"]*"|"image":"127.0.0.1:9/shop:1"|'
  local began=$SECONDS
  fails 50 "web 0/1 ready: the image 127.0.0.1:9/shop:1 cannot be pulled (dial tcp 127.0.0.1:9: connect: connection refused), trying again" \
    'web: 0 of 1 new pods were ready within 20 s' 'web: the image 127.0.0.1:9/shop:1 cannot be pulled' 'connection refused' "dokku registry:report $APP"
  assert_equal "$(grep -c 'web 0/1 ready: the image' <<<"$output")" 1 'how often it says so'
  ((SECONDS - began >= 20)) || fail "it did not wait: $((SECONDS - began)) s"
}

@test "a registry that refuses whoever asks" {
  tune 's|"image":"[^"]*"|"image":"'"$CLUSTER_REGISTRY"'/bats/private:1"|; s/"imagePullSecrets":\[[^]]*\]/"imagePullSecrets":[{"name":"nosuch"}]/'
  fails 50 "web: the registry denies the cluster access to the image $CLUSTER_REGISTRY/bats/private:1" '401 Unauthorized' 'dokku registry:login'
}

@test "a name that no image has" {
  tune 's|"image":"[^"]*"|"image":"Bad:::name"|'
  fails 30 'web: Bad:::name is not a valid image name'
}

@test "a key that is missing, and root where none may be" {
  tune 's/"env":\[/&{"name":"X","valueFrom":{"configMapKeyRef":{"name":"kube-root-ca.crt","key":"nosuch"}}},/'
  fails 40 "web: the container cannot be created: couldn't find key nosuch in ConfigMap $NAMESPACE/kube-root-ca.crt" "show-manifest $APP web"
  tune 's/"name":"'"$APP"'-web"\(,"image"\)/"securityContext":{"runAsNonRoot":true},&/'
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has 'spec.template.spec.containers[0].image runs as root, and this pod may not run as root' 'nothing was applied'
}

@test "what the namespace lacks and what cannot be changed: all at once, before anything is applied" {
  k create secret generic here
  tune 's/"envFrom":\[/&{"secretRef":{"name":"here"}},{"secretRef":{"name":"missing"}},{"configMapRef":{"name":"perhaps","optional":true}},/
    s/"containers":\[/"serviceAccountName":"nobody","volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"lost"}}],&/
    s/"matchLabels":{/&"app.kubernetes.io\/part-of":"'"$APP"'",/'
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "dokku scheduler-kubernetes:kubectl $APP -- -n $NAMESPACE delete deployment $APP-web" 'spec.selector.matchLabels[app.kubernetes.io/part-of] is missing in the cluster' \
    "names the Secret missing, which neither the release nor namespace $NAMESPACE has: dokku scheduler-kubernetes:kubectl $APP -- -n $NAMESPACE create secret generic missing --from-env-file=FILE" \
    "names the ServiceAccount nobody" "dokku scheduler-kubernetes:add-pvc lost SIZE --namespace $NAMESPACE" 'nothing was applied'
  refute_has 'names the Secret here' perhaps Applied 'internal error'
}

@test "an init container of the site that fails" {
  tune 's/"containers":\[.*"image":\("[^"]*"\)/"initContainers":[{"name":"prepare","image":\1,"args":["hello","nosuch"]}],&/'
  fails 60 'web: in init container prepare, before the app starts: the container exited 3 times' 'no process type'
}

@test "no room on any node: the numbers, and waited for until the deploy-timeout" {
  dokku "$PLUGIN:set" "$APP" deploy-timeout 15
  dokku resource:reserve --cpu 500 --process-type web "$APP"
  fails 40 'no node can run a pod that requests cpu 500' 'Insufficient cpu' "resource:reserve --process-type web $APP"
}

@test "no room for hundreds of pods: some of them tell why" {
  dokku "$PLUGIN:set" "$APP" deploy-timeout 20
  dokku resource:reserve --cpu 500 --process-type web "$APP"
  dokku ps:scale --skip-deploy "$APP" web=250
  fails 75 'web: no node can run a pod that requests cpu 500' 'Insufficient cpu'
}

@test "a quota, before there is any pod" {
  k create quota small --hard=pods=1
  # The pod that no node took may be counted still.
  fails 40 "web: the namespace's quota leaves no room for its pods: exceeded quota: small, requested: pods=1, used: pods=" ', limited: pods=1' \
    "dokku scheduler-kubernetes:kubectl $APP -- describe quota -n $NAMESPACE"
  k delete quota small
}

@test "a LimitRange whose default limit lies below what the pods ask for" {
  k create --filename - <<<'{"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"small"},"spec":{"limits":[{"type":"Container","default":{"memory":"64Mi"}}]}}'
  dokku resource:reserve --memory 128 --process-type web "$APP"
  fails 40 "web: the namespace's LimitRange and the resources of its pods do not go together" 'must be less than or equal to memory limit of 64Mi' \
    "dokku scheduler-kubernetes:kubectl $APP -- describe limitrange -n $NAMESPACE"
  k delete limitrange small
}

@test "a quota that wants to know what each pod may take" {
  k create quota wants --hard=requests.cpu=1
  fails 40 'web: the namespace has a quota that wants to know what each pod may take' 'must specify requests.cpu' \
    "dokku resource:reserve --cpu CORES --process-type web $APP"
  k delete quota wants
}

@test "a Deployment that somebody has paused" {
  k rollout pause "deployment/$APP-web"
  fails 40 "web: Deployment $APP-web is paused" "dokku scheduler-kubernetes:kubectl $APP -- rollout resume deployment/$APP-web -n $NAMESPACE"
  k rollout resume "deployment/$APP-web"
}

@test "a memory limit that no process can start with" {
  tune 's/"name":"'"$APP"'-web"\(,"image"\)/"resources":{"limits":{"memory":"512k"}},&/'
  fails 40 'web: its memory limit is too low to start anything: 512k' "dokku resource:limit --memory MEGABYTES --process-type web $APP"
  refute_has 'list-mount' 'allow more time'
}

@test "Pod Security that refuses the pods" {
  kubectl label namespace "$NAMESPACE" pod-security.kubernetes.io/enforce=restricted 2>/dev/null
  fails 40 "web: the namespace's pod security level does not allow its pods" 'violates PodSecurity "restricted:latest"' "dokku scheduler-kubernetes:kubectl $APP -- get namespace $NAMESPACE --show-labels"
  kubectl label namespace "$NAMESPACE" pod-security.kubernetes.io/enforce-
}

@test "a pod that the node sends away: not the fault of the app" {
  tune 's/"name":"'"$APP"'-web",\("image"\)/"resources":{"limits":{"ephemeral-storage":"2Mi"}},&/'
  dokku config:set --no-restart "$APP" FAIL_HEALTH=1 >/dev/null
  dokku "$PLUGIN:set" "$APP" deploy-timeout 45
  dokku ps:restart "$APP" >"$BATS_TEST_TMPDIR/said" 2>&1 3>&- &
  local deploy=$! pod
  wait_for 'k get pods --selector "app=$APP" --output json | grep "ephemeral-storage"' 40
  # shellcheck disable=SC2034 # wait_for reads it
  pod=$(k get pods --output json | json 'it.items.find((pod) => pod.spec.containers[0].resources.limits?.["ephemeral-storage"]).metadata.name')
  wait_for 'k get --raw "/api/v1/namespaces/$NAMESPACE/pods/$pod:5000/proxy/say?lines=5000&bytes=1000"' 40
  local code=0
  wait "$deploy" || code=$?
  assert_equal "$code" 1 'the exit code of the deploy'
  run cat "$BATS_TEST_TMPDIR/said"
  assert_has 'web: a pod was evicted, which is not the app'"'"'s fault' ephemeral "dokku scheduler-kubernetes:kubectl $APP -- describe nodes"
}
