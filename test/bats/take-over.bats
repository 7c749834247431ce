#!/usr/bin/env bats
# An app that the original plugin deployed is deployed by this one: the same objects go on, nobody notices, and its settings are read as it
# stored them. What the original left is in test/bats/original. One story: every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  export APP=shop
  kubectl create namespace "$NAMESPACE"
  left_by_original "$NAMESPACE" "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE" "$NAMESPACE-other"; }
teardown() { stop_asking; }

uids() { k get deployments,services,persistentvolumeclaims --output json | json 'it.items.map((o) => `${o.kind} ${o.metadata.name} ${o.metadata.uid}`).sort().join("\n")'; }

# What was asked for, but for what the cluster itself fills in.
specs() {
  k get deployments,services --output json | json 'it.items.map((o) => {
    return [o.kind, o.metadata.name, JSON.stringify([o.spec, o.metadata.labels])].join(" ");
  }).sort().join("\n")'
}

web() { k get deployment shop-web --output json | json "$1"; }

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

@test "a first deploy that fails leaves what the original deployed as it was, and no request is lost" {
  wait_for 'curl_host shop.example.test /' 20
  specs >"$BATS_TEST_TMPDIR/before"
  pods shop web >"$BATS_TEST_TMPDIR/pods"
  dokku config:set --no-restart shop FAIL_HEALTH=1
  dokku scheduler-kubernetes:set shop deploy-timeout 15
  # Somebody changes an object once while it is taken over.
  local touched real
  real=$(dokkus kubectl)
  touched=$(folder 777)/touched
  printf '#!/bin/bash\n[[ " $* " != *" replace "* || -e %s ]] || { touch %s; %s -n %s annotate deployment shop-web touched=once; } >&2\nexec %s "$@"\n' \
    "$touched" "$touched" "$real" "$NAMESPACE" "$real" | fake kubectl
  keep_asking shop.example.test
  run push shop "$BATS_FILE_TMPDIR/source"
  unfake kubectl
  assert_status 1
  [[ -e $touched ]]
  assert_has 'readiness check' 'what ran of shop before is unchanged'
  assert_all_answered
  run diff "$BATS_TEST_TMPDIR/before" <(specs)
  assert_equal "$output" '' 'what is not as before'
  # The worker may have come up and gone back.
  assert_equal "$(comm -23 "$BATS_TEST_TMPDIR/pods" <(pods shop web))" '' 'pods that went'
  dokku config:unset --no-restart shop FAIL_HEALTH
  dokku scheduler-kubernetes:set shop deploy-timeout
}

@test "the first deploy goes on with the same objects, and no request is lost" {
  wait_for 'curl_host shop.example.test /' 20
  uids >"$BATS_FILE_TMPDIR/before"
  web 'it.spec.selector' >"$BATS_FILE_TMPDIR/selector"
  keep_asking shop.example.test
  run push shop "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_all_answered
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

@test "where another Ingress routes it from the first deploy on, the original's goes" {
  dokku --force apps:destroy shop
  NAMESPACE+=-other
  kubectl create namespace "$NAMESPACE"
  left_by_original "$NAMESPACE" "$BATS_FILE_TMPDIR/source"
  dokku scheduler-kubernetes:set shop ingress-class traefik
  run push shop "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_has 'Removed Ingress app-ingress'
  assert_equal "$(k get ingresses --output name)" ingress.networking.k8s.io/app-ingress-traefik
}
