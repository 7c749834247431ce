# The triggers of the scheduler plugin.

report() {
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  scheduler:report "$1"
}

post-app-clone-setup() {
  fn-plugin-property-clone scheduler "$1" "$2"
}

# The property is gone before plugins later in the alphabet see the same trigger.
post-app-rename-setup() {
  fn-plugin-property-clone scheduler "$1" "$2"
  fn-plugin-property-destroy scheduler "$1"
}

post-delete() {
  fn-plugin-property-destroy scheduler "$1"
}
