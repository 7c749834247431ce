#!/usr/bin/env bats
# Cron: the entries of app.json as CronJobs, which follow app.json, cron:set, cron:suspend and cron:resume.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=0
  dokku config:set --no-restart "$APP" TARGET=everybody
  dokku resource:limit --memory 64 "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
  push_cron '{ "command": "hello once fired $TARGET", "schedule": "* * * * *" }' '{ "command": "worker", "schedule": "@daily", "concurrency_policy": "forbid" }'
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

push_cron() { # ENTRY...
  local IFS=,
  printf '{ "cron": [%s] }\n' "$*" >"$BATS_FILE_TMPDIR/source/app.json"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/push" || { cat "$BATS_FILE_TMPDIR/push" >&2 && return 1; }
}

# What EXPRESSION makes of each CronJob, called `one`, by schedule.
cron_jobs() { # EXPRESSION
  k get cronjobs --output json | json "it.items.sort((a, b) => (a.spec.schedule < b.spec.schedule ? -1 : 1)).map((one) => $1).join('\n')"
}
ids() { cron_jobs 'one.metadata.annotations["dokku.com/cron-id"]'; }
suspended() { cron_jobs one.spec.suspend | paste -sd ' '; }
container='one.spec.jobTemplate.spec.template.spec.containers[0]'

# A scheduler is told of cron:set since Dokku 0.36, before that the next deploy sees it.
is_told() { since 0.36; }

@test "each entry becomes a CronJob with its id, its policy, and all that the app's pods have" {
  assert_equal "$(cron_jobs one.spec.schedule)" $'* * * * *\n@daily'
  assert_equal "$(ids)" "$(dokku cron:list "$APP" | awk 'NR > 1 { print $1 }')"
  assert_equal "$(cron_jobs one.spec.concurrencyPolicy)" $'Allow\nForbid'
  assert_equal "$(cron_jobs one.spec.timeZone | sort -u)" UTC
  assert_equal "$(suspended)" 'false false'
  # The name of a process type stands for its command; a name of the app's env is the kubelet's to fill in.
  assert_equal "$(cron_jobs "JSON.stringify($container.args)")" $'["hello","once","fired","$(TARGET)"]\n["hello","worker"]'
  assert_equal "$(cron_jobs "$container.resources.limits.memory" | sort -u)" 64Mi
  assert_equal "$(cron_jobs "$container.envFrom[0].secretRef.name" | sort -u)" \
    "$(k get deployment "$APP-web" --output 'jsonpath={.spec.template.spec.containers[0].envFrom[0].secretRef.name}')"
  assert_equal "$(cron_jobs 'one.spec.jobTemplate.spec.template.spec.imagePullSecrets[0].name' | sort -u)" registry
}

@test "an entry keeps its CronJob across deploys, one that is gone takes it along" {
  local before
  before=$(cron_jobs '[one.metadata.uid, one.metadata.name]')
  dokku config:set "$APP" A=1
  assert_equal "$(cron_jobs '[one.metadata.uid, one.metadata.name]')" "$before"
  push_cron '{ "command": "hello once fired $TARGET", "schedule": "* * * * *" }' '{ "command": "worker", "schedule": "0 3 * * 5-7", "maintenance": true }'
  assert_equal "$(cron_jobs '[one.metadata.uid, one.metadata.name]' | head -n 1)" "${before%%$'\n'*}"
  assert_equal "$(cron_jobs one.spec.schedule)" $'* * * * *\n0 3 * * 0,5,6'
  assert_equal "$(suspended)" 'false true'
}

@test "maintenance lets all tasks of an app rest" {
  needs_dokku 0.32 cron:set
  run dokku cron:set "$APP" maintenance true
  assert_status 0
  refute_has '!'
  is_told || dokku ps:restart "$APP"
  assert_equal "$(suspended)" 'true true'
  dokku cron:set "$APP" maintenance
  is_told || dokku ps:restart "$APP"
  assert_equal "$(suspended)" 'false true'
}

@test "cron:suspend lets one task rest, cron:resume lets it go on, at once and without a deploy" {
  needs_dokku 0.37 cron:suspend
  local id generation
  id=$(ids | head -n 1)
  generation=$(k get deployment "$APP-web" --output 'jsonpath={.metadata.generation}')
  dokku cron:suspend "$APP" "$id"
  assert_equal "$(suspended)" 'true true'
  dokku cron:resume "$APP" "$id"
  assert_equal "$(suspended)" 'false true'
  assert_equal "$(k get deployment "$APP-web" --output 'jsonpath={.metadata.generation}')" "$generation"
  dokku cron:suspend "$APP" "$id"
  # A release that fails brings the one before back, in which the task did not rest.
  dokku scheduler-kubernetes:set "$APP" deploy-timeout 3
  dokku config:set "$APP" CRASH=0.1
  dokku scheduler-kubernetes:set "$APP" deploy-timeout
  dokku config:unset --no-restart "$APP" CRASH
  assert_equal "$(suspended)" 'true true'
  dokku cron:resume "$APP" "$id"
}

@test "a task goes on while its app is stopped, and really fires" {
  dokku ps:stop "$APP"
  assert_equal "$(suspended)" 'false true'
  wait_for 'k logs --selector dokku.com/cron-hash --tail 1 | grep "^hello: once fired everybody"' 90
  dokku ps:start "$APP"
}

@test "a schedule that Kubernetes does not know stops the deploy before anything is changed" {
  local before
  before=$(ids)
  run push_cron '{ "command": "hello once", "schedule": "@reboot" }'
  ((status > 0)) || fail "the push was taken" "$output"
  assert_has '@reboot'
  assert_equal "$(ids)" "$before"
}

@test "nothing happens for an app that has never been deployed" {
  needs_dokku 0.32 cron:set
  dokku apps:create "$APP-2"
  dokku scheduler:set "$APP-2" selected kubernetes
  run dokku cron:set "$APP-2" maintenance true
  assert_equal "$status" 0
  refute_has '!'
  dokku --force apps:destroy "$APP-2"
}

@test "without a cluster cron:set says so, and the next deploy makes it good" {
  needs_dokku 0.36 'telling a scheduler of cron:set'
  with_kubeconfig /dev/null run dokku cron:set "$APP" maintenance true
  assert_status 1
  assert_has 'is not a kubeconfig' "dokku ps:restart $APP"
  dokku ps:restart "$APP"
  assert_equal "$(suspended | tr ' ' '\n' | sort -u)" true
  dokku cron:set "$APP" maintenance
}

@test "destroying the app takes its tasks and their pods along" {
  run dokku --force apps:destroy "$APP"
  assert_status 0
  assert_equal "$(k get cronjobs --output name)" ''
  wait_for '[[ ! $(k get pods --selector dokku.com/cron-hash --output name) ]]' 60
}
