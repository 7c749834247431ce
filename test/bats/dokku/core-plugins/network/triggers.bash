# The triggers of the network plugin.

network-get-property() { # APP KEY
  local default=''
  [[ $2 != bind-all-interfaces ]] || default=false
  prop_computed network "$1" "$2" $default
  echo "$REPLY"
}
