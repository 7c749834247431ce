#!/usr/bin/env bats
# Every wrapper, fired for an app that another scheduler runs: node never starts. Needs no cluster.
load helpers

setup_file() {
  new_site "$(folder 755)" "${DOKKU_VERSION:-}"
  add_plugin
  export enabled=$DOKKU_LIB_ROOT/plugins/enabled/scheduler-kubernetes calls=$BATS_FILE_TMPDIR/node-calls
  dokku apps:create mine
  dokku apps:create other
  dokku apps:create plain
  dokku scheduler:set mine selected kubernetes
  dokku scheduler:set other selected other
  printf '#!/bin/bash\necho "$@" >>%q\nexit 99\n' "$calls" | fake node
  PATH=$DOKKU_FAKES:$PATH
}

setup() { rm -f "$calls"; }
teardown() { dokku scheduler:set --global selected; }

with_scheduler() { find "$repository/plugin" -maxdepth 1 -name 'scheduler-*' -printf '%f\n'; }
with_app() {
  find "$repository/plugin" -maxdepth 1 -type f -perm -u+x ! -name 'scheduler-*' ! -name 'post-app-*' -printf '%f\n' |
    grep -vxE 'install|dependencies|update|uninstall|migrate|commands|post-delete|post-registry-login'
}

# STATUS NODE-STARTS: fires the wrapper and holds it to both.
fires() { # STATUS STARTS WRAPPER ARGS...
  local wanted=$1 starts=$2 count=0
  shift 2
  rm -f "$calls"
  run "$enabled/$1" "${@:2}"
  [[ ! -e $calls ]] || count=$(wc -l <"$calls")
  assert_equal "$status $count" "$wanted $starts" "exit code and starts of node: $* ($output)"
  ((starts)) || assert_equal "$output" '' "output of $*"
}

@test "the wrappers are there" {
  run with_scheduler
  assert_has scheduler-deploy scheduler-app-status
  run with_app
  assert_has report proxy-build-config post-domains-update
}

@test "scheduler-*: by the first argument alone" {
  local trigger
  for trigger in $(with_scheduler); do
    fires 0 0 "$trigger" docker-local other
    fires 0 0 "$trigger" other mine
    fires 0 0 "$trigger" '' mine
    fires 0 0 "$trigger"
    [[ $trigger != scheduler-uses-host-cron ]] || continue
    fires 99 1 "$trigger" kubernetes mine
    assert_equal "$(<"$calls")" "$enabled/bin/scheduler-kubernetes.cjs trigger $trigger kubernetes mine"
  done
}

@test "the others: by the app's scheduler, else the site's, else docker-local" {
  local trigger
  for trigger in $(with_app); do
    fires 0 0 "$trigger" other
    fires 0 0 "$trigger" plain
    fires 0 0 "$trigger" nosuch
    fires 0 0 "$trigger"
    fires 99 1 "$trigger" mine x
    assert_equal "$(<"$calls")" "$enabled/bin/scheduler-kubernetes.cjs trigger $trigger mine x"
    scheduler=kubernetes fires 0 0 "$trigger" plain
  done
  dokku scheduler:set --global selected kubernetes
  for trigger in $(with_app); do
    fires 0 0 "$trigger" other
    fires 99 1 "$trigger" plain
  done
  dokku scheduler:set --global selected other
  for trigger in $(with_app); do
    fires 0 0 "$trigger" plain
    fires 99 1 "$trigger" mine
  done
}

@test "what our own deploy of an app fires starts no second node for that app" {
  local trigger
  for trigger in $(with_app); do
    DOKKU_KUBERNETES_DEPLOYING=mine fires 0 0 "$trigger" mine
    DOKKU_KUBERNETES_DEPLOYING=plain fires 99 1 "$trigger" mine
  done
  DOKKU_KUBERNETES_DEPLOYING=mine fires 0 0 scheduler-cron-write kubernetes mine
  DOKKU_KUBERNETES_DEPLOYING=mine fires 99 1 scheduler-cron-write kubernetes plain
  DOKKU_KUBERNETES_DEPLOYING=mine fires 99 1 scheduler-cron-write kubernetes
  DOKKU_COMMAND=apps:destroy fires 0 0 scheduler-cron-write kubernetes mine
}

