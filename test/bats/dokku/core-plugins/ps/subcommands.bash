# Manage app processes
source "$PLUGIN_CORE_AVAILABLE_PATH/ps/functions"

ps:scale() { # [--skip-deploy] [--format json|stdout] <app> <proc>=<count> [<proc>=<count>...], Get/Set how many instances of a given process to run
  local skip=false format=stdout words=() app name json='' only_changed=false
  while (($#)); do
    case $1 in
      --skip-deploy) skip=true ;;
      --format) format=$2 && shift ;;
      --format=*) format=${1#*=} ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  app=${words[0]}
  verify_app_name "$app"
  if ((${#words[@]} > 1)); then
    prop ps "$app" can-scale true
    [[ $REPLY == true ]] || dokku_log_fail "App $app contains an app.json file with a formations key and cannot be manually scaled"
    dokku_log_info1 "Scaling $app processes: ${words[*]:1}"
    ! since 36 || only_changed=true
    set_scale "$app" $skip false $only_changed "${words[@]:1}"
    return
  fi
  read_scale "$app"
  if [[ $format == json ]] && since 38; then
    for name in $(print_scale); do json+=",{\"process_type\":\"${name%%=*}\",\"quantity\":${name#*=}}"; done
    echo "[${json#,}]"
    return
  fi
  dokku_log_info1_quiet "Scaling for $app"
  [[ $DOKKU_QUIET_OUTPUT ]] || printf 'proctype: qty\n--------: ---\n'
  for name in $(print_scale); do printf '%-5s %s\n' "${name%%=*}:" "${name#*=}"; done
}

ps:stop() { # <app>, Stop app running container
  verify_app_name "$1"
  if ! is_deployed "$1"; then
    dokku_log_warn "App $1 has not been deployed"
    return
  fi
  dokku_log_info1_quiet "Stopping $1"
  go_trigger scheduler-stop "$(get_app_scheduler "$1")" "$1"
  go_trigger post-stop "$1"
}

app_state() { # APP: sets COUNT and STATE; without two words the real command panics
  read -r COUNT STATE < <(plugn trigger scheduler-app-status "$(get_app_scheduler "$1")" "$1" 2>/dev/null </dev/null && echo) || true
  [[ $STATE ]] || { echo 'panic: runtime error: index out of range [1] with length 1' >&2 && exit 2; }
}

ps:start() { # <app>, Start app running container
  verify_app_name "$1"
  local app=$1 tag COUNT STATE
  tag=$(get_running_image_tag "$app")
  if ! is_deployed "$app"; then
    dokku_log_warn "App $app has not been deployed"
    return
  fi
  go_trigger pre-start "$app"
  app_state "$app"
  case $STATE in
    true) dokku_log_warn "App $app already running" ;;
    mixed) dokku_log_warn 'App is running in mixed mode, releasing' ;;
    *) dokku_log_warn 'App has been detected as not running, releasing' ;;
  esac
  [[ $STATE == true ]] || go_trigger release-and-deploy "$app" "$tag"
  go_trigger proxy-build-config "$app"
}

ps:restart() { # <app> [<process-name>], Restart an app
  verify_app_name "$1"
  restart_app "$@"
}

ps:rebuild() { # <app>, Rebuilds an app
  verify_app_name "$1"
  go_trigger receive-app "$1"
}

ps:restore() { # <app>, Start previously running app
  go_trigger pre-restore
  verify_app_name "$1"
  go_trigger scheduler-pre-restore "$(get_app_scheduler "$1")" "$1"
  dokku_log_info1 'Clearing potentially invalid proxy configuration'
  go_trigger proxy-clear-config "$1"
  setting DOKKU_APP_RESTORE ps "$1" restore
  if [[ $REPLY == false || $REPLY == 0 ]]; then
    dokku_log_warn "Skipping ps:restore for $1 as restore property is false"
    return
  fi
  dokku_log_info1 'Starting app'
  ps:start "$1"
}

ps:retire() { # , Retire expired containers
  dokku_log_info1 'Retiring old containers and images'
  go_trigger scheduler-retire "$(get_app_scheduler --global)" ''
  since 37 || return 0
  dokku_log_info1 'Retiring expired run and cron containers'
  go_trigger scheduler-run-retire
}

ps:inspect() { # <app>, Displays a sanitized version of docker inspect for an app
  verify_app_name "$1"
  go_trigger scheduler-inspect "$(get_app_scheduler "$1")" "$1"
}

ps:set() { # <app> <key> <value>, Set or clear a ps property for an app
  local valid='procfile-path restart-policy stop-timeout-seconds' global=procfile-path
  if since 38; then
    valid='dockerfile-start-cmd procfile-path restart-policy restore skip-deploy start-cmd stop-timeout-seconds'
    global='procfile-path restart-policy skip-deploy stop-timeout-seconds'
  fi
  if [[ $2 == restart-policy ]] && ! since 38; then
    verify_app_name "$1"
    sed -i '/^--restart=/d' "$DOKKU_ROOT/$1/DOCKER_OPTIONS_DEPLOY"
    echo "--restart=${3:-on-failure:10}" >>"$DOKKU_ROOT/$1/DOCKER_OPTIONS_DEPLOY"
    return
  fi
  property_set ps "$valid" "$global" "$@"
}

ps_rows() {
  local app=$1 key deployed=false COUNT STATE
  for key in procfile-path:Procfile restart-policy:on-failure:10 skip-deploy:false stop-timeout-seconds:30; do
    prop ps --global "${key%%:*}"
    echo "--ps-global-${key%%:*} $REPLY"
    prop_computed ps "$app" "${key%%:*}" "${key#*:}"
    echo "--ps-computed-${key%%:*} $REPLY"
    [[ $app != --global ]] || continue
    prop ps "$app" "${key%%:*}"
    echo "--ps-${key%%:*} $REPLY"
  done
  [[ $app != --global ]] || return 0
  if since 38; then
    for key in start-cmd dockerfile-start-cmd; do
      prop ps "$app" $key
      printf -- '--ps-%s %s\n--ps-computed-%s %s\n' $key "$REPLY" $key "$REPLY"
    done
  fi
  prop ps "$app" can-scale true
  echo "--ps-can-scale $REPLY"
  setting DOKKU_APP_RESTORE ps "$app" restore
  case $REPLY in 0 | false) echo '--restore false' ;; *) echo '--restore true' ;; esac
  ! is_deployed "$app" || deployed=true
  echo "--deployed $deployed"
  app_state "$app"
  echo "--processes $COUNT"
  app_state "$app"
  echo "--running $STATE"
}

ps:report() { # [<app>] [<flag>], Displays a process report for one or more apps
  report_command ps ps_rows "$@"
}
