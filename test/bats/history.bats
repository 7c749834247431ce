#!/usr/bin/env bats
# What the last releases of an app were, and going back to one by hand. One story, each test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  export DEPLOY_BRANCH=main
  dokku git:set "$APP" deploy-branch "$DEPLOY_BRANCH"
  app_source "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }
teardown() { stop_asking; }

host() { echo "$APP.example.test"; }

history() { dokku scheduler-kubernetes:history "$APP" "$@"; }

rollback() { dokku scheduler-kubernetes:rollback "$APP" "$@"; }

release() { # PROCFILE VERSION
  printf '%b' "$1" >"$BATS_FILE_TMPDIR/source/Procfile"
  echo "$2" >"$BATS_FILE_TMPDIR/source/VERSION"
  push "$APP" "$BATS_FILE_TMPDIR/source" --force
}

set_() { dokku scheduler-kubernetes:set "$APP" "$@"; }

# SAID is the port of a server that writes what is posted to it into POSTS, with whether hunter2 has signed it.
serve_posts() {
  POSTS=$BATS_TEST_TMPDIR/posts
  serve -e 'process.stdin.on("end", () => process.exit()).resume();
    const server = require("node:http").createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const mac = require("node:crypto").createHmac("sha256", "hunter2").update(body).digest("hex");
      const signed = request.headers["x-dokku-signature-256"] === `sha256=${mac}`;
      require("node:fs").appendFileSync(process.argv[1], `${JSON.stringify({ signed, body: JSON.parse(body) })}\n`);
      response.end();
    }).listen(0, "127.0.0.1", () => console.log(server.address().port))' "$POSTS"
}

# FOLLOWER writes the events of the app into FOLLOWED at a terminal, until Ctrl-C after so many deploys.
follow_until() { # DEPLOYS
  FOLLOWED=$BATS_TEST_TMPDIR/followed
  touch "$FOLLOWED"
  { wait_for '(($(grep -c "\"event\":\"end\"" "'"$FOLLOWED"'") >= '"$1"'))' 60 && printf '\003' && sleep 4; } |
    script --quiet --return --command "dokku $PLUGIN:events $APP --follow" /dev/null >"$FOLLOWED" 3>&- &
  FOLLOWER=$!
  wait_for '[[ -s "'"$FOLLOWED"'" ]]' 15
}

env_of() { curl_host "$(host)" "/env?name=$1"; }

@test "before the first deploy there is nothing to show and nothing to go back to" {
  run history
  assert_status 0
  assert_has "$APP has no releases yet"
  run history --format json
  assert_equal "$output" '[]'
  run dokku scheduler-kubernetes:events "$APP"
  assert_status 0
  assert_has "$APP has never been deployed"
  run rollback
  assert_status 1
  assert_has "roll $APP back" 'it has no releases yet'
}

@test "a release: number, image, scale, the names of changed config and who, but no value" {
  dokku config:set --no-restart "$APP" GREETING=hello SECRET=hunter2
  dokku ps:scale "$APP" web=1 worker=1
  run release 'web: hello web\nworker: hello worker\n' 1
  assert_status 0
  serve_posts
  run set_ notify-url "http://user:hunter2@127.0.0.1:$SAID/hunter2?hunter2"
  assert_equal "$output" "=====> Setting notify-url to http://127.0.0.1:$SAID/********"
  set_ notify-secret hunter2
  follow_until 2
  run dokku config:set "$APP" GREETING=bye MORE=1
  assert_status 0
  refute_has hunter2 'was not told'
  wait "$FOLLOWER" || assert_equal "$?" 130 'how Ctrl-C ended the one that follows'
  assert_equal "$(grep -oE '"event":"(begin|end)"' "$FOLLOWED" | cut -d '"' -f 4 | paste -sd ' ')" 'begin end begin end'
  run tail -n 1 "$POSTS"
  assert_equal "$(json '[it.signed, it.body.app, it.body.outcome, it.body.release, it.body.returned_to]' <<<"$output")" "[true,\"$APP\",\"succeeded\",2,null]"
  run dokku scheduler-kubernetes:events "$APP"
  assert_status 0
  assert_equal "$(jq -rs 'map(.event) | unique | join(" ")' <<<"$output")" 'applied begin end step'
  assert_equal "$(tail -n 1 <<<"$output" | json '[it.outcome, it.exit_code, it.seconds > 0]')" '["succeeded",0,true]'
  refute_has hunter2
  run history
  assert_status 0
  [[ $output =~ 2\ +20[-0-9]+\ [:0-9]+\ +deployed\ .*/$APP:.*web=1\ worker=1\ +\+MORE\ ~GREETING ]] || fail 'release 2 is not as expected' "$output"
  [[ $output =~ 1\ +20[-0-9]+\ [:0-9]+\ +deployed\ .*\+GREETING\ \+SECRET ]] || fail 'release 1 is not as expected' "$output"
  run history --format json
  assert_equal "$(json 'it.map((r) => [r.release, r.outcome, r.config])' <<<"$output")" \
    '[[2,"deployed",{"added":["MORE"],"changed":["GREETING"],"removed":[]}],[1,"deployed",{"added":["GREETING","SECRET"],"changed":[],"removed":[]}]]'
  run grep -rE 'hunter2|aHVudGVyMg' "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP"
  assert_equal "$output" '' 'values that were written down'
  assert_equal "$(stat -c %a "$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP/releases/"*.json | sort -u)" 600 'mode of the files'
}

