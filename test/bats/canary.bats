#!/usr/bin/env bats
# A release that gets shares of the requests before it gets all: by time, by hand, and back. One story, each test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=2 worker=0
  dokku scheduler-kubernetes:set "$APP" canary 20%:1,50%:2
  app_source "$BATS_FILE_TMPDIR/source"
  calls=$(folder 777)/calls
  hook=$DOKKU_LIB_ROOT/plugins/enabled/judge/canary-check
  export calls hook
  mkdir "${hook%/*}"
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_has 'No canary: it is the first release'
}

teardown_file() { remove_namespaces "$NAMESPACE"; }
teardown() {
  rm -f "$calls.hold"
  stop_asking
}

host() { echo "$APP.example.test"; }
canary() { dokku scheduler-kubernetes:canary "$APP" "$@"; }
number() { newest | cut -d' ' -f1; }
newest() { dokku scheduler-kubernetes:history "$APP" --format json | json 'it[0].release + " " + it[0].outcome'; }

# A hook that notes what it was asked, and answers so, but not while there is a file `hold`.
judge() { # EXIT_CODE
  cat >"$hook" <<END
#!/bin/bash
echo "\$*" >>$calls
for _ in {1..3000}; do [[ -e $calls.hold ]] || break; sleep 0.1; done
exit $1
END
  chmod +x "$hook"
}

# A deploy whose release was refused: it is gone, and none of the pods from before has been replaced.
refused() { # PODS TEXT...
  assert_status 1
  assert_has "${@:2}" 'the canary was removed' "$APP runs as before"
  gone "$(wc -l <<<"$1")"
  assert_equal "$(pods "$APP")" "$1" 'the pods'
}

# No canary is left, not even recorded.
gone() { # [PODS]
  assert_equal "$(k get deployments --output name | xargs)" "deployment.apps/$APP-web deployment.apps/$APP-worker"
  assert_equal "$(canary --format json | json it.canary)" null
  run grep canary "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP/release.json"
  assert_equal "$output" '' 'what is recorded'
  wait_for '[[ $(pods "$APP" | wc -l) == '"${1:-2}"' ]]' 20
}

deploy_with() { # KEY=VALUE
  dokku config:set --no-restart "$APP" "$1" >/dev/null
  dokku scheduler-kubernetes:deploy "$APP"
}

# Deploys in the background until the canary's pods are ready.
deploy_until_ready() { # KEY=VALUE
  rm -f "$BATS_TEST_TMPDIR/ended"
  {
    ended=0
    deploy_with "$1" >"$BATS_TEST_TMPDIR/deploy" 2>&1 || ended=$?
    echo "$ended" >"$BATS_TEST_TMPDIR/ended"
  } 3>&- &
  wait_for '[[ $(canary --format json | json it.canary?.ready) == 1 ]]' 30
}
deployed() { # sets status and output to those of that deploy
  wait_for '[[ -s $BATS_TEST_TMPDIR/ended ]]' 30
  status=$(<"$BATS_TEST_TMPDIR/ended") output=$(<"$BATS_TEST_TMPDIR/deploy")
}

@test "by time: each step is served, other plugins are asked, and what is left is what a plain deploy leaves" {
  local before
  before=$(k get deployments,services,ingresses --output json | json 'it.items.map((o) => o.kind + o.metadata.name + Object.keys(o.metadata.labels)).sort()')
  judge 0
  wait_for 'curl_host "$(host)" /' 15
  keep_asking "$(host)"
  run deploy_with A=1
  assert_status 0
  assert_has '1 new pod beside 2: 33% of the requests, not 20%' "Canary of $APP served 20%:1" '2 new pods beside 2: 50% of the requests' \
    "Canary of $APP served 50%:2" 'Removed Deployment'
  assert_all_answered
  assert_equal "$(<"$calls")" "$APP 20%"$'\n'"$APP 50%" 'what the hook was asked'
  gone
  assert_equal "$(k get deployments,services,ingresses --output json | json 'it.items.map((o) => o.kind + o.metadata.name + Object.keys(o.metadata.labels)).sort()')" "$before"
  assert_equal "$(newest)" '2 deployed'
  run dokku ps:restart "$APP"
  assert_status 0
  refute_has anary
}

@test "a hook says no, and a release that crashes: no old pod was replaced, and no request lost by what the hook refused" {
  local before
  before=$(pods "$APP")
  judge 4
  keep_asking "$(host)"
  run deploy_with B=1
  assert_all_answered
  refused "$before" "try release 4 of $APP with 20% of its requests" 'canary-check of plugin judge refused it: it ended with exit code 4'
  assert_equal "$(newest)" '4 failed'
  rm "$hook"
  dokku scheduler-kubernetes:set "$APP" canary 50%:600
  run deploy_with CRASH=4
  refused "$before" 'web.canary: ' 'exit code 3' 'hello: crashed as CRASH asked for'
  dokku config:unset --no-restart "$APP" CRASH
}