@test "scheduler-uses-host-cron is one word and no node" {
  run "$enabled/scheduler-uses-host-cron" kubernetes
  assert_equal "$status $output" '0 false'
  [[ ! -e $calls ]]
}

@test "a file of Dokku's that ends with a newline, or is empty, or cannot be had" {
  local selected=$DOKKU_LIB_ROOT/config/scheduler/mine/selected
  echo kubernetes >"$selected"
  fires 99 1 report mine
  : >"$selected"
  fires 0 0 report mine
  DOKKU_LIB_ROOT=/nonexistent fires 0 0 report mine
  dokku scheduler:set mine selected kubernetes
}

@test "post-app-*: by what we keep of the old app, whatever scheduler Dokku still knows" {
  local lib=$DOKKU_LIB_ROOT trigger kept
  for trigger in post-app-clone-setup post-app-rename-setup post-app-rename; do
    fires 0 0 "$trigger" plain new
    for kept in "$lib"/{config,data}/scheduler-kubernetes/plain "$lib/data/scheduler-kubernetes/--leftovers/plain.json"; do
      mkdir -p "$kept"
      fires 99 1 "$trigger" plain new
      assert_equal "$(<"$calls")" "$enabled/bin/scheduler-kubernetes.cjs trigger $trigger plain new"
      rmdir "$kept"
    done
  done
}

@test "by what we kept: post-delete takes that of its app alone, and neither it nor a login needs a node where nothing is in a cluster" {
  local lib=$DOKKU_LIB_ROOT
  mkdir -p "$lib"/{config,data}/scheduler-kubernetes/{plain,plain2}
  fires 0 0 post-registry-login registry.example.com user
  fires 0 0 post-delete plain latest
  [[ ! -e $lib/config/scheduler-kubernetes/plain && ! -e $lib/data/scheduler-kubernetes/plain ]]
  [[ -d $lib/config/scheduler-kubernetes/plain2 && -d $lib/data/scheduler-kubernetes/plain2 ]]
  # What it still has in a cluster must not be forgotten.
  mkdir -p "$lib"/{config,data}/scheduler-kubernetes/plain
  echo {} >"$lib/data/scheduler-kubernetes/plain/release.json"
  fires 99 1 post-registry-login registry.example.com user
  fires 99 1 post-delete plain latest
  [[ -d $lib/config/scheduler-kubernetes/plain && -d $lib/data/scheduler-kubernetes/plain ]]
  rm -r "$lib"/{config,data}/scheduler-kubernetes/plain
  run "$enabled/post-delete" ''
  [[ $status != 0 && -d $lib/config/scheduler-kubernetes/plain2 ]]
}

@test "without node: two words for ps:report, the way to get it for everything else, and dokku help goes on" {
  local empty=$BATS_TEST_TMPDIR/empty bash=/bin/bash
  mkdir "$empty"
  run --separate-stderr env PATH="$empty" "$bash" "$enabled/scheduler-app-status" kubernetes mine
  assert_equal "$status $output" '0 0 false'
  run env PATH="$empty" "$bash" "$enabled/scheduler-deploy" kubernetes mine latest
  assert_equal "$status" 1
  assert_has 'scheduler-kubernetes needs node 18.19 or newer' 'plugin:install-dependencies'
  run env PATH="$empty" "$bash" "$enabled/commands" help
  assert_equal "$status" 0
  run env PATH="$empty" "$bash" "$enabled/scheduler-deploy" docker-local mine latest
  assert_equal "$status$output" 0
}
