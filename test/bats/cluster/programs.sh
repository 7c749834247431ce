# Programs that come from Go modules, each built once per version.
# shellcheck shell=bash

GO_LEAST=1.26.4 # what the newest of the modules below asks for
GO_FETCH=1.26.8
BIN=$CACHE/bin
PATH=$PATH:/usr/local/go/bin # where Go's own archive is unpacked

# program NAME VERSION PACKAGE HOW LONG [LINKER FLAG...]
program() {
  local name=$1 version=$2 package=$3 time=$4
  shift 4
  [[ -x $BIN/$name-$version && $(readlink "$BIN/$name") == "$name-$version" ]] && return
  need go=golang-go
  step "Building $name $version ($time the first time)" install_program "$package" "$version" "$@"
}

kind_up() { program kind "$KIND" sigs.k8s.io/kind 'under 1 min'; }

kubedog_up() {
  program kubedog "$KUBEDOG" github.com/werf/kubedog/cmd/kubedog 'about 2 min' -X "github.com/werf/kubedog.Version=$KUBEDOG"
}

# With what its nodes and pods do, kwok.yaml.
kwok_up() {
  local stages
  program kwok "$KWOK" sigs.k8s.io/kwok/cmd/kwok 'about 2 min'
  stages=$(module "$(go_program)" "sigs.k8s.io/kwok@$KWOK")/kustomize/stage
  awk 'FNR == 1 {print "---"} {print}' "$stages"/{node/fast,pod/fast,node/heartbeat-with-lease}/*-*.yaml >"$BIN/kwok.yaml"
}

# prints the folder of the oldest supported kubectl
cluster_oldest_kubectl() {
  local dir
  dir=$BIN/oldest-kubectl-$(key_of oldest-kubectl)
  [[ -x $dir/kubectl ]] || { need go=golang-go && step 'Building the oldest kubectl (about 3 min the first time)' build_oldest_kubectl "$dir" >&2; }
  echo "$dir"
}

build_oldest_kubectl() {
  local go version
  go=$(go_program)
  cd "$here/oldest-kubectl" || return
  export CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=readonly
  version=$("$go" list -m -f '{{.Version}}' k8s.io/kubectl)
  mkdir -p "$1"
  "$go" build -trimpath -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=v1.${version#v0.}" -o "$1/kubectl.new" .
  mv "$1/kubectl.new" "$1/kubectl"
}

# install_program PACKAGE VERSION [LINKER FLAG...]: into bin/NAME-VERSION, bin/NAME points to it
install_program() {
  local package=$1 version=$2 name=${1##*/} go
  shift 2
  if [[ ! -x $BIN/$name-$version ]]; then
    go=$(go_program)
    mkdir -p "$BIN/new"
    GOBIN=$BIN/new GOTOOLCHAIN=local CGO_ENABLED=0 GOFLAGS='' "$go" install -trimpath -ldflags "-s -w $*" "$package@$version"
    mv "$BIN/new/$name" "$BIN/$name-$version"
  fi
  ln -sfn "$name-$version" "$BIN/$name"
}

# the folder of a module, which is fetched where it is not there
module() { # GO MODULE@VERSION
  (cd / && GOFLAGS='' GO111MODULE=on GOTOOLCHAIN=local "$1" mod download -json "$2" | sed -n 's/^\s*"Dir": "\(.*\)".*/\1/p')
}

# a Go that is new enough: the one here, else the toolchain module, which any older Go can fetch
go_program() {
  if go_is_new_enough go; then
    command -v go
    return
  fi
  local dir
  dir=$(module go "golang.org/toolchain@v0.0.1-go$GO_FETCH.linux-$(go env GOARCH)")
  # an old Go unpacks it as any module: without the executable bits
  chmod -R a+x "$dir/bin" "$dir/pkg/tool"
  echo "$dir/bin/go"
}

go_is_new_enough() {
  local version
  version=$(GOTOOLCHAIN=local "$1" env GOVERSION 2>/dev/null) || return 1
  printf '%s\n' "$GO_LEAST" "${version#go}" | sort -CV
}
