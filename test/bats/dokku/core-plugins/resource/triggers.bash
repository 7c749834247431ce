# The triggers of the resource plugin.

resource-get-property() { # APP PROCESS_TYPE limit|reserve KEY
  prop resource "$1" "$2.$3.$4"
  [[ $REPLY ]] || prop resource "$1" "_default_.$3.$4"
  echo "$REPLY"
}

report() {
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  resource:report "$1"
}

post-app-clone-setup() {
  fn-plugin-property-clone resource "$1" "$2"
}

post-app-rename-setup() {
  fn-plugin-property-clone resource "$1" "$2"
  fn-plugin-property-destroy resource "$1"
}

post-delete() {
  fn-plugin-property-destroy resource "$1"
}
