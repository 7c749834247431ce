# Of the nginx-vhosts plugin only what calls other triggers; no nginx is written.

core-post-deploy() {
  [[ $(plugn trigger proxy-type "$1") != nginx ]] || plugn trigger proxy-build-config "$1"
}

proxy-disable() {
  plugn trigger domains-disable "$1" false
  plugn trigger app-restart "$1"
}

proxy-enable() {
  plugn trigger domains-enable "$1" false
  plugn trigger app-restart "$1"
}

pre-enable-vhost() { # since 31
  plugn trigger ports-clear "$1"
}

pre-disable-vhost() { # since 31
  plugn trigger ports-clear "$1"
}

proxy-clear-config() {
  plugn trigger network-clear-config "$1"
}

# Twice: openresty-vhosts does the same.
post-app-rename-setup() {
  plugn trigger proxy-clear-config "$2"
  plugn trigger proxy-clear-config "$2"
}