@test "rollback: image, config and process types of then, scale and domains of now, and no request is lost" {
  run release 'web: hello web\nmailer: hello worker\n' 3
  assert_status 0
  dokku ps:scale "$APP" web=2
  dokku domains:add "$APP" "new.$(host)"
  wait_for 'curl_host "$(host)" / | grep "version 3"' 15
  keep_asking "$(host)"
  run rollback 1
  assert_status 0
  assert_has 'notify-url http://127.0.0.1:' 'was not told how it ended'
  assert_has 'Reading release 1' "$APP runs release 1 again" 'the next deploy, ps:restart, ps:scale or config:set brings back what Dokku has' \
    " dokku config:set --no-restart $APP GREETING=VALUE" " dokku config:unset --no-restart $APP MORE"
  [[ $output =~ " git push dokku +"[0-9a-f]{40}":refs/heads/main"$ ]] || fail 'no command that pushes to the deploy branch' "$output"
  refute_has hunter2
  assert_all_answered
  wait_for 'curl_host "new.$(host)" / | grep "version 1"' 15
  # The Ingress may still know an old pod that is on its way out.
  wait_for '[[ "$(env_of GREETING) $(env_of MORE)" == "hello " ]]' 15
  assert_equal "$(k get deployments --output json | json 'it.items.map((d) => [d.metadata.name.replace(/^.*-/, ""), d.spec.replicas])')" '[["web",2],["worker",1]]'
  run history
  assert_has 'rollback to 1'
}

@test "without a number it goes further back each time, by number forward again" {
  run rollback
  assert_status 1
  assert_has 'there is no good release before the current one'
  run rollback 3
  assert_status 0
  # Git would have nothing to push.
  assert_has " dokku ps:rebuild $APP"
  refute_has 'git push'
  wait_for 'curl_host "$(host)" / | grep "version 3"' 15
  run rollback
  assert_status 0
  assert_has 'Reading release 2'
  wait_for '[[ $(env_of GREETING) == bye ]]' 15
}

@test "refused before anything is written: an unknown release, none of a number, one whose Secret is gone" {
  snapshot >"$BATS_TEST_TMPDIR/before"
  run rollback 99
  assert_status 1
  assert_has "roll $APP back to release 99" 'there is no release 99' 'it can be rolled back to: 1, 2, 3'
  run rollback latest
  assert_status 1
  assert_has 'RELEASE is a number'
  run dokku scheduler-kubernetes:rollback
  assert_status 1
  assert_has 'APP is missing'
  run dokku scheduler-kubernetes:rollback nosuch
  assert_status 20
  run dokku scheduler-kubernetes:history nosuch
  assert_status 20
  assert_has 'App nosuch does not exist'
  dokku scheduler-kubernetes:set "$APP" namespace elsewhere >/dev/null
  run rollback 1
  dokku scheduler-kubernetes:set "$APP" namespace "$NAMESPACE" >/dev/null
  assert_status 1
  assert_has "that release ran in namespace $NAMESPACE"
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what was written'
  local secret
  secret=$(json 'it.manifests[0].object.spec.template.spec.containers[0].envFrom[0].secretRef.name' <"$DOKKU_LIB_ROOT/data/scheduler-kubernetes/$APP/releases/1.json")
  k delete secret "$secret"
  run rollback 1
  assert_status 1
  assert_has "its Secret $secret is no longer in namespace $NAMESPACE" 'nothing was changed'
}

@test "the next deploy brings back what Dokku has, and who follows learns of the app's end" {
  set_ notify-url
  run dokku ps:restart "$APP"
  assert_status 0
  wait_for 'curl_host "$(host)" / | grep "version 3"' 15
  wait_for '[[ $(env_of GREETING) == bye ]]' 15
  dokku scheduler-kubernetes:events "$APP" --follow >"$BATS_TEST_TMPDIR/followed" 3>&- &
  local follower=$!
  wait_for '[[ -s "'"$BATS_TEST_TMPDIR/followed"'" ]]' 15
  dokku --force apps:destroy "$APP"
  wait "$follower"
}
