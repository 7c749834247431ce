#!/usr/bin/env bats
# What a person at a terminal sees, and what a tab completes. Needs no cluster.
load helpers

setup_file() {
  [[ ${DOKKU:-} != real ]] || skip "writes below the dokku user's files"
  new_site "$(folder 755)" "${DOKKU_VERSION:-}"
  add_plugin
  dokku apps:create node-js-app
  dokku scheduler:set node-js-app selected kubernetes
  dokku ps:scale node-js-app web=2 worker=1
}

# Prints the words that a tab offers behind `dokku WORDS`.
complete_words() { # WORDS
  COMP_LINE="dokku $1" bash --norc --noprofile -c 'source "$DOKKU_COMPLETIONS/dokku"
    COMP_POINT=${#COMP_LINE} COMP_WORDBREAKS=$'"' \t\n\"\\'><=;|&(:'"'
    _dokku_with_kubernetes
    printf "%s\n" "${COMPREPLY[*]}"'
}

completes() { # WORDS EXPECTED
  assert_equal "$(complete_words "$1")" "$2" "what completes \"$1\""
}

@test "a tab completes subcommands, apps, properties, values, process types and options" {
  local set=$PLUGIN:set
  completes "$PLUGIN:hist" history
  completes "--quiet $PLUGIN:rolling" rolling-update
  completes "$set " 'node-js-app --global'
  completes "$set node-js-app ingress-" 'ingress-body-size ingress-class ingress-enabled ingress-per-app ingress-sticky ingress-timeout'
  completes "$set node-js-app ingress-per-app " 'true false'
  completes "$set --global pod-security b" baseline
  completes "$set node-js-app --process-type " 'web worker'
  completes "$set node-js-app --process-type web read-only-root f" false
  completes "$set node-js-app service-process-types w" 'web worker'
  completes "$set node-js-app --" --process-type
  completes "$set " 'node-js-app --global'
  completes "$PLUGIN:rolling-update node-js-app wo" worker
  completes "$PLUGIN:autoscale-set node-js-app web " 'min-replicas max-replicas'
  completes "$PLUGIN:history node-js-app --format " 'json stdout'
  completes "$PLUGIN:annotations-set node-js-app cron" cronjob
  completes "$PLUGIN:add-pvc data 10 --access-mode ReadWriteM" ReadWriteMany
  completes "$PLUGIN:template-init partials/p" partials/pod
  completes "$PLUGIN:help templ" 'template-check template-diff template-init template-merge templates'
  completes "$PLUGIN:report node-js-app --$PLUGIN-computed-names" "--$PLUGIN-computed-namespace"
  completes "$PLUGIN:kubectl node-js-app -- " ''
  completes "$PLUGIN:nosuch " ''
}

@test "a name that would be a command of the shell is neither run nor offered" {
  local scale=$DOKKU_LIB_ROOT/config/ps/node-js-app/scale
  mkdir "$DOKKU_ROOT/\$(touch evil)"
  echo '$(touch evil)=1' >>"$scale"
  cd "$BATS_TEST_TMPDIR"
  completes "$PLUGIN:rolling-update " node-js-app
  completes "$PLUGIN:rolling-update node-js-app " 'web worker'
  [[ ! -e evil ]] || fail 'it was run'
  rmdir "$DOKKU_ROOT/\$(touch evil)"
  sed -i /evil/d "$scale"
}

@test "at a terminal, in the shell itself, other commands stay Dokku's" {
  cat >"$BATS_TEST_TMPDIR/rc" <<END
PS1='> '
source $DOKKU_COMPLETIONS/dokku
_dokku() { COMPREPLY=(apps:create); }
END
  open_screen 100 "bash --noprofile --rcfile $BATS_TEST_TMPDIR/rc"
  wait_for 'screen | grep "^> *$"' 10
  at_tmux send-keys "dokku $PLUGIN:se" Tab Tab
  wait_for 'screen | grep "^service-annotations-set"' 10
  at_tmux send-keys "t node" Tab "ingress-per" Tab t Tab
  wait_for "screen | grep '^> dokku $PLUGIN:set node-js-app ingress-per-app true *\$'" 10
  at_tmux send-keys C-u "dokku ap" Tab
  wait_for 'screen | grep "^> dokku apps:create *$"' 10
  close_screen
}

@test "somebody's own completion of dokku stays, ours goes with the plugin" {
  local file=$DOKKU_COMPLETIONS/dokku plugin=$DOKKU_LIB_ROOT/plugins/enabled/$PLUGIN
  assert_equal "$(stat -c '%U %a' "$file")" "$(id -un) 644"
  "$plugin/uninstall" other
  [[ -e $file ]] || fail 'it went with another plugin'
  "$plugin/uninstall" "$PLUGIN"
  [[ ! -e $file ]] || fail 'it stayed'
  echo '# mine' >"$file"
  "$plugin/install"
  "$plugin/uninstall" "$PLUGIN"
  assert_equal "$(<"$file")" '# mine'
  rm "$file"
  "$plugin/install"
  cmp "$file" "$repository/plugin/bash-completion"
}

@test "a process type that an app has not is stored, and told with the nearest" {
  local said='node-js-app has no process type wroker now, only web, worker, did you mean worker?' words
  for words in 'set node-js-app release-process-type wroker' 'set node-js-app service-process-types web,wroker' \
    'set node-js-app deploy-timeout 10m,wroker=1h' 'set node-js-app max-surge 1 --process-type wroker' \
    'annotations-set node-js-app pod a.b/c d --process-type wroker' 'autoscale-set node-js-app wroker max-replicas 2' \
    'autoscale-rule-add node-js-app wroker resource:cpu:Utilization:50'; do
    # shellcheck disable=SC2086
    run dokku $PLUGIN:$words
    assert_status 0
    assert_has "$said"
    assert_equal "$(grep -c 'no process type' <<<"$output")" 1 "how often $words says it"
  done
}
