#!/usr/bin/env bats
# The Dokku stand-in behaves as Dokku does where plugins can see it: dispatch, plugn, properties, env, reports, versions.
load helpers

setup() {
  [[ ${DOKKU:-} != real ]] || skip 'about the stand-in'
}

site() { # [VERSION]
  new_site "$(folder 755)" "${1:-0.38}"
  export PLUGIN_PATH=$DOKKU_LIB_ROOT/plugins PLUGIN_AVAILABLE_PATH=$DOKKU_LIB_ROOT/plugins/available
  export PLUGIN_CORE_AVAILABLE_PATH=$DOKKU_LIB_ROOT/core-plugins/available
}

plugn() { as-dokku plugn "$@"; }

@test "a command goes to the subcommand, else to every plugin until one does not answer 10" {
  site
  community_plugin zz-one subcommands/say <<<'echo "say: $*"'
  community_plugin zz-two commands <<<'[[ $1 == odd ]] && { echo "odd: $*"; exit 3; }; exit "$DOKKU_NOT_IMPLEMENTED_EXIT"'
  run dokku zz-one:say a 'b c'
  assert_equal "$output" 'say: zz-one:say a b c'
  run dokku --quiet odd x
  assert_equal "$output" 'odd: odd x'
  assert_status 3
  run dokku zz-one:nothing a
  assert_status 1
  assert_has ' !     `zz-one:nothing a` is not a dokku command.' 'See `dokku help` for a list of available commands.'
}

@test "an app that does not exist is exit code 20" {
  site
  for command in config:show ps:report ps:scale ps:restart domains:report apps:destroy logs proxy:report resource:limit urls; do
    run dokku $command nobody
    assert_status 20
    assert_equal "$output" ' !     App nobody does not exist'
  done
}

@test "plugn runs hooks in order on one stdin and stops at the first failure" {
  site
  community_plugin zz-a some-hook <<<'read -r line; echo "a: $line $*"'
  community_plugin zz-b some-hook <<<'read -r line; echo "b: $line"; exit 7'
  community_plugin zz-c some-hook <<<'echo c'
  run plugn trigger some-hook x 'y z' <<<$'one\ntwo'
  assert_equal "$output" $'a: one x y z\nb: two'
  assert_status 7
  chmod -x "$DOKKU_LIB_ROOT/plugins/available/zz-b/some-hook"
  run plugn trigger some-hook <<<one
  assert_status 0
  assert_has 'a: one' c
  run plugn trigger nobody-has-it
  assert_status 0
  assert_equal "$output" ''
  PLUGIN_PATH='' run plugn trigger some-hook
  assert_status 2
}

@test "env values come back as they were, in every version" {
  local version value
  for version in 0.30 0.33 0.38; do
    BATS_TEST_TMPDIR=$BATS_TEST_TMPDIR/$version site $version
    dokku apps:create env
    # shellcheck disable=SC1003 # the backslash is the value's
    for value in 'say "hi"' $'two\r\nlines\tand $tab' '$HOME `id` !x \n \\' '{{x}}: é <a> & # b' '' ' blanks '; do
      dokku config:set --no-restart env "V=$value"
      assert_equal "$(plugn trigger config-export env false true json | json it.V.length)" \
        "$(V=$value node -p process.env.V.length)" "length of <$value>"
      assert_equal "$(plugn trigger config-export env false true json | json it.V)" "$value"
      assert_equal "$(plugn trigger config-get env V; echo .)" "$value." "config-get of <$value>"
    done
    dokku config:set --global --no-restart V=global W=global
    assert_equal "$(dokku config:export --merged --format json env)" '{"V":" blanks ","W":"global"}'
  done
  assert_equal "$(stat -c %a "$DOKKU_LIB_ROOT/config/env/ENV")" 600
}

@test "config-export and config-get take no --global, an empty app is the server" {
  site
  dokku config:set --global A=b
  run plugn trigger config-export --global false true json
  assert_status 1
  assert_equal "$(plugn trigger config-export '' false true json)" '{"A":"b"}'
}

