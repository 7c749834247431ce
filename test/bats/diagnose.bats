#!/usr/bin/env bats
# Rollouts that fail for what the app does: each fault is provoked, and the words, the time and the exit code are looked at.
load helpers
load faulty

setup_file() { faulty_app; }
teardown_file() { remove_namespaces "$NAMESPACE"; }
teardown() { heal; }

@test "a rollout that takes its time says how far it is, each step once, and with deploy-logs what new pods write" {
  dokku config:set --no-restart "$APP" START_DELAY=8 >/dev/null
  dokku "$PLUGIN:set" "$APP" deploy-logs true
  run dokku ps:restart "$APP"
  dokku "$PLUGIN:set" "$APP" deploy-logs
  dokku config:unset --no-restart "$APP" START_DELAY >/dev/null
  assert_status 0
  # The end of it may be known before it is seen.
  [[ $(grep -o 'web ./. ready' <<<"$output" | uniq | xargs) =~ ^'web 0/1 ready'(' web 1/1 ready')?$ ]] || fail 'how far it is' "$output"
  assert_has '-----> web ready (' 'listens on 5000' "Deployed $APP in "
}

@test "a crash loop: how often, with which exit code, its last lines; and logs:failed when its pods are gone" {
  run dokku logs:failed "$APP"
  assert_status 0
  assert_has "No deploy of $APP has failed"
  dokku config:set --no-restart "$APP" START_DELAY=60 CRASH=0.2 SECRET=s3cret-value >/dev/null
  fails 40 'web: the container exited 3 times, last with exit code 3' 'hello: crashed as CRASH asked for' "dokku logs:failed $APP"
  refute_has s3cret-value
  k delete pods --selector "app=$APP" --now --wait=false >/dev/null
  run dokku logs:failed "$APP"
  assert_status 0
  assert_has "roll out web of $APP" 'the container exited 3 times' 'warnings from the cluster:' 'Back-off restarting' \
    'hello: crashed as CRASH asked for'
  # It is what is being read.
  refute_has s3cret-value "dokku logs:failed $APP"
  assert_equal "$(stat --format %a "$DOKKU_LIB_ROOT/data/$PLUGIN/$APP/failed-deploy")" 600
}

@test "a worker without checks that ends soon after its start has not come up" {
  dokkus_own_wait
  # Alone: web would end at other moments than the worker, and be enough to fail.
  dokku ps:scale --skip-deploy "$APP" web=0 worker=1 >/dev/null
  dokku config:set --no-restart "$APP" CRASH=4 >/dev/null
  run dokku ps:restart "$APP"
  dokku ps:scale --skip-deploy "$APP" web=1 worker=0 >/dev/null
  short_wait
  assert_status 1
  assert_has "roll out worker of $APP" 'worker: the container exited 3 times, last with exit code 3' 'hello: crashed as CRASH asked for'
}

@test "out of memory: the limit" {
  dokku config:set --no-restart "$APP" EAT=100 >/dev/null
  dokku resource:limit --memory 32 --process-type web "$APP"
  fails 45 'web: the container was killed ' 'for running out of memory' 'its limit is 32Mi' "dokku resource:limit --memory MEGABYTES --process-type web $APP"
}

@test "a readiness check that is answered with 503: what it asks and what it gets" {
  dokku config:set --no-restart "$APP" FAIL_HEALTH=1 >/dev/null
  dokku "$PLUGIN:set" "$APP" deploy-timeout 15
  fails 40 'readiness check GET :5000/healthz has not succeeded: it answered 503' 'hello: web of'
}

@test "a readiness check of a port where nothing listens" {
  dokku "$PLUGIN:set" "$APP" deploy-timeout 15
  tune 's/"path":"\/healthz","port":5000/"path":"\/healthz","port":5009/'
  fails 40 'web 0/1 ready: the container has been running for ' 'readiness check GET :5009/healthz' 'nothing listens on that port' "dokku ports:set $APP http:80:PORT"
}

@test "a liveness check that kills" {
  dokku config:set --no-restart "$APP" FAIL_HEALTH=1 >/dev/null
  tune 's/"readinessProbe":{/"livenessProbe":{"httpGet":{"path":"\/healthz","port":5000},"periodSeconds":1,"failureThreshold":1},&/'
  fails 60 'web: the container was killed 3 times by its liveness check GET :5000/healthz' app.json
}

@test "a command that the image does not have" {
  tune 's/"name":"'"$APP"'-web"\(,"image"\)/"command":["nosuch"],&/'
  fails 60 'web: the container cannot start: exec: "nosuch": executable file not found in $PATH' "show-manifest $APP web"
}

@test "words for a shell in a command that none runs" {
  tune 's/"name":"'"$APP"'-web"\(,"image"\)/"command":["hello","nosuch","\&\&","true"],&/'
  fails 60 "web: && is not run by a shell here: put it in sh -c '...'"
}
