#!/usr/bin/env bats
# Properties as a user sets and reports them. Needs no cluster.
load helpers

setup_file() {
  if [[ ${DOKKU:-} != real ]]; then
    new_site "$(folder 755)" "${DOKKU_VERSION:-}"
    add_plugin
  fi
  unique_names
  dokku apps:create "$APP"
}

teardown_file() { dokku --force apps:destroy "$APP"; }

teardown() {
  local scope key
  for scope in "$APP" --global; do
    for key in namespace imagePullSecrets; do dokku scheduler-kubernetes:set "$scope" "$key"; done
  done
  dokku scheduler-kubernetes:set "$APP" service-process-types
}

set_() { dokku scheduler-kubernetes:set "$@"; }
report() { dokku scheduler-kubernetes:report "$@"; }
value() { report "$1" "--scheduler-kubernetes-$2"; }
files() { find "$DOKKU_LIB_ROOT/config/scheduler-kubernetes" -type f -printf '%P %m %s\n' | sort; }

# How wide the labels are depends on the longest of them.
assert_row() { # LABEL VALUE
  [[ $output =~ "       Scheduler kubernetes $1:"\ +"$2"($'\n'|$) ]] || fail "no row says $1: $2" "$output"
}

# A command that is refused says so on stderr alone and leaves every file as it was.
refused() { # CODE TEXT... -- WORDS...
  local code=$1 before
  local -a texts=()
  shift
  while [[ $1 != -- ]]; do
    texts+=("$1")
    shift
  done
  shift
  before=$(files)
  run --separate-stderr dokku "$@"
  assert_equal "$status" "$code" "exit code of dokku $*: $stderr"
  assert_equal "$output" '' 'what stands on stdout'
  output=$stderr
  assert_has "${texts[@]}"
  assert_equal "$(files)" "$before" 'the property files'
}

@test "set says what it does, writes the file as Dokku does, and unsets it" {
  run set_ "$APP" namespace store
  assert_equal "$status $output" '0 =====> Setting namespace to store'
  run dokku --quiet scheduler-kubernetes:set "$APP" namespace store
  assert_equal "$status $output" '0 '
  assert_equal "$(<"$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP/namespace")" store
  run files
  assert_has "$APP/namespace 600 5"
  run stat -c %a "$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP"
  assert_equal "$output" 755
  assert_equal "$(value "$APP" namespace)" store

  set_ "$APP" namespace
  [[ ! -e $DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP/namespace ]]
  assert_equal "$(value "$APP" namespace)" ''
  set_ "$APP" namespace ''
}

@test "a file belongs to the dokku user even when root writes it" {
  [[ ${DOKKU:-} != real && $EUID == 0 ]] || skip "the stand-in as root only"
  DOKKU_SYSTEM_USER=nobody DOKKU_SYSTEM_GROUP=nogroup "$DOKKU_LIB_ROOT/plugins/enabled/$PLUGIN/subcommands/set" "$PLUGIN:set" "$APP" namespace store
  run stat -c '%U:%G' "$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP"{,/namespace}
  assert_equal "$output" $'nobody:nogroup\nnobody:nogroup'
  give_to_dokku "$DOKKU_LIB_ROOT/config/scheduler-kubernetes"
}

@test "computed: the app's own, else the site's, else the default" {
  assert_equal "$(value "$APP" computed-namespace)" default
  set_ --global namespace site
  assert_equal "$(value "$APP" computed-namespace)" site
  assert_equal "$(value "$APP" namespace)" ''
  set_ "$APP" namespace own
  assert_equal "$(value "$APP" computed-namespace)" own
  assert_equal "$(value "$APP" global-namespace)" site
  set_ namespace --global
  assert_equal "$(value --global global-namespace)" ''
}

@test "report has the layout of Dokku's own reports" {
  set_ "$APP" namespace store
  run report "$APP"
  assert_equal "$status" 0
  assert_row namespace store
  run bash -c 'grep -v "^=====> $APP scheduler-kubernetes information$" <<<"$1" | grep -vE "^       (Scheduler kubernetes .*:|[0-9]+ more at their default: --all)"' _ "$output"
  assert_equal "$output" '' 'other lines'
  assert_equal "$(report "$APP" | wc -l)" 7 'rows in short: its own, and what a new site has'
  assert_equal "$(report "$APP" --all | grep -c computed)" "$(report "$APP" --format json | json 'Object.keys(it).filter((key) => /^computed/.test(key)).length')"
  run dokku --quiet scheduler-kubernetes:report "$APP"
  assert_row namespace store
  refute_has '=====>'
}

@test "report of every app, of the site, and through dokku report" {
  set_ "$APP" namespace store
  dokku apps:create "$APP-2"
  run report --scheduler-kubernetes-computed-namespace
  assert_has store default
  run report --global --all
  assert_has 'Scheduler kubernetes global namespace:'
  refute_has 'Scheduler kubernetes namespace:'
  dokku scheduler:set "$APP" selected kubernetes
  run dokku report "$APP"
  assert_row namespace store
  run dokku report "$APP-2"
  refute_has 'Scheduler kubernetes namespace:'
  dokku --force apps:destroy "$APP-2"
}

@test "report as json: one object with short and legacy keys, in any order of words" {
  set_ "$APP" namespace store
  run --separate-stderr report --format json "$APP"
  assert_equal "${#lines[@]}" 1
  json 'it.namespace + " " + it["scheduler-kubernetes-namespace"] + " " + it["computed-imagePullSecrets"]' <<<"$output" >"$BATS_TEST_TMPDIR/seen"
  assert_equal "$(<"$BATS_TEST_TMPDIR/seen")" 'store store '
}

