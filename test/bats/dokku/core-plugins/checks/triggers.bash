# The triggers of the checks plugin.

checks-get-property() { # APP KEY
  [[ $2 == wait-to-retire ]] || return 1
  prop_computed checks "$1" wait-to-retire 60
  echo "$REPLY"
}

post-app-clone-setup() {
  fn-plugin-property-clone checks "$1" "$2"
}

post-app-rename-setup() {
  fn-plugin-property-clone checks "$1" "$2"
  fn-plugin-property-destroy checks "$1"
}

post-delete() {
  fn-plugin-property-destroy checks "$1"
}
