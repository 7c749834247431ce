#!/usr/bin/env bats
# Where values may not be seen: config, docker-options --env, the key of a certificate and the registry's password are deployed, deploys fail in
# three ways, and then everything that was written, run or printed is searched for them.
load helpers

setup_file() {
  SEEN=$(folder 777)
  TMPDIR=$(folder 777)
  export SEEN TMPDIR
  use_dokku
  record kubectl kubedog docker plugn
  unique_names
  kubectl create namespace "$NAMESPACE"
  create_app "$APP"
  # Dokku's own login, so that the password goes to the cluster.
  dokku scheduler-kubernetes:set "$APP" imagePullSecrets
  dokku ps:scale "$APP" web=1 worker=1
  app_source "$BATS_FILE_TMPDIR/source"
  echo '{"cron": [{"command": "hello echo cron", "schedule": "0 0 1 1 *"}],
    "healthchecks": {"web": [{"type": "readiness", "path": "/healthz", "wait": 1}]}}' >"$BATS_FILE_TMPDIR/source/app.json"

  dokku config:set --no-restart "$APP" TOKEN=marker-config QUOTED='marker-quoted "x" $y' >/dev/null
  dokku docker-options:add "$APP" deploy --env OPTION=marker-option
  dokku docker-options:add "$APP" run --env=OPTION=marker-run-option
  certificate
  said push "$APP" "$BATS_FILE_TMPDIR/source"
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

# Programs that are run by us write down their words and environment, and then run.
record() { # PROGRAM...
  local program real
  for program; do
    real=$(dokkus "$program") || real=$DOKKU_LIB_ROOT/$PLUGIN/bin/$program
    fake "$program" <<END
#!/usr/bin/env bash
# Dokku calls plugn with what the user typed; we may not. The test's own environment knows the password.
[[ \$(tr '\\0' ' ' </proc/\$PPID/cmdline) != *node* ]] || { printf '%s\\n' "$program \$*" && env -u CLUSTER_REGISTRY_PASSWORD; } >>"$SEEN/programs"
exec "$real" "\$@"
END
  done
}

certificate() {
  local folder=$BATS_FILE_TMPDIR/certificate
  mkdir "$folder"
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$APP.example.test" -addext "subjectAltName=DNS:$APP.example.test" \
    -keyout "$folder/server.key" -out "$folder/server.crt" 2>/dev/null
  tar c -C "$folder" server.crt server.key | dokku certs:add "$APP"
}

# Runs a command and keeps what it printed; the exit code is its own.
said() {
  local status=0
  "$@" >"$BATS_FILE_TMPDIR/last" 2>&1 || status=$?
  cat "$BATS_FILE_TMPDIR/last" >>"$SEEN/output"
  return $status
}

# What may not be found, one a line, as it is and as Secrets hold it.
markers() {
  local text
  # shellcheck disable=SC2016
  for text in marker-config 'marker-quoted "x" $y' marker-option marker-run-option marker-typed "$CLUSTER_REGISTRY_PASSWORD"; do
    printf '%s\n' "$text" "$(printf %s "$text" | base64 -w0)"
  done
  printf '%s:%s' "$CLUSTER_REGISTRY_USER" "$CLUSTER_REGISTRY_PASSWORD" | base64 -w0 && echo
  sed -n 5,8p "$BATS_FILE_TMPDIR/certificate/server.key"
}

hidden() { # WHAT FILE...
  local found
  found=$(grep -roF --file <(markers) "${@:2}" | sort -u || true)
  [[ ! $found ]] || fail "values are seen in $1:" "$found"
}

@test "the values arrive: this is no search for what was never there" {
  # Past the Ingress, which sends everybody to HTTPS.
  env_of() { k get --raw "/api/v1/namespaces/$NAMESPACE/pods/$(pods "$APP" web):5000/proxy/env?name=$1"; }
  assert_equal "$(env_of TOKEN)" marker-config
  assert_equal "$(env_of OPTION)" marker-option
  k get secrets --output json >"$TMPDIR/secrets"
  assert_equal "$(json 'it.items.filter(({type}) => type === "kubernetes.io/dockerconfigjson").length' <"$TMPDIR/secrets")" 1
  assert_equal "$(json 'it.items.filter(({type}) => type === "kubernetes.io/tls").length' <"$TMPDIR/secrets")" 1
  run hidden secrets "$TMPDIR/secrets"
  rm "$TMPDIR/secrets"
  assert_status 1
  run cat "$SEEN/programs"
  assert_has 'kubectl apply' 'kubedog multitrack' 'docker image inspect'
}

