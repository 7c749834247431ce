# What runs on the cluster beside the apps: a registry with a password, an ingress, Traefik, metrics.
# shellcheck shell=bash

addons_up() {
  local password file
  password=$(head -c 18 /dev/urandom | base64 | tr +/ -_)
  (umask 077 && printf %s "$password" >"$STATE/registry-password")
  kube create namespace cluster-addons
  printf %s "$password" | htpasswd_line | kube -n cluster-addons create secret generic registry --from-file=htpasswd=/dev/stdin
  kube -n cluster-addons create configmap ingress --from-file="$here/addons/ingress"
  traefik_addon_up
  for file in "$here"/addons/*.yaml; do
    sed "s|TOOLS_IMAGE|$TOOLS_IMAGE|; s|TRAEFIK_IMAGE|$TRAEFIK_IMAGE|; s|METRICS_SERVER|$METRICS_SERVER|" "$file" | kube apply -f -
  done
  wait_for_addons
}

# What traefik.yaml needs: the image on the node, the kinds, and a certificate of the shared Gateway.
traefik_addon_up() {
  local certificate
  certificate=$(mktemp -d)
  beside "$BIN/kind" load docker-image --name "$NAME" "$TRAEFIK_IMAGE"
  # too large for the annotation of a client-side apply
  kube apply --server-side -f "$TRAEFIK/crds"
  kube wait --for condition=Established -f "$TRAEFIK/crds"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=shared-gateway \
    -addext 'subjectAltName=DNS:*.gateway.test' -keyout "$certificate/key" -out "$certificate/crt"
  kube -n cluster-addons create secret tls gateway-certificate --cert="$certificate/crt" --key="$certificate/key"
  rm -r "$certificate"
}

# bcrypt, which the registry insists on, from the C library
htpasswd_line() {
  perl -e 'use strict; my @c = ("a".."z", "A".."Z", 0..9); my $salt = join "", map { $c[rand @c] } 1..22;
    my $line = crypt(<STDIN>, "\$2y\$05\$$salt"); $line =~ /^\$2y/ or die "no bcrypt in this C library\n"; print "dokku:$line\n"'
}

wait_for_addons() {
  local workload
  for workload in 'kube-system ds/kube-proxy' 'kube-system deploy/coredns' 'local-path-storage deploy/local-path-provisioner' \
    'cluster-addons deploy/registry' 'cluster-addons deploy/ingress' 'cluster-addons deploy/traefik' 'kube-system deploy/metrics-server'; do
    kube -n "${workload% *}" rollout status "${workload#* }" --timeout=120s
  done
  # there before the first app is, else a pod is turned away
  until kube -n default get serviceaccount default; do sleep 0.2; done
}
