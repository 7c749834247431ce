# Manage SSL (TLS) certs

certs:add() { # <app> CRT KEY, Add an ssl endpoint to an app. Can also import from a tarball on stdin
  local app=$1 crt=$2 key=$3 dir=$DOKKU_ROOT/$1/tls files
  verify_app_name "$app"
  if [[ ! $crt && ! $key ]]; then
    [[ ! -t 0 ]] || dokku_log_fail 'Tar archive containing server.crt and server.key expected on stdin'
    TEMPORARY=$(mktemp -d)
    trap 'rm -rf "$TEMPORARY"' EXIT
    tar x -C "$TEMPORARY" || dokku_log_fail 'Tar archive containing server.crt and server.key expected on stdin'
    files=("$TEMPORARY"/*.crt)
    ((${#files[@]} == 1)) || dokku_log_fail 'Tar archive is missing .crt file'
    crt=${files[0]}
    files=("$TEMPORARY"/*.key)
    ((${#files[@]} == 1)) || dokku_log_fail 'Tar archive is missing .key file'
    key=${files[0]}
  fi
  [[ -r $crt ]] || dokku_log_fail 'CRT file specified not found, please check file paths'
  [[ -r $key ]] || dokku_log_fail 'KEY file specified not found, please check file paths'
  mkdir -p "$dir"
  cp "$crt" "$dir/server.crt"
  cp "$key" "$dir/server.key"
  chmod 750 "$dir"
  chmod 640 "$dir/server.crt" "$dir/server.key"
  plugn trigger post-certs-update "$app"
  plugn trigger post-domains-update "$app"
}

certs:update() { # <app> CRT KEY, Update an SSL Endpoint on an app. Can also import from a tarball on stdin
  certs:add "$@"
}

certs:remove() { # <app>, Remove an SSL Endpoint from an app
  verify_app_name "$1"
  [[ -d $DOKKU_ROOT/$1/tls ]] || dokku_log_fail 'An app-specific SSL endpoint is not defined'
  dokku_log_info1 "Removing SSL endpoint from $1"
  rm -rf "$DOKKU_ROOT/$1/tls"
  plugn trigger post-certs-remove "$1"
  plugn trigger post-domains-update "$1"
}

certs_rows() {
  local crt=$DOKKU_ROOT/$1/tls/server.crt enabled=false
  [[ $1 != --global ]] || return 0
  [[ ! -f $crt ]] || enabled=true
  echo "--ssl-dir $DOKKU_ROOT/$1/tls"
  echo "--ssl-enabled $enabled"
  [[ $enabled == true ]] || { printf -- '--ssl-%s \n' hostnames expires-at issuer starts-at subject verified && return; }
  echo "--ssl-hostnames $(openssl x509 -in "$crt" -noout -ext subjectAltName 2>/dev/null | sed -n 's/ *DNS://g; s/,/ /g; 2p')"
  echo "--ssl-expires-at $(openssl x509 -in "$crt" -noout -enddate | cut -d= -f2)"
  echo "--ssl-issuer $(openssl x509 -in "$crt" -noout -issuer | cut -d= -f2-)"
  echo "--ssl-starts-at $(openssl x509 -in "$crt" -noout -startdate | cut -d= -f2)"
  echo "--ssl-subject $(openssl x509 -in "$crt" -noout -subject | cut -d= -f2-)"
  echo '--ssl-verified self signed'
}

certs:report() { # [<app>] [<flag>], Displays an ssl report for one or more apps
  report_command certs certs_rows "$@"
}
