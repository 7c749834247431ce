#!/usr/bin/env bats
# An app that another scheduler runs: every trigger of ours leaves it alone, before node starts.
load helpers

@test "a whole life of another scheduler's app starts node never and writes nothing of ours" {
  use_dokku
  unique_names
  local other=$repository/test/bats/dokku/other-plugins/scheduler-other calls
  calls=$(folder 777)/node-calls
  written() { find "$DOKKU_LIB_ROOT"/{config,data}/scheduler-kubernetes -type f -exec md5sum {} + | sort; }
  local installed
  installed=$(written)
  cp -r "$other" "$DOKKU_LIB_ROOT/plugins/enabled/scheduler-other"
  printf '#!/bin/bash\necho "$@" >>%q\nexit 99\n' "$calls" | fake node

  app_source "$BATS_TEST_TMPDIR/source"
  dokku apps:create "$APP"
  dokku scheduler:set "$APP" selected other
  push "$APP" "$BATS_TEST_TMPDIR/source"
  dokku ps:scale "$APP" web=2
  dokku config:set "$APP" A=b
  dokku domains:add "$APP" "$APP.example.test"
  dokku ports:set "$APP" http:80:5000
  dokku ps:restart "$APP"
  run dokku ps:report "$APP"
  [[ $output =~ Running:\ +true ]] || fail 'the other scheduler does not answer' "$output"
  run dokku logs "$APP"
  assert_has "other log of $APP"
  dokku ps:stop "$APP"
  dokku ps:start "$APP"
  dokku report "$APP"
  dokku --force apps:destroy "$APP"

  [[ ! -e $calls ]] || fail 'node was started' "$(<"$calls")"
  run cat "$DOKKU_LIB_ROOT/data/scheduler-other/calls"
  assert_has "scheduler-deploy other $APP" "scheduler-stop other $APP" "scheduler-post-delete other $APP"
  assert_equal "$(written)" "$installed" 'what was written'
}
