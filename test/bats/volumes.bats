#!/usr/bin/env bats
# Persistent volume claims: made, mounted, written by one release and read by the next.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE" "$NAMESPACE-new"; }

plugin() { dokku "scheduler-kubernetes:$1" "${@:2}"; }
claim() { k get persistentvolumeclaim "$1" --output json; }
get() { curl_host "$APP.example.test" "$1"; }
strategy() { k get deployment "$APP-web" --output 'jsonpath={.spec.strategy.type}'; }

@test "add-pvc makes the claim at once, as the original did" {
  plugin add-pvc shop-data 10 --namespace "$NAMESPACE"
  claim shop-data >"$BATS_TEST_TMPDIR/claim"
  assert_equal "$(json '[it.spec.accessModes, it.spec.resources, it.metadata.labels.pvc]' <"$BATS_TEST_TMPDIR/claim")" '[["ReadWriteOnce"],{"requests":{"storage":"10Mi"}},"shop-data"]'
  plugin add-pvc shop-data 10 --namespace "$NAMESPACE"
  plugin add-pvc one.pod 1Gi --namespace="$NAMESPACE" --access-mode ReadWriteOncePod --storage-class-name standard
  claim one.pod >"$BATS_TEST_TMPDIR/claim"
  assert_equal "$(json '[it.spec.accessModes, it.spec.resources.requests.storage, it.spec.storageClassName]' <"$BATS_TEST_TMPDIR/claim")" '[["ReadWriteOncePod"],"1Gi","standard"]'
}

@test "add-pvc makes a namespace that is missing" {
  plugin add-pvc early 1 --namespace "$NAMESPACE-new"
  run kubectl get namespace "$NAMESPACE-new" --output 'jsonpath={.metadata.labels.app\.kubernetes\.io/managed-by}'
  assert_equal "$output" dokku-scheduler-kubernetes
}

@test "a mount takes effect with a deploy, and what one release writes the next one reads" {
  plugin mount "$APP" shop-data /data/
  plugin mount "$APP" shop-data /data
  assert_equal "$(plugin list-mount "$APP")" shop-data:/data
  assert_equal "$(<"$DOKKU_LIB_ROOT/config/$PLUGIN/$APP/volumes")" shop-data:/data
  push "$APP" "$BATS_FILE_TMPDIR/source"
  wait_for 'get "/write?path=/data/note&text=kept"' 15
  echo 2 >"$BATS_FILE_TMPDIR/source/VERSION"
  push "$APP" "$BATS_FILE_TMPDIR/source"
  wait_for 'get / | grep "version 2"' 15
  assert_equal "$(get '/read?path=/data/note')" kept
  assert_equal "$(strategy)" RollingUpdate
}

@test "list-pvc tells size, state and who mounts what" {
  run plugin list-pvc "$NAMESPACE"
  assert_has 'NAME' 'MOUNTED BY'
  [[ $output =~ shop-data\ +Bound\ +10Mi\ +ReadWriteOnce\ +standard\ +$APP ]] || fail "no row of shop-data" "$output"
  assert_equal "$(plugin list-pvc "$NAMESPACE" --format json | json 'it.find((row) => row.name === "shop-data").mountedBy')" "$APP"
  assert_equal "$(plugin list-pvc --namespace "$NAMESPACE")" "$output"
  assert_equal "$(plugin list-mount "$APP" --format json)" '[{"claim":"shop-data","path":"/data"}]'
  assert_equal "$(plugin list-pvc "$NAMESPACE-none")" 'NAME  STATUS  SIZE  ACCESS  CLASS  MOUNTED BY'
}

@test "a claim for one pod alone: the old pod stops first, where a rolling update would wait for ever" {
  plugin mount "$APP" one.pod /one
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has 'old pods stop before new ones start: only one node or pod at a time can mount one.pod'
  assert_equal "$(strategy)" Recreate
  wait_for 'get "/write?path=/one/note&text=alone"' 15
  run dokku ps:restart "$APP"
  assert_status 0
  wait_for '[[ $(get "/read?path=/one/note") == alone ]]' 15
  assert_equal "$(plugin show-manifest "$APP" web deployment --format json | json 'it.spec.strategy')" '{"type":"Recreate"}'
}

@test "unmount: the pods roll again, the data stays" {
  plugin unmount "$APP" one.pod /one
  run dokku ps:restart "$APP"
  assert_status 0
  refute_has 'old pods stop'
  assert_equal "$(strategy)" RollingUpdate
  wait_for '[[ $(get "/read?path=/data/note") == kept ]]' 15
}

@test "several nodes: a ReadWriteOnce claim may be on the wrong one, so the old pod stops first" {
  # A node that runs nothing: it takes no pods.
  kubectl apply -f - <<END
{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "$NAMESPACE"}, "spec": {"unschedulable": true}}
END
  run dokku ps:restart "$APP"
  kubectl delete node "$NAMESPACE"
  assert_status 0
  assert_has 'can mount shop-data'
  assert_equal "$(strategy)" Recreate
}

