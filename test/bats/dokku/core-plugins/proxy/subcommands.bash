# Manage the proxy integration for an app
source "$PLUGIN_CORE_AVAILABLE_PATH/proxy/functions"

proxy:set() { # <app> <proxy-type>|<property> (<value>), Set the proxy type or a proxy property for an app
  local app=$1 property=$2 value=$3 valid='disabled proxy-port proxy-ssl-port type'
  if [[ " $valid " != *" $property "* && ! $value ]] || ! since 38; then
    if [[ $property == *:* ]]; then
      dokku_log_warn 'Detected potential port mapping instead of proxy type'
      dokku_log_fail 'Consider using ports:set command or specifying a valid proxy'
    fi
    value=$property property=type
  fi
  if since 38; then
    property_set proxy "$valid" 'proxy-port proxy-ssl-port type' "$app" "$property" "$value"
    return
  fi
  [[ $app ]] || dokku_log_fail 'Please specify an app to run the command on'
  verify_app_name "$app"
  [[ $value ]] || dokku_log_fail 'Please specify a proxy type'
  save_setting DOKKU_APP_PROXY_TYPE proxy "$app" type "$value"
}

proxy:enable() { # <app>, Enable proxy for app
  verify_app_name "$1"
  proxy_enabled "$1"
  if [[ $REPLY == true ]]; then
    dokku_log_info1 'Proxy is already enabled for app'
    return
  fi
  dokku_log_info1 'Enabling proxy for app'
  save_setting DOKKU_DISABLE_PROXY proxy "$1" disabled ''
  go_trigger proxy-enable "$1"
}

proxy:disable() { # <app>, Disable proxy for app
  verify_app_name "$1"
  proxy_enabled "$1"
  if [[ $REPLY == false ]]; then
    dokku_log_info1 'Proxy is already disable for app'
    return
  fi
  dokku_log_info1 'Disabling proxy for app'
  if since 38; then
    save_setting DOKKU_DISABLE_PROXY proxy "$1" disabled true
  else
    save_setting DOKKU_DISABLE_PROXY proxy "$1" disabled 1
  fi
  go_trigger proxy-disable "$1"
}

proxy:build-config() { # <app>, (Re)builds config for a given app
  verify_app_name "$1"
  go_trigger proxy-build-config "$1"
}

proxy:clear-config() { # <app>, Clears config for a given app
  verify_app_name "$1"
  go_trigger proxy-clear-config "$1"
}

# Until 0.30 the port maps belong to the proxy and live in the app's config.
# shellcheck disable=SC2086 # as one text with a blank between them
port_map_change() { # ACTION APP MAP...
  local action=$1 app=$2 map kept=()
  shift 2
  verify_app_name "$app"
  env_get "$app" DOKKU_PROXY_PORT_MAP
  case $action in
    add) set -- $REPLY "$@" ;;
    remove)
      for map in $REPLY; do [[ " $* " == *" $map "* ]] || kept+=("$map"); done
      set -- "${kept[@]}"
      ;;
  esac
  save_setting DOKKU_PROXY_PORT_MAP proxy "$app" map "$*"
  go_trigger post-proxy-ports-update "$app" "$action"
}

proxy:ports() { # <app>, List proxy port mappings for an app until 30
  verify_app_name "$1"
  env_get "$1" DOKKU_PROXY_PORT_MAP
  [[ $REPLY ]] || dokku_log_fail 'No port mappings configured for app'
  dokku_log_info1_quiet "Port mappings for $1"
  # shellcheck disable=SC2086 # a line for each word
  printf '    %s\n' $REPLY
}

proxy:ports-add() { # <app> <scheme>:<host-port>:<container-port> [...], Add proxy port mappings to an app until 30
  port_map_change add "$@"
}

proxy:ports-set() { # <app> <scheme>:<host-port>:<container-port> [...], Set proxy port mappings for an app until 30
  port_map_change set "$@"
}

proxy:ports-remove() { # <app> <scheme>:<host-port>:<container-port> [...], Remove specific proxy port mappings until 30
  port_map_change remove "$@"
}

proxy:ports-clear() { # <app>, Clear all proxy port mappings for an app until 30
  port_map_change clear "$1"
}

proxy_rows() {
  local app=$1 key
  if since 38; then
    for key in type proxy-port proxy-ssl-port; do
      prop proxy --global $key
      echo "--proxy-global-$key $REPLY"
      prop_computed proxy "$app" $key "$([[ $key != type ]] || echo nginx)"
      echo "--proxy-computed-$key $REPLY"
      [[ $app != --global ]] || continue
      prop proxy "$app" $key
      echo "--proxy-$key $REPLY"
    done
    [[ $app != --global ]] || return 0
    prop proxy "$app" disabled
    echo "--proxy-disabled $REPLY"
    echo "--proxy-computed-disabled ${REPLY:-false}"
    proxy_enabled "$app"
    echo "--proxy-enabled $REPLY"
    return
  fi
  proxy_enabled "$app"
  echo "--proxy-enabled $REPLY"
  proxy_type "$app"
  echo "--proxy-type $REPLY"
  if ! since 31; then
    env_get "$app" DOKKU_PROXY_PORT_MAP
    echo "--proxy-port-map $REPLY"
  fi
}

proxy:report() { # [<app>] [<flag>], Displays a proxy report for one or more apps
  report_command proxy proxy_rows "$@"
}
