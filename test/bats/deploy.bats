#!/usr/bin/env bats
# The life of an app as its owner types it, on one app from the first push to its end: every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  dokkus_own_wait
  unique_names
  create_namespace "$NAMESPACE"
  kubectl label namespace "$NAMESPACE" team=blue
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

host() { echo "$APP.example.test"; }

rules() { k get ingress app-ingress --output json | json 'it.spec.rules.map((rule) => rule.host).sort().join(" ")'; }

# But of a kubectl that is too old for the cluster, as the oldest one that is supported is.
warns_of_nothing() {
  output=$(grep -v "minor versions older than the cluster's\|sudo KUBECTL_VERSION=" <<<"$output")
  refute_has ' !     '
}

revision() { # PROCESS_TYPE
  k get deployment "$APP-$1" --output json | json 'it.metadata.annotations["deployment.kubernetes.io/revision"]'
}

@test "the first push serves web through the ingress by its host name, and starts worker" {
  run cat "$BATS_FILE_TMPDIR/first-push"
  assert_has '----->' "$(host)"
  warns_of_nothing
  wait_for 'curl_host "$(host)" / | grep "hello version 1 from $APP-web-"' 15
  run pods "$APP" worker
  assert_has "$APP-worker-"
  wait_for 'k logs "deployment/$APP-worker" | grep "worker of $APP-worker-"' 10
}

@test "names, labels, selectors and ports are those of the original plugin" {
  local type labels pick
  for type in web worker; do
    k get deployment "$APP-$type" --output json >"$BATS_TEST_TMPDIR/deployment"
    labels="{\"app\":\"$APP\",\"app-process-type\":\"$APP-$type\",\"process-type\":\"$type\"}"
    pick='(({app, "app-process-type": full, "process-type": type}) => ({app, "app-process-type": full, "process-type": type}))'
    assert_equal "$(json 'it.spec.selector' <"$BATS_TEST_TMPDIR/deployment")" "{\"matchLabels\":$labels}" "selector of $type"
    assert_equal "$(json "$pick(it.metadata.labels)" <"$BATS_TEST_TMPDIR/deployment")" "$labels" "labels of $type"
    assert_equal "$(json "$pick(it.spec.template.metadata.labels)" <"$BATS_TEST_TMPDIR/deployment")" "$labels" "pod labels of $type"
    assert_equal "$(json 'it.spec.template.spec.containers.map((c) => c.name)' <"$BATS_TEST_TMPDIR/deployment")" "[\"$APP-$type\"]"
    assert_equal "$(json 'it.spec.template.spec.imagePullSecrets' <"$BATS_TEST_TMPDIR/deployment")" '[{"name":"registry"}]'
  done
  run k get services,ingresses --output name
  assert_equal "$output" "service/$APP-web"$'\n'"ingress.networking.k8s.io/app-ingress"
  assert_equal "$(k get service "$APP-web" --output json | json 'it.spec.ports.map((p) => [p.port, p.targetPort])')" '[[5000,5000]]'
  assert_equal "$(k get service "$APP-web" --output json | json 'it.spec.selector["app-process-type"]')" "$APP-web"
  assert_equal "$(rules)" "$(host)"
}

@test "a namespace that was there keeps its labels and is not marked as ours" {
  run kubectl get namespace "$NAMESPACE" --output json
  assert_equal "$(json 'it.metadata.labels' <<<"$output")" "{\"kubernetes.io/metadata.name\":\"$NAMESPACE\",\"team\":\"blue\"}"
  assert_equal "$(json 'it.metadata.annotations ?? {}' <<<"$output")" '{}'
}

