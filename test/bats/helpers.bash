# shellcheck shell=bash
# What every bats file loads: a Dokku to type at, an app and a namespace of its own, and assertions that show what they saw.
#
#   DOKKU=real            the installed Dokku instead of the stand-in (pushes to $DOKKU_REMOTE, dokku@127.0.0.1)
#   DOKKU_VERSION=0.33    the version the stand-in plays: 0.30, 0.33, 0.38
bats_require_minimum_version 1.7.0
# Tests read plain lines.
unset FORCE_COLOR FORCE_TTY NO_COLOR
# shellcheck source=test/bats/site.bash
source "${BASH_SOURCE[0]%/*}/site.bash"

# The dokku user may pass through the folder of this run, but not look into those of the tests: what it has to see lies in a `folder`.
chmod 711 "$BATS_RUN_TMPDIR"
for tests in file test suite; do
  [[ ! -d $BATS_RUN_TMPDIR/$tests ]] || chmod 700 "$BATS_RUN_TMPDIR/$tests"
done

# Makes a folder with that mode outside of the tests' own ones and prints its path; it goes with them.
folder() { # MODE
  local new
  new=$(mktemp -d "$BATS_RUN_TMPDIR/open.XXXXXX")
  chmod "$1" "$new"
  echo "$new"
}

# A fresh Dokku with this plugin, logged in to the cluster's registry. Call it in setup_file, or in a test for one of its own.
use_dokku() { # [VERSION]
  if [[ ${DOKKU:-} == real ]]; then
    export DOKKU_ROOT=${DOKKU_ROOT:-/home/dokku} DOKKU_LIB_ROOT=${DOKKU_LIB_ROOT:-/var/lib/dokku} DOKKU_FAKES=/usr/local/sbin
    # shellcheck disable=SC2317 # the tests call it
    as-dokku() { sudo -u dokku -E -H "$@"; }
    export -f as-dokku
  else
    new_site "$(folder 755)" "${1:-${DOKKU_VERSION:-}}"
    add_plugin
  fi
  [[ $CLUSTER_CONTROLLER == nginx ]] || dokku "$PLUGIN:set" --global ingress-class "$CLUSTER_CONTROLLER"
  registry_login
}

# The controller of the Ingresses, as its class is called, and the Ingress that apps share there.
export CLUSTER_CONTROLLER=${CLUSTER_CONTROLLER:-nginx}
export SHARED_INGRESS=app-ingress
[[ $CLUSTER_CONTROLLER == nginx ]] || export SHARED_INGRESS="app-ingress-$CLUSTER_CONTROLLER"

