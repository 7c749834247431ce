# Traefik: a controller of Ingress and Gateway API that people run, beside the sample ingress. Built from its Go module.
# shellcheck shell=bash

TRAEFIK=$CACHE/traefik-$(key_of traefik)
TRAEFIK_IMAGE=localhost/cluster-traefik:${TRAEFIK##*-}

# Half of it is downloads: it begins beside the other builds.
begin_traefik() {
  [[ ! -d $TRAEFIK ]] || return 0
  need go=golang-go
  mkdir -p "$CACHE/log"
  build_traefik >"$CACHE/log/traefik.log" 2>&1 </dev/null 9>&- &
}

traefik_up() {
  [[ -d $TRAEFIK ]] || step 'Building Traefik (about 4 min the first time)' build_traefik
  image_exists "$TRAEFIK_IMAGE" || step 'Making the image of Traefik' beside docker build -q -t "$TRAEFIK_IMAGE" "$TRAEFIK/image"
}

# Waits for the one that has begun, and builds if that one could not.
build_traefik() {
  local new=$TRAEFIK.new
  exec 8>"$TRAEFIK.lock"
  flock 8
  [[ ! -d $TRAEFIK ]] || return 0
  rm -rf "$new"
  cp -r "$here/traefik" "$new"
  cd "$new" || return
  export CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=readonly
  GO=$(go_program)
  unpack_without github.com/go-acme/lego/v5 lego providers/dns
  unpack_without github.com/traefik/traefik/v3 traefik pkg/provider/ecs pkg/middlewares/auth/{basic,digest}_auth.go
  mkdir image crds
  nice "$GO" build -trimpath -ldflags '-s -w' -o image/ github.com/traefik/traefik/v3/cmd/traefik
  mv Dockerfile image
  cp traefik/docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml crds/traefik.yaml
  cp "$("$GO" list -m -f '{{.Dir}}' sigs.k8s.io/gateway-api)"/config/crd/experimental/gateway.networking.k8s.io_*s.yaml crds
  rm -r crds/*_vap_* lego traefik ext go.mod go.sum
  mv "$new" "$TRAEFIK"
}

# unpack_without MODULE FOLDER PATH...: the module in FOLDER; what stood there takes the place of the paths
unpack_without() {
  local version path
  version=$(awk -v module="$1" '$1 == module && $2 ~ /^v/ {print $2}' go.mod)
  mv "$2" own
  cp -r "$(module "$GO" "$1@$version")" "$2"
  chmod -R u+w "$2"
  for path in "${@:3}"; do rm -r "${2:?}/$path"; done
  cp -r own/. "$2"
  rm -r own
}