@test "properties: prop, the bash wrappers, scalars and lists" {
  site
  # shellcheck source=/dev/null
  source "$PLUGIN_CORE_AVAILABLE_PATH/common/property-functions"
  local prop=$PLUGIN_CORE_AVAILABLE_PATH/common/prop file=$DOKKU_LIB_ROOT/config/p/a/k
  fn-plugin-property-write p a k value
  assert_equal "$(<"$file") $(stat -c '%a %s' "$file")" 'value 600 5'
  assert_equal "$("$prop" get-with-default p a k other)" value
  : >"$file"
  assert_equal "$(fn-plugin-property-get-default p a k other)" '' 'an existing empty property'
  "$prop" del p a k
  assert_equal "$(fn-plugin-property-get p a k other)" other
  fn-plugin-property-list-add p a l one
  fn-plugin-property-list-add p a l ' three '
  fn-plugin-property-list-add p a l two 2
  assert_equal "$("$prop" lrange p a l)" $'one\ntwo\nthree'
  fn-plugin-property-list-remove p a l two
  run fn-plugin-property-list-remove p a l two
  assert_status 1
  assert_equal "$("$prop" llen p a l) $("$prop" lindex p a l 1)" '2 three'
  fn-plugin-property-clone p a b
  fn-plugin-property-destroy p a
  assert_equal "$("$prop" lrange p b l | tail -1)" three
}

@test "reports: layout, one flag, JSON, an unknown flag, the server's" {
  site
  dokku apps:create app
  dokku scheduler:set app selected other
  run dokku scheduler:report app
  assert_has '=====> app scheduler information' '       Scheduler selected:            other'
  assert_equal "$(dokku scheduler:report app --scheduler-selected)" other
  assert_equal "$(dokku scheduler:report --format json app | json 'it.selected + it["scheduler-selected"]')" otherother
  run dokku scheduler:report app --nothing
  assert_status 1
  assert_has ' !     Invalid flag passed, valid flags: --scheduler-computed-selected,'
  run dokku scheduler:report --global
  assert_has 'Scheduler global selected:'
}

@test ":set says what it does and refuses what it does not know" {
  site
  dokku apps:create app
  run dokku registry:set app server registry.test
  assert_equal "$output" '=====> Setting server to registry.test'
  run dokku registry:set app server
  assert_equal "$output" '=====> Unsetting server'
  run dokku registry:set app nothing x
  assert_equal "$output" ' !     Invalid property specified, valid properties include: image-repo, image-repo-template, push-extra-tags, push-on-release, server'
  run dokku registry:set --global image-repo x
  assert_equal "$output" ' !     Property cannot be specified globally'
  assert_status 1
}

@test "where a version keeps things" {
  BATS_TEST_TMPDIR=$BATS_TEST_TMPDIR/old site 0.30
  dokku apps:create app
  dokku config:set app A=b
  dokku proxy:set app nginx-ingress
  [[ -s $DOKKU_ROOT/app/ENV ]] || fail 'no ENV in the app folder'
  assert_equal "$(plugn trigger proxy-type app) $(dokku config:get app DOKKU_APP_PROXY_TYPE)" 'nginx-ingress nginx-ingress'
  for trigger in ports-get app-json-get-content procfile-exists ps-get-property; do
    assert_equal "$(plugn trigger $trigger app skip-deploy)" '' "$trigger on 0.30"
  done
  run dokku scheduler:report --global
  assert_status 1

  BATS_TEST_TMPDIR=$BATS_TEST_TMPDIR/middle site 0.33
  dokku apps:create app
  assert_equal "$(plugn trigger ports-get app) $(plugn trigger ports-get app json)" \
    'http:80:5000 [{"container_port":5000,"host_port":80,"scheme":"http"}]'
  assert_equal "$(plugn trigger ps-get-property app restore)" ''

  BATS_TEST_TMPDIR=$BATS_TEST_TMPDIR/new site 0.38
  dokku apps:create app
  dokku config:set app A=b
  dokku proxy:set app nginx-ingress
  [[ -s $DOKKU_LIB_ROOT/config/app/ENV ]] || fail 'no ENV in the config folder'
  assert_equal "$(<"$DOKKU_LIB_ROOT/config/proxy/app/type")" nginx-ingress
  assert_equal "$(plugn trigger ps-get-property app stop-timeout-seconds)" 30
}

