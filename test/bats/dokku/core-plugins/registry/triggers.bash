# The triggers of the registry plugin.
source "$PLUGIN_CORE_AVAILABLE_PATH/registry/functions"

deployed-app-repository() {
  registry_server "$1"
  echo "$REPLY"
}

deployed-app-image-repo() {
  registry_repo "$1"
  echo "$REPLY"
}

deployed-app-image-tag() {
  registry_pushes "$1" || return 0
  prop registry "$1" tag-version 1
  echo "$REPLY"
}

post-release-builder() { # BUILDER APP IMAGE
  local app=$2 image=$3
  since 34 || plugn trigger pre-deploy "$app" "${image##*:}"
  registry_repo "$app"
  [[ $REPLY == "dokku/$app" ]] || "$DOCKER_BIN" image tag "$image" "$REPLY:${image##*:}"
  ! registry_pushes "$app" || registry_push "$app" "$image"
}

report() {
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  registry:report "$1"
}

post-app-clone-setup() {
  fn-plugin-property-clone registry "$1" "$2"
}

post-app-rename-setup() {
  fn-plugin-property-clone registry "$1" "$2"
  fn-plugin-property-destroy registry "$1"
}

post-delete() {
  fn-plugin-property-destroy registry "$1"
}
