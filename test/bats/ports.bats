#!/usr/bin/env bats
# Where an app is reached by its port mappings: the Service's ports, the Ingress's backend, PORT. Every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

ports() { # WORD APP...: 0.30 calls them proxy:ports-WORD
  if since 0.31; then dokku "ports:$1" "${@:2}"; else dokku "proxy:ports-$1" "${@:2}"; fi
}

# `name protocol port>target` of each port of web's Service, of each port of its container, and the Ingress's backend
service() {
  k get service "$APP-web" --output json |
    json 'it.spec.ports.map((p) => `${p.name ?? "-"} ${p.protocol} ${p.port}>${p.targetPort}`).join(", ")'
}
container() {
  k get deployment "$APP-web" --output json |
    json '((c) => [c.env.find(({ name }) => name === "PORT").value, ...c.ports.map((p) => `${p.containerPort}/${p.protocol}`)].join(" "))(it.spec.template.spec.containers[0])'
}
backend() {
  k get ingress "$SHARED_INGRESS" --output json |
    json 'it.spec.rules.map(({ host, http }) => `${host} ${http.paths[0].backend.service.port.number}`).join(", ")'
}

# What answers at a port of web's Service, asked from inside the cluster.
ask() { # tcp|udp PORT
  local address
  address=$(k get service "$APP-web" --output json | json it.spec.clusterIP)
  # shellcheck disable=SC2016
  kubectl exec --namespace cluster-addons deployment/ingress --container ingress -- timeout 5 bash -c \
    'exec 3<>"/dev/$1/$2/$3"; [[ $1 == tcp ]] || echo hello >&3; head -n 1 <&3' - "$1" "$address" "$2"
}

@test "without mappings it is 5000, under no name" {
  assert_equal "$(service)" '- TCP 5000>5000'
  assert_equal "$(container)" '5000 5000/TCP'
  assert_equal "$(backend)" "$APP.example.test 5000"
}

# bats test_tags=controller
@test "ports:add of tcp and udp on a running app adds them to the Service, and the pods stay" {
  dokku config:set "$APP" LISTEN='tcp:1884 tcp:5300 udp:5300' >/dev/null
  local before
  before=$(pods "$APP" web)
  run ports add "$APP" http:80:5000 tcp:1883:1884 tcp:53:5300 udp:53:5300
  assert_status 0
  assert_has "Service $APP-web listens on 5000, 53, 53/udp, 1883"
  refute_has 'until the next deploy'
  assert_equal "$(service)" 'http-5000 TCP 5000>5000, tcp-53 TCP 53>5300, udp-53 UDP 53>5300, tcp-1883 TCP 1883>1884'
  assert_equal "$(pods "$APP" web)" "$before" 'the pods'
  wait_for 'ask tcp 1883 | grep "at tcp:1884"' 30
  wait_for 'ask tcp 53 | grep "at tcp:5300"' 30
  wait_for 'ask udp 53 | grep "at udp:5300"' 30
  wait_for 'curl_host "$APP.example.test" / | grep "from $APP-web-"' 15
}

@test "a deploy tells the container of them, ports:remove takes them away" {
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(container)" '5000 5000/TCP 5300/TCP 5300/UDP 1884/TCP'
  run ports remove "$APP" tcp:53:5300 udp:53:5300
  assert_status 0
  assert_equal "$(service)" 'http-5000 TCP 5000>5000, tcp-1883 TCP 1883>1884'
  assert_equal "$(k get service "$APP-web" --output json | json it.spec.type)" ClusterIP
}

@test "service-type opens them on every node" {
  dokku scheduler-kubernetes:set "$APP" service-type NodePort
  ports set "$APP" http:80:5000 tcp:1883:1884
  assert_equal "$(k get service "$APP-web" --output json | json 'it.spec.ports.every(({ nodePort }) => nodePort >= 30000)')" true
  dokku scheduler-kubernetes:set "$APP" service-type
  ports set "$APP" http:80:5000 tcp:1883:1884
  assert_equal "$(k get service "$APP-web" --output json | json '[it.spec.type, it.spec.ports.some((p) => p.nodePort)]')" '["ClusterIP",false]'
}

@test "another primary port waits for the next deploy: running pods are still served" {
  run ports set "$APP" http:80:8080 https:443:8080
  assert_status 0
  assert_has "PORT is 5000 until the next deploy makes it 8080: dokku ps:restart $APP"
  assert_equal "$(service)" '- TCP 5000>5000'
  assert_equal "$(backend)" "$APP.example.test 5000"
  # The one port that is left has no name, which its endpoints learn a moment later.
  wait_for 'curl_host "$APP.example.test" / | grep "from $APP-web-"' 15
  # a deploy of another process type leaves the pods of web, and so their port
  run dokku ps:scale "$APP" worker=1
  assert_status 0
  assert_equal "$(service) $(container) $(backend)" "- TCP 5000>5000 5000 5000/TCP 5300/TCP 5300/UDP 1884/TCP $APP.example.test 5000"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(service) $(container) $(backend)" "- TCP 8080>8080 8080 8080/TCP $APP.example.test 8080"
  wait_for 'curl_host "$APP.example.test" / | grep "from $APP-web-"' 15
}

@test "the primary port is the same whatever the order, http:80 first; other http ports are warned of" {
  run ports set "$APP" http:3000:8081 https:443:8082 http:80:8080
  assert_status 0
  assert_has "http:3000:8081 is reachable only inside the cluster, at $APP-web:8081" "https:443:8082 is reachable only inside the cluster"
  assert_equal "$(backend)" "$APP.example.test 8080"
  assert_equal "$(service)" 'http-8080 TCP 8080>8080, http-8081 TCP 8081>8081, http-8082 TCP 8082>8082'
}

@test "a mapping that contradicts another is refused, and what was there stays" {
  local before
  before=$(snapshot)
  run ports set "$APP" http:80:8080 tcp:8080:22
  assert_status 1
  assert_has 'port 8080 of the Service cannot have the target ports 8080 and 22 of the container: see dokku ports:list' 'nothing was applied'
  assert_equal "$(snapshot)" "$before"
}

@test "an app that only has tcp has no rule, and PORT is that port" {
  ports set "$APP" tcp:7000:7001
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(service)" '- TCP 7000>7001'
  assert_equal "$(container)" '7001 7001/TCP'
  assert_equal "$(k get ingresses --output name)" ''
  run dokku ps:report "$APP"
  assert_status 0
}

# bats test_tags=controller
@test "EXPOSEd ports of a Dockerfile are mappings, until some are set; the address Dokku names is the Ingress's" {
  ports clear "$APP"
  printf 'EXPOSE 9000 9001/udp\n' >>"$BATS_FILE_TMPDIR/source/Dockerfile"
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_has 'Application deployed:' "       http://$APP.example.test"
  refute_has "$APP.example.test:9000"
  assert_equal "$(dokku url "$APP")" "http://$APP.example.test"
  assert_equal "$(service)" 'http-9000 TCP 9000>9000, udp-9001 UDP 9001>9001'
  assert_equal "$(container)" '9000 9000/TCP 9001/UDP'
  assert_equal "$(backend)" "$APP.example.test 9000"
  wait_for 'curl_host "$APP.example.test" / | grep "from $APP-web-"' 15
}

@test "an app that has never been deployed only keeps its mappings; one that is not there is said so" {
  dokku apps:create "$APP-new"
  dokku scheduler:set "$APP-new" selected kubernetes
  run ports set "$APP-new" http:80:8080
  assert_status 0
  run ports set nobody http:80:8080
  assert_status 20
}
