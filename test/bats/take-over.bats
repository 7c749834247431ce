#!/usr/bin/env bats
# An app that the original plugin deployed is deployed by this one: the same objects go on, nobody notices, and its settings are read as it
# stored them. What the original left is in test/bats/original. One story: every test goes on from the one before.
load helpers

setup_file() {
  use_dokku
  unique_names
  export APP=shop
  kubectl create namespace "$NAMESPACE"
  left_by_original "$NAMESPACE" "$BATS_FILE_TMPDIR/source"
}

teardown_file() {
  touch "$BATS_FILE_TMPDIR/enough"
  remove_namespaces "$NAMESPACE"
}

uids() { k get deployments,services,persistentvolumeclaims --output json | json 'it.items.map((o) => `${o.kind} ${o.metadata.name} ${o.metadata.uid}`).sort().join("\n")'; }

web() { k get deployment shop-web --output json | json "$1"; }

# A request every 50 ms until told that it is enough, two minutes at the most; says what failed.
client() {
  local _ asked=0
  for _ in {1..2400}; do
    [[ ! -e $BATS_FILE_TMPDIR/enough ]] || break
    curl_host shop.example.test / >/dev/null 2>>"$BATS_FILE_TMPDIR/failed" || echo failed >>"$BATS_FILE_TMPDIR/failed"
    asked=$((asked + 1))
    sleep 0.05
  done
  echo "$asked" >"$BATS_FILE_TMPDIR/asked"
}

@test "what the original stored is read as it is" {
  run dokku scheduler-kubernetes:report shop --scheduler-kubernetes-namespace
  assert_equal "$output" "$NAMESPACE"
  run dokku scheduler-kubernetes:report shop --scheduler-kubernetes-service-process-types
  assert_equal "$output" worker
  run dokku scheduler-kubernetes:report shop --scheduler-kubernetes-imagePullSecrets
  assert_equal "$output" registry-credential
  run dokku scheduler-kubernetes:report shop --scheduler-kubernetes-pod-min-available
  assert_equal "$output" 1
}

@test "the first deploy goes on with the same objects, and no request is lost" {
  wait_for 'curl_host shop.example.test /' 20
  uids >"$BATS_FILE_TMPDIR/before"
  web 'it.spec.selector' >"$BATS_FILE_TMPDIR/selector"
  client 3>&- &
  local client=$!
  run push shop "$BATS_FILE_TMPDIR/source"
  touch "$BATS_FILE_TMPDIR/enough"
  assert_status 0
  wait "$client"
  [[ ! -e $BATS_FILE_TMPDIR/failed || ! -s $BATS_FILE_TMPDIR/failed ]] || fail 'requests failed' "$(<"$BATS_FILE_TMPDIR/failed")"
  (($(<"$BATS_FILE_TMPDIR/asked") > 20)) || fail "the client asked only $(<"$BATS_FILE_TMPDIR/asked") times"
  assert_equal "$(uids)" "$(<"$BATS_FILE_TMPDIR/before")" 'the objects'
  assert_equal "$(web 'it.spec.selector')" "$(<"$BATS_FILE_TMPDIR/selector")" 'the selector'
}

@test "what the original wrote and this plugin does not is gone" {
  assert_equal "$(web 'it.spec.template.spec.containers[0].env.map(({ name }) => name)')" '["PORT"]' 'env in the Deployment'
  assert_equal "$(web 'it.spec.template.spec.containers[0].command ?? null')" null 'the command that hid the ENTRYPOINT'
  run web 'it'
  refute_has 'hello world'
  run k get ingress app-ingress --output json
  assert_equal "$(json 'it.metadata.annotations["kubernetes.io/ingress.class"] ?? null' <<<"$output")" null 'the old class annotation'
  assert_equal "$(json 'it.spec.ingressClassName' <<<"$output")" nginx
}

@test "annotations, mounts, autoscaling and the Ingress' annotations are those that were set before" {
  assert_equal "$(web 'it.metadata.annotations["example.com/owner"]')" team-a
  assert_equal "$(web 'it.spec.template.metadata.annotations["pod.kubernetes.io/lifetime"]')" 86400s
  assert_equal "$(k get service shop-web --output json | json 'it.metadata.annotations["example.com/svc"]')" yes
  assert_equal "$(web 'it.spec.template.spec.containers[0].volumeMounts')" '[{"mountPath":"/data","name":"shop-data"}]'
  assert_equal "$(k get ingress app-ingress --output json | json 'it.metadata.annotations["nginx.ingress.kubernetes.io/affinity"]')" cookie
  assert_equal "$(k get hpa shop-web --output json | json '[it.spec.minReplicas, it.spec.maxReplicas, it.spec.metrics.length]')" '[1,4,4]'
  assert_equal "$(k get pdb shop --output json | json 'it.spec.minAvailable')" 1
}
