#!/usr/bin/env bats
# An app that a Gateway of Traefik routes, beside Ingresses of Traefik at the same address: every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  export HOST=$APP.example.test FILES=$BATS_FILE_TMPDIR CLUSTER_INGRESS_HTTP=$CLUSTER_GATEWAY_HTTP CLUSTER_INGRESS_HTTPS=$CLUSTER_GATEWAY_HTTPS
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$FILES/source"
  dokku config:set --no-restart "$APP" LISTEN=tcp:8081
  set_ ingress-class traefik
  # the Gateway of the cluster takes routes from all namespaces, this one only from its own
  kubectl create namespace "$NAMESPACE-infra"
  apply_gateway private '{name: http, protocol: HTTP, port: 80}'
}

apply_gateway() { # NAME LISTENERS
  kubectl apply -f - <<END
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: $1, namespace: $NAMESPACE-infra}
spec: {gatewayClassName: traefik, listeners: [$2]}
END
}

teardown_file() {
  remove_namespaces "$NAMESPACE" "$NAMESPACE-infra"
}

teardown() {
  stop_asking
}

set_() { dokku scheduler-kubernetes:set "$APP" "$@"; }

# Three seconds of requests more: Traefik follows within two.
asked_on() {
  local asked
  asked=$(wc -l <"$BATS_TEST_TMPDIR/asked")
  wait_for '(($(wc -l <"$BATS_TEST_TMPDIR/asked") > '"$asked"' + 60))' 20
}

certificate() { # HOST
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$1" -addext "subjectAltName=DNS:$1" \
    -keyout "$BATS_TEST_TMPDIR/server.key" -out "$BATS_TEST_TMPDIR/server.crt" 2>/dev/null
}

# `NAME: HOSTS on GATEWAY/LISTENER... to PORT` of every route
routes() {
  k get httproutes --output json |
    json 'it.items.map(({ metadata, spec }) => [
      `${metadata.name}:`, ...spec.hostnames, "on", ...spec.parentRefs.map((parent) => `${parent.name}/${parent.sectionName}`), "to",
      spec.rules[0].backendRefs?.[0].port ?? spec.rules[0].filters[0].requestRedirect.scheme].join(" ")).sort().join("\n")'
}
# shellcheck disable=SC2016
tcp_answer() { timeout 5 bash -c 'exec 3<>"/dev/tcp/$1"; head -n 1 <&3' - "${CLUSTER_GATEWAY_TCP/://}"; }
ingresses() { k get ingresses --output json | json 'it.items.map(({ metadata }) => metadata.name).join(" ")'; }
conditions() { # NAME
  k get httproute "$1" --output json |
    json 'it.status.parents.flatMap(({ conditions }) => conditions.map(({ type, status }) => `${type} ${status}`)).sort().join(", ")'
}

@test "a Gateway or a listener that is not there is refused before anything is applied" {
  set_ routing gateway
  set_ gateway "$NAMESPACE-infra/public"
  run push "$APP" "$FILES/source"
  assert_status 1
  assert_has "namespace $NAMESPACE-infra has no Gateway public; it has: private" 'nothing was applied'
  set_ gateway "$CLUSTER_GATEWAY/web"
  run dokku scheduler-kubernetes:deploy "$APP"
  assert_status 1
  assert_has "Gateway $CLUSTER_GATEWAY has no listener web; it has: http (HTTP 80, every host), https (HTTPS 443, every host)"
  assert_equal "$(k get deployments,httproutes,gateways --output name)" ''
}

@test "behind an Ingress first, as Traefik has it" {
  set_ routing ingress
  run push "$APP" "$FILES/source"
  assert_status 0
  wait_for 'curl_host "$HOST" / | grep "from $APP-web-"' 15
  assert_equal "$(web_socket "$HOST" 'by an Ingress')" 'by an Ingress'
}

@test "a Gateway that does not take routes from the namespace fails the deploy, and what served still serves" {
  set_ routing gateway
  set_ gateway "$NAMESPACE-infra/private"
  keep_asking "$HOST"
  run dokku scheduler-kubernetes:deploy "$APP"
  assert_status 1
  assert_has "Gateway $NAMESPACE-infra/private does not take HTTPRoutes from namespace $NAMESPACE at its listener http" \
    'allow them there, allowedRoutes.namespaces.from: All, or a Selector: ' "edit gateway private -n $NAMESPACE-infra" \
    "$APP runs release"
  assert_all_answered
  assert_equal "$(routes)" ''
  assert_equal "$(ingresses)" app-ingress-traefik
}