@test "config:set rolls every process type once and its values arrive byte for byte" {
  local values big web worker
  big=$(head -c 75000 /dev/urandom | base64 -w0)
  values=(
    "QUOTES=say \"hi\" and 'bye'"
    LINES=$'first\nsecond\n\tthird\r\nfourth'
    'BRACES={{app}} {{{env}}} {{#if x}} ${{ y }}'
    'DOLLARS=$HOME ${PATH} $(PORT) $$ `id` \\n'
    'COLONS=a: b: - c # d'
    'UNICODE=Größe 漢字 🚀 é'
    'BLANKS=  at both ends  '
    'YAML=- {a: [1, *b, &c]} | > %TAG ! yes'
    'EMPTY='
    "BIG=${big:0:100000}"
  )
  web=$(revision web) worker=$(revision worker)
  run dokku config:set "$APP" "${values[@]}"
  assert_status 0
  warns_of_nothing
  assert_equal "$(revision web) $(revision worker)" "$((web + 1)) $((worker + 1))" 'revisions of web and worker'

  # Old pods may answer for a moment, in turn with new ones.
  wait_for 'curl_host "$(host)" /env | tee "$BATS_TEST_TMPDIR/env" | grep "\"BIG\""' 15
  run env "${values[@]}" node -e '
    const got = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    for (const name of process.argv.slice(2))
      if (got[name] !== process.env[name])
        console.log(name, "arrived as", JSON.stringify(got[name])?.slice(0, 200), "not", JSON.stringify(process.env[name]).slice(0, 200));
  ' "$BATS_TEST_TMPDIR/env" "${values[@]%%=*}"
  assert_equal "$output" '' 'what arrived'
}

@test "no value of the env stands in a Deployment or in a record" {
  run k get deployments,replicasets --output json
  refute_has 'say \"hi\"' 'at both ends' 漢字
  run grep -rlE 'at both ends|漢字' "$DOKKU_LIB_ROOT/data/scheduler-kubernetes"
  assert_equal "$output" ''
}

@test "ps:scale web=3 touches web alone and restarts no pod" {
  local before
  before=$(pods "$APP")
  local generation
  generation=$(k get deployment "$APP-worker" --output 'jsonpath={.metadata.generation}')
  run dokku ps:scale "$APP" web=3
  assert_status 0
  assert_equal "$(pods "$APP" web | wc -l)" 3 'web pods'
  assert_equal "$(comm -23 <(echo "$before") <(pods "$APP"))" '' 'pods that went'
  assert_equal "$(k get deployment "$APP-worker" --output 'jsonpath={.metadata.generation}')" "$generation" 'generation of worker'
}

@test "ps:restart of one process type gives it new pods, ps:restart gives all of them new pods" {
  local web worker
  web=$(pods "$APP" web) worker=$(pods "$APP" worker)
  run dokku ps:restart "$APP" worker
  assert_status 0
  assert_equal "$(pods "$APP" web)" "$web" 'web pods'
  assert_equal "$(comm -12 <(echo "$worker") <(pods "$APP" worker))" '' 'old worker pods'

  worker=$(pods "$APP" worker)
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(comm -12 <(echo "$web") <(pods "$APP" web))" '' 'old web pods'
  assert_equal "$(comm -12 <(echo "$worker") <(pods "$APP" worker))" '' 'old worker pods'
  assert_equal "$(pods "$APP" web | wc -l)" 3 'web pods'
}

@test "a deploy after ps:restart does not restart again" {
  local before
  before=$(pods "$APP")
  run dokku ps:scale "$APP" web=2
  assert_status 0
  assert_equal "$(comm -13 <(echo "$before") <(pods "$APP"))" '' 'new pods'
}

@test "domains:add and domains:remove change the ingress at once and restart nothing" {
  local before
  before=$(pods "$APP")
  run dokku domains:add "$APP" "shop.$APP.example.test"
  assert_status 0
  assert_equal "$(rules)" "$APP.example.test shop.$APP.example.test"
  wait_for 'curl_host "shop.$APP.example.test" /hostname' 15
  run dokku domains:remove "$APP" "shop.$APP.example.test"
  assert_status 0
  assert_equal "$(rules)" "$APP.example.test"
  wait_for '! curl_host "shop.$APP.example.test" /hostname' 15
  assert_equal "$(pods "$APP")" "$before" 'pods'
}

@test "logs shows every process type, or one, with and without a prefix" {
  wait_for 'dokku logs "$APP" --num 20 | grep worker' 10
  run dokku logs "$APP" --num 2 --ps worker
  assert_status 0
  assert_has "worker of $APP-worker-"
  refute_has 'listens on'
  run dokku logs "$APP" --num 2 --ps worker --quiet
  [[ $output == 'hello: worker of '* ]] || fail 'a quiet line is not the bare line' "$output"
  run bash -c 'timeout 30 dokku logs "$APP" --tail --ps worker --num 1 | grep -m 2 "worker of"'
  (($(grep -c 'worker of' <<<"$output") >= 2)) || fail 'following shows no new line' "$output"
}

