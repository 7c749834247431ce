# Names, versions, and the words in which every step tells how it goes.
# shellcheck shell=bash disable=SC2034

NAME=dokku-scheduler-kubernetes
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/$NAME
STATE=$CACHE/cluster # what is true of the running cluster only
LOG=$CACHE/log/$(date +%Y%m%d-%H%M%S).log

KIND=v0.33.0
KUBEDOG=v0.13.0 # later ones panic in multitrack
KWOK=v0.8.0
KUBERNETES=v1.35.4
METRICS_SERVER=v0.9.0
LOCAL_PATH_PROVISIONER=v0.0.30
DEBIAN=bookworm

fail() {
  printf ' !     %s\n' "$@" >&2
  exit 1
}

# step TEXT CMD...: one line and its time on the screen, everything else in the log
step() {
  STEP=$1
  local began=$SECONDS
  shift
  mkdir -p "$CACHE/log"
  printf -- '-----> %s\n' "$STEP"
  printf -- '-----> %s\n' "$STEP" >>"$LOG"
  # a subshell under plain errexit: inside "if" or "||" bash would go on after an error
  ("$@") >>"$LOG" 2>&1 </dev/null
  printf '       done in %d s\n' $((SECONDS - began))
  STEP=
}

explain_failure() {
  local status=$?
  [[ $status -eq 0 || -z ${STEP:-} ]] && return
  printf ' !     %s: stopped (%d). The end of %s:\n' "$STEP" "$status" "$LOG" >&2
  tail -n 25 "$LOG" | cut -c1-200 | sed 's|^|       |' >&2
}
trap explain_failure EXIT

one_at_a_time() {
  mkdir -p "$CACHE"
  exec 9>"$CACHE/lock"
  flock -n 9 && return
  echo '       waiting for another run of this command'
  flock 9
}

# the key of what is made from these words, or from these files
key() { sha256sum <<<"$*" | cut -c1-10; }
key_of() { key "$(cd "$here" && find "$@" -type f | LC_ALL=C sort | xargs sha256sum)"; }

is_root() { [[ $(id -u) -eq 0 ]]; }
