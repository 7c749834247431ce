#!/usr/bin/env bats
# cron:run: a cron task on the fly, as its CronJob would run it.
load helpers

setup_file() {
  unique_names
  needs_dokku 0.31 cron:run
  use_dokku
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=0 worker=0
  dokku config:set --no-restart "$APP" TARGET=everybody
  dokku resource:limit --memory 64 "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
  cat >"$BATS_FILE_TMPDIR/source/app.json" <<'END'
{ "cron": [
  { "command": "hello once to $TARGET", "schedule": "@yearly" },
  { "command": "hello exit 7", "schedule": "@monthly" },
  { "command": "worker", "schedule": "@daily", "concurrency_policy": "forbid" },
  { "command": "worker", "schedule": "@weekly", "concurrency_policy": "replace" }
] }
END
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

id_of() { dokku cron:list "$APP" | awk -v schedule="$1" '$2 == schedule { print $1 }'; }
jobs_of() { k get jobs --output json | json "it.items.filter((one) => one.metadata.annotations?.['dokku.com/cron-id'] === '$1' && !one.metadata.deletionTimestamp).map((one) => one.metadata.name).join('\n')"; }

@test "it prints what the task prints, with the app's config, and leaves nothing" {
  run dokku cron:run "$APP" "$(id_of @yearly)"
  assert_status 0
  assert_has 'hello: once to everybody'
  assert_equal "$(k get jobs --output name)" ''
}

@test "a task that fails fails the command" {
  run dokku cron:run "$APP" "$(id_of @monthly)"
  assert_status 1
  assert_has 'hello: exits with 7'
  assert_equal "$(k get jobs --output name)" ''
}

@test "detached it goes on as the task's, and forbid lets no second one start" {
  local id
  id=$(id_of @daily)
  run dokku cron:run "$APP" "$id" --detach
  assert_status 0
  # Pods of the runs before have ended, and may not have gone yet.
  wait_for "k get pods --selector dokku.com/cron-hash --output 'jsonpath={.items[*].status.phase}' | grep Running" 30
  assert_equal "$(k get pods --selector dokku.com/cron-hash --field-selector status.phase=Running --output 'jsonpath={.items[*].spec.containers[0].resources.limits.memory}')" 64Mi
  # Before 0.37 Dokku knows no policies.
  since 0.37 || return 0
  run dokku cron:run "$APP" "$id"
  assert_status 1
  assert_has 'it is running already' 'its concurrency policy is forbid'
  assert_equal "$(jobs_of "$id" | wc -l)" 1
  assert_equal "$(k get cronjobs --output json | json 'it.items.filter((one) => one.status.active?.length).length')" 0
}

@test "replace ends the one that runs" {
  needs_dokku 0.37 concurrency_policy
  local id first
  id=$(id_of @weekly)
  dokku cron:run "$APP" "$id" --detach
  first=$(jobs_of "$id")
  dokku cron:run "$APP" "$id" --detach
  assert_equal "$(jobs_of "$id" | wc -l)" 1
  [[ $(jobs_of "$id") != "$first" ]] || fail 'the first one still runs'
}

@test "refused: no such task, no such app" {
  run dokku cron:run "$APP" nosuch
  assert_status 1
  assert_has 'No matching Cron ID found'
  run dokku cron:run nosuch nosuch
  assert_status 20
}

@test "destroying the app takes runs along that go on" {
  dokku cron:run "$APP" "$(id_of @weekly)" --detach
  dokku --force apps:destroy "$APP"
  assert_equal "$(k get jobs,cronjobs --output name)" ''
}