@test "scale, process types and commands come from the Procfile that is being deployed" {
  local files
  files=$(folder 755)
  site
  dokku apps:create app
  assert_equal "$(plugn trigger ps-current-scale app)" web=1
  printf '# all\nworker: work $NAME $PORT # slow\nweb: serve --port ${PORT}\n' >"$files/Procfile"
  export DOKKU_PID=77
  plugn trigger core-post-extract app "$files" abc
  dokku config:set --no-restart app 'NAME=a b'
  assert_equal "$(plugn trigger procfile-get-command app web) | $(plugn trigger procfile-get-command app worker 80)" \
    'serve --port 5000 | work a b 80'
  run plugn trigger procfile-get-command app nothing
  assert_status 1
  unset DOKKU_PID
  assert_equal "$(DOKKU_PID=78 plugn trigger procfile-get-command app web)" '' 'another process sees the deployed one, there is none'
  DOKKU_PID=77 plugn trigger ps-set-scale app true false worker=2
  assert_equal "$(plugn trigger ps-current-scale app)" $'web=1\nworker=2'
  run dokku ps:scale app web=x
  assert_has ' !     Invalid count for process type web'
}

@test "app.json: comments, unknown keys and the shapes core refuses" {
  local files
  files=$(folder 755)
  site
  dokku apps:create app
  export DOKKU_PID=5
  printf '{\n // why\n "cron": [{"command": "a // b", "schedule": "@daily"}], "mine": 1 }\n' >"$files/app.json"
  plugn trigger core-post-extract app "$files" abc
  assert_equal "$(plugn trigger app-json-get-content app | json '[it.cron[0].command, it.mine, it.formation]')" '["a // b",null,null]'
  echo '{"healthchecks": {"web": {"liveness": {}}}}' >"$files/app.json"
  run plugn trigger core-post-extract app "$files" abc
  assert_status 1
  assert_has 'Cannot parse app.json'
}

@test "another scheduler's plugin hears every call and answers only its own" {
  site
  cp -r "$repository/test/bats/dokku/other-plugins/scheduler-other" "$DOKKU_LIB_ROOT/plugins/enabled/scheduler-other"
  dokku apps:create app
  assert_equal "$(plugn trigger scheduler-app-status kubernetes app)" ''
  assert_equal "$(plugn trigger scheduler-app-status other app)" '0 false'
  assert_equal "$(<"$DOKKU_LIB_ROOT/data/scheduler-other/calls")" $'scheduler-app-status kubernetes app\nscheduler-app-status other app'
}

@test "a failing trigger: bash commands keep its exit code, Go commands say its words twice and exit 1" {
  local version expected
  for version in 0.33 0.38; do
    BATS_TEST_TMPDIR=$BATS_TEST_TMPDIR/$version site $version
    dokku apps:create app
    dokku scheduler:set app selected failing
    community_plugin zz-failing scheduler-deploy <<<'echo why >&2; exit 7'
    plugn trigger core-post-deploy app '' '' latest
    run plugn trigger deploy app latest
    assert_status 7
    expected=$'why\n !     why'
    [[ $version == 0.38 ]] || expected=$'why\n !     exit status 7'
    run dokku ps:scale app web=3
    assert_status 1
    assert_equal "${output#*web=3$'\n'}" "$expected"
  done
}

