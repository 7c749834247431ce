#!/usr/bin/env bats
# Certificates: first on a cluster that has no cert-manager, then with cert-manager's own resources and controllers and an ACME server,
# so that a certificate is ordered, proven through the ingress, issued and served.
load helpers

setup_file() {
  local built
  built=$(bash "$BATS_TEST_DIRNAME/cert-manager/build")
  export CRDS=$built/crds IMAGE=$CLUSTER_REGISTRY/${built##*/} SYSTEM SERVER=https://127.0.0.1:14000/dir
  remove_crds
  ! kubectl get crd certificates.cert-manager.io >/dev/null 2>&1 ||
    fail 'this cluster has a cert-manager of its own: these tests would meddle with it'
  use_dokku
  unique_names
  SYSTEM=$NAMESPACE-cert-manager
  export DOCKER_CONFIG=$BATS_FILE_TMPDIR/docker
  docker login --username "$CLUSTER_REGISTRY_USER" --password-stdin "$CLUSTER_REGISTRY" <<<"$CLUSTER_REGISTRY_PASSWORD" >/dev/null
  docker build --quiet --tag "$IMAGE" "$built/image" >/dev/null
  docker push --quiet "$IMAGE" >/dev/null
  unset DOCKER_CONFIG
  create_namespace "$NAMESPACE"
  wait_for 'k get serviceaccount default' 30
  # the pod that answers a challenge runs beside the app and pulls with this account
  kubectl patch serviceaccount default --namespace "$NAMESPACE" --patch '{"imagePullSecrets": [{"name": "registry"}]}'
  create_app "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

teardown_file() {
  k delete certificates --all --ignore-not-found 2>/dev/null || :
  remove_namespaces "$NAMESPACE" "$SYSTEM"
  kubectl delete clusterrolebinding "$SYSTEM" --ignore-not-found
  remove_crds
}

# Only those that these tests made.
remove_crds() { kubectl delete crd --selector tests=dokku-scheduler-kubernetes --ignore-not-found; }

set_() { dokku scheduler-kubernetes:set "$@"; }
host() { echo "${1:+$1.}$APP.example.test"; }
tls() { k get ingress app-ingress --output json | json 'it.spec.tls ?? []'; }

start_cert_manager() {
  create_namespace "$SYSTEM"
  # a pod without it is turned away
  wait_for 'kubectl --namespace "$SYSTEM" get serviceaccount default' 30
  local node
  node=$(kubectl get nodes --output json | json 'it.items[0].status.addresses.find((a) => a.type === "InternalIP").address')
  sed "s|NAMESPACE|$SYSTEM|g; s|IMAGE|$IMAGE|g; s|INGRESS|$node|g" "$BATS_TEST_DIRNAME/cert-manager/pod.yaml" | kubectl apply -f -
}

@test "without an e-mail address there is a warning, and the app is served without a certificate" {
  set_ "$APP" cert-manager-enabled true
  run dokku proxy:build-config "$APP"
  assert_status 0
  assert_has 'the ACME account has no e-mail address: dokku config:set --global CERT_MANAGER_EMAIL=you@example.com'
  assert_equal "$(tls)" '[]'
}

@test "where cert-manager is not installed a deploy says so and applies nothing, and so does domains:add" {
  dokku config:set --global --no-restart CERT_MANAGER_EMAIL=admin@example.test
  local before
  before=$(snapshot)
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has 'the cluster does not know cert-manager.io/v1 Certificate' 'cert-manager is not installed there' 'nothing was applied' \
    "dokku scheduler-kubernetes:set $APP cert-manager-enabled false"
  assert_equal "$(snapshot)" "$before" 'what there is'
  run dokku domains:add "$APP" "$(host www)"
  assert_status 1
  assert_has 'cert-manager is not installed there'
  assert_equal "$(snapshot)" "$before" 'what there is'
  dokku domains:remove "$APP" "$(host www)" || :
}

@test "with cert-manager the certificate is issued through the ingress and served" {
  kubectl apply --server-side -f "$CRDS" >/dev/null
  kubectl label -f "$CRDS" tests=dokku-scheduler-kubernetes >/dev/null
  kubectl wait --for=condition=Established -f "$CRDS" --timeout=30s >/dev/null
  # which the list of all groups knows a moment later
  wait_for 'kubectl get --raw /apis | grep -q cert-manager.io/v1' 30
  start_cert_manager
  set_ "$APP" cert-manager-server "$SERVER"
  run dokku ps:restart "$APP"
  assert_status 0
  kubectl get clusterissuers --selector app.kubernetes.io/managed-by=dokku-scheduler-kubernetes --output json >"$BATS_TEST_TMPDIR/issuers"
  assert_equal "$(json 'it.items.map(({ spec: { acme } }) => [acme.server, acme.email, acme.solvers[0].http01.ingress.ingressClassName].join(" ")).join()' \
    <"$BATS_TEST_TMPDIR/issuers")" "$SERVER admin@example.test nginx"
  assert_equal "$(tls)" "[{\"hosts\":[\"$(host)\"],\"secretName\":\"$APP-tls\"}]"

  kubectl wait --namespace "$SYSTEM" pod/cert-manager --for=condition=Ready --timeout=60s
  k wait "certificate/$APP-tls" --for=condition=Ready --timeout=90s || {
    k get certificates,certificaterequests,orders,challenges,pods --output wide
    kubectl logs --namespace "$SYSTEM" cert-manager --container controller --tail 30
    return 1
  } >&2
  kubectl get --raw "/api/v1/namespaces/$SYSTEM/pods/https:cert-manager:15000/proxy/roots/0" >"$BATS_FILE_TMPDIR/root.pem"
  wait_for 'curl_https "$(host)" / --cacert "$BATS_FILE_TMPDIR/root.pem" | grep "from $APP-web-"' 15
}

@test "domains:add orders a certificate with the new name, a wildcard is left out and named" {
  run dokku domains:add "$APP" "$(host www)" "*.wild.$(host)"
  assert_status 0
  assert_has "*.wild.$(host) gets no certificate: HTTP01 cannot prove a wildcard; name an issuer that uses DNS01" \
    "dokku scheduler-kubernetes:set $APP cert-manager-issuer NAME"
  assert_equal "$(k get certificate "$APP-tls" --output json | json 'it.spec.dnsNames.join(" ")')" "$(host) $(host www)"
  wait_for 'curl_https "$(host www)" / --cacert "$BATS_FILE_TMPDIR/root.pem"' 90
  run curl_host "any.wild.$(host)" /
  assert_status 0
  run dokku domains:remove "$APP" "$(host www)" "*.wild.$(host)"
  assert_status 0
}

@test "ps:stop takes the Certificate away and keeps its Secret, ps:start serves with the same one" {
  local before
  # The one without the domain that has just gone.
  wait_for '[[ $(k get secret "$APP-tls" --output json | json "it.metadata.annotations[\"cert-manager.io/alt-names\"]") == "$(host)" ]]' 90
  wait_for 'k get certificate "$APP-tls" --output json | json "it.status.conditions.every((c) => c.type !== \"Issuing\")" | grep true' 60
  before=$(k get secret "$APP-tls" --output json | json 'it.data["tls.crt"]')
  dokku ps:stop "$APP"
  assert_equal "$(k get certificates --output name)" ''
  dokku ps:start "$APP"
  wait_for 'curl_https "$(host)" / --cacert "$BATS_FILE_TMPDIR/root.pem"' 30
  k wait "certificate/$APP-tls" --for=condition=Ready --timeout=30s
  assert_equal "$(k get secret "$APP-tls" --output json | json 'it.data["tls.crt"]')" "$before" 'the certificate'
}

@test "an issuer of the namespace's own is used instead, and no issuer is made" {
  k apply -f - <<END
{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: own}, spec: {selfSigned: {}}}
END
  set_ "$APP" cert-manager-issuer own
  set_ "$APP" cert-manager-issuer-kind Issuer
  dokku proxy:build-config "$APP"
  assert_equal "$(k get certificate "$APP-tls" --output json | json 'it.spec.issuerRef')" '{"group":"cert-manager.io","kind":"Issuer","name":"own"}'
  wait_for 'k get secret "$APP-tls" --output json | json "it.metadata.annotations[\"cert-manager.io/issuer-name\"]" | grep "^own$"' 60
}

@test "cert-manager-enabled false takes the Certificate and the TLS entry away" {
  set_ "$APP" cert-manager-enabled false
  run dokku proxy:build-config "$APP"
  assert_status 0
  assert_equal "$(tls)" '[]'
  assert_equal "$(k get certificates --output name)" ''
}

@test "an app that had a Certificate can be destroyed when cert-manager is gone" {
  set_ "$APP" cert-manager-enabled true
  dokku proxy:build-config "$APP"
  assert_equal "$(k get certificates --output name)" "certificate.cert-manager.io/$APP-tls"
  remove_crds
  wait_for '! kubectl get --raw /apis | grep -q cert-manager.io' 30
  run dokku --force apps:destroy "$APP"
  assert_status 0
  refute_has ' !     '
  assert_equal "$(k get deployments,services,ingresses,secrets --output name)" secret/registry
}
