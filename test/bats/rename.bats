#!/usr/bin/env bats
# apps:rename: what was set follows, no request for the domains is lost, and nothing is left of the name before.
load helpers

setup_file() {
  use_dokku
  unique_names
  export DOMAIN=$APP.example.test
  create_namespace "$NAMESPACE"
  app_source "$BATS_FILE_TMPDIR/source"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  plugin set "$APP" pod-min-available 1
  plugin add-pvc data 10 --namespace "$NAMESPACE"
  plugin mount "$APP" data /data
  as-dokku mkdir -p "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP/templates/own"
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  {{> metadata}}\n' \
    >"$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP/templates/own/settings.yaml.hbs"
  allow_own "$APP"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
  create_app "$APP-neighbour"
  dokku ps:scale "$APP-neighbour" web=1 worker=0
  push "$APP-neighbour" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
  wait_for 'curl_host "$DOMAIN" /' 15
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

plugin() { dokku "scheduler-kubernetes:$1" "${@:2}"; }

# Asks for the domain until assert_answered.
ask_on() {
  touch "$BATS_TEST_TMPDIR/asking"
  while [[ -e $BATS_TEST_TMPDIR/asking ]]; do
    curl_host "$DOMAIN" /hostname --output /dev/null --write-out '%{http_code}\n' || :
    sleep 0.02
  done >"$BATS_TEST_TMPDIR/answers" 2>&1 3>&- &
}

teardown() { rm -f "$BATS_TEST_TMPDIR/asking"; }

assert_answered() {
  local enough=$(($(wc -l <"$BATS_TEST_TMPDIR/answers") + 20))
  wait_for "((\$(wc -l <'$BATS_TEST_TMPDIR/answers') >= $enough))" 30
  rm "$BATS_TEST_TMPDIR/asking"
  wait
  assert_equal "$(sort "$BATS_TEST_TMPDIR/answers" | uniq -c | awk '{print $2}')" 200 'answers'
  (($(wc -l <"$BATS_TEST_TMPDIR/answers") > 100)) || fail "there were only $(wc -l <"$BATS_TEST_TMPDIR/answers") requests"
}

# The app that answers for the domain.
answers() { [[ $(curl_host "$DOMAIN" /) == *"from $1-web-"* ]]; }

# No object but claims carries the app's label or names its Service.
assert_nothing_in_cluster_of() { # APP
  local all
  all=$(k get deployments,services,secrets,configmaps,ingresses,poddisruptionbudgets,horizontalpodautoscalers --output json |
    json "it.items.filter((o) => o.metadata.labels?.app === '$1' || JSON.stringify(o.spec ?? {}).includes('\"$1-web\"')).map((o) => o.kind + ' ' + o.metadata.name).join('\n')")
  assert_equal "$all" '' "what is left of $1"
}

assert_nothing_of() { # APP
  assert_nothing_in_cluster_of "$1"
  [[ ! -e $DOKKU_LIB_ROOT/data/scheduler-kubernetes/--leftovers/$1.json ]] || fail 'leftovers are kept'
  [[ ! -e $DOKKU_LIB_ROOT/data/scheduler-kubernetes/$1 && ! -e $DOKKU_LIB_ROOT/config/scheduler-kubernetes/$1 ]] || fail 'data is kept'
}

# bats test_tags=controller
@test "no request is lost, the new name serves, the old one is gone, claims and neighbours stay" {
  ask_on
  run dokku apps:rename "$APP" "$APP-2"
  assert_status 0
  assert_answered
  answers "$APP-2"
  assert_nothing_of "$APP"
  run k get deployments,services,configmaps,poddisruptionbudgets,persistentvolumeclaims --output name
  assert_has "deployment.apps/$APP-2-web" "deployment.apps/$APP-2-worker" "service/$APP-2-web" "configmap/$APP-2-settings" \
    "poddisruptionbudget.policy/$APP-2" persistentvolumeclaim/data
  assert_equal "$(plugin list-mount "$APP-2")" data:/data
  run curl_host "$APP-neighbour.example.test" /
  assert_has "from $APP-neighbour-web-"
  run dokku scheduler-kubernetes:cleanup "$APP"
  assert_status 20
}

@test "a new name that does not come up: the old one serves on until a deploy succeeds, though Dokku asks us to destroy it" {
  ask_on
  dokku config:set --no-restart "$APP-2" CRASH=0
  plugin set "$APP-2" deploy-timeout 15s
  # Then the old name, which has lost its own scheduler, has this one.
  dokku scheduler:set --global selected kubernetes
  run dokku apps:rename "$APP-2" "$APP-3"
  dokku scheduler:set --global selected
  assert_status 1
  answers "$APP-2"
  run dokku domains:add "$APP-3" "more.$DOMAIN"
  answers "$APP-2"
  dokku config:unset --no-restart "$APP-3" CRASH
  plugin set "$APP-3" deploy-timeout
  run dokku ps:rebuild "$APP-3"
  assert_status 0
  assert_answered
  answers "$APP-3"
  assert_nothing_of "$APP-2"
}

@test "--skip-deploy: the old name's objects go at once" {
  run dokku apps:rename --skip-deploy "$APP-3" "$APP-4"
  assert_status 0
  assert_nothing_of "$APP-3"
  assert_nothing_in_cluster_of "$APP-4"
  assert_equal "$(plugin list-mount "$APP-4")" data:/data
  run k get persistentvolumeclaims --output name
  assert_has persistentvolumeclaim/data
  run curl_host "$APP-neighbour.example.test" /
  assert_has "from $APP-neighbour-web-"
}