@test "a claim that is not there stops the deploy before it begins" {
  plugin mount "$APP" nowhere /nowhere
  local before
  before=$(snapshot)
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "there is no PersistentVolumeClaim nowhere in namespace $NAMESPACE" "add-pvc nowhere SIZE --namespace $NAMESPACE"
  assert_equal "$(snapshot)" "$before"
  plugin unmount "$APP" nowhere /nowhere
}

@test "remove-pvc is refused while somebody mounts the claim" {
  refuses 1 "it is mounted by $APP" 'add --force' -- remove-pvc shop-data --namespace "$NAMESPACE"
  plugin unmount-all "$APP"
  assert_equal "$(plugin list-mount "$APP")" ''
  refuses 1 "it is mounted by pod $APP-web-" -- remove-pvc shop-data --namespace "$NAMESPACE"
  dokku ps:restart "$APP"
  wait_for "plugin remove-pvc shop-data --namespace $NAMESPACE" 30
  wait_for '! claim shop-data' 20
  plugin remove-pvc early --namespace "$NAMESPACE-new"
}

@test "a claim survives the app, and --force removes it although an app names it" {
  plugin mount "$APP" one.pod /one
  k patch persistentvolumeclaim one.pod --patch '{"metadata":{"finalizers":["example.test/in-use"]}}'
  plugin remove-pvc one.pod --namespace "$NAMESPACE" --force
  refuses 1 'a claim of that name is being removed' -- add-pvc one.pod 1 --namespace "$NAMESPACE"
  k patch persistentvolumeclaim one.pod --patch '{"metadata":{"finalizers":null}}'
  wait_for '! claim one.pod' 20
  plugin add-pvc one.pod 1 --namespace "$NAMESPACE"
  dokku --force apps:destroy "$APP"
  claim one.pod
  assert_equal "$(plugin list-pvc "$NAMESPACE" --format json | json 'it[0].mountedBy')" ''
}

@test "refused: a claim of that name that somebody else, or another Dokku server, made" {
  k create --filename - <<<'{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"others"},
    "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Mi"}}}}'
  refuses 1 'a claim of that name exists, and somebody else made it' 'mount it as it is' -- add-pvc others 10 --namespace "$NAMESPACE"
  refuses 1 'somebody else made it' 'dokku scheduler-kubernetes:kubectl --global -- delete persistentvolumeclaim others' -- remove-pvc others --namespace "$NAMESPACE"
  plugin add-pvc there 10 --namespace "$NAMESPACE"
  k label persistentvolumeclaim there --overwrite dokku.com/server=another
  refuses 1 'Dokku server another made it' -- add-pvc there 20 --namespace "$NAMESPACE"
  refuses 1 'Dokku server another made it' -- remove-pvc there --namespace "$NAMESPACE"
}

@test "refused: what no claim can be" {
  refuses 1 'NAME is missing' 'usage: dokku scheduler-kubernetes:add-pvc NAME SIZE' -- add-pvc
  refuses 1 'SIZE is missing' -- add-pvc data
  refuses 1 'too many arguments: more' -- add-pvc data 10 more
  refuses 1 'SIZE must be a number of MB or a quantity such as 10Gi, not "10g"' -- add-pvc data 10g
  refuses 1 'NAME must be' -- add-pvc Data 10
  refuses 1 'MODE must be one of ReadWriteOnce' -- add-pvc data 10 --access-mode RWO
  refuses 1 'NAMESPACE must be a DNS label' -- add-pvc data 10 --namespace a.b
  refuses 1 '--storage-class-name needs a value' -- add-pvc data 10 --storage-class-name
  refuses 1 'there is no option --size' -- add-pvc data --size 10
  refuses 1 'NAME is missing' -- remove-pvc
  refuses 1 'there is none' -- remove-pvc nosuch --namespace "$NAMESPACE"
  refuses 1 'too many arguments: b' -- list-pvc a b
  refuses 1 'list the claims of one namespace, not of a and b' -- list-pvc a --namespace b
  refuses 1 '--format takes json or stdout' -- list-pvc --format xml
}

@test "refused: what no mount can be" {
  dokku apps:create "$APP"
  plugin mount "$APP" data /data
  refuses 1 'APP is missing' -- mount
  refuses 1 'PATH is missing' -- mount "$APP" data
  refuses 1 'too many arguments' -- mount "$APP" data /data more
  refuses 20 'App nosuch does not exist' -- mount nosuch data /data
  refuses 1 'the name of a claim must be' -- mount "$APP" Data /other
  refuses 1 'the path must be absolute' -- mount "$APP" data data
  refuses 1 'the path must be absolute' -- mount "$APP" data /
  refuses 1 'the path must be absolute' -- mount "$APP" data /a/../b
  refuses 1 'the path must be absolute' -- mount "$APP" data /a:b
  refuses 1 'data is already mounted there' -- mount "$APP" other /data
  refuses 1 'it mounts data at /data' -- unmount "$APP" data /other
  refuses 20 'App nosuch does not exist' -- unmount nosuch data /data
  refuses 20 'App nosuch does not exist' -- unmount-all nosuch
  refuses 1 'too many arguments' -- unmount-all "$APP" more
  refuses 20 'App nosuch does not exist' -- list-mount nosuch
  dokku --force apps:destroy "$APP"
}
