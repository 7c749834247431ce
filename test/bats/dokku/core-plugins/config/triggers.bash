# The triggers of the config plugin.
source "$PLUGIN_CORE_AVAILABLE_PATH/config/functions"

config-export() { # APP GLOBAL MERGED FORMAT
  local app=$1 merged=''
  # Go's flag parser takes words that begin with -- for flags, wherever --global is asked for.
  [[ $app != --* ]] || dokku_log_fail "flag provided but not defined: ${app#-}"
  [[ ! $app || $2 == true ]] || verify_app_name "$app"
  [[ $3 != true || ! $app ]] || merged=merged
  env_load "$app" $merged
  env_print "${4:-exports}"
}

config-get() {
  [[ $1 != --* ]] || dokku_log_fail "flag provided but not defined: ${1#-}"
  env_get "$1" "$2"
  printf %s "$REPLY"
}

config-get-global() {
  env_get --global "$1"
  printf %s "$REPLY"
}

config-set() { # since 38
  config_set "$@"
}

config-unset() { # since 36
  local app=$1 key=$2 restart=${3:-false}
  config_change unset "$restart" "$app" "$key"
}

post-delete() {
  env_file "$1"
  rm -f "$REPLY"
  ! since 38 || rmdir "${REPLY%/*}" 2>/dev/null || true
}

post-app-clone-setup() { # OLD NEW
  local old_file
  env_file "$1"
  old_file=$REPLY
  [[ -f $old_file ]] || return 0
  env_load "$1"
  env_merge "$2"
  env_save "$2"
}

post-app-rename-setup() {
  post-app-clone-setup "$@"
}
