# Pass options to Docker the various stages of an app

each_phase() { # APP PHASES OPTION: sets PHASES
  verify_app_name "$1"
  local phase
  PHASES=${2//,/ }
  for phase in $PHASES; do
    [[ " build deploy run " == *" $phase "* ]] || dokku_log_fail 'Phase(s) must be one of [build deploy run]'
  done
  [[ $PHASES ]] || dokku_log_fail 'Please specify docker options phase'
}

options_file() { # APP PHASE [PROCESS_TYPE]: sets REPLY; lists since 0.38, files in the app's folder before
  if since 38; then
    REPLY=$DOKKU_LIB_ROOT/config/docker-options/$1/${3:-_default_}.$2
  else
    REPLY=$DOKKU_ROOT/$1/DOCKER_OPTIONS_${2^^}
  fi
  mkdir -p "${REPLY%/*}"
}

docker-options:add() { # [--process PROCESS_TYPE] <app> <phase(s)> <docker-option>, Add docker option to app for phase (comma separated phase list)
  local PHASES phase process=''
  ! since 38 || [[ $1 != --process ]] || { process=$2 && shift 2; }
  each_phase "$@"
  for phase in $PHASES; do
    options_file "$1" "$phase" "$process"
    grep -qxF -- "${*:3}" "$REPLY" 2>/dev/null || echo "${*:3}" >>"$REPLY"
  done
}

docker-options:remove() { # <app> <phase(s)> <docker-option>, Remove docker option from app for phase (comma separated phase list)
  local PHASES phase kept
  each_phase "$@"
  for phase in $PHASES; do
    options_file "$1" "$phase"
    [[ -f $REPLY ]] || continue
    kept=$(grep -vxF -- "${*:3}" "$REPLY" || true)
    echo -n "${kept:+$kept$'\n'}" >"$REPLY"
  done
}

docker_options_rows() {
  local phase
  [[ $1 != --global ]] || return 0
  for phase in build deploy run; do
    options_file "$1" $phase
    echo "--docker-options-$phase $([[ ! -f $REPLY ]] || tr '\n' ' ' <"$REPLY")"
  done
}

docker-options:report() { # [<app>] [<flag>], Displays a docker options report for one or more apps
  report_command docker-options docker_options_rows "$@"
}
