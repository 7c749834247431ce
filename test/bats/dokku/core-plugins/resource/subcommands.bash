# Manage resource settings for an app
resource_keys='cpu memory memory-swap network network-ingress network-egress nvidia-gpu'

resource_change() { # limit|reserve words...
  local kind=$1 noun=limits app='' process=_default_ key title
  local -A values=()
  [[ $kind == limit ]] || noun=reservation
  shift
  while (($#)); do
    case $1 in
      --process-type=*) process=${1#*=} ;;
      --process-type) process=$2 && shift ;;
      --*=*) values[${1%%=*}]=${1#*=} ;;
      --*) values[$1]=$2 && shift ;;
      *) app=$1 ;;
    esac
    shift
  done
  [[ $app ]] || dokku_log_fail 'Please specify an app to run the command on'
  verify_app_name "$app"
  for key in "${!values[@]}"; do
    [[ " $resource_keys " == *" ${key#--} "* ]] || dokku_log_fail "unknown flag: $key"
  done
  if ((${#values[@]} == 0)); then
    title="resource $noun $app information"
    if [[ $process == _default_ ]]; then title+=' [defaults]'; else title+=" ($process)"; fi
    dokku_log_info2_quiet "$title"
    for key in $resource_keys; do
      prop resource "$app" "$process.$kind.$key"
      dokku_log_verbose "$key: $REPLY"
    done
    return
  fi
  title="Setting resource $noun for $app"
  [[ $process == _default_ ]] || title+=" ($process)"
  dokku_log_info2_quiet "$title"
  for key in "${!values[@]}"; do
    if [[ ${values[$key]} == clear ]]; then
      dokku_log_verbose "${key#--}: cleared"
      fn-plugin-property-delete resource "$app" "$process.$kind.${key#--}"
    elif [[ ${values[$key]} ]]; then
      dokku_log_verbose "${key#--}: ${values[$key]}"
      fn-plugin-property-write resource "$app" "$process.$kind.${key#--}" "${values[$key]}"
    fi
  done
}

resource_clear() { # limit|reserve words...
  local kind=$1 noun=limits app='' process='' key word
  [[ $kind == limit ]] || noun=reservation
  shift
  while (($#)); do
    case $1 in
      --process-type=*) process=${1#*=} ;;
      --process-type) process=$2 && shift ;;
      *) app=$1 ;;
    esac
    shift
  done
  verify_app_name "$app"
  word="clearing $app $noun"
  [[ ! $process ]] || word+=" ($process)"
  dokku_log_info2_quiet "$word"
  # Without a process type Dokku clears everything, the other kind too.
  if [[ ! $process ]]; then
    fn-plugin-property-destroy resource "$app"
    return
  fi
  for key in $resource_keys; do fn-plugin-property-delete resource "$app" "$process.$kind.$key"; done
}

resource:limit() { # [--process-type <process-type>] [RESOURCE_OPTS...] <app>, Limit resources for a given app/process-type combination
  resource_change limit "$@"
}

resource:reserve() { # [--process-type <process-type>] [RESOURCE_OPTS...] <app>, Reserve resources for a given app/process-type combination
  resource_change reserve "$@"
}

resource:limit-clear() { # [--process-type <process-type>] <app>, Clear limited resources
  resource_clear limit "$@"
}

resource:reserve-clear() { # [--process-type <process-type>] <app>, Clear reserved resources
  resource_clear reserve "$@"
}

resource_rows() {
  fn-plugin-property-get-all resource "$1" | sed 's/^/--resource-/'
}

resource:report() { # [<app>] [<flag>], Displays a resource report for one or more apps
  report_command resource resource_rows "$@"
}
