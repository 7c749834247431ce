#!/usr/bin/env bats
# What we read in the place of Dokku's getter triggers is what they answer, in each version of Dokku, and what nobody has looked into is asked.
load helpers

setup() {
  [[ ${DOKKU:-} != real ]] || skip 'it writes properties that no command of Dokku takes'
}

site() { # VERSION
  new_site "$(folder 755)" "$1"
  export PLUGIN_PATH=$DOKKU_LIB_ROOT/plugins PLUGIN_AVAILABLE_PATH=$DOKKU_LIB_ROOT/plugins/available
  export PLUGIN_ENABLED_PATH=$PLUGIN_PATH/enabled PLUGIN_CORE_AVAILABLE_PATH=$DOKKU_LIB_ROOT/core-plugins/available
  dokku apps:create shop
}

# Says that no answer is another, and how many came out of files.
answers() { # 'read of asked', in the order of the triggers below
  run "$repository/node_modules/.bin/tsx" "$repository/test/bats/answers.ts" shop
  assert_status 0
  assert_equal "$output" "$(printf '%s: %s read\n' deployed-app-repository "$1" deployed-app-image-repo "$2" deployed-app-image-tag "$3" \
    proxy-type "$4" ports-get "$5" proxy-is-enabled "$6")"
}

@test "Dokku 0.30: the programs of its plugins say what plugn says" {
  site 0.30
  answers '0 of 1' '0 of 1' '0 of 1' '0 of 1' '0 of 1' '0 of 1'
}

@test "Dokku 0.33: what the registry's properties say is read" {
  site 0.33
  answers '11 of 11' '8 of 11' '8 of 8' '0 of 1' '0 of 1' '0 of 1'
}

@test "Dokku 0.38: what properties say is read" {
  site 0.38
  answers '11 of 11' '8 of 11' '8 of 8' '7 of 7' '27 of 39' '7 of 7'
}

@test "a version that nobody has looked into, another plugin that answers, and events that are written down: Dokku is asked" {
  site 0.38
  asked() { # ANSWER
    run "$repository/node_modules/.bin/tsx" "$repository/test/bats/answers.ts" shop proxy-type
    assert_equal "$output" "$1"
  }
  touch "$PLUGIN_PATH/enabled/no-plugin"
  community_plugin 20_events proxy-type <<<'echo "$@" >>"$DOKKU_LIB_ROOT/events"'
  asked 'nginx, read'
  [[ ! -e $DOKKU_LIB_ROOT/events ]]

  DOKKU_EVENTS=1 asked 'nginx, asked'
  assert_equal "$(<"$DOKKU_LIB_ROOT/events")" shop

  echo 0.39.0 >"$DOKKU_LIB_ROOT/VERSION"
  asked 'nginx, asked'

  echo 0.38.27 >"$DOKKU_LIB_ROOT/VERSION"
  community_plugin mine proxy-type <<<'echo mine'
  asked $'mine\nnginx, asked'
}
