# shellcheck shell=bash
# How the demo looks: chapters, each command before its output, and what was expected where it stops.
# $DEMO is the folder of this run.
set -uo pipefail
# shellcheck source=test/bats/site.bash
source "${BASH_SOURCE[0]%/*}/../bats/site.bash"

bold='' dim='' green='' red='' plain=''
[[ ! -t 1 || ${NO_COLOR:-} ]] || { bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'; }

chapter() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
say() { printf '%s# %s%s\n' "$dim" "$1" "$plain"; }

stop() { # WHAT [DETAIL]
  printf '\n%sdemo: failed: %s%s\n' "$red" "$1" "$plain" >&2
  [[ ! ${2:-} ]] || printf '%s\n' "$2" | sed 's/^/    /' >&2
  exit 1
}

# Prints the command as one would type it, runs it, keeps what it printed in $output.
type_in() { # COMMAND...
  local word typed=
  for word; do
    [[ $word =~ ^[a-zA-Z0-9_./:=@,-]+$ ]] || word="'$word'"
    typed+=" $word"
  done
  printf '%s$%s%s\n' "$green" "$typed" "$plain"
  "$@" 2>&1 | tee "$DEMO/output"
  local status=${PIPESTATUS[0]}
  output=$(<"$DEMO/output")
  ((status == 0)) || stop "\`${typed# }\` ended with exit code $status"
}

expect() { # WHAT TEXT: the last output has it
  [[ $output == *"$2"* ]] || stop "expected $1" "$output"
}

wait_for() { # WHAT SECONDS COMMAND...
  local what=$1 deadline=$((SECONDS + $2))
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || stop "expected $what" "$("$@" 2>&1)"
    sleep 0.2
  done
}
