#!/usr/bin/env bats
# Checks of app.json in both forms, on one app.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

app_json() { cat >"$BATS_FILE_TMPDIR/source/app.json"; }

probe() { k get deployment "$APP-$1" --output json | json "it.spec.template.spec.containers[0].$2 ?? null"; }

@test "Dokku's form: checks with and without a type, and uptime" {
  app_json <<'END'
{"healthchecks": {"web": [{"path": "/healthz", "wait": 1}, {"type": "liveness", "listening": true}, {"uptime": 2}]}}
END
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_equal "$(probe web 'readinessProbe.httpGet.path')" /healthz
  assert_equal "$(probe web 'livenessProbe.tcpSocket.port')" 5000
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.spec.minReadySeconds')" 2
}

@test "what no probe can do is said on each deploy, and a check that only warns holds nothing up" {
  app_json <<'END'
{"healthchecks": {"web": [
  {"path": "/healthz", "wait": 1, "content": "never there", "onlyIfRunning": true},
  {"name": "strict", "type": "startup", "path": "/nowhere", "warn": true}]}}
END
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_has 'ignored (healthchecks of web): check 1, content: a probe asks for the status' 'check 1, onlyIfRunning: ' 'check strict, because of its warn: '
  assert_equal "$(probe web 'startupProbe')" null
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has 'ignored (healthchecks of web): check 1, content: '
}

@test "Kubernetes' form under kubernetes.healthchecks, with * and the app's name" {
  app_json <<'END'
{"kubernetes": {"healthchecks": {
  "web": {"readiness": {"httpGet": {"path": "/healthz?of={{ $APP }}", "port": 5000}, "periodSeconds": 1}},
  "*": {"startup": {"tcpSocket": {"port": 5000}, "periodSeconds": 1, "failureThreshold": 60}}}}}
END
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_equal "$(probe web 'readinessProbe.httpGet.path')" "/healthz?of=$APP"
  assert_equal "$(probe web 'startupProbe.failureThreshold')" 60
  assert_equal "$(probe worker 'startupProbe.tcpSocket.port')" 5000
}

@test "a field that no probe has stops the push before anything is applied" {
  app_json <<'END'
{"kubernetes": {"healthchecks": {"web": {"readiness": {"httpGet": {"path": "/", "prot": 5000}}}}}}
END
  before=$(snapshot)
  run push "$APP" "$BATS_FILE_TMPDIR/source"
  assert_status 1
  assert_has 'readinessProbe.httpGet' 'prot' 'nothing was applied'
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.metadata.generation')" "$(grep -o "Deployment $APP-web [^ ]* [0-9]*" <<<"$before" | cut -d' ' -f4)"
}

@test "the original's form under healthchecks works where core leaves it alone" {
  [[ ${DOKKU:-} != real ]] || return 0
  use_dokku 0.30
  create_app "$APP-old"
  app_json <<'END'
{"healthchecks": {"web": {"readiness": {"httpGet": {"path": "/healthz", "port": 5000}}}}}
END
  run push "$APP-old" "$BATS_FILE_TMPDIR/source"
  assert_status 0
  assert_equal "$(APP=$APP-old probe web 'readinessProbe.httpGet.path')" /healthz
}