@test "from the Ingress to the Gateway no request is lost; two ports, a wildcard, https where the Gateway has it" {
  set_ gateway "$CLUSTER_GATEWAY/http"
  keep_asking "$HOST"
  run dokku proxy:build-config "$APP"
  assert_status 0
  assert_has 'Waiting for the Gateway to take the routes' 'until what routes' "Gateway $CLUSTER_GATEWAY routes $HOST"
  assert_equal "$(ingresses)" ''
  asked_on
  assert_all_answered
  assert_equal "$(routes)" "$APP-web: $HOST on shared/http to 5000"
  assert_equal "$(conditions "$APP-web")" 'Accepted True, ResolvedRefs True'
  assert_equal "$(web_socket "$HOST" 'by a Gateway')" 'by a Gateway'
  run dokku scheduler-kubernetes:status "$APP"
  assert_has "http://$HOST"
  refute_has 'nothing routes it'

  set_ gateway "$CLUSTER_GATEWAY"
  dokku domains:add "$APP" "*.w.$HOST"
  assert_equal "$(routes)" "$APP-web-redirect: *.w.$HOST $HOST on shared/http to https
$APP-web: *.w.$HOST $HOST on shared/https to 5000"
  wait_for '[[ $(curl_host "a.w.$HOST" /x --output /dev/null --write-out "%{http_code} %{redirect_url}") == "301 https://a.w.$HOST/x" ]]' 15
  wait_for 'curl_https "a.w.$HOST" / --insecure | grep "from $APP-web-"' 15
  run dokku urls "$APP"
  assert_has "https://$HOST" "https://*.w.$HOST"
  refute_has http:
}

@test "tcp goes through a TCPRoute, where the Gateway has a listener for it" {
  run dokku ports:add "$APP" tls:9001:8081
  assert_status 1
  assert_has "Gateway $CLUSTER_GATEWAY has no listener for TLS at port 9001" 'tcp (TCP 9000, every host)' 'service-type ClusterIP'
  dokku ports:set "$APP" http:80:5000 tcp:9000:8081
  assert_equal "$(k get tcproutes --output json | json 'it.items.map(({ metadata, spec }) => `${metadata.name} ${spec.parentRefs[0].sectionName} ${spec.rules[0].backendRefs[0].port}`).join()')" "$APP-web-tcp-9000 tcp 9000"
  wait_for 'tcp_answer | grep "at tcp:8081"' 15
  local other=$APP-other
  create_app "$other"
  dokku scheduler-kubernetes:set "$other" routing gateway
  dokku scheduler-kubernetes:set "$other" gateway "$CLUSTER_GATEWAY"
  dokku ports:set "$other" tcp:9000:8081
  app_source "$FILES/other"
  run push "$other" "$FILES/other"
  assert_status 1
  assert_has "listener tcp of Gateway $CLUSTER_GATEWAY takes the connections of $APP" 'nothing was applied' "dokku ports:report $other"
  assert_equal "$(k get deployments,tcproutes --selector "app.kubernetes.io/part-of=$other" --output name)" ''
  dokku ports:set "$APP" http:80:5000
  assert_equal "$(k get tcproutes --output name)" ''
}

# The app answers in plain text whoever comes: what of it openssl reads has gone past no other server.
@test "tls goes through a TLSRoute to the app as it comes" {
  local all='allowedRoutes: {namespaces: {from: All}}'
  apply_gateway passthrough "{name: http, protocol: HTTP, port: 80, $all}, {name: tls, protocol: TLS, port: 443, tls: {mode: Passthrough}, $all}"
  set_ gateway "$NAMESPACE-infra/passthrough"
  dokku ports:set "$APP" http:80:5000 tls:443:8081
  assert_equal "$(k get tlsroutes --output json | json 'it.items.map(({ spec }) => `${spec.hostnames} ${spec.parentRefs[0].sectionName} ${spec.rules[0].backendRefs[0].port}`).join()')" "*.w.$HOST,$HOST tls 443"
  wait_for 'openssl s_client -connect "$CLUSTER_GATEWAY_HTTPS" -servername "$HOST" -debug </dev/null 2>&1 | grep "version .* at tc"' 15
  dokku ports:set "$APP" http:80:5000
  assert_equal "$(k get tlsroutes --output name)" ''
  set_ gateway "$CLUSTER_GATEWAY"
}

@test "a Gateway of the app's own has its ports and the certificate of certs:add" {
  certificate "$HOST"
  set_ gateway
  set_ gateway-class traefik
  dokku domains:remove "$APP" "*.w.$HOST"
  dokku ports:set "$APP" http:80:5000 http:9000:8081
  tar c -C "$BATS_TEST_TMPDIR" server.crt server.key | dokku certs:add "$APP"
  assert_equal "$(routes)" "$APP-web-8081: $HOST on $APP-web/http-9000 to 8081
$APP-web-redirect: $HOST on $APP-web/http-80 to https
$APP-web: $HOST on $APP-web/https-443 to 5000"
  wait_for 'curl_https "$HOST" / --cacert "$BATS_TEST_TMPDIR/server.crt" | grep "from $APP-web-"' 15
  wait_for '[[ $(curl_host "$HOST" / --output /dev/null --write-out "%{http_code}") == 301 ]]' 15
  dokku ports:set "$APP" http:80:5000
  run dokku ports:add "$APP" http:8082:8081
  assert_status 1
  assert_has "listener http-8082 of Gateway $NAMESPACE/$APP-web: " PortUnavailable
  dokku ports:remove "$APP" http:8082:8081
}

@test "back to the Ingress no request is lost, and nothing is left of the Gateway" {
  dokku certs:remove "$APP"
  wait_for 'curl_host "$HOST" / | grep "from $APP-web-"' 15
  set_ routing ingress
  keep_asking "$HOST"
  run dokku scheduler-kubernetes:deploy "$APP"
  assert_status 0
  asked_on
  assert_all_answered
  assert_equal "$(k get httproutes,gateways --output name)" ''
  assert_equal "$(ingresses)" app-ingress-traefik
}
