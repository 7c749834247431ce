#!/usr/bin/env bats
# The Dokku stand-in calls the triggers that a real Dokku 0.38.27 was seen to call, in that order and with those arguments.
load helpers

setup_file() {
  [[ ${DOKKU:-} != real ]] || skip 'about the stand-in'
  new_site "$(folder 755)" 0.38
  cp -r "$repository/test/bats/dokku/other-plugins/scheduler-other" "$DOKKU_LIB_ROOT/plugins/enabled/scheduler-other"
  registry_login
  DOKKU_TRACE_TRIGGERS=$(folder 755)/trace
  export DOKKU_TRACE_TRIGGERS
  touch "$DOKKU_TRACE_TRIGGERS"
  give_to_dokku "$DOKKU_TRACE_TRIGGERS"
  mkdir "$BATS_FILE_TMPDIR/source"
  cd "$BATS_FILE_TMPDIR/source" || return
  git init --quiet --initial-branch=master
  printf 'FROM scratch\nCOPY Procfile /\nCMD ["/none"]\n' >Dockerfile
  printf 'web: /hello\nworker: /hello worker\n' >Procfile
  echo '{"cron": [{"command": "echo cronjob", "schedule": "@daily"}]}' >app.json
}

# What a command makes plugn call, with what differs from run to run replaced.
triggers_of() { # COMMAND words...
  : >"$DOKKU_TRACE_TRIGGERS"
  run "$@" </dev/null
  sed -E "s#\S*/dokku-[0-9]+-\S+#DIR#g; s#\b[0-9a-f]{40}\b#SHA#g; s#app\.json\.[0-9]+#app.json.PID#; s#$DOKKU_LIB_ROOT#LIB#
    s#(builds-record-start \S+) \S+ [0-9]+#\1 ID PID#; s#(builds-record-finalize \S+) \S+#\1 ID#" "$DOKKU_TRACE_TRIGGERS"
}

# The expectation is on stdin. `@name words` stands for the lines of the function named so, indented as it is.
assert_triggers() { # COMMAND words...
  local expected line indent
  expected=$(while IFS= read -r line; do
    indent=${line%%[! ]*}
    line=${line#"$indent"}
    # shellcheck disable=SC2086
    case $line in
      @*) ${line#@} | sed "s/^/$indent/" ;;
      *) echo "$indent$line" ;;
    esac
  done)
  assert_equal "$(triggers_of "$@")" "$expected" "the triggers of: $*"
}

scheduled() { # APP TAG TYPE: one scheduler-deploy
  cat <<END
scheduler-deploy other $1 $2 $3
  core-post-deploy $1 '' '' $2
    proxy-build-config $1
  post-deploy $1 '' '' $2
    scheduler-cron-write other $1
      scheduler-uses-host-cron other
END
}

released() { # APP TAG: a release, its deploy and its end
  cat <<END
builder-release dockerfile $1 $2
  pre-release-builder dockerfile $1 dokku/$1:$2
  post-release-builder dockerfile $1 dokku/$1:$2
    ps-can-scale $1 true
$(scheduled "$1" "$2" "''")
domains-urls $1 urls
builds-record-finalize $1 ID 0
END
}

built() { # APP: from the extracted source to the end
  cat <<END
core-post-extract $1 DIR SHA
  app-json-is-valid $1 LIB/data/app-json/$1/app.json.PID
post-extract $1 DIR SHA
builder-detect $1 DIR
pre-receive-app $1 dockerfile DIR SHA
builder-set-property $1 detected dockerfile
builder-build dockerfile $1 DIR
  pre-build dockerfile $1 DIR
  ports-set-detected $1 http:80:5000
  post-build dockerfile $1 DIR
release-and-deploy $1
$(released "$1" latest | sed 's/^/  /')
builds-record-finalize $1 ID 0
END
}

@test "an app is made and set up" {
  assert_triggers dokku apps:create tr <<<'post-create tr'
  assert_triggers dokku scheduler:set tr selected other </dev/null
  assert_triggers dokku registry:set tr server "$CLUSTER_REGISTRY" </dev/null
  assert_triggers dokku registry:set tr push-on-release true </dev/null
  assert_triggers dokku resource:limit --memory 64 tr </dev/null
  assert_triggers dokku proxy:set tr type nginx </dev/null
}

