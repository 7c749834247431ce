# Manage network settings for an app

network:set() { # [--global|<app>] <key> (<value>), Set or clear a network property for an app
  local valid='attach-post-create attach-post-deploy bind-all-interfaces initial-network static-web-listener tld'
  property_set network "$valid" 'attach-post-create attach-post-deploy bind-all-interfaces initial-network tld' "$@"
}
