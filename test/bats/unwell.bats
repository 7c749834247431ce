#!/usr/bin/env bats
# A cluster that is slow, overloaded, away for a while, or whose objects somebody else changes: what is tried again, what is said, and that
# no deploy calls itself done that is not.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source"
  export ORDERS=$BATS_FILE_TMPDIR/orders UNWELL=$BATS_FILE_TMPDIR/unwell.kubeconfig
  : >"$ORDERS"
  KUBECONFIG=$DOKKU_KUBECONFIG serve "$repository/test/bats/unwell.mjs" "$ORDERS" "$UNWELL"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

setup() { : >"$ORDERS"; }

orders() { printf '%s' "$1" >"$ORDERS"; }

# What Dokku reaches is the API server that misbehaves; the test looks at the real one.
unwell() { with_kubeconfig "$UNWELL" "$@"; }

# The app runs with that value of CHANGE in every pod of every process type.
runs_with() { # CHANGE
  local name
  for name in web worker; do
    k rollout status --timeout=30s "deployment/$APP-$name" >/dev/null
    k get deployment "$APP-$name" --output json >"$BATS_TEST_TMPDIR/deployment"
    secret=$(json 'it.spec.template.spec.containers[0].envFrom[0].secretRef.name' <"$BATS_TEST_TMPDIR/deployment")
    assert_equal "$(k get secret "$secret" --output json | json 'Buffer.from(it.data.CHANGE, "base64").toString()')" "$1" "CHANGE of $name"
  done
}

deployment_generation() { k get deployment "$APP-web" --output json | json 'it.metadata.generation'; }

# Cuts the API server off for SECONDS once the new release is applied.
cut_off_after_apply() { # SECONDS
  local before
  before=$(deployment_generation)
  (
    wait_for "[[ \$(deployment_generation) != $before ]]" 30
    orders '{"down": true}'
    sleep "$1"
    : >"$ORDERS"
  ) 3>&- &
}

@test "200 ms a call: the deploy takes longer and is done" {
  orders '{"delay": 200}'
  run unwell dokku config:set "$APP" CHANGE=slow
  assert_has 'Application deployed'
  runs_with slow
}

@test "429 from an overloaded API server: tried again" {
  orders '{"status": 429, "times": 3}'
  run unwell dokku config:set "$APP" CHANGE=overloaded
  assert_has 'Application deployed'
  runs_with overloaded
}

@test "409 and 503 to a write: tried again" {
  local code
  for code in 409 503; do
    orders "{\"status\": $code, \"times\": 1, \"method\": \"PATCH\"}"
    run unwell dokku config:set "$APP" "CHANGE=after-$code"
    assert_has 'Application deployed'
    runs_with "after-$code"
  done
}

@test "a write that stays refused is not called done" {
  orders '{"status": 500, "times": 1000, "method": "PATCH"}'
  run unwell dokku config:set --no-restart "$APP" CHANGE=refused
  run unwell dokku ps:rebuild "$APP"
  ((status != 0)) || fail 'the deploy counts as done' "$output"
  assert_has 'unwell as the test asked for' ' !     apply '
  runs_with after-503
}

@test "an API server that is away for a minute in the middle of a rollout is waited for" {
  cut_off_after_apply 60
  run unwell dokku config:set "$APP" CHANGE=patient
  assert_status 0
  assert_has 'Application deployed'
  runs_with patient
}

@test "an API server that is away before the deploy begins stops it at once" {
  orders '{"down": true}'
  SECONDS=0
  run unwell dokku ps:rebuild "$APP"
  ((status != 0)) || fail 'the deploy counts as done' "$output"
  ((SECONDS < 60)) || fail "it took $SECONDS s to say so" "$output"
  assert_has 'does not answer'
  orders ''
  runs_with patient
}

@test "replicas, a label and a whole Deployment that somebody else changed come back" {
  k scale --replicas=3 "deployment/$APP-web"
  k label deployment "$APP-web" app-process-type- process-type=other --overwrite
  k delete deployment "$APP-worker" --wait
  run dokku config:set "$APP" CHANGE=mended
  assert_status 0
  runs_with mended
  assert_equal "$(k get deployment "$APP-web" --output json | json '[it.spec.replicas, it.metadata.labels["process-type"], it.metadata.labels["app-process-type"]]')" \
    "[1,\"web\",\"$APP-web\"]"
}

# Until `allow_again` the namespace takes no such object; with a CONDITION only those that meet it.
refuse_by_policy() { # API_GROUP RESOURCES MESSAGE [CONDITION]
  k apply --filename - <<END
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: $NAMESPACE}
spec:
  failurePolicy: Fail
  matchConstraints:
    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NAMESPACE}}
    resourceRules: [{apiGroups: [$1], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [$2]}]
  validations: [{expression: "${4:-false}", message: "$3"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: $NAMESPACE}
spec: {policyName: $NAMESPACE, validationActions: [Deny]}
END
}

allow_again() { k delete validatingadmissionpolicies,validatingadmissionpolicybindings "$NAMESPACE"; }

@test "an admission policy that refuses: its words are shown, the app goes on as it was" {
  refuse_by_policy apps deployments 'no deployments on Sundays'
  wait_for '! k scale --replicas=1 --dry-run=server deployment/$APP-web; ! k annotate --dry-run=server deployment/$APP-web a=b' 20
  run dokku ps:rebuild "$APP"
  allow_again
  ((status != 0)) || fail 'the deploy counts as done' "$output"
  assert_has 'no deployments on Sundays' "$APP runs release "
  refute_has 'rolling back failed'
  runs_with mended
}