@test "git push" {
  assert_triggers push tr "$BATS_FILE_TMPDIR/source" <<'END'
builds-record-start tr ID PID git-hook
post-config-update tr set GIT_REV
@built tr
deploy-source-set tr git-push SHA
END
  assert_status 0
}

@test "config:set and config:unset" {
  assert_triggers dokku config:set tr A=B <<'END'
post-config-update tr set A
release-and-deploy tr '' config-redeploy
  builds-record-start tr ID PID config-redeploy
  @released tr latest
END
  assert_triggers dokku config:set --no-restart tr C=D <<<'post-config-update tr set C'
  assert_triggers dokku config:unset tr A <<'END'
post-config-update tr unset A
release-and-deploy tr '' config-redeploy
  builds-record-start tr ID PID config-redeploy
  @released tr latest
END
}

@test "ps:scale deploys each changed process type on its own" {
  assert_triggers dokku ps:scale tr web=2 <<'END'
deploy tr 3 web
  @scheduled tr 3 web
END
  assert_triggers dokku ps:scale tr web=1 worker=1 <<'END'
deploy tr 3 web
  @scheduled tr 3 web
deploy tr 3 worker
  @scheduled tr 3 worker
END
  assert_triggers dokku ps:scale tr web=1 worker=1 </dev/null
  assert_triggers dokku ps:scale --skip-deploy tr web=2 </dev/null
}

@test "ps:restart" {
  assert_triggers dokku ps:restart tr <<'END'
builds-record-start tr ID PID ps:restart
deploy tr 3
  @scheduled tr 3 ''
END
  assert_triggers dokku ps:restart tr web <<'END'
builds-record-start tr ID PID ps:restart
deploy tr 3 web
  @scheduled tr 3 web
END
}

@test "ps:rebuild" {
  assert_triggers dokku ps:rebuild tr <<'END'
builds-record-start tr ID PID ps:rebuild
receive-app tr
  @built tr
END
}

@test "ps:start of a running app, ps:stop, ps:start of a stopped one, ps:restore" {
  assert_triggers dokku ps:start tr <<'END'
pre-start tr
scheduler-app-status other tr
proxy-build-config tr
END
  assert_triggers dokku ps:stop tr <<'END'
scheduler-stop other tr
  scheduler-uses-host-cron other
post-stop tr
END
  assert_triggers dokku ps:start tr <<'END'
pre-start tr
scheduler-app-status other tr
release-and-deploy tr 4
  builds-record-start tr ID PID deploy
  @released tr 4
proxy-build-config tr
END
  assert_triggers dokku ps:restore tr <<'END'
pre-restore
scheduler-pre-restore other tr
proxy-clear-config tr
  network-clear-config tr
pre-start tr
scheduler-app-status other tr
proxy-build-config tr
END
}

@test "commands that look at an app" {
  assert_triggers dokku ps:report tr <<'END'
scheduler-app-status other tr
scheduler-app-status other tr
END
  assert_triggers dokku ps:inspect tr <<<'scheduler-inspect other tr'
  assert_triggers dokku logs tr -n 5 <<<"scheduler-logs other tr '' false false 5"
  assert_triggers dokku logs tr -t -p web -n 3 -q <<<'scheduler-logs other tr web true true 3'
  assert_triggers dokku logs:failed tr <<<'scheduler-logs-failed other tr'
  assert_triggers dokku urls tr <<<'domains-urls tr urls'
  assert_triggers dokku cron:list tr </dev/null
  assert_triggers dokku apps:report tr </dev/null
  assert_triggers dokku scheduler:report tr </dev/null
}

