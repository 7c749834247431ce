#!/usr/bin/env bats
# Certificates of certs:add, looked at in real TLS handshakes: every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  export HOST=$APP.example.test FILES=$BATS_FILE_TMPDIR
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$FILES/source"
  certificate first "$HOST,*.w.$HOST"
  certificate second "$HOST,www.$HOST"
  certificate expired "$HOST" -1
  certificate other other.example.test
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

certificate() { # NAME HOST,... [DAYS]
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout "$FILES/$1.key" -out "$FILES/$1.csr" 2>/dev/null
  openssl x509 -req -in "$FILES/$1.csr" -signkey "$FILES/$1.key" -days "${3:-30}" -extfile <(echo "subjectAltName=DNS:${2//,/,DNS:}") \
    -out "$FILES/$1.crt" 2>/dev/null
}

# What a TLS client is shown when it asks for HOST; empty when it is refused.
served() { # [HOST]
  openssl s_client -connect "$CLUSTER_INGRESS_HTTPS" -servername "${1:-$HOST}" </dev/null 2>/dev/null | openssl x509 -noout -subject 2>/dev/null
}
serves() { [[ $(served "${2:-}") == "subject=CN = $1" || $(served "${2:-}") == "subject=CN=$1" ]]; }

# On stdin, as from another machine: the dokku user may not read a file of the one who types.
certs() {
  cp "$FILES/$2.crt" "$BATS_TEST_TMPDIR/server.crt"
  cp "$FILES/${3:-$2}.key" "$BATS_TEST_TMPDIR/server.key"
  tar c -C "$BATS_TEST_TMPDIR" server.crt server.key | dokku "certs:$1" "${4:-$APP}"
}
# Traefik redirects GET with 301.
redirected() { [[ $CLUSTER_CONTROLLER == traefik ]] && echo 301 || echo 308; }
tls() { k get ingresses --output json | json 'it.items.flatMap(({ spec }) => spec.tls ?? []).map((tls) => `${tls.secretName}: ${tls.hosts.join(" ")}`).join(", ")'; }

# bats test_tags=controller
@test "a certificate that was there before the first deploy is served, and http is redirected" {
  run certs add first
  assert_status 0
  run push "$APP" "$FILES/source"
  assert_status 0
  refute_has 'warning'
  assert_equal "$(tls)" "$APP-certs: $HOST"
  wait_for 'serves first' 15
  wait_for 'curl_https "$HOST" / --cacert "$FILES/first.crt" | grep "from $APP-web-"' 15
  wait_for '[[ $(curl_host "$HOST" /x --output /dev/null --write-out "%{http_code} %{redirect_url}") == "$(redirected) https://$HOST/x" ]]' 15
}

# bats test_tags=controller
@test "certs:update replaces it while it is served: no handshake fails" {
  touch "$BATS_TEST_TMPDIR/asking"
  while [[ -e $BATS_TEST_TMPDIR/asking ]]; do
    curl_https "$HOST" / --insecure --output /dev/null --write-out '%{http_code}\n' || :
    sleep 0.02
  done >"$BATS_TEST_TMPDIR/answers" 2>&1 3>&- &
  run certs update second
  wait_for 'serves second' 15
  rm "$BATS_TEST_TMPDIR/asking"
  wait
  assert_status 0
  assert_equal "$(sort -u "$BATS_TEST_TMPDIR/answers")" 200 'answers'
  assert_equal "$(k get secrets --selector "app=$APP" --field-selector type=kubernetes.io/tls --output name)" "secret/$APP-certs"
}

# bats test_tags=controller
@test "it is served for the domains it covers; for others a warning says that it is not" {
  run dokku domains:add "$APP" "www.$HOST" "api.$HOST"
  assert_status 0
  assert_has "api.$HOST gets no certificate: the one of certs:add does not cover it"
  refute_has "www.$HOST gets no"
  assert_equal "$(tls)" "$APP-certs: $HOST www.$HOST"
  wait_for 'serves second "www.$HOST"' 15
  wait_for 'curl_host "api.$HOST" /' 15
  run dokku domains:remove "$APP" "www.$HOST" "api.$HOST"
  refute_has warning
}

@test "one that is expired, not for its key or no certificate is refused with a sentence, and the one before goes on" {
  local before
  before=$(k get secret "$APP-certs" --output json | json it.data)
  refused() { # SENTENCE CRT KEY
    run certs add "$2" "$3"
    assert_status 1
    assert_has "take over the certificate of $APP" "$1" 'the previous certificate is still served' "dokku certs:add $APP CRT KEY"
    refute_has 'PRIVATE KEY' "$(sed -n 2p "$FILES/$3.key")"
    assert_equal "$(k get secret "$APP-certs" --output json | json it.data)" "$before" 'the Secret'
  }
  refused 'the key does not belong to the certificate' second first
  echo hello >"$FILES/nonsense.crt"
  refused 'server.crt holds no PEM certificate' nonsense first
  refused 'the certificate expired on' expired expired
  serves second
}

@test "a deploy is not stopped by it: it warns and leaves the one before" {
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has 'warning: spec.tls the certificate expired on' "the previous one is still served: dokku certs:add $APP CRT KEY"
  run dokku proxy:build-config "$APP"
  assert_status 0
  assert_equal "$(tls)" "$APP-certs: $HOST"
  serves second
  run certs add first
  assert_status 0
  wait_for 'serves first' 15
}

@test "the key is in the Secret and nowhere else" {
  local line
  line=$(sed -n 2p "$FILES/first.key")
  DOKKU_TRACE=1 DOKKU_QUIET_OUTPUT='' run certs update first
  assert_status 0
  refute_has "$line" "$(base64 -w0 "$FILES/first.key" | cut -c40-100)"
  run grep -rlF -e "$line" "$DOKKU_LIB_ROOT/data" "$DOKKU_LIB_ROOT/config"
  assert_equal "$output" '' 'files with the key'
  run dokku scheduler-kubernetes:show-manifest "$APP" web secret
  refute_has "$line"
}

# bats test_tags=controller
@test "certs:remove returns to http, and the Secret is removed" {
  run dokku certs:remove "$APP"
  assert_status 0
  assert_equal "$(tls)" ''
  assert_equal "$(k get secrets --field-selector type=kubernetes.io/tls --output name)" ''
  wait_for 'curl_host "$HOST" / | grep "from $APP-web-"' 15
}

@test "ps:stop takes the certificate out of the cluster, ps:start brings it back, apps:destroy leaves nothing" {
  certs add first
  wait_for 'serves first' 15
  dokku ps:stop "$APP"
  assert_equal "$(k get secrets --field-selector type=kubernetes.io/tls --output name)" ''
  dokku ps:start "$APP"
  wait_for 'serves first' 15
  dokku --force apps:destroy "$APP"
  assert_equal "$(k get secrets --output name)" secret/registry
}

@test "an app that has never been deployed: a bad certificate is refused, a good one is kept; no such app is said" {
  create_app "$APP" >/dev/null
  run certs add expired
  assert_status 1
  assert_has 'the certificate expired on' 'it is not served'
  run certs add first
  assert_status 0
  run certs add first first nobody
  assert_status 20
}
