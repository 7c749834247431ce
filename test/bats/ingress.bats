#!/usr/bin/env bats
# What the Ingresses of a namespace route, on two apps of it: every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  export FIRST=$APP-a SECOND=$APP-b
  create_namespace "$NAMESPACE"
  local app
  for app in "$FIRST" "$SECOND"; do
    create_app "$app"
    app_source "$BATS_FILE_TMPDIR/$app"
    push "$app" "$BATS_FILE_TMPDIR/$app" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
  done
}

teardown_file() {
  remove_namespaces "$NAMESPACE" "$NAMESPACE-2"
}

set_() { dokku scheduler-kubernetes:set "$@"; }

# `NAME CLASS: HOST HOST` of every Ingress
ingresses() {
  k get ingresses --output json |
    json 'it.items.map((o) => `${o.metadata.name} ${o.spec.ingressClassName}: ${o.spec.rules.map((rule) => rule.host).sort().join(" ")}`).sort().join("\n")'
}

# A few answers in a row: for a blink after the first one, nginx may still ask by the rules of before.
is_served() { # HOST
  for _ in {1..10}; do
    curl_host "$1" / || return
    sleep 0.05
  done
}

# Asks the first app for as long as the test lasts, or until assert_answered.
ask_on() {
  wait_for 'is_served "$FIRST.example.test"' 15
  touch "$BATS_TEST_TMPDIR/asking"
  while [[ -e $BATS_TEST_TMPDIR/asking ]]; do
    curl_host "$FIRST.example.test" /hostname --output /dev/null --write-out '%{http_code}\n' || :
    sleep 0.02
  done >"$BATS_TEST_TMPDIR/answers" 2>&1 3>&- &
}

teardown() {
  rm -f "$BATS_TEST_TMPDIR/asking"
}

assert_answered() {
  rm "$BATS_TEST_TMPDIR/asking"
  wait
  assert_equal "$(sort -u "$BATS_TEST_TMPDIR/answers")" 200 'answers'
  (($(wc -l <"$BATS_TEST_TMPDIR/answers") > 20)) || fail 'there were too few requests'
}

both() { echo "$SHARED_INGRESS $CLUSTER_CONTROLLER: $FIRST.example.test $SECOND.example.test"; }
second_alone() { echo "$SHARED_INGRESS $CLUSTER_CONTROLLER: $SECOND.example.test"; }

@test "a host that another app has is refused by domains:add, the first app keeps it" {
  local before
  before=$(ingresses)
  run dokku domains:add "$SECOND" "$FIRST.example.test"
  assert_status 1
  assert_has "host $FIRST.example.test of $SECOND is already taken by $FIRST: dokku domains:remove $SECOND $FIRST.example.test" \
    'nothing was applied'
  assert_equal "$(ingresses)" "$before"
  wait_for 'curl_host "$FIRST.example.test" / | grep "from $FIRST-web-"' 15
}

@test "it is refused by the next deploy too, which changes nothing, until the domain is removed" {
  local before
  before=$(snapshot)
  run dokku ps:restart "$SECOND"
  assert_status 1
  assert_has "already taken by $FIRST"
  assert_equal "$(snapshot)" "$before" 'what there is'
  run dokku domains:remove "$SECOND" "$FIRST.example.test"
  assert_status 0
  assert_equal "$(ingresses)" "$(both)"
}

@test "an app of another namespace cannot take it either" {
  set_ "$SECOND" namespace "$NAMESPACE-2"
  dokku --force domains:add "$SECOND" "$FIRST.example.test" || :
  run dokku ps:restart "$SECOND"
  assert_status 1
  assert_has "already taken by $FIRST in namespace $NAMESPACE: dokku domains:remove $SECOND $FIRST.example.test"
  set_ "$SECOND" namespace "$NAMESPACE"
  dokku domains:remove "$SECOND" "$FIRST.example.test"
  run kubectl get namespace "$NAMESPACE-2"
  assert_status 1
}

# Dokku itself disables the app's domains with its proxy. Before 0.38 it forgets them, and makes them anew from the app's name.
@test "proxy:disable takes out the rules of that app, proxy:enable brings a rule back" {
  run dokku proxy:disable "$FIRST"
  assert_status 0
  assert_equal "$(ingresses)" "$(second_alone)"
  wait_for '! curl_host "$FIRST.example.test" /' 15
  run dokku proxy:enable "$FIRST"
  assert_status 0
  since 0.38 || dokku domains:set "$FIRST" "$FIRST.example.test"
  assert_equal "$(ingresses)" "$(both)"
  wait_for 'curl_host "$FIRST.example.test" /' 15
}