@test "run, enter and cron:run" {
  assert_triggers dokku run tr echo hi <<<'scheduler-run other tr 0 -- echo hi'
  assert_triggers dokku run --env X=1 --no-tty tr env <<<'scheduler-run other tr 1 X=1 -- env'
  assert_triggers dokku run:detached tr ls -la <<<'scheduler-run other tr 0 -- ls -la'
  assert_triggers dokku run:list tr <<<'scheduler-run-list other tr stdout'
  assert_triggers dokku run:logs tr <<<"scheduler-run-logs other tr '' false false 100"
  assert_triggers dokku run:stop tr <<<"scheduler-run-stop other tr ''"
  assert_triggers dokku enter tr <<<'scheduler-enter other tr --'
  assert_triggers dokku enter tr web ls <<<'scheduler-enter other tr web -- ls'
  assert_triggers dokku enter tr web.1 ls -la <<<'scheduler-enter other tr web.1 -- ls -la'
  assert_triggers dokku cron:run tr "$(dokku cron:list tr | awk 'NR == 2 { print $1 }')" <<<'scheduler-run other tr 0 -- echo cronjob'
  assert_triggers dokku cron:set tr maintenance true <<'END'
scheduler-cron-write other tr
  scheduler-uses-host-cron other
END
}

@test "domains, certificates and ports" {
  assert_triggers dokku domains:add tr a.example.test <<<'post-domains-update tr add a.example.test'
  assert_triggers dokku domains:remove tr a.example.test <<<'post-domains-update tr remove a.example.test'
  local files
  files=$(folder 755)
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=tr.dokku.test -keyout "$files/server.key" -out "$files/server.crt" 2>/dev/null
  give_to_dokku "$files"
  assert_triggers dokku certs:add tr "$files/server.crt" "$files/server.key" <<'END'
post-certs-update tr
post-domains-update tr
END
  assert_triggers dokku certs:remove tr <<'END'
post-certs-remove tr
post-domains-update tr
END
  assert_triggers dokku ports:add tr http:80:5000 <<<'post-proxy-ports-update tr add'
}

@test "proxy:disable and proxy:enable" {
  assert_triggers dokku proxy:disable tr <<'END'
proxy-disable tr
  domains-disable tr false
    pre-disable-vhost tr
      ports-clear tr
    post-config-update tr set NO_VHOST
    post-domains-update tr disable
  app-restart tr
    deploy tr 5
      @scheduled tr 5 ''
END
  assert_triggers dokku proxy:enable tr <<'END'
proxy-enable tr
  domains-enable tr false
    pre-enable-vhost tr
      ports-clear tr
    post-config-update tr set NO_VHOST
    post-domains-update tr enable
  app-restart tr
    deploy tr 5
      @scheduled tr 5 ''
END
}

@test "apps:clone and apps:rename: the old app is destroyed under the wrong scheduler" {
  assert_triggers dokku apps:clone --skip-deploy tr copy <<'END'
post-create copy
post-app-clone-setup tr copy
  post-certs-remove copy
post-app-clone tr copy
END
  assert_triggers dokku apps:rename copy new <<'END'
post-create new
post-app-rename-setup copy new
  proxy-clear-config new
    network-clear-config new
  proxy-clear-config new
    network-clear-config new
pre-delete copy latest
scheduler-stop docker-local copy true
  scheduler-uses-host-cron docker-local
  scheduler-cron-write docker-local copy
    scheduler-uses-host-cron docker-local
scheduler-post-delete docker-local copy latest
post-delete copy latest
  scheduler-cron-write docker-local copy
    scheduler-uses-host-cron docker-local
scheduler-retire docker-local copy
post-app-rename copy new
  receive-app new
    builds-record-start new ID PID git-hook
    @built new
END
}

@test "git:from-image" {
  assert_triggers dokku git:from-image tr "$CLUSTER_REGISTRY/dokku/tr:5" <<END
builds-record-start tr ID PID git:from-image
git-from-image tr $CLUSTER_REGISTRY/dokku/tr:5 '' '' ''
  git-from-directory tr DIR Dokku automated@dokku.sh
    post-config-update tr set GIT_REV
    @built_from_image tr
deploy-source-set tr docker-image $CLUSTER_REGISTRY/dokku/tr:5
END
}

built_from_image() { # APP: its folder has no app.json
  built "$1" | grep -v app-json-is-valid
}

@test "apps:destroy" {
  assert_triggers dokku --force apps:destroy tr <<'END'
pre-delete tr 6
scheduler-stop other tr true
  scheduler-uses-host-cron other
scheduler-post-delete other tr 6
post-delete tr 6
  scheduler-cron-write other tr
    scheduler-uses-host-cron other
scheduler-retire other tr
END
}
