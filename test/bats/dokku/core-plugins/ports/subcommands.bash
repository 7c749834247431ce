# Manage ports for an app
source "$PLUGIN_CORE_AVAILABLE_PATH/ports/functions"

check_maps() { # MAP...
  local map number
  (($#)) || dokku_log_fail 'No port mapping specified'
  for map; do
    [[ $map =~ ^[^:]+$ || $map =~ ^[^:]+:[^:]+:.+$ ]] || dokku_log_fail "Invalid port map $map [len=2]"
    for number in $(tr : ' ' <<<"${map#*:}"); do
      [[ $number =~ ^[0-9]+$ ]] || dokku_log_fail "Invalid port map $map [err=strconv.Atoi: parsing \"$number\": invalid syntax]"
      ((number > 0 && number < 65536)) || dokku_log_fail "Invalid port map $map [hostPort=$number]"
    done
  done
}

check_reuse() { # WHAT MAP...
  local what=$1 map
  local -A seen=()
  shift
  for map; do
    [[ ! ${seen[${map%:*}]} ]] || dokku_log_fail "Error validating $what: The same scheme:host-port is being reused: ${map%:*}"
    seen[${map%:*}]=1
  done
}

save_maps() { # APP ACTION MAP...
  local app=$1 action=$2 MAPS=()
  shift 2
  if (($#)); then
    mapfile -t MAPS < <(printf '%s\n' "$@" | LC_ALL=C sort)
    prop_write_list ports "$app" map "${MAPS[@]}"
  else
    fn-plugin-property-delete ports "$app" map
  fi
  go_trigger post-proxy-ports-update "$app" "$action"
}

ports:add() { # <app> <scheme>:<host-port>:<container-port> [...], Add port mappings to an app since 31
  verify_app_name "$1"
  local app=$1 MAPS
  shift
  check_maps "$@"
  check_reuse 'new port mappings' "$@"
  port_maps "$app"
  check_reuse 'all port mappings' "${MAPS[@]}" "$@"
  save_maps "$app" add "${MAPS[@]}" "$@"
}

ports:set() { # <app> <scheme>:<host-port>:<container-port> [...], Set port mappings for an app since 31
  verify_app_name "$1"
  local app=$1
  shift
  check_maps "$@"
  check_reuse 'port mappings' "$@"
  save_maps "$app" set "$@"
}

ports:remove() { # <app> <host-port> [...], Remove specific port mappings from an app since 31
  verify_app_name "$1"
  local app=$1 MAPS map word kept=()
  shift
  check_maps "$@"
  port_maps "$app"
  for map in "${MAPS[@]}"; do
    for word; do
      [[ $map != "$word" && $map != *:"$word":* ]] || continue 2
    done
    kept+=("$map")
  done
  save_maps "$app" remove "${kept[@]}"
}

ports:clear() { # <app>, Clear all port mappings for an app since 31
  verify_app_name "$1"
  fn-plugin-property-delete ports "$1" map-detected
  save_maps "$1" clear
}

ports:list() { # <app>, List port mappings for an app since 31
  verify_app_name "$1"
  local MAPS
  port_maps "$1"
  ((${#MAPS[@]})) || dokku_log_fail 'No port mappings configured for app'
  dokku_log_info1_quiet "Port mappings for $1"
  {
    [[ $DOKKU_QUIET_OUTPUT ]] || echo '-----> scheme:host port:container port'
    printf '%s\n' "${MAPS[@]}" | LC_ALL=C sort
  } | column -t -s: -o '  ' | sed 's/^/    /; s/ *$//'
}

ports_rows() {
  [[ $1 != --global ]] || return 0
  local MAPS
  port_maps "$1"
  echo "--ports-map ${MAPS[*]}"
  ! since 38 || echo "--ports-map-json $(port_maps_json "${MAPS[@]}")"
  detected_port_maps "$1"
  echo "--ports-map-detected ${MAPS[*]}"
  ! since 38 || echo "--ports-map-detected-json $(port_maps_json "${MAPS[@]}")"
}

ports:report() { # [<app>] [<flag>], Displays a ports report for one or more apps since 31
  report_command ports ports_rows "$@"
}