@test "the app of dokku --app" {
  dokku --app "$APP" scheduler-kubernetes:set namespace store
  run dokku --app "$APP" scheduler-kubernetes:report --scheduler-kubernetes-namespace
  assert_equal "$output" store
}

@test "values that the original wrote are read as they are" {
  [[ ${DOKKU:-} != real ]] || skip "writes below the dokku user's files"
  as-dokku mkdir -p "$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP"
  printf worker >"$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP/service-process-types"
  printf registry-credential >"$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP/imagePullSecrets"
  printf 'shop-data:/data\n' >"$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP/volumes"
  assert_equal "$(value "$APP" service-process-types)" worker
  assert_equal "$(value "$APP" computed-imagePullSecrets)" registry-credential
}

@test "refused: which app, which property, which form" {
  set_ "$APP" namespace store
  refused 20 'App nosuch does not exist' -- scheduler-kubernetes:set nosuch namespace store
  refused 20 'App ../x does not exist' -- scheduler-kubernetes:set ../x namespace store
  refused 1 'Please specify an app to run the command on' -- scheduler-kubernetes:set
  refused 1 'No property specified' -- scheduler-kubernetes:set "$APP"
  refused 1 'Invalid property specified, valid properties include: ' ' namespace, ' colour -- scheduler-kubernetes:set "$APP" colour red
  refused 1 'Property cannot be specified globally' -- scheduler-kubernetes:set --global service-process-types http
  refused 1 "set namespace of $APP to My_Shop" 'it must be a DNS label' "scheduler-kubernetes:set $APP namespace store" -- scheduler-kubernetes:set "$APP" namespace My_Shop
  refused 1 'it must be names of Secrets' -- scheduler-kubernetes:set "$APP" imagePullSecrets 'a, b'
  refused 1 'it must be process types' -- scheduler-kubernetes:set "$APP" service-process-types 'http worker'
  refused 1 'one value was expected, 2 words' '"a b"' -- scheduler-kubernetes:set "$APP" namespace a b
}

@test "refused: a report that cannot be" {
  refused 20 'App nosuch does not exist' -- scheduler-kubernetes:report nosuch
  refused 1 'Invalid flag passed, valid flags: ' '--scheduler-kubernetes-computed-imagePullSecrets, ' -- scheduler-kubernetes:report "$APP" --nosuch
  refused 1 'allows only a single flag' -- scheduler-kubernetes:report "$APP" --scheduler-kubernetes-namespace --scheduler-kubernetes-namespace
  refused 1 '--format flag cannot be specified when specifying an info flag' -- scheduler-kubernetes:report "$APP" --scheduler-kubernetes-namespace --format json
  refused 1 'valid formats: json, stdout' -- scheduler-kubernetes:report "$APP" --format yaml
}

# Runs `dokku WORDS` for each number up to SIDE_BY_SIDE (16), all at once; N in the words is the number. Counts in `refusals` those that failed.
side_by_side() { # WORDS...
  local n pid pids=()
  refusals=0
  for ((n = 1; n <= ${SIDE_BY_SIDE:-16}; n++)); do
    dokku "${@//N/$n}" >"$BATS_TEST_TMPDIR/side-$n" 2>&1 3>&- &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || refusals=$((refusals + 1)); done
}

@test "commands side by side lose nothing that another one has stored" {
  local many=${SIDE_BY_SIDE:-16}
  side_by_side scheduler-kubernetes:mount "$APP" claim-N /data-N
  assert_equal "$refusals" 0 "$(cat "$BATS_TEST_TMPDIR"/side-*)"
  assert_equal "$(dokku scheduler-kubernetes:list-mount "$APP" | grep -c ^claim-)" "$many" mounts
  side_by_side scheduler-kubernetes:pod-annotations-set "$APP" example.test/key-N value-N
  assert_equal "$(dokku scheduler-kubernetes:annotations-report "$APP" | grep -c example.test/key)" "$many" annotations
  side_by_side scheduler-kubernetes:autoscale-rule-add "$APP" web "pods:metric-N:AverageValue:N"
  assert_equal "$(dokku scheduler-kubernetes:autoscale-rule-list "$APP" web | wc -l)" "$many" rules
  side_by_side scheduler-kubernetes:unmount "$APP" claim-N /data-N
  run dokku scheduler-kubernetes:list-mount "$APP"
  refute_has claim-
}

@test "of two properties that exclude each other, set side by side again and again, one is stored" {
  local n pid pids=()
  for ((n = 0; n < ${SIDE_BY_SIDE:-16}; n++)); do
    local names=(pod-min-available pod-max-unavailable)
    set_ "$APP" "${names[n % 2]}" 1 >/dev/null 2>&1 3>&- &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || true; done
  run bash -c 'ls "$1" | grep -c ^pod-m' _ "$DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP"
  assert_equal "$output" 1 'stored of both'
  set_ "$APP" pod-min-available
  set_ "$APP" pod-max-unavailable
}

@test "a reader that leaves early is no error" {
  run bash -c 'set -o pipefail; dokku scheduler-kubernetes:report "$APP" | true'
  assert_equal "$status" 0
  assert_equal "$output" ''
}

@test "destroying the app takes its properties along, not those of others" {
  dokku apps:create "$APP-3"
  set_ "$APP-3" namespace store
  set_ "$APP" namespace store
  dokku --force apps:destroy "$APP-3"
  [[ ! -e $DOKKU_LIB_ROOT/config/scheduler-kubernetes/$APP-3 ]]
  assert_equal "$(value "$APP" namespace)" store
}
