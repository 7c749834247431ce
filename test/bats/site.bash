# shellcheck shell=bash
# A Dokku server with this plugin, its apps and their namespaces: what bats files, demo and benchmark begin with.
# It runs inside `npm run cluster -- exec`, which says where registry and ingress are.

repository=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
PLUGIN=scheduler-kubernetes

# --- Dokku ---

# A fresh stand-in in DIR, in use from here on.
new_site() { # DIR [VERSION]
  "$repository/test/bats/dokku/new-root" "$1" --version "${2:-0.38}"
  # shellcheck source=/dev/null
  source "$1/env"
  short_wait
  [[ ! ${KUBECONFIG:-} ]] || connect_site
}

# What an admin tells the server of its engine and its cluster.
connect_site() {
  [[ ! ${DOCKER_HOST:-} ]] || echo "export DOCKER_HOST=$DOCKER_HOST" >"$DOKKU_ROOT/.dokkurc/DOCKER_HOST"
  # That of the tests may do no more than the plugin says that it has to.
  if [[ ${DOKKU_KUBECONFIG:-} ]]; then use_kubeconfig "$DOKKU_KUBECONFIG"; else use_kubeconfig <(kubectl config view --raw --minify --flatten); fi
}

# Pods have to stay ready for a second. Files whose tests are about what a deploy is worth wait as long as a server does.
short_wait() {
  mkdir -p "$DOKKU_LIB_ROOT/config/checks/--global"
  echo 1 >"$DOKKU_LIB_ROOT/config/checks/--global/default-wait"
  give_to_dokku "$DOKKU_LIB_ROOT/config/checks"
}

dokkus_own_wait() { rm -f "$DOKKU_LIB_ROOT/config/checks/--global/default-wait"; }

# Makes a copy of FILE the dokku user's kubeconfig.
use_kubeconfig() { # FILE
  mkdir -p "$DOKKU_ROOT/.kube"
  cat "$1" >"$DOKKU_ROOT/.kube/new"
  chmod 600 "$DOKKU_ROOT/.kube/new"
  give_to_dokku "$DOKKU_ROOT/.kube"
  mv "$DOKKU_ROOT/.kube/new" "$DOKKU_ROOT/.kube/config"
}

# What a test made as root in a folder of Dokku's.
give_to_dokku() { # PATH...
  ((EUID != 0)) || chown -R "${DOKKU_SYSTEM_USER:-dokku}:${DOKKU_SYSTEM_GROUP:-dokku}" "$@"
}

# The plugin as a release archive has it.
add_plugin() {
  local plugin=$DOKKU_LIB_ROOT/plugins/available/$PLUGIN
  mkdir "$plugin"
  cp -r "$repository"/plugin/* "$repository"/{bin,templates,schemas} -t "$plugin"
  ln -s "$plugin" "$DOKKU_LIB_ROOT/plugins/enabled/$PLUGIN"
  dokku plugin:install
}

registry_login() {
  printf '%s' "$CLUSTER_REGISTRY_PASSWORD" |
    dokku registry:login --global --password-stdin "$CLUSTER_REGISTRY" "$CLUSTER_REGISTRY_USER"
}

# --- namespaces ---

# A namespace as an admin makes it before the first deploy, with the registry's credentials in it.
create_namespace() { # NAME
  kubectl create namespace "$1"
  create_pull_secret "$1"
}

create_pull_secret() { # NAMESPACE [NAME]
  kubectl apply --namespace "$1" -f - <<END
apiVersion: v1
kind: Secret
metadata: {name: ${2:-registry}}
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: $(printf '{"auths":{"%s":{"auth":"%s"}}}' "$CLUSTER_REGISTRY" \
    "$(printf '%s:%s' "$CLUSTER_REGISTRY_USER" "$CLUSTER_REGISTRY_PASSWORD" | base64 -w0)" | base64 -w0)
END
}

# Nobody waits for it: the names are never used again.
remove_namespaces() { # NAME...
  kubectl delete namespace --ignore-not-found --wait=false "$@"
}

# --- apps ---

create_app() { # APP [NAMESPACE]
  local app=$1
  dokku apps:create "$app"
  dokku scheduler:set "$app" selected kubernetes
  dokku registry:set "$app" server "$CLUSTER_REGISTRY"
  dokku registry:set "$app" push-on-release true
  dokku "$PLUGIN:set" "$app" namespace "${2:-$NAMESPACE}"
  dokku "$PLUGIN:set" "$app" imagePullSecrets registry
  dokku proxy:set "$app" nginx-ingress
  dokku domains:set "$app" "$app.example.test"
}

# Makes DIR a git repository of the sample app, its program already built.
app_source() { # DIR
  mkdir -p "$1"
  cp "$repository"/test/bats/apps/hello/{Dockerfile,Procfile,app.json,VERSION} "$1"
  cp "$("$repository/test/bats/apps/build" hello)" "$1/hello"
  git -C "$1" init --quiet --initial-branch=master
}

# Commits what DIR holds and pushes it, as a user does.
push() { # APP DIR [GIT PUSH OPTIONS]; DEPLOY_BRANCH is master unless a file says otherwise
  git -C "$2" add --all
  git -C "$2" -c user.name=test -c user.email=test@example.test commit --quiet --allow-empty --message "Change $1"
  git -C "$2" push "${@:3}" "${DOKKU_REMOTE:-dokku@127.0.0.1}:$1" "HEAD:refs/heads/${DEPLOY_BRANCH:-master}" 2>&1
}

# The app `shop` as the original plugin left it, running: its objects in a namespace that is there, its properties, and Dokku's own state.
# Its image is the sample app, whose source is in DIR then.
left_by_original() { # NAMESPACE DIR
  local original=$repository/test/bats/original image=$CLUSTER_REGISTRY/dokku/shop:1 config=$DOKKU_LIB_ROOT/config file
  app_source "$2"
  docker build --quiet --tag "$image" "$2" >/dev/null
  docker --config "$DOKKU_ROOT/.docker" push --quiet "$image" >/dev/null

  create_pull_secret "$1" registry-credential
  for file in "$original"/*.json; do
    sed "s#\"namespace\": \"store\"#\"namespace\": \"$1\"#; s#127.0.0.1:5000/dokku/shop:1#$image#; s#\"/bin/sh\"#\"hello\"#; s#\"/app/web.sh\"#\"web\"#" "$file" |
      kubectl --namespace "$1" apply --filename -
  done
  kubectl --namespace "$1" rollout status --timeout=60s deployment/shop-web

  dokku apps:create shop
  dokku scheduler:set shop selected kubernetes
  dokku registry:set shop server "$CLUSTER_REGISTRY"
  dokku registry:set shop push-on-release true
  dokku proxy:set shop nginx-ingress
  dokku domains:set shop shop.dokku.me shop.example.test
  dokku config:set --no-restart shop GREETING='hello world' QUOTED='a "b" c'
  dokku ps:scale shop web=1 worker=0
  cp -r "$original/properties/app-shop" "$config/$PLUGIN/shop"
  cp -r "$original/properties/namespace-store" "$config/$PLUGIN/$1"
  printf %s "$1" >"$config/$PLUGIN/shop/namespace"
  # A server that had the original is not new to the plugin.
  rm -f "$config/$PLUGIN/--global/pod-security"
  # A certificate needs cert-manager in the cluster.
  rm "$config/$PLUGIN/shop/cert-manager-enabled"
  mkdir -p "$config/common/shop"
  printf true >"$config/common/shop/deployed"
  printf 1 >"$config/registry/shop/tag-version"
  give_to_dokku "$config"
}