@test "by hand, from a second shell: shown, aborted, promoted" {
  local before
  before=$(pods "$APP")
  dokku scheduler-kubernetes:set "$APP" canary 20%:600,50%:600
  dokku config:set --no-restart "$APP" C=1
  run dokku scheduler-kubernetes:plan "$APP"
  assert_has 'a canary of web comes first: 20%:600, 50%:600'
  deploy_until_ready C=1
  run canary
  assert_has '20%:600,' 'at 20%:600' '1/1 ready, beside 2: 33%' "canary $APP promote"
  assert_equal "$(dokku scheduler-kubernetes:status "$APP" --format json | json 'it.processes.map((one) => one.process + one.ready).sort()')" '["web.canary1","web2","worker0"]'
  # Pods of the deploys before may be on their way out.
  assert_equal "$(k get endpointslices --selector kubernetes.io/service-name="$APP-web" --output json | json 'it.items.flatMap((one) => one.endpoints).filter(({ conditions }) => !conditions.terminating).length')" 3
  run canary abort
  assert_status 0
  assert_has "$APP runs as before"
  deployed
  refused "$before" "canary $APP abort"
  run canary promote
  assert_status 1
  assert_has "promote the canary of $APP" 'there is none in'
  deploy_until_ready C=2
  run canary promote
  assert_status 0
  assert_has "$APP runs release $(number)"
  deployed
  assert_status 0
  assert_has "Canary of $APP promoted at 20%:600"
  gone
}

# In the place of the real one: it sends SIGNAL to the deploy that looks after its canary.
struck() { # SIGNAL KEY=VALUE
  local real
  real=$(dokkus kubectl)
  fake kubectl <<END
#!/bin/bash
[[ \$* != *dokku.com/canary=true* ]] || { kill -$1 \$PPID; exit 1; }
exec $real "\$@"
END
  run deploy_with "$2"
  unfake kubectl
  ((status != 0)) || fail "a deploy that SIG$1 ended counts as done" "$output"
  k get deployment --selector dokku.com/canary=true --output name | grep -q canary
}

@test "interrupted or killed: aborted, promoted, or removed by the next deploy" {
  local before last
  before=$(pods "$APP") last=$(number)
  struck INT D=1
  assert_has "the canary of $APP keeps its share of the requests" "canary $APP promote, or abort"
  run canary abort
  assert_status 0
  gone
  assert_equal "$(pods "$APP")" "$before" 'the pods'
  struck KILL D=2
  run canary promote
  assert_status 0
  refute_has 'Canary of'
  gone
  assert_equal "$(newest)" "$((last + 1)) deployed"
  struck KILL D=3
  dokku scheduler-kubernetes:set "$APP" canary off
  run dokku ps:rebuild "$APP"
  assert_status 0
  gone
}

# Each route with the weights of what it sends to, and each Service.
weights() { k get httproutes --output json | json 'it.items.map(({ spec }) => spec.rules[0].backendRefs.map(({ weight }) => weight).join("/")).join(" ")'; }
services() { k get services --output name | xargs; }

@test "on a Gateway by weights: the share that was asked for beside one pod, and nothing of it is left" {
  local -x CLUSTER_INGRESS_HTTP=$CLUSTER_GATEWAY_HTTP
  local before services canary answers
  dokku scheduler-kubernetes:set "$APP" routing gateway
  dokku scheduler-kubernetes:set "$APP" gateway "$CLUSTER_GATEWAY/http"
  dokku proxy:build-config "$APP"
  dokku ps:scale "$APP" web=1
  wait_for '[[ $(pods "$APP" | wc -l) == 1 ]] && curl_host "$(host)" /' 20
  before=$(pods "$APP") services=$(services)

  judge 4
  touch "$calls.hold"
  dokku scheduler-kubernetes:set "$APP" canary 20%:1
  keep_asking "$(host)"
  deploy_until_ready REFUSE=1
  wait_for '[[ $(weights) == 80/20 ]] && curl_host "$(host)" / |& grep "error: 500"' 30
  answers=$(for _ in {1..100}; do curl_host "$(host)" / 2>&1 || true; done | grep -c 'error: 500')
  rm "$calls.hold"
  deployed
  stop_asking
  refused "$before" '1 new pod beside 1: 20% of the requests, by the weights of its routes' 'canary-check of plugin judge refused it'
  assert_equal "$(weights), $(services)" "1, $services"
  ((answers >= 10 && answers <= 30)) || fail "$answers of 100 requests failed"
  run grep -v -e '^failed' -e 'error: 500' "$BATS_TEST_TMPDIR/unanswered"
  assert_equal "$output" '' 'what failed otherwise than by the release'
  rm "$hook" "$BATS_TEST_TMPDIR"/{asked,unanswered}
  dokku config:unset --no-restart "$APP" REFUSE

  dokku scheduler-kubernetes:set "$APP" canary 10%:600
  deploy_until_ready E=1
  wait_for '[[ $(weights) == 90/10 ]]' 30
  dokku domains:add "$APP" "other.$(host)"
  assert_equal "$(weights), $(canary --format json | json it.canary.share)" '90/10, 10'
  canary=$(pods "$APP" web.canary)
  wait_for 'curl_host "other.$(host)" / | grep "from '"$canary"'"' 20
  answers=$(for _ in {1..100}; do curl_host "$(host)" /; done | grep -c "from $canary")
  ((answers >= 6 && answers <= 14)) || fail "$answers of 100 requests went to the canary"
  keep_asking "$(host)"
  run canary promote
  assert_status 0
  deployed
  assert_has 'Sending all requests to the pods that were rolled out'
  assert_all_answered
  gone 1
  assert_equal "$(weights), $(services)" "1, $services"
}
