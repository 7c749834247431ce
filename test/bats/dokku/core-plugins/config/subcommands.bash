# Manage global and app-specific config vars
source "$PLUGIN_CORE_AVAILABLE_PATH/config/functions"

parse_words() { # sets restart, app, merged, format, words
  restart=true app='' merged='' format='' words=()
  local encoded=false global=false
  while (($#)); do
    case $1 in
      --no-restart) restart=false ;;
      --restart) ;;
      --global) global=true ;;
      --merged) merged=merged ;;
      --encoded) encoded=true ;;
      --quoted | --shell | --export) format=${1#--} ;;
      --format) format=$2 && shift ;;
      --format=*) format=${1#*=} ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  if [[ $global == true ]]; then
    app=--global
  else
    app=${words[0]}
    words=("${words[@]:1}")
    [[ $app ]] || dokku_log_fail 'Please specify an app to run the command on'
    verify_app_name "$app"
  fi
  [[ $encoded == false ]] || decode_words
}

decode_words() {
  local index decoded
  for index in "${!words[@]}"; do
    # The dot keeps trailing newlines through the command substitution.
    decoded=$(base64 -d <<<"${words[index]#*=}" && echo .) || dokku_log_fail "Invalid base64: ${words[index]%%=*}"
    words[index]=${words[index]%%=*}=${decoded%.}
  done
}

config:set() { # [--encoded] [--no-restart] (<app>|--global) <KEY1=VALUE1> [<KEY2=VALUE2> ...], Set one or more config vars
  parse_words "$@"
  ((${#words[@]})) || dokku_log_fail 'At least one env pair must be given'
  config_change set $restart "$app" "${words[@]}"
}

config:unset() { # [--no-restart] (<app>|--global) <KEY1> [<KEY2> ...], Unset one or more config vars
  parse_words "$@"
  ((${#words[@]})) || dokku_log_fail 'At least one key must be given'
  config_change unset $restart "$app" "${words[@]}"
}

config:clear() { # [--no-restart] (<app>|--global), Clears environment variables
  parse_words "$@"
  config_change clear $restart "$app"
}

config:get() { # (<app>|--global) <KEY>, Display a global or app-specific config value
  parse_words "$@"
  env_load "$app"
  [[ -v "ENV_MAP[${words[0]}]" ]] || exit 1
  echo "${ENV_MAP[${words[0]}]}"
}

config:keys() { # (<app>|--global) [--merged], Show keys set in environment
  parse_words "$@"
  env_load "$app" $merged
  local KEYS
  env_keys
  ((${#KEYS[@]} == 0)) || printf '%s\n' "${KEYS[@]}"
}

config:export() { # (<app>|--global) [--merged] [--format FORMAT], Export a global or app environment
  parse_words "$@"
  env_load "$app" $merged
  env_print "${format:-exports}"
}

config:show() { # (<app>|--global) [--merged], Show keys set in environment
  parse_words "$@"
  env_load "$app" $merged
  local title=$app
  [[ $app != --global ]] || title=global
  dokku_log_info2_quiet "$title env vars"
  env_print "${format:-pretty}"
}

config() { # (<app>|--global), Pretty-print an app or global environment
  config:show "$@"
}
