# The triggers of the certs plugin.

certs-exists() {
  if [[ -e $DOKKU_ROOT/$1/tls/server.crt && -e $DOKKU_ROOT/$1/tls/server.key ]]; then echo true; else echo false; fi
}

certs-get() { # APP crt|key since 37
  [[ $2 == crt || $2 == key ]] || dokku_log_fail 'Invalid cert file specified'
  cat "$DOKKU_ROOT/$1/tls/server.$2" 2>/dev/null || exit 1
}

# A clone starts without the certificate of the old app.
post-app-clone-setup() {
  rm -rf "$DOKKU_ROOT/$2/tls"
  plugn trigger post-certs-remove "$2"
}

post-app-rename-setup() {
  [[ ! -d $DOKKU_ROOT/$1/tls ]] || cp -a "$DOKKU_ROOT/$1/tls" "$DOKKU_ROOT/$2/tls"
}

report() {
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  certs:report "$1"
}
