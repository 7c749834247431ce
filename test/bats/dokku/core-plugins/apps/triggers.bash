# The triggers of the apps plugin.

post-create() {
  mkdir -p "$DOKKU_LIB_ROOT/data/apps/$1"
}

deploy-source-set() { # APP TYPE METADATA
  fn-plugin-property-write apps "$1" deploy-source "$2"
  fn-plugin-property-write apps "$1" deploy-source-metadata "$3"
}

report() {
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  apps:report "$1"
}

post-delete() {
  fn-plugin-property-destroy apps "$1"
  rm -rf "$DOKKU_LIB_ROOT/data/apps/$1"
}
