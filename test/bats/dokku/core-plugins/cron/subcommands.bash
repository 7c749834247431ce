# Schedule commands
source "$PLUGIN_CORE_AVAILABLE_PATH/cron/functions"

cron:list() { # <app>, List scheduled cron tasks for an app
  verify_app_name "$1"
  local id schedule policy suspended command
  if since 37; then
    {
      echo $'ID\tSchedule\tConcurrency\tMaintenance\tCommand'
      cron_entries "$1" | while IFS=$'\t' read -r id schedule policy suspended command; do
        [[ $suspended != true ]] || suspended='true (task)'
        printf '%s\t%s\t%s\t%s\t%s\n' "$id" "$schedule" "$policy" "$suspended" "$command"
      done
    } | column -t -s $'\t'
  else
    {
      echo $'ID\tSchedule\tCommand'
      cron_entries "$1" | cut -f1,2,5
    } | column -t -s $'\t'
  fi
}

cron:run() { # <app> <cron-id> [--detach], Run a cron task on the fly since 31
  local words=() word app id policy command found='' detached=false
  for word; do
    case $word in
      --detach) detached=true ;;
      *) words+=("$word") ;;
    esac
  done
  app=${words[0]}
  verify_app_name "$app"
  [[ ${words[1]} ]] || dokku_log_fail "Please specify a Cron ID from the output of 'dokku cron:list $app'"
  while IFS=$'\t' read -r id _ policy _ command; do
    [[ $id != "${words[1]}" ]] || { found=$command && export DOKKU_CONCURRENCY_POLICY=$policy; }
  done < <(cron_entries "$app")
  [[ $found ]] || dokku_log_fail "No matching Cron ID found. Please specify a Cron ID from the output of 'dokku cron:list $app'"
  export DOKKU_RM_CONTAINER=1 DOKKU_CRON_ID=${words[1]}
  ! since 37 || export DOKKU_RUN_TTL_SECONDS=86400
  [[ $detached == false ]] || export DOKKU_DETACH_CONTAINER=1 DOKKU_DISABLE_TTY=true
  local -a fields
  # xargs splits as a shell does: quotes count, nothing is expanded.
  mapfile -d '' fields < <(printf %s "$found" | xargs printf '%s\0')
  local separator=()
  ! since 33 || separator=(--)
  plugn trigger scheduler-run "$(get_app_scheduler "$app")" "$app" 0 "${separator[@]}" "${fields[@]}" </dev/null || exit 1
}

cron:set() { # [--global|<app>] <key> (<value>), Set or clear a cron property for an app since 32
  local valid='mailfrom mailto maintenance'
  [[ $2 != maintenance.* || $1 == --global ]] || valid+=" $2"
  property_set cron "$valid" 'mailfrom mailto maintenance' "$@"
  since 36 || { go_trigger cron-write && return; }
  if [[ $1 == --global ]]; then
    go_trigger scheduler-cron-write "$(get_app_scheduler --global)"
  else
    go_trigger scheduler-cron-write "$(get_app_scheduler "$1")" "$1"
  fi
}

cron:suspend() { # <app> <cron-id>, Suspend a cron task since 37
  cron:set "$1" "maintenance.$2" true
}

cron:resume() { # <app> <cron-id>, Resume a cron task since 37
  cron:set "$1" "maintenance.$2" ''
}

cron_rows() {
  local app=$1 key
  for key in mailfrom mailto maintenance; do
    prop cron --global $key
    echo "--cron-global-$key $REPLY"
    prop_computed cron "$app" $key "$([[ $key != maintenance ]] || echo false)"
    echo "--cron-computed-$key $REPLY"
    [[ $app != --global ]] || continue
    prop cron "$app" $key
    echo "--cron-$key $REPLY"
  done
  [[ $app == --global ]] || echo "--cron-task-count $(cron_entries "$app" | wc -l)"
}

cron:report() { # [<app>] [<flag>], Display report about an app's cron tasks
  report_command cron cron_rows "$@"
}
