# The triggers of the builder and builder-dockerfile plugins: an app's Dockerfile becomes dokku/APP:latest, and stands for what another
# builder would make when one was chosen with builder:set.

builder-detect() { # APP DIR
  [[ -f $2/Dockerfile ]] || return 0
  prop_computed builder "$1" selected dockerfile
  echo "$REPLY"
}

builder-set-property() { # APP KEY VALUE since 36
  fn-plugin-property-write builder "$1" "$2" "$3"
}

builder-get-property() { # APP KEY
  if [[ $2 == detected ]] && ! since 36; then
    env_get "$1" DOKKU_APP_TYPE
  else
    prop_computed builder "$1" "$2"
  fi
  echo "$REPLY"
}

builder-image-is-cnb() { # APP IMAGE
  is_image_cnb_based "$2" && echo true || echo false
}

builder-image-is-herokuish() {
  is_image_herokuish_based "$2" && echo true || echo false
}

# Once more where another Dokku on the same engine has removed a layer that the build was about to take: a real server has the engine to itself.
build_image() { # APP OPTION...
  local app=$1 said status
  said=$(mktemp)
  for _ in 1 2; do
    status=0
    # shellcheck disable=SC2086 # Dokku exports its arguments as one text
    "$DOCKER_BIN" image build $DOKKU_GLOBAL_BUILD_ARGS "${@:2}" --tag "dokku/$app:latest" . 2>"$said" || status=$?
    grep --quiet 'unable to find image' "$said" || break
  done
  cat "$said" >&2
  rm -f "$said"
  return "$status"
}

builder-build() { # BUILDER APP DIR
  local builder=$1 app=$2 dir=$3 labels
  dokku_log_info1 "Building $app from Dockerfile"
  # Real Dokku adds a second layer of labels at release; here the one build carries them all.
  labels=(--label com.dokku.image-stage=release --label com.dokku.builder-type="$builder" --label com.dokku.app-name="$app")
  if since 32; then
    plugn trigger pre-build "$builder" "$app" "$dir"
  else
    plugn trigger pre-build-dockerfile "$app"
  fi
  cd "$dir" || exit 1
  build_image "$app" "${labels[@]}" || exit 1
  record_ports "$app"
  if since 32; then
    plugn trigger post-build "$builder" "$app" "$dir"
  else
    plugn trigger post-build-dockerfile "$app"
  fi
}

record_ports() { # APP: what the image exposes, else the default port
  local app=$1 exposed port maps=()
  exposed=$("$DOCKER_BIN" image inspect --format '{{ range $port, $_ := .Config.ExposedPorts }}{{ $port }} {{ end }}' "dokku/$app:latest")
  for port in $exposed; do
    case $port in
      443/tcp) maps+=(https:443:443) ;;
      */udp) maps+=("udp:${port%/*}:${port%/*}") ;;
      *) maps+=("http:${port%/*}:${port%/*}") ;;
    esac
  done
  if since 31; then
    if ((${#maps[@]} == 0)); then
      plugn trigger ports-configure "$app"
      maps=(http:80:5000)
    fi
    plugn trigger ports-set-detected "$app" "${maps[*]}"
    return
  fi
  # 0.30 keeps all of this in the app's config.
  env_load "$app"
  ENV_MAP[DOKKU_PROXY_PORT]=${ENV_MAP[DOKKU_PROXY_PORT]:-80}
  [[ ! $exposed ]] || ENV_MAP[DOKKU_DOCKERFILE_PORTS]=${exposed% }
  ENV_MAP[DOKKU_PROXY_PORT_MAP]=${ENV_MAP[DOKKU_PROXY_PORT_MAP]:-${maps[*]:-http:80:5000}}
  env_save "$app"
}

builder-release() { # BUILDER APP TAG
  local image=dokku/$2:$3
  if since 32; then
    plugn trigger pre-release-builder "$1" "$2" "$image"
  else
    plugn trigger pre-release-dockerfile "$2" "$3"
  fi
  plugn trigger post-release-builder "$1" "$2" "$image"
}

post-delete() {
  local images
  fn-plugin-property-destroy builder "$1"
  mapfile -t images < <("$DOCKER_BIN" image ls --quiet --filter "label=com.dokku.app-name=$1" 2>/dev/null)
  ((${#images[@]} == 0)) || "$DOCKER_BIN" image rm --force "${images[@]}" &>/dev/null || true
}

post-app-clone-setup() {
  fn-plugin-property-clone builder "$1" "$2"
}

post-app-rename-setup() {
  fn-plugin-property-clone builder "$1" "$2"
  fn-plugin-property-destroy builder "$1"
}
