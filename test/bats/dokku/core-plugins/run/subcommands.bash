# Run a one-off process inside a container

run() { # [-e|--env KEY=VALUE] [--no-tty] <app> <cmd>, Run a command in a new container using the current app image
  export DOKKU_RM_CONTAINER=1
  run_command run "$@"
}

run:detached() { # [-e|-env KEY=VALUE] [--no-tty] <app> <cmd>, Run a command in a new detached container using the current app image
  export DOKKU_DETACH_CONTAINER=1 DOKKU_RM_CONTAINER=1
  run_command run:detached "$@"
}

run_command() { # COMMAND words...
  local command=$1 app='' pairs=() separator=() cron='' policy=allow ttl=86400
  shift
  while (($#)); do
    case $1 in
      --cron-id=*) cron=${1#*=} ;;
      --cron-id) cron=$2 && shift ;;
      --concurrency-policy=*) policy=${1#*=} ;;
      --concurrency-policy) policy=$2 && shift ;;
      --no-tty) export DOKKU_DISABLE_TTY=true ;;
      --force-tty) export DOKKU_FORCE_TTY=true ;;
      -e=* | --env=*) pairs+=("${1#*=}") ;;
      -e | --env) pairs+=("$2") && shift ;;
      --ttl-seconds=*) ttl=${1#*=} ;;
      --ttl-seconds) ttl=$2 && shift ;;
      *)
        app=$1
        shift
        break
        ;;
    esac
    shift
  done
  [[ $ttl =~ ^[0-9]+$ ]] || dokku_log_fail '--ttl-seconds must be a positive integer'
  [[ $command != run:detached || $DOKKU_FORCE_TTY == true ]] || export DOKKU_DISABLE_TTY=true
  [[ $DOKKU_DISABLE_TTY != true || $DOKKU_FORCE_TTY != true ]] || dokku_log_fail 'Cannot specify both --force-tty and --no-tty'
  verify_app_name "$app"
  export DOKKU_CRON_ID=$cron
  ! since 37 || export DOKKU_CONCURRENCY_POLICY=$policy DOKKU_RUN_TTL_SECONDS=$ttl
  ! since 33 || separator=(--)
  plugn trigger scheduler-run "$(get_app_scheduler "$app")" "$app" ${#pairs[@]} "${pairs[@]}" "${separator[@]}" "$@"
}

run:list() { # [--format json|stdout] <app>, List all run containers for an app
  local app='' format=stdout
  while (($#)); do
    case $1 in
      --format) format=$2 && shift ;;
      --format=*) format=${1#*=} ;;
      --quiet) export DOKKU_QUIET_OUTPUT=true ;;
      *) app=$1 ;;
    esac
    shift
  done
  verify_app_name "$app"
  plugn trigger scheduler-run-list "$(get_app_scheduler "$app")" "$app" "$format"
}

run:logs() { # <app|--container CONTAINER> [-h] [-t] [-n num] [-q], Display recent log output for run containers
  local app='' container='' num=100 quiet=false tail=false dots
  while (($#)); do
    case $1 in
      --container) container=$2 && shift ;;
      --container=*) container=${1#*=} ;;
      -n | --num) num=$2 && shift ;;
      -q | --quiet) quiet=true ;;
      -t | --tail) tail=true ;;
      *) app=$1 ;;
    esac
    shift
  done
  [[ $app || $container ]] || dokku_log_fail 'No container or app specified'
  if [[ $container ]]; then
    dots=${container//[!.]/}
    ((${#dots} == 2)) || dokku_log_fail "Invalid container name specified: $container"
    [[ ! $app || $app == "${container%%.*}" ]] || dokku_log_fail 'Specified app does not app in container name'
    app=${container%%.*}
    [[ $container == *.run.* ]] || dokku_log_fail 'Specified container must be a run container'
  fi
  verify_app_name "$app"
  plugn trigger scheduler-run-logs "$(get_app_scheduler "$app")" "$app" "$container" $tail $quiet "$num"
}

run:stop() { # <app|--container CONTAINER>, Stops all run containers for an app or a specified run container
  local app='' container=''
  while (($#)); do
    case $1 in
      --container) container=$2 && shift ;;
      --container=*) container=${1#*=} ;;
      *) app=$1 ;;
    esac
    shift
  done
  # Without an app Dokku asks the global scheduler and passes an empty app.
  plugn trigger scheduler-run-stop "$(get_app_scheduler "${app:---global}")" "$app" "$container"
}

run:retire() { # [<app>], Retires expired run containers since 37
  if [[ ! $1 ]]; then
    plugn trigger scheduler-run-retire
    return
  fi
  verify_app_name "$1"
  plugn trigger scheduler-run-retire "$(get_app_scheduler "$1")" "$1"
}
