#!/usr/bin/env bats
# Annotations and labels as a user sets them, on the objects of a cluster.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  export config=$DOKKU_LIB_ROOT/config/scheduler-kubernetes
  # What the original plugin left for this app and its namespace.
  as-dokku mkdir -p "$config/$NAMESPACE"
  echo 'example.com/owner team-a' >"$config/$APP/deployment-annotations"
  printf 'pod.kubernetes.io/lifetime 1s\npod.kubernetes.io/lifetime 86400s\n' >"$config/$APP/pod-annotations"
  echo 'nginx.ingress.kubernetes.io/affinity cookie' >"$config/$NAMESPACE/ingress-annotations"
  local own=$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP/templates/own
  as-dokku mkdir -p "$own"
  cat >"$own/network-policy.yaml.hbs" <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{> metadata}}
  annotations:
    example.com/own: template
spec:
  podSelector: {matchLabels: {app: nothing}}
END
  allow_own "$APP"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

set_() { dokku "scheduler-kubernetes:$1-set" "${@:2}"; } # deployment-annotations APP NAME VALUE
of() { k get "$1" --output json | json "(${2:-it.metadata}).$3 ?? {}"; } # OBJECT PATH annotations|labels

@test "what the original stored is on the objects of the first deploy" {
  local type
  for type in web worker; do
    run of "deployment/$APP-$type" it.metadata annotations
    assert_has '"example.com/owner":"team-a"'
    run of "deployment/$APP-$type" it.spec.template.metadata annotations
    assert_has '"pod.kubernetes.io/lifetime":"86400s"'
  done
  run of ingress/app-ingress it.metadata annotations
  assert_has '"nginx.ingress.kubernetes.io/affinity":"cookie"'
}

@test "set, set again, per process type: on the objects after the next deploy, selectors and uids as they were" {
  local before value=$'  {"a": [1, 2]},\n\tit'"'"'s \\n  '
  before=$(k get deployments,services --output json | json 'it.items.map((o) => [o.metadata.uid, JSON.stringify(o.spec.selector)])')
  run set_ deployment-annotations "$APP" example.com/owner team-x
  assert_equal "$status $output" '0 =====> Setting deployment annotation example.com/owner to team-x'
  set_ deployment-annotations "$APP" example.com/owner 'team b'
  set_ deployment-annotations "$APP" example.com/owner team-c --process-type worker
  set_ deployment-annotations "$APP" example.com/owner2 other
  set_ pod-annotations "$APP" example.com/text "$value"
  set_ pod-annotations --process-type=web "$APP" example.com/dashes -- --x
  set_ service-annotations "$APP" example.com/svc yes
  set_ deployment-labels "$APP" tier front
  set_ pod-labels "$APP" team blue --process-type web
  set_ service-labels "$APP" public true
  set_ annotations --global secret example.com/site yes
  set_ annotations "$APP" NetworkPolicy example.com/svc yes
  set_ labels "$APP" poddisruptionbudget tier front
  dokku scheduler-kubernetes:set "$APP" pod-min-available 1
  assert_equal "$(<"$config/$APP/deployment-annotations")" $'example.com/owner team b\nexample.com/owner2 other'
  run dokku ps:rebuild "$APP"
  assert_status 0

  run of "deployment/$APP-web" it.metadata annotations
  assert_has '"example.com/owner":"team b"' '"example.com/owner2":"other"'
  run of "deployment/$APP-worker" it.metadata annotations
  assert_has '"example.com/owner":"team-c"'
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.spec.template.metadata.annotations["example.com/text"] + "."')" "$value."
  assert_equal "$(k get pod "$(pods "$APP" web | head -1)" --output json | json 'it.metadata.annotations["example.com/dashes"]')" --x
  run of "service/$APP-web" it.metadata annotations
  assert_has '"example.com/svc":"yes"'
  run of "service/$APP-web" it.metadata labels
  assert_has '"public":"true"' "\"app\":\"$APP\""
  run of "deployment/$APP-web" it.metadata labels
  assert_has '"tier":"front"'
  run of "poddisruptionbudget/$APP" it.metadata labels
  assert_has '"tier":"front"'
  run of "networkpolicy/$APP-network-policy" it.metadata annotations
  assert_equal "$output" '{"example.com/own":"template","example.com/svc":"yes"}'
  assert_equal "$(k get secrets --selector "app=$APP" --output json | json 'it.items.some((one) => one.metadata.annotations?.["example.com/site"] === "yes")')" true
  assert_equal "$(k get pods --selector "app=$APP,team=blue" --output name | wc -l)" 1 'pods with the label'
  assert_equal "$(k get deployments,services --output json | json 'it.items.map((o) => [o.metadata.uid, JSON.stringify(o.spec.selector)])')" "$before" 'uids and selectors'
}

@test "show-manifest shows them before a deploy" {
  set_ deployment-annotations "$APP" example.com/soon now
  run dokku scheduler-kubernetes:show-manifest "$APP" web deployment
  assert_has 'example.com/soon: now'
  set_ deployment-annotations "$APP" example.com/soon
}