@test "ps:report tells what runs" {
  # A cluster that takes longer than 2 s counts as one that is away.
  wait_for 'dokku ps:report "$APP" | grep -Ezq "Processes: +3.*Running: +true"' 20
}

@test "ps:stop leaves no pod, ps:start brings all of them back" {
  run dokku ps:stop "$APP"
  assert_status 0
  wait_for '[[ ! $(pods "$APP") ]]' 10
  run dokku ps:report "$APP"
  [[ $output =~ Running:\ +false ]] || fail 'it is still said to run' "$output"
  run dokku ps:start "$APP"
  assert_status 0
  assert_equal "$(pods "$APP" web | wc -l) $(pods "$APP" worker | wc -l)" '2 1' 'web and worker pods'
  wait_for 'curl_host "$(host)" /' 15
}

@test "two apps of one namespace share app-ingress" {
  local second=$APP-b
  create_app "$second"
  app_source "$BATS_TEST_TMPDIR/second"
  push "$second" "$BATS_TEST_TMPDIR/second"
  assert_equal "$(rules)" "$APP-b.example.test $APP.example.test"
  wait_for 'curl_host "$APP-b.example.test" / | grep "from $APP-b-web-"' 15
  run curl_host "$(host)" /
  assert_has "from $APP-web-"

  dokku --force apps:destroy "$second"
  assert_equal "$(rules)" "$APP.example.test"
  run k get deployments,services,secrets,pods --selector "app=$second" --output name
  refute_has deployment service secret
  run curl_host "$(host)" /
  assert_status 0
}

@test "a push without a process type removes it, and its version is the one that answers" {
  local source=$BATS_FILE_TMPDIR/source
  echo 'web: hello web' >"$source/Procfile"
  echo 2 >"$source/VERSION"
  run push "$APP" "$source"
  assert_status 0
  wait_for 'curl_host "$(host)" / | grep "version 2"' 15
  run k get deployments --output name
  assert_equal "$output" "deployment.apps/$APP-web"
}

@test "env Secrets that neither a ReplicaSet nor a release of the history names go with the next deploy" {
  local releases=$DOKKU_LIB_ROOT/data/$PLUGIN/$APP/releases before
  k get replicasets --output json | json 'it.items.filter((r) => !r.spec.replicas).map((r) => r.metadata.name).join(" ")' |
    xargs kubectl --namespace "$NAMESPACE" delete replicaset --ignore-not-found
  # As if they were more than ten releases ago.
  find "$releases" -name '*.json' ! -name "$(find "$releases" -name '*.json' -printf '%f\n' | sort -V | tail -1)" -delete
  before=$(k get secrets --output name | grep -c "$APP-env-")
  run dokku config:set "$APP" LAST=one
  assert_status 0
  local named there release
  named=$({
    k get replicasets --output json | json 'it.items.flatMap((r) => r.spec.template.spec.containers[0].envFrom.map((e) => e.secretRef.name)).join("\n")'
    for release in "$releases"/*.json; do
      json '[...JSON.stringify(it).matchAll(/"secretRef":\{"name":"([^"]+)"/g)].map(([, name]) => name).join("\n")' <"$release"
    done
  } | sort -u)
  there=$(k get secrets --output name | sed -n "s|^secret/\($APP-env-\)|\1|p" | sort)
  (($(wc -l <<<"$there") < before)) || fail "none of the $before env Secrets went" "$there"
  assert_equal "$there" "$named" 'env Secrets'
  assert_equal "$(k get secrets --output json | json 'it.items.filter((s) => s.metadata.name.includes("-env-")).every((s) => s.immutable)')" true
}

@test "apps:destroy leaves nothing of the app in the namespace, and the namespace itself as it was" {
  run dokku --force apps:destroy "$APP"
  assert_status 0
  run k get deployments,replicasets,services,ingresses,secrets,poddisruptionbudgets --output name
  assert_equal "$(grep -v -e replicaset <<<"$output")" secret/registry 'what is left'
  wait_for '[[ ! $(pods "$APP") ]]' 30
  wait_for '! curl_host "$(host)" /' 15
  assert_equal "$(kubectl get namespace "$NAMESPACE" --output 'jsonpath={.metadata.labels.team}')" blue
  run ls "$DOKKU_LIB_ROOT/data/scheduler-kubernetes" "$DOKKU_LIB_ROOT/config/scheduler-kubernetes"
  refute_has "$APP"
}
