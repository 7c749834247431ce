# Manage domains used by the proxy
source "$PLUGIN_AVAILABLE_PATH/domains/functions"

check_words() { # APP DOMAIN...
  [[ $1 ]] || dokku_log_fail 'Please specify an app to run the command on'
  verify_app_name "$1"
  local app=$1 domain
  shift
  (($#)) || dokku_log_fail "Please specify a domain name. Usage: dokku $DOKKU_COMMAND $app <domain>"
  for domain; do is_valid_hostname "$domain" || dokku_log_fail "$domain is invalid. exiting..."; done
}

enable_if_disabled() {
  [[ $(is_app_vhost_enabled "$1") == true ]] || domains_enable "$1" --no-restart
}

domains:add() { # <app> <domain> [<domain> ...], Add domains to app
  check_words "$@"
  local app=$1 domain file=$DOKKU_ROOT/$1/VHOST
  shift
  for domain; do
    if [[ -f $file && $'\n'$(<"$file")$'\n' == *$'\n'"$domain"$'\n'* ]]; then
      dokku_log_info1 "Skipping: $domain already added to $app"
    else
      echo "$domain" >>"$file"
      dokku_log_info1 "Added $domain to $app"
    fi
  done
  enable_if_disabled "$app"
  plugn trigger post-domains-update "$app" add "$@"
}

domains:remove() { # <app> <domain> [<domain> ...], Remove domains from app
  check_words "$@"
  local app=$1 domain line file=$DOKKU_ROOT/$1/VHOST lines=()
  shift
  touch "$file"
  for domain; do
    lines=()
    while read -r line; do [[ $line == "$domain" ]] || lines+=("$line"); done <"$file"
    if ((${#lines[@]})); then printf '%s\n' "${lines[@]}"; fi >"$file"
    dokku_log_info1 "Removed $domain from $app"
  done
  plugn trigger post-domains-update "$app" remove "$@"
}

domains:set() { # <app> <domain> [<domain> ...], Set domains for app
  check_words "$@"
  local app=$1
  shift
  printf '%s\n' "$@" >"$DOKKU_ROOT/$app/VHOST"
  dokku_log_info1 "Set $* for $app"
  enable_if_disabled "$app"
  plugn trigger post-domains-update "$app" set "$@"
}

domains:clear() { # <app>, Clear all domains for app
  verify_app_name "$1"
  rm -f "$DOKKU_ROOT/$1/VHOST"
  plugn trigger post-domains-update "$1" clear
  dokku_log_info1 "Cleared domains in $1"
}

domains:reset() { # <app>, Reset app domains to global-configured domains since 36
  verify_app_name "$1"
  get_default_vhosts "$1" >"$DOKKU_ROOT/$1/VHOST"
  plugn trigger post-domains-update "$1" reset
  dokku_log_info1 "Reset domains in $1"
}

domains:enable() { # <app>, Enable VHOST support
  verify_app_name "$1"
  domains_enable "$1" "$2"
}

domains:disable() { # <app>, Disable VHOST support
  verify_app_name "$1"
  domains_disable "$1"
}

domains:set-global() { # <domain> [<domain> ...], Set global domain names
  (($#)) || dokku_log_fail 'Please specify a domain name'
  printf '%s\n' "$@" >"$DOKKU_ROOT/VHOST"
  dokku_log_info1 "Set $*"
}

domains:add-global() { # <domain> [<domain> ...], Add global domain names
  local domain
  for domain; do
    echo "$domain" >>"$DOKKU_ROOT/VHOST"
    dokku_log_info1 "Added $domain"
  done
}

domains:clear-global() { # , Clear global domain names
  : >"$DOKKU_ROOT/VHOST"
}

domains_rows() {
  local app=$1 hosts
  if [[ $app != --global ]]; then
    hosts=
    [[ ! -f $DOKKU_ROOT/$app/VHOST ]] || hosts=$(<"$DOKKU_ROOT/$app/VHOST")
    echo "--domains-app-enabled $(is_app_vhost_enabled "$app")"
    echo "--domains-app-vhosts ${hosts//$'\n'/ }"
  fi
  hosts=$(get_global_vhosts)
  echo "--domains-global-enabled $([[ $hosts ]] && echo true || echo false)"
  echo "--domains-global-vhosts ${hosts//$'\n'/ }"
}

domains:report() { # [<app>|--global] [<flag>], Displays a domains report for one or more apps
  report_command domains domains_rows "$@"
}