@test "a policy that refuses the Ingress: a deploy that changes no host goes on, one that does applies nothing" {
  refuse_by_policy networking.k8s.io ingresses 'no ingresses on Sundays'
  wait_for '! k annotate --dry-run=server ingress/app-ingress a=b' 20
  run dokku config:set "$APP" CHANGE=sunday
  assert_status 0
  runs_with sunday
  printf '%s\n' "$APP.example.test" "$APP-more.example.test" >"$DOKKU_ROOT/$APP/VHOST"
  snapshot >"$BATS_TEST_TMPDIR/before"
  run dokku ps:rebuild "$APP"
  ((status != 0)) || fail 'the deploy counts as done' "$output"
  assert_has 'no ingresses on Sundays' 'nothing was applied: what ran before is unchanged'
  refute_has 'rolling back failed' 'Rolling back'
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what changed'
  allow_again
  wait_for 'k annotate --dry-run=server ingress/app-ingress a=b' 20
  dokku ps:rebuild "$APP"
  wait_for 'curl_host "$APP-more.example.test" /' 20
}

@test "a policy that refuses the Service, though nothing changes in it: the pods go back, and that is what is said" {
  local first=0
  refuse_by_policy '""' services 'no services on Sundays'
  wait_for '! k annotate --dry-run=server service/$APP-web a=b' 20
  dokku config:set --no-restart "$APP" CHANGE=half
  create_app "$APP-first"
  push "$APP-first" "$BATS_FILE_TMPDIR/source" >"$BATS_TEST_TMPDIR/first" 2>&1 || first=$?
  run dokku ps:rebuild "$APP"
  allow_again
  ((status != 0)) || fail 'the deploy counts as done' "$output"
  assert_has 'no services on Sundays' "$APP runs release "
  refute_has 'rolling back failed'
  ((first != 0)) || fail 'a first deploy counts as done' "$(<"$BATS_TEST_TMPDIR/first")"
  grep 'no services on Sundays' "$BATS_TEST_TMPDIR/first"
  grep 'nothing was applied' "$BATS_TEST_TMPDIR/first"
  assert_equal "$(k get all,secrets --output name | sed -n "/$APP-first/p")" '' 'what a refused first deploy left'
  runs_with sunday
  run dokku "$PLUGIN:history" "$APP"
  assert_has 'failed, back to '
}

@test "of several apps in a namespace one whose rules are refused: it is named, its rules stay, the others go on" {
  local bad=$APP-bad
  create_app "$bad"
  push "$bad" "$BATS_FILE_TMPDIR/source"
  refuse_by_policy networking.k8s.io ingresses 'no bad hosts' "!object.spec.rules.exists(rule, rule.host.startsWith('bad.'))"
  wait_for '! k patch ingress app-ingress --dry-run=server --type=json --patch "[{\"op\": \"replace\", \"path\": \"/spec/rules/0/host\", \"value\": \"bad.test\"}]"' 20
  printf '%s\n' "$bad.example.test" "bad.example.test" >"$DOKKU_ROOT/$bad/VHOST"
  run dokku ps:rebuild "$bad"
  ((status != 0)) || fail 'the deploy counts as done' "$output"
  assert_has 'no bad hosts' 'nothing was applied: what ran before is unchanged'
  printf '%s\n' "$APP.example.test" "$APP-new.example.test" >"$DOKKU_ROOT/$APP/VHOST"
  run dokku ps:rebuild "$APP"
  allow_again
  assert_status 0
  assert_equal "$(k get ingress app-ingress --output json | json 'it.spec.rules.map((rule) => rule.host).sort().join(" ")')" \
    "$bad.example.test $APP-new.example.test $APP.example.test"
  wait_for 'curl_host "$APP-new.example.test" / && curl_host "'"$bad"'.example.test" /' 20
}

@test "a scale that a quota refuses: Dokku keeps it, and each report and deploy says so until it is mended" {
  k create quota small --hard=pods=1
  wait_for 'k get quota small --output jsonpath={.status.used.pods} | grep .' 30
  run dokku ps:scale "$APP" web=2
  ((status != 0)) || fail 'the scale counts as done' "$output"
  assert_has 'exceeded quota: small' "Dokku keeps web=2" "dokku ps:scale $APP web=1" "$APP runs release "
  k delete quota small
  run dokku "$PLUGIN:report" "$APP"
  assert_has "Dokku keeps web=2" "dokku ps:scale $APP web=1"
  # It says false where the cluster needs longer than the two seconds that it has.
  wait_for 'dokku ps:report "$APP" | grep mixed' 20
  run dokku ps:scale "$APP" web=1
  assert_status 0
  refute_has 'Dokku keeps'
  run dokku "$PLUGIN:report" "$APP"
  refute_has 'Dokku keeps'
}

@test "a namespace that is on its way out: said, and not waited for" {
  k create configmap keep && k patch configmap keep --type=merge --patch '{"metadata": {"finalizers": ["example.com/keep"]}}'
  kubectl delete namespace "$NAMESPACE" --wait=false
  wait_for '! k get deployment "$APP-web"' 60
  run dokku ps:rebuild "$APP"
  ((status != 0)) || fail 'the deploy counts as done' "$output"
  # Dokku prints it again.
  assert_equal "$(grep 'is being removed' <<<"$output" | sort -u | wc -l)" 1 'how many sentences say so'
  assert_has "namespace $NAMESPACE is being removed" 'nothing was applied' "scheduler-kubernetes:set $APP namespace NAME"
  refute_has 'Error from server'
  run dokku run "$APP" true </dev/null
  ((status != 0)) || fail 'it ran' "$output"
  assert_has "namespace $NAMESPACE is being removed"
  refute_has 'Error from server'
  k patch configmap keep --type=merge --patch '{"metadata": {"finalizers": null}}'
}