@test "another proxy type takes out the rules with the next deploy or proxy:build-config, unless ingress-enabled is true" {
  dokku proxy:set "$FIRST" nginx
  dokku proxy:build-config "$FIRST"
  assert_equal "$(ingresses)" "$(second_alone)"
  set_ "$FIRST" ingress-enabled true
  dokku proxy:build-config "$FIRST"
  assert_equal "$(ingresses)" "$(both)"
  set_ "$FIRST" ingress-enabled
  dokku proxy:set "$FIRST" ingress
  dokku proxy:build-config "$FIRST"
  assert_equal "$(ingresses)" "$(both)"
  set_ "$FIRST" ingress-enabled false
  dokku proxy:build-config "$FIRST"
  assert_equal "$(ingresses)" "$(second_alone)"
  wait_for '! curl_host "$FIRST.example.test" /' 15
  set_ "$FIRST" ingress-enabled
  dokku proxy:set "$FIRST" nginx-ingress
  dokku proxy:build-config "$FIRST"
  assert_equal "$(ingresses)" "$(both)"
}

# bats test_tags=controller
@test "an app goes to an Ingress of its own and back without a moment without a rule" {
  ask_on
  set_ "$FIRST" ingress-per-app true
  run dokku proxy:build-config "$FIRST"
  assert_status 0
  assert_equal "$(ingresses)" "$(second_alone)"$'\n'"$FIRST-web $CLUSTER_CONTROLLER: $FIRST.example.test"
  set_ "$FIRST" ingress-per-app
  # a deploy that leaves the pods of web alone
  run dokku ps:scale "$FIRST" worker=1
  assert_status 0
  assert_equal "$(ingresses)" "$(both)"
  set_ "$FIRST" ingress-per-app true
  run dokku ps:scale "$FIRST" worker=0
  assert_status 0
  assert_equal "$(ingresses)" "$(second_alone)"$'\n'"$FIRST-web $CLUSTER_CONTROLLER: $FIRST.example.test"
  set_ "$FIRST" ingress-per-app
  run dokku proxy:build-config "$FIRST"
  assert_equal "$(ingresses)" "$(both)"
  assert_answered
}

@test "an app of another class has an Ingress of that class" {
  set_ "$FIRST" ingress-class other
  dokku proxy:build-config "$FIRST"
  assert_equal "$(ingresses)" "$(second_alone)"$'\n'"app-ingress-other other: $FIRST.example.test"
  wait_for '! curl_host "$FIRST.example.test" /' 15
  run curl_host "$SECOND.example.test" /
  assert_status 0
  set_ "$FIRST" ingress-class
  dokku proxy:build-config "$FIRST"
  assert_equal "$(ingresses)" "$(both)"
}

# bats test_tags=controller
@test "a WebSocket goes through" {
  wait_for 'is_served "$FIRST.example.test"' 15
  assert_equal "$(web_socket "$FIRST.example.test" hello)" hello
}

# bats test_tags=controller
@test "a wildcard domain serves every name below it" {
  dokku domains:add "$FIRST" "*.wild.$FIRST.example.test"
  wait_for 'curl_host "any.wild.$FIRST.example.test" / | grep "from $FIRST-web-"' 15
  dokku domains:remove "$FIRST" "*.wild.$FIRST.example.test"
  assert_equal "$(ingresses)" "$(both)"
}

# What the sample ingress would do with them, it does not: there, they are what ingress-nginx reads.
# bats test_tags=controller
@test "sizes and timeouts of requests and sticky sessions are said as the controller reads them" {
  answer() { curl_host "$FIRST.example.test" "$1" --no-fail --output /dev/null --write-out '%{http_code}' "${@:2}"; }
  pods_of_a_client() { for _ in {1..8}; do curl_host "$FIRST.example.test" /hostname --cookie "$BATS_TEST_TMPDIR/jar" --cookie-jar "$BATS_TEST_TMPDIR/jar"; done | sort -u | wc -l; }
  set_ "$FIRST" ingress-body-size 1Ki
  set_ "$FIRST" ingress-timeout 1s
  set_ "$FIRST" ingress-sticky true
  run dokku ps:scale "$FIRST" web=2
  assert_status 0
  refute_has 'ignored: ingress'
  if [[ $CLUSTER_CONTROLLER == traefik ]]; then
    head -c 2000 /dev/zero >"$BATS_TEST_TMPDIR/large"
    wait_for '[[ $(answer / --data-binary @"$BATS_TEST_TMPDIR/large") == 413 ]]' 15
    wait_for '[[ $(answer "/burn?seconds=3") == 504 ]]' 15
    assert_equal "$(answer "/" --data-binary small)" 200
    assert_equal "$(pods_of_a_client)" 1 'pods that answered one client'
  else
    assert_equal "$(k get ingress app-ingress --output json | json '["proxy-body-size", "proxy-read-timeout", "affinity"].map((key) => it.metadata.annotations[`nginx.ingress.kubernetes.io/${key}`])')" '["1024","1","cookie"]'
  fi
  for property in body-size timeout sticky; do set_ "$FIRST" "ingress-$property"; done
  dokku ps:scale "$FIRST" web=1
  assert_equal "$(ingresses)" "$(both)"
  assert_equal "$(k get ingress "$SHARED_INGRESS" --output json | json '[it.metadata.annotations ?? {}].flatMap(Object.keys).filter((key) => /nginx|traefik/.test(key))')" '[]'
  [[ $CLUSTER_CONTROLLER != traefik ]] || assert_equal "$(k get middlewares.traefik.io,serverstransports.traefik.io --output name)" ''
}

