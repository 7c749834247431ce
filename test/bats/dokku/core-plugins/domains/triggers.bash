# The triggers of the domains plugin.
source "$PLUGIN_AVAILABLE_PATH/domains/functions"

domains-list() {
  get_app_domains "$1"
}

domains-vhost-enabled() {
  [[ $(is_app_vhost_enabled "$1") == true ]]
}

domains-enable() { # APP RESTART
  local flag=--no-restart
  [[ $2 == false ]] || flag=
  domains_enable "$1" $flag
}

domains-disable() {
  domains_disable "$1"
}

domains-urls() { # APP url|urls
  local app=$1 urls host hosts map maps scheme port tls=false
  urls=$(plugn trigger app-urls "$@")
  if [[ ! $urls ]]; then
    hosts=$(get_app_domains "$app")
    [[ $hosts ]] || hosts=$(get_global_vhosts)
    [[ ! -f $DOKKU_ROOT/$app/tls/server.crt ]] || tls=true
    if since 31; then
      maps=$(plugn trigger ports-get "$app")
    else
      env_get "$app" DOKKU_PROXY_PORT_MAP
      maps=${REPLY:-http:80:5000}
    fi
    for host in ${hosts:-$(hostname -f)}; do
      for map in $maps; do
        IFS=: read -r scheme port _ <<<"$map"
        [[ $scheme != https || $tls == true ]] || continue
        case $port in
          80) urls+=http://$host$'\n' ;;
          443) urls+=$scheme://$host$'\n' ;;
          *) urls+=$scheme://$host:$port$'\n' ;;
        esac
      done
    done
  fi
  urls=${urls%$'\n'}
  [[ $2 != url ]] || urls=${urls%%$'\n'*}
  [[ ! $urls ]] || echo "$urls"
}

post-create() {
  domains_setup "$1"
}

core-post-deploy() {
  domains_setup "$1"
}

report() {
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  domains:report "$1"
}

# A clone gets the default domains of its own name.
post-app-clone-setup() {
  rm -f "$DOKKU_ROOT/$2/VHOST"
  domains_setup "$2"
}

# All domains stay, but those that Dokku made of the name.
post-app-rename-setup() {
  local global vhosts
  [[ -f $DOKKU_ROOT/$1/VHOST ]] || return 0
  vhosts=$(<"$DOKKU_ROOT/$1/VHOST")
  for global in $(get_global_vhosts); do vhosts=${vhosts//"$1.$global"/"$2.$global"}; done
  echo "$vhosts" >"$DOKKU_ROOT/$2/VHOST"
}
