# Manage log integration for an app

logs() { # [-h|--help] [-t|--tail] [-n|--num num] [-q|--quiet] [-p|--ps process] <app>, Display recent log output
  local app='' num=100 process='' tail=false quiet=false
  while (($#)); do
    case $1 in
      -t | --tail) tail=true ;;
      -q | --quiet) quiet=true ;;
      -n | --num) num=$2 && shift ;;
      -n=* | --num=*) num=${1#*=} ;;
      -p | --ps) process=$2 && shift ;;
      -p=* | --ps=*) process=${1#*=} ;;
      *) app=$1 ;;
    esac
    shift
  done
  verify_app_name "$app"
  is_deployed "$app" || dokku_log_fail "App $app has not been deployed"
  [[ ! -t 1 ]] || ! since 35 || export FORCE_TTY=1
  # The one trigger whose output Go does not keep: nothing is printed twice.
  local canceled=false
  ! since 34 || trap canceled=true INT TERM
  if plugn trigger scheduler-logs "$(get_app_scheduler "$app")" "$app" "$process" $tail $quiet "$num" </dev/null && [[ $canceled == false ]]; then
    return
  fi
  [[ $canceled == false ]] || dokku_log_warn 'context canceled'
  exit 1
}

logs:failed() { # [--all|<app>], Shows the last failed deploy logs
  verify_app_name "$1"
  dokku_log_info2_quiet "$1 failed deploy logs"
  go_trigger scheduler-logs-failed "$(get_app_scheduler "$1")" "$1"
}
