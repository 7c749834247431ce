# The images: the tools image (registry, ingress) everywhere; the node image where kindest/node cannot be pulled.
# shellcheck shell=bash

# the tag that goes with kind v0.33.0, unless another one is asked for
PULLED_NODE=${CLUSTER_NODE:-kindest/node:v1.35.8@sha256:07b2536e30b803ed61d1677a79df6115f798ce64c80f9e22f6ed45afd09323c0}
# usr-is-merged keeps usrmerge, and with it perl, out
TOOLS_PACKAGES=usr-is-merged,bash,coreutils,dash,sed,curl,jq,nginx,docker-registry,nftables
NODE_PACKAGES=usr-is-merged,systemd,systemd-sysv,dbus,containerd,runc,containernetworking-plugins,iproute2,iptables,nftables,conntrack,ethtool,kmod,mount,procps,ca-certificates,curl
TOOLS_IMAGE=localhost/cluster-tools:$(key "$DEBIAN" "$TOOLS_PACKAGES")
BUILT_NODE=localhost/cluster-node:$KUBERNETES-$(key "$TOOLS_IMAGE" "$NODE_PACKAGES" "$METRICS_SERVER" "$LOCAL_PATH_PROVISIONER" "$(key_of node-image)")

# shellcheck disable=SC2034 # NODE_IMAGE is for kind.sh
images_up() {
  image_exists "$TOOLS_IMAGE" || make_tools_image
  if image_exists "$PULLED_NODE" || { ! image_exists "$BUILT_NODE" && node_can_be_pulled; }; then
    NODE_IMAGE=$PULLED_NODE
    image_exists "$PULLED_NODE" || step 'Pulling the node image (about 400 MB)' beside docker pull -q "$PULLED_NODE"
  else
    [[ ! ${CLUSTER_NODE:-} ]] || fail "$CLUSTER_NODE, which CLUSTER_NODE names, cannot be pulled"
    NODE_IMAGE=$BUILT_NODE
    image_exists "$BUILT_NODE" || make_node_image
  fi
}

# what earlier versions of these lists and files were made into
remove_older_images() {
  beside docker images --format '{{.Repository}}:{{.Tag}}' --filter 'reference=localhost/cluster-*' |
    grep -vxF -e "$TOOLS_IMAGE" -e "$BUILT_NODE" -e "$TRAEFIK_IMAGE" | while read -r image; do beside docker rmi -f "$image"; done
}

image_exists() { beside docker image inspect "$1" >/dev/null 2>&1; }

# an engine of ours has no way out of its namespace
node_can_be_pulled() { ! engine_is_ours && timeout 15 docker manifest inspect "$PULLED_NODE" >/dev/null 2>&1; }

make_tools_image() {
  local from=install
  node_can_be_pulled || { from=unpack && need_debian; }
  step 'Making the tools image from Debian (under 1 min the first time)' "${from}_tools_image"
}

install_tools_image() {
  beside docker build -q -t "$TOOLS_IMAGE" - <<D
FROM debian:$DEBIAN-slim
RUN apt-get update && apt-get install -y --no-install-recommends ${TOOLS_PACKAGES//,/ } && rm -rf /var/lib/apt/lists
D
}

unpack_tools_image() {
  local tar
  # unpacked only, no maintainer script runs: enough for programs that are given their own configuration
  tar=$(rootfs tools extract "$TOOLS_PACKAGES")
  beside docker import --change 'CMD ["bash"]' "$tar" "$TOOLS_IMAGE"
}

make_node_image() {
  need_debian
  local programs
  programs=$CACHE/node/$KUBERNETES-$(key_of node-image/kubernetes)
  if [[ ! -x $programs/kubernetes || ! -x $programs/kubectl ]]; then
    need go=golang-go
    step "Building Kubernetes $KUBERNETES (about 6 min the first time)" build_kubernetes "$programs"
  fi
  program local-path-provisioner "$LOCAL_PATH_PROVISIONER" github.com/rancher/local-path-provisioner 'about 1 min'
  program metrics-server "$METRICS_SERVER" sigs.k8s.io/metrics-server/cmd/metrics-server 'about 2 min'
  step 'Unpacking Debian for the node (under 1 min the first time)' rootfs node minbase "$NODE_PACKAGES"
  step 'Making the node image' build_node_image "$programs"
}

need_debian() {
  need mmdebstrap=mmdebstrap
  [[ -f /usr/share/keyrings/debian-archive-keyring.gpg ]] || need debian-archive-keyring=debian-archive-keyring
}

# rootfs NAME VARIANT PACKAGES: prints the path of a tar
rootfs() {
  local tar path options=()
  tar=$CACHE/node/$1-$(key "$DEBIAN" "$3").tar
  for path in doc man info locale lintian; do options+=("--dpkgopt=path-exclude=/usr/share/$path/*"); done
  if [[ ! -f $tar ]]; then
    mkdir -p "$CACHE/node"
    mmdebstrap --variant="$2" --include="$3" --aptopt='APT::Install-Recommends "false"' \
      "${options[@]}" "$DEBIAN" "$tar.new.tar" >&2
    mv "$tar.new.tar" "$tar"
  fi
  echo "$tar"
}

build_kubernetes() {
  local go version=k8s.io/component-base/version minor=${KUBERNETES#v1.} flags
  go=$(go_program)
  # without these the server calls itself v0.0.0
  flags="-s -w -X $version.gitVersion=$KUBERNETES -X $version.gitMajor=1 -X $version.gitMinor=${minor%.*} -X $version.gitTreeState=clean"
  mkdir -p "$1"
  cd "$here/node-image/kubernetes" || return
  export CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=readonly
  "$go" build -trimpath -ldflags "$flags" -o "$1/kubernetes" .
  "$go" build -trimpath -ldflags "$flags" -o "$1/kubectl" k8s.io/kubernetes/cmd/kubectl
}

build_node_image() {
  local work=$CACHE/node/work name names=()
  rm -rf "$work"
  mkdir -p "$work/programs"
  cp -r "$here/node-image/." "$work"
  cp "$1/kubernetes" "$1/kubectl" "$work/programs"
  for name in local-path-provisioner metrics-server; do cp -L "$BIN/$name" "$work/programs/$name"; done
  cp "$(rootfs node minbase "$NODE_PACKAGES")" "$work/rootfs.tar"

  # One image holds every program, under all the names by which kubeadm and the add-ons ask for them.
  for name in kube-{apiserver,controller-manager,scheduler,proxy}:$KUBERNETES etcd:3.6.6-0 coredns/coredns:v1.13.1 \
    metrics-server/metrics-server:$METRICS_SERVER; do names+=("registry.k8s.io/$name"); done
  names+=(localhost/local-path-provisioner:1)
  cd "$work" || return
  beside docker build -q -f Dockerfile.programs --build-arg TOOLS="$TOOLS_IMAGE" -t localhost/cluster-programs .
  for name in "${names[@]}"; do beside docker tag localhost/cluster-programs "$name"; done
  names+=(registry.k8s.io/pause:3.10.1)
  beside docker build -q -f Dockerfile.pause --build-arg TOOLS="$TOOLS_IMAGE" -t "${names[-1]}" .
  beside docker save -o images.tar "${names[@]}" "$TOOLS_IMAGE"
  beside docker build -q -f Dockerfile.node --build-arg VERSION="$KUBERNETES" -t "$BUILT_NODE" .
  beside docker rmi -f "${names[@]}" localhost/cluster-programs
  remove_older_images || true
  rm -rf "$work"
}