# Whether the Dokku at play is that version or a later one.
since() { # VERSION
  local version=${DOKKU_VERSION:-0.38}
  ((${version#0.} >= ${1#0.}))
}

# Leaves out a test of what a Dokku does not have yet.
needs_dokku() { # VERSION WHAT
  since "$1" || skip "$2 came with Dokku $1"
}

# A community plugin with one executable.
community_plugin() { # NAME FILE <<< body
  local dir=$DOKKU_LIB_ROOT/plugins/available/$1
  mkdir -p "$dir/subcommands"
  printf '[plugin]\ndescription = "test"\nversion = "1"\n[plugin.config]\n' >"$dir/plugin.toml"
  { echo '#!/usr/bin/env bash' && cat; } >"$dir/$2"
  chmod +x "$dir/$2"
  ln -sfn "$dir" "$DOKKU_LIB_ROOT/plugins/enabled/$1"
}

# Sets APP and NAMESPACE to names that no other file uses.
unique_names() {
  local id
  id=$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')
  export APP=hello-$id NAMESPACE=bats-$id
}

# --- looking ---

k() { kubectl --namespace "$NAMESPACE" "$@"; }

curl_host() { # HOST PATH [CURL OPTIONS]
  curl --silent --show-error --fail --max-time 10 --header "Host: $1" "http://$CLUSTER_INGRESS_HTTP$2" "${@:3}"
}

curl_https() { # HOST PATH [CURL OPTIONS]
  curl --silent --show-error --fail --max-time 10 --connect-to "$1:443:$CLUSTER_INGRESS_HTTPS" "https://$1$2" "${@:3}"
}

# What comes back from the sample app's WebSocket.
web_socket() { # HOST TEXT
  node -e '
    const [at, host, text] = process.argv.slice(1);
    const headers = { Host: host, Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": 13, "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==" };
    const request = http.get(`http://${at}/socket`, { headers, timeout: 5000 });
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.on("response", ({ statusCode }) => { console.error(statusCode); process.exit(1); });
    request.on("upgrade", (_, socket) => {
      socket.once("data", (frame) => { console.log(String(frame.subarray(2))); socket.destroy(); });
      socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]));
    });' "$CLUSTER_INGRESS_HTTP" "$1" "$2"
}

# A client in the background: a request every 50 ms until told that it is enough, two minutes at the most.
keep_asking() { # HOST
  rm -f "$BATS_TEST_TMPDIR/enough"
  {
    for _ in {1..2400}; do
      [[ ! -e $BATS_TEST_TMPDIR/enough ]] || break
      curl_host "$1" / >/dev/null 2>>"$BATS_TEST_TMPDIR/unanswered" || echo failed >>"$BATS_TEST_TMPDIR/unanswered"
      echo >>"$BATS_TEST_TMPDIR/asked"
      sleep 0.05
    done
  } 3>&- &
  ASKING=$!
}

stop_asking() {
  [[ ${ASKING:-} ]] || return 0
  touch "$BATS_TEST_TMPDIR/enough"
  wait "$ASKING"
  unset ASKING
}

assert_all_answered() {
  stop_asking
  [[ ! -s $BATS_TEST_TMPDIR/unanswered ]] || fail 'requests failed' "$(<"$BATS_TEST_TMPDIR/unanswered")"
  (($(wc -l <"$BATS_TEST_TMPDIR/asked") > 20)) || fail "the client asked only $(wc -l <"$BATS_TEST_TMPDIR/asked") times"
}

# Prints what EXPRESSION makes of the JSON on stdin, called `it`.
json() { # EXPRESSION
  node -e 'const it = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const value = eval(process.argv[1]);
    console.log(typeof value === "string" ? value : JSON.stringify(value));' "$1"
}

# Names of the app's pods that are not on their way out.
pods() { # APP [PROCESS_TYPE]
  k get pods --selector "app=$1${2:+,process-type=$2}" --output json |
    json 'it.items.filter((pod) => !pod.metadata.deletionTimestamp).map((pod) => pod.metadata.name).sort().join("\n")'
}

# Runs COMMAND while the dokku user's kubeconfig is a copy of FILE, or gone where there is no FILE.
with_kubeconfig() { # FILE COMMAND...
  local config=$DOKKU_ROOT/.kube/config ended=0
  cp -p "$config" "$config.kept"
  if [[ -e $1 ]]; then use_kubeconfig "$1"; else rm "$config"; fi
  "${@:2}" || ended=$?
  mv "$config.kept" "$config"
  return "$ended"
}

# Where the program is that Dokku runs.
dokkus() { as-dokku bash -c 'type -P "$1"' - "$1"; } # PROGRAM

# Puts PROGRAM, whose text is on stdin, in the place of the real one on Dokku's PATH until `unfake PROGRAM`.
fake() { # PROGRAM
  cat >"$DOKKU_FAKES/$1"
  chmod 755 "$DOKKU_FAKES/$1"
}
unfake() { rm -f "${@/#/"$DOKKU_FAKES/"}"; }

# Starts a server in node, which says one line, SAID, when it is ready. It reads its stdin, so that it ends with the shell that started it.
serve() { # WORDS OF NODE...
  coproc SERVER { exec node "$@" 3>&-; }
  # shellcheck disable=SC2034 # for the caller
  read -r -t 10 SAID <&"${SERVER[0]}"
}

# One that takes connections and never answers; SAID is its port.
serve_silence() {
  serve -e 'process.stdin.on("end", () => process.exit()).resume();
    const server = require("node:net").createServer(() => {}).listen(0, "127.0.0.1", () => console.log(server.address().port))'
}

# A kubeconfig for SERVER that is right in all other ways.
kubeconfig_for() { # SERVER
  kubectl config view --raw --minify --flatten >"$BATS_TEST_TMPDIR/kubeconfig"
  KUBECONFIG=$BATS_TEST_TMPDIR/kubeconfig kubectl config set-cluster \
    "$(kubectl config view --minify --output 'jsonpath={.clusters[0].name}')" --server "$1" >/dev/null
  echo "$BATS_TEST_TMPDIR/kubeconfig"
}

# A kubeconfig for somebody who may do nothing.
nobody_kubeconfig() {
  local config server
  kubectl --namespace "$NAMESPACE" create serviceaccount nobody --dry-run=client --output yaml | kubectl apply -f - >/dev/null
  server=$(kubectl config view --minify --output 'jsonpath={.clusters[0].cluster.server}')
  config=$(kubeconfig_for "$server")
  KUBECONFIG=$config kubectl config set-credentials nobody --token "$(k create token nobody)" >/dev/null
  KUBECONFIG=$config kubectl config set-context --current --user nobody >/dev/null
  echo "$config"
}

# Prints the path of the kubeconfig of an account that may do what `rbac WORDS` says.
account_kubeconfig() { # NAMESPACE/NAME WORDS...
  local file
  file=$(folder 777)/kubeconfig
  dokku "$PLUGIN:rbac" "${@:2}" --service-account "$1" | kubectl apply --server-side -f - >/dev/null
  # The API server needs a moment for the token.
  wait_for "dokku $PLUGIN:rbac ${*:2} --service-account $1 --kubeconfig-out $file" 15
  echo "$file"
}

# Lets the Dokku of the tests have objects of the app's own templates.
allow_own() { # APP
  dokku "$PLUGIN:rbac" "$1" --service-account "$DOKKU_ACCOUNT" | kubectl apply --server-side -f - >/dev/null
}

# What a refused command must leave as it was: this plugin's properties and records (but not why a deploy failed), and what the namespace is made of.
snapshot() {
  find "$DOKKU_LIB_ROOT"/{config,data}/"$PLUGIN" -type f ! -path '*/templates/*' ! -path '*/--locks/*' ! -name --server-id ! -name failed-deploy ! -name events.jsonl -exec sha256sum {} + | sort -k2
  k get deployments,services,ingresses,secrets --output json |
    json 'it.items.map((o) => [o.kind, o.metadata.name, o.metadata.uid, o.metadata.generation, JSON.stringify(o.data ?? o.spec)].join(" ")).join("\n")'
}

# This plugin's properties, byte for byte.
stored() { (cd "$DOKKU_LIB_ROOT/config/$PLUGIN" && find . -type f -exec sha256sum {} + | sort -k2); }

# `dokku scheduler-kubernetes:WORDS` ends with that exit code, says these texts and stores nothing.
refuses() { # CODE TEXT... -- WORDS...
  local code=$1 before
  local -a texts=()
  shift
  while [[ $1 != -- ]]; do
    texts+=("$1")
    shift
  done
  before=$(stored)
  run dokku "$PLUGIN:$2" "${@:3}"
  assert_status "$code"
  assert_has ' !     ' "${texts[@]}"
  refute_has 'internal error' undefined '=====>'
  assert_equal "$(stored)" "$before" 'the stored properties'
}

# Waits until COMMAND succeeds: SECONDS are a quiet machine's, a busy one has three times as many.
wait_for() { # 'COMMAND' SECONDS
  local saw deadline=$((SECONDS + 3 * $2))
  until saw=$(eval "$1" 2>&1); do
    ((SECONDS < deadline)) || { fail "still not so after $((3 * $2)) s: $1" "$saw" || return 1; }
    sleep 0.2
  done
}

# --- saying what is wrong ---

fail() { # WHAT [DETAIL]
  printf '%s\n' "$1" >&2
  [[ ! ${2:-} ]] || printf '%s\n' "$2" | sed 's/^/    /' >&2
  return 1
}

assert_equal() { # ACTUAL EXPECTED [WHAT]
  [[ $1 == "$2" ]] || fail "${3:-value} differs" "$(printf 'expected: %s\nactual:   %s' "$2" "$1")"
}

# These three look at what `run` saw.
assert_status() { # CODE
  # shellcheck disable=SC2154
  ((status == $1)) || fail "exit code is $status, expected $1, after this output:" "$output"
}

assert_has() { # TEXT...
  local text
  for text; do
    [[ $output == *"$text"* ]] || fail "the output does not have: $text" "$output"
  done
}

refute_has() { # TEXT...
  local text
  for text; do
    [[ $output != *"$text"* ]] || fail "the output has: $text" "$output"
  done
}

# --- an app with a shell ---

# An image with bash and coreutils.
tools() { docker image ls --format '{{.Repository}}:{{.Tag}}' localhost/cluster-tools | head -n 1; }

# A git repository of an app whose image has bash and coreutils, and whose processes wait.
shell_source() { # DIR
  mkdir -p "$1"
  printf 'FROM %s\nWORKDIR /srv\nCMD ["sleep", "infinity"]\n' \
    "$(tools)" >"$1/Dockerfile"
  printf '%s: sleep infinity\n' worker other >"$1/Procfile"
  echo 'greet: echo hello "two  words"' >>"$1/Procfile"
  git -C "$1" init --quiet --initial-branch=master
}

# Types KEYS, after some seconds, at a terminal of 100 columns where COMMAND runs.
at_terminal() { # KEYS COMMAND
  { sleep 6 && printf '%b' "$1" && sleep 4; } | script --quiet --return --command "stty rows 40 cols 100; $2" /dev/null
}

at_tmux() { TMUX_TMPDIR=$BATS_TEST_TMPDIR tmux -L bats -f /dev/null "$@"; }

# Starts COMMAND at a terminal of that many columns, which `screen` shows until `close_screen`. Its exit code is in $BATS_TEST_TMPDIR/ended.
open_screen() { # COLUMNS COMMAND
  rm -f "$BATS_TEST_TMPDIR/ended"
  at_tmux new-session -d -x "$1" -y 60 "bash --norc --noprofile -c '$2; echo \$? >$BATS_TEST_TMPDIR/ended; sleep 600'" 3>&-
}

# What stands there, as it is seen.
screen() { at_tmux capture-pane -p | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'; }

close_screen() { at_tmux kill-server; }

# The screen, with times, names and numbers of this run replaced, is the one of test/bats/screens/NAME.
assert_screen() { # NAME SCREEN
  local golden=$repository/test/bats/screens/$1.txt seen
  seen=$(sed -E "s/$APP/hello-a1b2c3/g; s/$NAMESPACE/bats-a1b2c3/g; s/[0-9]+(\.[0-9]+)? s([).,]| *\$)/N s\2/g" <<<"$2")
  [[ ! ${UPDATE_GOLDENS:-} ]] || echo "$seen" >"$golden"
  [[ $seen == "$(<"$golden")" ]] || fail "the screen is not that of $golden" "$(diff "$golden" - <<<"$seen")"
}

# No Job, no Secret of a run; its pod is gone or on its way.
nothing_left() {
  assert_equal "$(k get jobs,secrets --selector dokku.com/run-id --output name)" '' 'what is left of runs'
  # The cluster tells a Job's pods to go a moment after the Job.
  wait_for '[[ $(k get pods --selector dokku.com/run-id --output json | json "it.items.filter((pod) => !pod.metadata.deletionTimestamp).length") == 0 ]]' 20
}