@test "service-process-types gives worker a Service and a PORT, but no Ingress" {
  set_ "$FIRST" service-process-types worker,gone
  dokku ps:scale "$FIRST" worker=1
  run k get services --selector "app=$FIRST" --output name
  assert_equal "$output" "service/$FIRST-web"$'\n'"service/$FIRST-worker"
  assert_equal "$(k get service "$FIRST-worker" --output json | json '[it.spec.selector["process-type"], it.spec.ports[0].port].join(" ")')" 'worker 5000'
  assert_equal "$(k get deployment "$FIRST-worker" --output json | json 'it.spec.template.spec.containers[0].env')" '[{"name":"PORT","value":"5000"}]'
  assert_equal "$(ingresses)" "$(both)"
  set_ "$FIRST" service-process-types
  dokku ps:scale "$FIRST" worker=0
  assert_equal "$(k get services --selector "app=$FIRST" --output name)" "service/$FIRST-web"
}

# bats test_tags=controller
@test "ps:stop takes out the rules, whatever happens to the domains, and ps:start brings them back" {
  dokku ps:stop "$FIRST"
  assert_equal "$(ingresses)" "$(second_alone)"
  dokku domains:add "$FIRST" "later.$FIRST.example.test"
  assert_equal "$(ingresses)" "$(second_alone)"
  dokku domains:remove "$FIRST" "later.$FIRST.example.test"
  dokku ps:start "$FIRST"
  assert_equal "$(ingresses)" "$(both)"
  wait_for 'curl_host "$FIRST.example.test" /' 15
}

# bats test_tags=controller
@test "an app that moves to another namespace leaves no rule behind and is served all the time" {
  create_namespace "$NAMESPACE-2"
  ask_on
  set_ "$FIRST" namespace "$NAMESPACE-2"
  run dokku ps:rebuild "$FIRST"
  assert_status 0
  assert_answered
  assert_equal "$(ingresses)" "$(second_alone)"
  assert_equal "$(NAMESPACE=$NAMESPACE-2 ingresses)" "$SHARED_INGRESS $CLUSTER_CONTROLLER: $FIRST.example.test"
}

# Dokku asks schedulers for it since 0.35.
@test "nginx:show-config shows the Ingress, nginx:access-logs says whose log that is" {
  if [[ ${DOKKU_VERSION:-0.38} != 0.38 ]]; then
    run dokku nginx:show-config "$SECOND"
    ((status != 0)) || fail 'this Dokku knows the command' "$output"
    return
  fi
  run dokku nginx:show-config "$SECOND"
  assert_status 0
  assert_has 'kind: Ingress' 'name: app-ingress' "host: $SECOND.example.test"
  run dokku nginx:error-logs "$SECOND"
  assert_status 1
  assert_has "read the error log of $SECOND" 'IngressClass nginx' "dokku logs $SECOND"
  dokku apps:create "$APP-c" && dokku scheduler:set "$APP-c" selected kubernetes
  run dokku nginx:show-config "$APP-c"
  assert_status 1
  assert_has 'no Ingress routes it'
  dokku --force apps:destroy "$APP-c"
}

@test "the last app takes the Ingress with it" {
  dokku --force apps:destroy "$FIRST"
  assert_equal "$(NAMESPACE=$NAMESPACE-2 ingresses)" ''
  assert_equal "$(ingresses)" "$(second_alone)"
  dokku --force apps:destroy "$SECOND"
  assert_equal "$(ingresses)" ''
}

@test "values that cannot be are refused and leave the stored ones as they were" {
  dokku apps:create "$APP"
  set_ "$APP" ingress-class traefik
  set_ "$APP" cert-manager-server https://ca.example.test/directory
  local before
  before=$(snapshot)
  refused() { # CODE TEXT ARGUMENT...
    run set_ "${@:3}"
    assert_status "$1"
    assert_has "$2"
    assert_equal "$(snapshot)" "$before" 'what is stored'
  }
  refused 1 'it must be true or false' "$APP" ingress-enabled maybe
  refused 1 'it must be true or false' "$APP" ingress-per-app 1
  refused 1 'it must be the name of a Kubernetes object' "$APP" ingress-class 'Traefik'
  refused 1 'one value was expected, 2 words were given' "$APP" ingress-class my class
  refused 1 'it must be a URL that begins with https://' "$APP" cert-manager-server http://ca.example.test
  refused 1 'it must be an e-mail address' "$APP" cert-manager-email nobody
  refused 1 'it must be ClusterIssuer or Issuer' "$APP" cert-manager-issuer-kind Secret
  refused 1 'Invalid property specified' "$APP" ingress-klass nginx
  refused 20 'App nobody does not exist' nobody ingress-class nginx
}
