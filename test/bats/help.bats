#!/usr/bin/env bats
# Help in all its forms. Needs no cluster.
load helpers

setup_file() {
  [[ ${DOKKU:-} != real ]] || return 0
  new_site "$(folder 755)" "${DOKKU_VERSION:-}"
  add_plugin
}

subcommands() { find "$repository/plugin/subcommands" -type f ! -name default -printf '%f\n'; }

@test "dokku help has one line for the plugin" {
  run dokku help
  assert_equal "$status" 0
  assert_equal "$(grep -c scheduler-kubernetes <<<"$output")" 1
  assert_has 'Run apps on a Kubernetes cluster'
}

@test "dokku help --all has a line for every subcommand, in the same columns as all others" {
  local name
  run dokku help --all
  assert_equal "$status" 0
  for name in $(subcommands); do assert_has "    scheduler-kubernetes:$name "; done
  refute_has ','
}

@test "dokku scheduler-kubernetes and scheduler-kubernetes:help list every subcommand" {
  local name call
  for call in scheduler-kubernetes scheduler-kubernetes:help scheduler-kubernetes:default; do
    run dokku "$call"
    assert_equal "$status" 0
    assert_has 'Usage: dokku scheduler-kubernetes[:COMMAND]' 'Run apps on a Kubernetes cluster' 'Deploys' 'Settings' 'Scaling' 'Storage' 'Looking' 'Repair'
    for name in $(subcommands); do assert_has $'\n'"    $name "; done
  done
}

# That all have such a page is a unit test.
@test "a subcommand is explained with its usage, examples, exit codes and what to see also" {
  run dokku scheduler-kubernetes:help rollback
  assert_equal "$status" 0
  assert_has 'Usage: dokku scheduler-kubernetes:rollback' $'\nExamples:\n    dokku scheduler-kubernetes:rollback' 'Exit codes: ' 'See also: '
}

@test "--help and -h explain a subcommand, whatever stands beside them" {
  local call
  for call in 'set --help' 'list-pvc -h' 'report nosuch --help'; do
    # shellcheck disable=SC2086
    run dokku scheduler-kubernetes:$call
    assert_equal "$status" 0
    assert_equal "$output" "$(dokku scheduler-kubernetes:help "${call%% *}")"
  done
}

@test "a mistyped subcommand or option is named with the nearest one" {
  local call
  for call in scheduler-kubernetes:rpeort 'scheduler-kubernetes:help rpeort'; do
    # shellcheck disable=SC2086
    run dokku $call
    assert_equal "$status" 1
    assert_has 'there is no subcommand rpeort, did you mean report?'
    refute_has 'is not a dokku command'
  done
  run dokku scheduler-kubernetes:templates --fromat json
  assert_equal "$status" 1
  assert_has 'there is no option --fromat, did you mean --format?'
}

@test "help of a subcommand that does not exist lists those that do" {
  run dokku scheduler-kubernetes:help nosuch
  assert_equal "$status" 1
  assert_has 'there is no subcommand nosuch' report set
}

@test "a word of nobody is left to Dokku, without node" {
  printf '#!/bin/bash\necho started: node\n' | fake node
  run dokku nosuch:nosuch
  unfake node
  assert_equal "$status" 1
  assert_has 'is not a dokku command'
  refute_has 'started: node'
}
