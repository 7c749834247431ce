# The triggers of the proxy plugin.
source "$PLUGIN_CORE_AVAILABLE_PATH/proxy/functions"

proxy-type() {
  proxy_type "$1"
  echo "$REPLY"
}

proxy-is-enabled() {
  proxy_enabled "$1"
  echo "$REPLY"
}

report() {
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  proxy:report "$1"
}

post-app-clone-setup() {
  fn-plugin-property-clone proxy "$1" "$2"
}

post-app-rename-setup() {
  fn-plugin-property-clone proxy "$1" "$2"
  fn-plugin-property-destroy proxy "$1"
}

post-delete() {
  fn-plugin-property-destroy proxy "$1"
}
