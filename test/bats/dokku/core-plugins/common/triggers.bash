# The triggers of the common plugin: deploy, release-and-deploy, the deployed flag.

app-list() {
  # In a shell of its own: without any app it exits.
  (dokku_apps 2>/dev/null) || true
}

app-exists() {
  verify_app_name "$1"
}

scheduler-detect() {
  get_app_scheduler "$1"
  echo
}

deploy() { # APP TAG [PROCESS_TYPE]
  cmd-deploy "$@"
}

release-and-deploy() { # APP [TAG] [SOURCE]
  local app=$1 tag=${2:-latest} status=0 type image scheduler
  capture_build "$app" "${3:-deploy}"
  ! since 38 || pull_missing "$app" "$tag"
  image=$(get_app_image_name "$app" "$tag")
  type=$("$DOCKER_BIN" image inspect --format '{{ index .Config.Labels "com.dokku.builder-type" }}' "$image")
  setting DOKKU_SKIP_DEPLOY ps "$app" skip-deploy
  local skip=$REPLY
  dokku_log_info1 "Releasing $app..."
  plugn trigger builder-release "${type:-dockerfile}" "$app" "$tag" || status=$?
  if ((status == 0)) && [[ $skip == true ]]; then
    dokku_log_info1 'Skipping deployment'
  elif ((status == 0)); then
    scheduler=$(get_app_scheduler "$app")
    if since 33; then
      dokku_log_info1 "Deploying $app via the $scheduler scheduler..."
    else
      dokku_log_info1 "Deploying $app ($image)..."
    fi
    cmd-deploy "$app" "$tag" || status=$?
    if ((status == 0)); then
      dokku_log_info2 'Application deployed:'
      plugn trigger domains-urls "$app" urls | sed 's/^/       /' || status=$?
    fi
  fi
  echo
  finish_build "$app" $status
  return $status
}

# With an image-repo of its own an app's image is never called dokku/APP: ps:start failed on that until 0.38.7.
pull_missing() { # APP TAG
  local remote deployed
  [[ $2 != latest ]] && ! "$DOCKER_BIN" image inspect "dokku/$1:$2" &>/dev/null || return 0
  deployed=$(plugn trigger deployed-app-image-tag "$1")
  [[ $deployed ]] || return 0
  remote=$(plugn trigger deployed-app-repository "$1")$(plugn trigger deployed-app-image-repo "$1"):$2
  dokku_log_info1 "Image dokku/$1:$2 not found locally, pulling from registry" >&2
  if "$DOCKER_BIN" image pull "$remote" >&2; then "$DOCKER_BIN" image tag "$remote" "dokku/$1:$2" || true; fi
}

core-post-deploy() {
  fn-plugin-property-write common "$1" deployed true
}

post-delete() {
  fn-plugin-property-destroy common "$1"
}