@test "unset takes exactly that key, from the objects too; unsetting again is fine" {
  run set_ deployment-annotations "$APP" example.com/owner
  assert_equal "$status $output" '0 =====> Unsetting deployment annotation example.com/owner'
  set_ deployment-annotations "$APP" example.com/owner ''
  set_ deployment-labels "$APP" tier
  set_ pod-labels "$APP" team --process-type web
  assert_equal "$(<"$config/$APP/deployment-annotations")" 'example.com/owner2 other'
  dokku ps:rebuild "$APP"
  run of "deployment/$APP-web" it.metadata annotations
  assert_has '"example.com/owner2":"other"'
  refute_has example.com/owner\"
  run of "deployment/$APP-worker" it.metadata annotations
  assert_has '"example.com/owner":"team-c"'
  run of "deployment/$APP-web" it.metadata labels
  refute_has tier
  # Pods of the release before go on for some seconds.
  wait_for '[[ ! $(k get pods --selector "app=$APP,team=blue" --output name) ]]' 60
}

@test "annotations of a namespace's Ingress: built anew by hand, kept when an app of that name goes, the original's superseded" {
  run dokku scheduler-kubernetes:ingress-annotations-set "$NAMESPACE" nginx.ingress.kubernetes.io/proxy-body-size 8m
  assert_status 0
  assert_has 'Setting ingress annotation nginx.ingress.kubernetes.io/proxy-body-size to 8m' "dokku proxy:build-config $APP"
  set_ ingress-labels "$NAMESPACE" team edge
  dokku proxy:build-config "$APP"
  run of ingress/app-ingress it.metadata annotations
  assert_has '"nginx.ingress.kubernetes.io/affinity":"cookie"' '"nginx.ingress.kubernetes.io/proxy-body-size":"8m"'
  run of ingress/app-ingress it.metadata labels
  assert_has '"team":"edge"'

  set_ ingress-annotations "$NAMESPACE" nginx.ingress.kubernetes.io/affinity
  dokku apps:create "$NAMESPACE"
  dokku --force apps:destroy "$NAMESPACE"
  run set_ annotations "$APP" ingress example.com/app yes
  assert_equal "$status $output" "0 =====> Setting ingress annotation example.com/app to yes
       to apply it at once: dokku proxy:build-config $APP"
  dokku nginx:set "$APP" proxy-read-timeout 2m
  dokku proxy:build-config "$APP"
  run of ingress/app-ingress it.metadata annotations
  local nginx=nginx.ingress.kubernetes.io
  assert_equal "$output" "{\"example.com/app\":\"yes\",\"$nginx/proxy-body-size\":\"8m\",\"$nginx/proxy-read-timeout\":\"120\",\"nginx.org/proxy-read-timeout\":\"2m\"}"
}

@test "the reports list what is set, as text and as json" {
  run dokku scheduler-kubernetes:annotations-report "$APP"
  assert_status 0
  assert_has "=====> $APP scheduler-kubernetes annotations"
  [[ $output =~ deployment\ worker\ +example.com/owner\ +team-c ]] || fail 'the worker is not listed' "$output"
  [[ $output =~ ingress\ $NAMESPACE\ +nginx.ingress.kubernetes.io/proxy-body-size\ +8m ]] || fail 'the Ingress is not listed' "$output"
  run --separate-stderr dokku scheduler-kubernetes:labels-report --format json
  assert_equal "$(json 'it.map(({app, object, name, value}) => [app, object, name, value].join(" ")).sort().join()' <<<"$output")" \
    "$APP ingress team edge,$APP poddisruptionbudget tier front,$APP service public true"
  run dokku scheduler-kubernetes:annotations-report --global
  [[ $output =~ secret\ +example.com/site\ +yes ]] || fail 'what the site set is not listed' "$output"
}

@test "refused, and nothing stored is touched" {
  refuses 20 'App nosuch does not exist' -- deployment-annotations-set nosuch a b
  refuses 20 'App nosuch does not exist' -- annotations-report nosuch
  refuses 1 'APP|--global is missing' 'usage: dokku scheduler-kubernetes:pod-labels-set APP|--global NAME' -- pod-labels-set
  refuses 1 'NAME is missing' -- deployment-annotations-set "$APP"
  refuses 1 'too many arguments: c' -- deployment-annotations-set "$APP" a b c
  refuses 1 'there is no option --global' -- ingress-annotations-set --global a b
  refuses 1 '"cronjbo" is not a kind' 'did you mean cronjob?' -- annotations-set "$APP" cronjbo a b
  refuses 1 'apps share it' 'dokku scheduler-kubernetes:annotations-set --global namespace a b' -- annotations-set "$APP" namespace a b
  refuses 1 'a secret belongs to no process type' -- labels-set "$APP" secret a b --process-type web
  refuses 1 '--process-type needs a value' -- pod-annotations-set "$APP" a b --process-type
  refuses 1 '"../x" is not a process type' -- pod-annotations-set "$APP" a b --process-type ../x
  refuses 1 'set the pod annotation a b' '"a b" must be 1 to 63 letters' -- pod-annotations-set "$APP" 'a b' x
  refuses 1 '"-x.com", before the slash, must be a DNS name' -- service-annotations-set "$APP" -x.com/a x
  refuses 1 '"a b" is not a valid label value' -- deployment-labels-set "$APP" a 'a b'
  refuses 1 'the plugin sets it itself' -- pod-labels-set "$APP" process-type x
  refuses 1 'the plugin sets it itself' -- service-labels-set "$APP" app.kubernetes.io/managed-by me
  refuses 1 'find namespace My_Space' 'a namespace must be a DNS label' -- ingress-annotations-set My_Space a b
  refuses 1 'a namespace must be a DNS label' -- ingress-annotations-set ../x a b
  refuses 1 'there is no option --process-type' -- ingress-annotations-set "$NAMESPACE" a b --process-type web
  refuses 1 '--format takes json or stdout, not yaml' -- labels-report "$APP" --format yaml
}
