# Manage registry settings for an app
source "$PLUGIN_CORE_AVAILABLE_PATH/registry/functions"

registry:set() { # <app> <key> <value>, Set or clear a registry property for an app
  local valid='image-repo push-on-release server' global='push-on-release server'
  if since 33; then
    valid='image-repo image-repo-template push-extra-tags push-on-release server'
    global='image-repo-template push-extra-tags push-on-release server'
  fi
  property_set registry "$valid" "$global" "$@"
}

registry:login() { # [--password-stdin] [<app>] <server> <username> [<password>], Login to a docker registry
  local words=() word stdin=false global=false app='' password
  for word; do
    case $word in
      --password-stdin) stdin=true ;;
      --global) global=true ;;
      *) words+=("$word") ;;
    esac
  done
  # Since 0.37 an app may stand before the server: it does when there is a word too many.
  local expected=3
  [[ $stdin == false ]] || expected=2
  if since 37 && ((${#words[@]} > expected)); then
    app=${words[0]} words=("${words[@]:1}")
    verify_app_name "$app"
  fi
  [[ $app || $global == true ]] || ! since 37 ||
    dokku_log_warn 'Deprecated: name an app, or --global for the login of the whole server'
  password=${words[2]}
  if [[ $stdin == true ]]; then IFS= read -r password || true; fi
  [[ ${words[0]} ]] || dokku_log_fail 'Missing server argument'
  [[ ${words[1]} ]] || dokku_log_fail 'Missing username argument'
  [[ $password ]] || dokku_log_fail 'Missing password argument'
  if [[ $app ]]; then
    export DOCKER_CONFIG=$DOKKU_LIB_ROOT/config/registry/$app
    mkdir -p "$DOCKER_CONFIG"
    chmod 700 "$DOCKER_CONFIG"
  fi
  local message
  message=$("$DOCKER_BIN" login --username "${words[1]}" --password-stdin "${words[0]}" <<<"$password" 2>&1) ||
    dokku_log_fail "Unable to run docker login: $message"
  unset DOCKER_CONFIG
  dokku_log_warn "Login Succeeded for ${app:-global registry}"
  ! since 33 || DOCKER_REGISTRY_PASS=$password go_trigger post-registry-login "${words[0]}" "${words[1]}"
}

registry:logout() { # <server>, Logout from a docker registry since 36
  "$DOCKER_BIN" logout "$1"
}

registry_rows() {
  local app=$1 key default
  for key in push-on-release server image-repo-template push-extra-tags; do
    [[ $key == push-on-release || $key == server ]] || since 33 || continue
    default=
    [[ $key != push-on-release ]] || default=false
    prop registry --global $key
    echo "--registry-global-$key $REPLY"
    prop_computed registry "$app" $key $default
    echo "--registry-computed-$key $REPLY"
    [[ $app != --global ]] || continue
    prop registry "$app" $key
    echo "--registry-$key $REPLY"
  done
  [[ $app != --global ]] || return 0
  prop registry "$app" image-repo
  echo "--registry-image-repo $REPLY"
  registry_repo "$app"
  echo "--registry-computed-image-repo $REPLY"
  prop registry "$app" tag-version
  echo "--registry-tag-version $REPLY"
}

registry:report() { # [<app>] [<flag>], Displays a registry report for one or more apps
  report_command registry registry_rows "$@"
}
