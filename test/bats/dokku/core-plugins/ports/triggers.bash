# The triggers of the ports plugin.
source "$PLUGIN_CORE_AVAILABLE_PATH/ports/functions"

ports-get() { # since 31
  local MAPS
  effective_port_maps "$1"
  if [[ $2 == json ]] && since 33; then
    port_maps_json "${MAPS[@]}"
  else
    printf '%s\n' "${MAPS[@]}"
  fi
}

ports-configure() { # since 31
  setting DOKKU_PROXY_PORT proxy "$1" proxy-port
  [[ $REPLY ]] || save_setting DOKKU_PROXY_PORT proxy "$1" proxy-port 80
}

ports-get-property() { # since 31
  case $2 in
    proxy-port) setting DOKKU_PROXY_PORT proxy "$1" proxy-port ;;
    proxy-ssl-port) setting DOKKU_PROXY_SSL_PORT proxy "$1" proxy-ssl-port ;;
    *) prop ports "$1" "$2" ;;
  esac
  echo "$REPLY"
}

ports-set-detected() { # since 31
  local app=$1
  shift
  # The builder passes all maps as one word.
  local maps
  read -ra maps <<<"$*"
  prop_write_list ports "$app" map-detected "${maps[@]}"
}

ports-clear() { # since 31
  fn-plugin-property-delete ports "$1" map
  fn-plugin-property-delete ports "$1" map-detected
}

post-certs-update() { # since 31
  local MAPS map app=$1
  port_maps "$app"
  for map in "${MAPS[@]}"; do
    [[ $map == http:80:* && " ${MAPS[*]} " != *" https:443:"* ]] || continue
    prop_write_list ports "$app" map "${MAPS[@]}" "https:443:${map##*:}"
  done
}

post-certs-remove() { # since 31
  local MAPS
  port_maps "$1"
  [[ " ${MAPS[*]} " != *" https:443:"* ]] || fn-plugin-property-list-remove-by-prefix ports "$1" map https:443:
}

report() { # since 31
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  ports:report "$1"
}

post-app-clone-setup() {
  fn-plugin-property-clone ports "$1" "$2"
}

post-app-rename-setup() {
  fn-plugin-property-clone ports "$1" "$2"
  fn-plugin-property-destroy ports "$1"
}

post-delete() {
  fn-plugin-property-destroy ports "$1"
}