@test "one config:set gives each process type new pods once" {
  sets() { k get replicasets --output json | json 'it.items.length'; }
  local before
  before=$(sets)
  said dokku config:set "$APP" OTHER=1
  assert_equal "$(sets)" "$((before + 2))" ReplicaSets
  said dokku ps:scale "$APP" worker=2
  said dokku ps:scale "$APP" worker=1
  assert_equal "$(sets)" "$((before + 2))" 'ReplicaSets where no value has changed'
}

@test "a run with a value of its own" {
  said dokku run --env RUN=marker-typed "$APP" hello none || true
  run cat "$BATS_FILE_TMPDIR/last"
  assert_has 'no process type "none"'
}

@test "traced, looked at, and failed: the cluster refuses, pods do not come up, there is no cluster" {
  # What bash traces of Dokku's own code, after a plus, is Dokku's.
  DOKKU_TRACE=1 dokku ps:restart "$APP" 2>&1 | sed '/^+/d' >>"$SEEN/output"
  said dokku scheduler-kubernetes:show-manifest "$APP"
  said dokku scheduler-kubernetes:report "$APP"

  kubectl create quota none --namespace "$NAMESPACE" --hard=secrets=0
  wait_for 'k get quota none --output jsonpath={.status.used.secrets} | grep .' 30
  said dokku config:set "$APP" REFUSED=1 || true
  run cat "$BATS_FILE_TMPDIR/last"
  kubectl delete quota none --namespace "$NAMESPACE"
  assert_has 'exceeded quota'

  dokku scheduler-kubernetes:set "$APP" deploy-timeout 5
  said dokku config:set "$APP" FAIL_HEALTH=1 || true
  run cat "$BATS_FILE_TMPDIR/last"
  assert_has 'within 5 s'
  dokku config:unset --no-restart "$APP" FAIL_HEALTH
  dokku scheduler-kubernetes:set "$APP" deploy-timeout

  if with_kubeconfig /nonexistent said dokku ps:restart "$APP"; then fail 'a deploy without a cluster'; fi
}

@test "no value is in any object but Secrets, in an event, or in who changed what" {
  local kind
  for kind in $(kubectl api-resources --namespaced --verbs=list --output name | grep -v '^secrets$'); do
    k get "$kind" --output json --show-managed-fields >>"$TMPDIR/objects" 2>/dev/null || true
  done
  run cat "$TMPDIR/objects"
  assert_has '"kind": "Pod"' '"kind": "Event"' '"kind": "ReplicaSet"' '"kind": "CronJob"' '"kind": "Deployment"'
  hidden objects "$TMPDIR/objects"
  k get secrets --output json | json 'it.items.map(({metadata}) => JSON.stringify(metadata)).join("\n")' >"$TMPDIR/metadata"
  hidden 'the metadata of Secrets' "$TMPDIR/metadata"
  rm "$TMPDIR"/{objects,metadata}
}

@test "no value is in the words or the environment of a program, in what was printed, or in what we keep" {
  hidden programs "$SEEN/programs"
  hidden output "$SEEN/output"
  hidden 'our data' "$DOKKU_LIB_ROOT/data/$PLUGIN" "$DOKKU_LIB_ROOT/config/$PLUGIN"
}

@test "no file is left behind, and none that others can read holds a value" {
  assert_equal "$(find "$TMPDIR" -type f)" ''
  # What Dokku itself keeps as readable as it likes: docker-options, certificates, its login.
  find "$DOKKU_ROOT" "$DOKKU_LIB_ROOT" -type f -perm /044 ! -path '*/docker-options/*' ! -name 'DOCKER_OPTIONS_*' \
    ! -path '*/tls/*' ! -path '*/.docker/*' -print0 >"$BATS_FILE_TMPDIR/readable"
  run xargs -0 -a "$BATS_FILE_TMPDIR/readable" grep -lF --file <(markers)
  assert_equal "$output" ''
}
