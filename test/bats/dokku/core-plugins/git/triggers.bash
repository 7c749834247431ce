# The triggers of the git plugin.
source "$PLUGIN_CORE_AVAILABLE_PATH/git/functions"

post-create() {
  create_repository "$1"
}

receive-app() { # APP [REV]
  capture_build "$1" git-hook
  receive_app "$@"
}

git-from-image() { # APP IMAGE BUILD_DIR USER EMAIL
  dir=$(mktemp -d "${TMPDIR:-/tmp}/dokku-$DOKKU_PID-git-from-image.XXXXXX")
  trap 'rm -rf "$dir"' EXIT
  dokku_log_info1 'Generating build context'
  [[ ! $3 ]] || cp -a "$3/." "$dir/"
  echo "FROM $2" >>"$dir/Dockerfile"
  echo "LABEL com.dokku.docker-image-labeler/alternate-tags=[\\\"$2\\\"]" >>"$dir/Dockerfile"
  if "$DOCKER_BIN" image inspect "$2" &>/dev/null; then
    dokku_log_info1 'Image exists on host, skipping pull'
  else
    dokku_log_info1 'Pulling image'
    "$DOCKER_BIN" image pull "$2" || dokku_log_fail "Failed to pull image: $2"
  fi
  fn-plugin-property-write git "$1" source-image "$2"
  plugn trigger git-from-directory "$1" "$dir" Dokku automated@dokku.sh
}

git-from-archive() { # APP URL TYPE USER EMAIL
  dir=$(mktemp -d "${TMPDIR:-/tmp}/dokku-$DOKKU_PID-git-from-archive.XXXXXX")
  trap 'rm -rf "$dir" "$dir.archive"' EXIT
  dokku_log_info1 "Fetching archive from $2"
  curl -sSLf -o "$dir.archive" "$2" || dokku_log_fail "Failed to fetch archive: $2"
  dokku_log_info1 'Generating build context'
  tar xf "$dir.archive" -C "$dir"
  plugn trigger git-from-directory "$1" "$dir" Dokku automated@dokku.sh
}

git-from-directory() { # APP DIR USER EMAIL
  local REV status=0
  dokku_log_info1 'Updating git repository with specified build context'
  commit_directory "$1" "$2"
  # In a subshell and not under `||`, which would switch off `set -e` in all that runs below.
  set +e
  (receive_app "$1" "$REV")
  status=$?
  set -e
  if ((status != 0)); then
    deploy_branch "$1"
    git -C "$DOKKU_ROOT/$1" update-ref "refs/heads/$REPLY" "$REV^" 2>/dev/null || git -C "$DOKKU_ROOT/$1" update-ref -d "refs/heads/$REPLY"
  fi
  return $status
}

git-has-code() {
  deploy_branch "$1"
  git -C "$DOKKU_ROOT/$1" rev-parse -q --verify "refs/heads/$REPLY" >/dev/null
}

git-revision() {
  deploy_branch "$1"
  git -C "$DOKKU_ROOT/$1" rev-parse -q --verify "refs/heads/$REPLY" || true
}

git-get-property() {
  prop git "$1" "$2"
  echo "$REPLY"
}

deploy-source-set() { # APP TYPE METADATA
  [[ $2 == docker-image ]] || fn-plugin-property-delete git "$1" source-image
}

post-app-clone-setup() {
  fn-plugin-property-clone git "$1" "$2"
  create_repository "$2"
  git -C "$DOKKU_ROOT/$2" fetch -q "$DOKKU_ROOT/$1" '+refs/*:refs/*'
}

post-app-rename-setup() {
  post-app-clone-setup "$@"
  fn-plugin-property-destroy git "$1"
}

post-delete() {
  fn-plugin-property-destroy git "$1"
}