@test "plugin:install clones, enables and runs every plugin's install; plugin:uninstall tells and removes" {
  site
  local source=$BATS_TEST_TMPDIR/dokku-greeter
  mkdir "$source"
  git -C "$source" init --quiet
  printf '[plugin]\ndescription = "greets"\nversion = "2"\n[plugin.config]\n' >"$source/plugin.toml"
  printf '#!/bin/sh\necho installed\n' >"$source/install"
  printf '#!/bin/sh\necho "uninstall $1"\n' >"$source/uninstall"
  chmod +x "$source"/*install
  git -C "$source" add --all
  git -C "$source" -c user.name=t -c user.email=t@t commit --quiet --message one
  run dokku plugin:install "file://$source"
  assert_status 0
  assert_has installed
  run dokku plugin:list
  assert_has 'greeter                   2               enabled   greets'
  run dokku plugin:uninstall greeter
  assert_has 'uninstall greeter'
  run dokku plugin:installed greeter
  assert_status 1
}

@test "PLUGN_WEIGHT=real makes a trigger as dear as a real one" {
  site
  local light real
  light=$(programs as-dokku plugn trigger nothing)
  real=$(PLUGN_WEIGHT=real programs as-dokku plugn trigger nothing)
  ((real - light >= 40)) || fail "$light programs light, $real real"
}

# How many processes COMMAND makes: in a namespace of its own they are numbered from 1.
programs() { # COMMAND words...
  local own=(--pid --fork)
  ((EUID == 0)) || own+=(--user)
  unshare "${own[@]}" bash -c '"$@" >/dev/null; bash -c "echo \$\$"; exit' - "$@"
}

@test "what root types runs as the dokku user, in root's environment but for HOME and PATH; plugin:* runs as root" {
  ((EUID == 0)) || skip 'without root there is one user only'
  site
  local secret=$BATS_TEST_TMPDIR/secret
  touch "$secret"
  community_plugin zz-who subcommands/say <<<'echo "$(id -un) $HOME $SSH_USER $SUDO_USER $KUBECONFIG $PATH"; ls "$2" 2>&1'
  community_plugin zz-who install <<<'echo "install: $(id -un) $HOME"'
  KUBECONFIG=$secret run dokku zz-who:say "$secret"
  assert_equal "${lines[0]}" "dokku $DOKKU_ROOT root root $secret $(<"${DOKKU_FAKES%/*}/secure-path")"
  assert_has 'Permission denied'
  run dokku plugin:trigger install
  assert_has "install: root"
  dokku apps:create app
  assert_equal "$(stat -c %U "$DOKKU_ROOT/app" "$DOKKU_ROOT/app/VHOST" | sort -u)" dokku 'whose the files are'
}

@test "a push sees nothing of the environment of the one who pushes" {
  ((EUID == 0)) || skip 'without root there is one user only'
  site
  dokku apps:create app
  mkdir "$BATS_TEST_TMPDIR/source"
  git -C "$BATS_TEST_TMPDIR/source" init --quiet
  community_plugin zz-push post-extract <<<'echo "push: $(id -un) $HOME ${KUBECONFIG:-none}" && exit 1'
  KUBECONFIG=$BATS_TEST_TMPDIR/kubeconfig run push app "$BATS_TEST_TMPDIR/source"
  assert_has "push: dokku $DOKKU_ROOT none"
}

@test "proxy:disable and proxy:enable keep the app's own domains from 0.38 on" {
  site
  dokku apps:create app
  dokku domains:set app a.example.test b.example.test
  dokku proxy:disable app
  assert_equal "$(plugn trigger domains-list app)" '' 'domains while disabled'
  dokku proxy:enable app
  assert_equal "$(plugn trigger domains-list app)" $'a.example.test\nb.example.test'
}

@test "interrupted logs say context canceled and end with 1" {
  site
  local log
  log=$(folder 777)/log
  dokku apps:create app
  dokku scheduler:set app selected zz
  community_plugin zz-logs scheduler-logs <<<'trap "kill \$!; exit 0" INT; echo following; sleep 60 & wait'
  community_plugin zz-logs scheduler-is-deployed <<<'exit 0'
  env --default-signal=INT setsid dokku logs app --tail >"$log" 2>&1 3>&- &
  local follower=$! status=0
  wait_for 'grep following "$log"' 20
  kill -INT -- "-$follower"
  wait "$follower" || status=$?
  assert_equal "$status" 1
  assert_equal "$(tail -n 1 "$log")" ' !     context canceled'
}
