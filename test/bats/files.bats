#!/usr/bin/env bats
# Files of ours that are damaged, unreadable or cannot be written: what is said, whom it stops, what is left of it.
load helpers

setup_file() {
  use_dokku
  unique_names
  export OTHER=$APP-2 DATA=$DOKKU_LIB_ROOT/data/$PLUGIN
  create_namespace "$NAMESPACE"
  app_source "$BATS_FILE_TMPDIR/source"
  cp -r "$BATS_FILE_TMPDIR/source" "$BATS_FILE_TMPDIR/source-2"
  create_app "$APP"
  create_app "$OTHER"
  dokku ps:scale "$APP" web=1 worker=0
  dokku ps:scale "$OTHER" web=1 worker=0
  push "$APP" "$BATS_FILE_TMPDIR/source"
  push "$OTHER" "$BATS_FILE_TMPDIR/source-2"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

setup() {
  rm -rf "$BATS_FILE_TMPDIR/kept"
  cp -r "$DATA/$OTHER" "$BATS_FILE_TMPDIR/kept"
}

teardown() { rm -rf "${DATA:?}/$OTHER" && cp -r "$BATS_FILE_TMPDIR/kept" "$DATA/$OTHER" && give_to_dokku "$DATA"; }

hosts() { k get ingress app-ingress --output json | json 'it.spec.rules.map(({ host }) => host).join("\n")' | sort; }

said() { # STATUS TEXT...
  assert_status "$1"
  assert_has "${@:2}"
  refute_has 'internal error' undefined '[object Object' '    at '
}

both_routed() { assert_equal "$(hosts)" "$(printf '%s\n' "$APP.example.test" "$OTHER.example.test" | sort)" hosts; }

# What another app's command meets, and the commands that are about all apps.
stops_nobody() { # TEXT...
  run dokku ps:restart "$APP"
  said 0 "$@"
  both_routed
  run dokku "$PLUGIN:show-manifest" "$APP" web
  said 0
  run dokku "$PLUGIN:cleanup" --force
  said 0
  run dokku "$PLUGIN:list-pvc" "$NAMESPACE"
  said 0
}

@test "a damaged record of another app: a warning, its routes stay, and nobody is stopped" {
  local text file=$DATA/$OTHER/release.json
  rm -f "$file.before"
  for text in '' '[]' '{}' '{"namespace":'; do
    printf %s "$text" >"$file"
    give_to_dokku "$file"
    stops_nobody "read $file" 'it is damaged'
  done
}

@test "a record of another app that is a folder, and leftovers and releases that are damaged" {
  local file=$DATA/$OTHER/release.json
  rm -f "$file" "$file.before"
  mkdir "$file"
  mkdir -p "$DATA/--leftovers"
  echo '{}' >"$DATA/--leftovers/gone.json"
  for release in "$DATA/$OTHER"/releases/*.json; do : >"$release"; done
  give_to_dokku "$DATA"
  stops_nobody "read $file" 'it is a folder, where a file belongs' "read $DATA/--leftovers/gone.json"
  run dokku "$PLUGIN:history" "$OTHER"
  said 0 'it is damaged'
  rm "$DATA/--leftovers/gone.json"
}

@test "an app's own damaged record heals: what it held before counts, and the next deploy writes a sound one" {
  local file=$DATA/$OTHER/release.json
  [[ -s $file.before ]]
  : >"$file"
  run dokku ps:restart "$OTHER"
  said 0 "read $file: it is damaged" 'what it held before its last change counts'
  json 'it.objects.length > 0 && it.deployedAt' <"$file" >/dev/null
  both_routed
  run dokku logs "$OTHER"
  said 0
}

@test "a full disk: which file, and how to make room; what ran goes on, nothing half-written stays, and Dokku is told the same" {
  local folder=$DATA/$OTHER before
  before=$(k get deployment "$OTHER-web" --output json | json 'it.spec.replicas')
  run unshare --mount bash -c 'cp -a "$1" "$1.copy" && mount -t tmpfs -o size=64k tmpfs "$1" && cp -a "$1.copy"/. "$1" && rm -r "$1.copy"
    head -c 1M /dev/zero >"$1/filler" 2>/dev/null; shift; "$@" 2>&1; status=$?; find "$DATA/$OTHER" -regex ".*[.][0-9]+"; exit $status' \
    _ "$folder" dokku ps:scale "$OTHER" web=2
  said 1 "$folder" 'no space is left there' "df -h $folder"
  assert_equal "$(grep -cE '[.][0-9]+$' <<<"$output")" 0 "half-written files: $output"
  assert_equal "$(k get deployment "$OTHER-web" --output json | json 'it.spec.replicas')" "$before" replicas
  dokku ps:scale "$OTHER" web=1
}

@test "a property that cannot be written: which, and nothing of it stays" {
  local folder=$DOKKU_LIB_ROOT/config/$PLUGIN/$OTHER
  mkdir "$folder/deploy-timeout"
  touch "$folder/deploy-timeout/something"
  give_to_dokku "$folder"
  run dokku "$PLUGIN:set" "$OTHER" deploy-timeout 10m
  said 1 "write $folder/deploy-timeout" 'it is a folder, where a file belongs'
  run find "$folder" -name '.*'
  assert_equal "$output" '' 'half-written files'
  rm -r "$folder/deploy-timeout"
}

@test "templates of the site that are a file, app.json with an object where text belongs, annotations written by hand" {
  mkdir -p "$DATA/--global"
  touch "$DATA/--global/templates"
  give_to_dokku "$DATA/--global"
  run dokku "$PLUGIN:show-manifest" "$OTHER" web
  said 1 "$DATA/--global/templates" 'a file stands where a folder belongs'
  rm "$DATA/--global/templates"

  printf '["half\n' >>"$DOKKU_LIB_ROOT/config/$PLUGIN/$OTHER/pod-annotations"
  run dokku ps:rebuild "$OTHER"
  said 1 '["half'
  dokku "$PLUGIN:pod-annotations-set" "$OTHER" '["half'
  run dokku ps:rebuild "$OTHER"
  said 0

  echo '{"cron": [{"command": {"run": "x"}, "schedule": "@daily"}]}' >"$DOKKU_LIB_ROOT/data/app-json/$OTHER/app.json"
  run dokku "$PLUGIN:show-manifest" "$OTHER" web
  said 1 'read app.json' '/cron/0/command must be string'
  rm "$DOKKU_LIB_ROOT/data/app-json/$OTHER/app.json"
}

@test "few open files" {
  run bash -c 'ulimit -n 24; dokku "$@"' _ "$PLUGIN:show-manifest" "$OTHER" web
  assert_status 1
  assert_has 'this process has too many files open' 'ulimit -a'
  refute_has 'internal error' '    at '
}
