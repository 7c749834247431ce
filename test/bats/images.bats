#!/usr/bin/env bats
# Apps that come as an image or an archive, and images that are not on the Dokku server (any more). Every test continues from the previous one.
load helpers

setup_file() {
  use_dokku
  unique_names
  FILES=$(folder 755)
  export IMAGE=$APP-image:1 FILES
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku scheduler-kubernetes:set "$APP" imagePullSecrets
  app_source "$FILES/source"
  # as an image of herokuish: what it is can only be seen in the image
  printf 'FROM scratch\nCOPY hello /start\nCOPY VERSION ./\nENV USER=herokuishuser PATH=/bin\nEXPOSE 8080\n' >"$FILES/Dockerfile"
  docker build --quiet --file "$FILES/Dockerfile" --tag "$IMAGE" "$FILES/source"
}

teardown_file() {
  docker image rm --force "$IMAGE" >/dev/null 2>&1 || :
  remove_namespaces "$NAMESPACE"
}

# No image of the app is left here, as after Dokku's own cleaning.
remove_images() {
  local images
  mapfile -t images < <(docker image ls --quiet --filter "label=com.dokku.app-name=$APP" | sort -u)
  docker image rm --force "${images[@]}" "$IMAGE" >/dev/null
  run docker image ls --quiet --filter "label=com.dokku.app-name=$APP"
  assert_equal "$output" ''
}

called() { k logs "$(pods "$APP" web | head -n 1)" | head -n 1; }
args() { k get deployment "$APP-web" --output json | json 'it.spec.template.spec.containers[0].args ?? null'; }

@test "git:from-image deploys it: the way it starts and its ports are the image's" {
  run dokku git:from-image "$APP" "$IMAGE"
  assert_status 0
  assert_equal "$(called)" '["PORT=8080","/start","web"]'
  assert_equal "$(k get service "$APP-web" --output json | json 'it.spec.ports.map((p) => p.port)')" '[8080]'
  wait_for 'curl_host "$APP.example.test" / | grep "from $APP-web-"' 15
}

# What the pods of web are made of, and the login that the cluster has.
web() { k get deployment "$APP-web" --output json | json "it.spec.template.$1"; }
login() { k get secret "$APP-registry" --output 'jsonpath={.data.\.dockerconfigjson}' | base64 -d; }
config() { printf '{"auths":{"%s":{"auth":"%s"}}}' "$CLUSTER_REGISTRY" "$(printf %s "$1" | base64 -w0)"; }

@test "pods have the bytes that Dokku pushed: a tag that is pushed over changes nothing, and they start again without a login" {
  local tag=$CLUSTER_REGISTRY/dokku/$APP:1 before old
  before=$(web 'spec.containers[0].image')
  [[ $before == "$CLUSTER_REGISTRY/dokku/$APP@sha256:"* ]] || fail "$before"
  assert_equal "$(web 'spec.containers[0].imagePullPolicy')" IfNotPresent
  assert_equal "$(web 'metadata.annotations["dokku.com/image"]')" "$tag"
  # another image under the same tag, here and in the registry
  docker build --quiet --file "$FILES/Dockerfile" --tag "$tag" --label over=1 "$FILES/source" >/dev/null
  docker --config "$DOKKU_ROOT/.docker" push --quiet "$tag" >/dev/null
  run dokku ps:scale "$APP" web=2
  assert_status 0
  assert_equal "$(web 'spec.containers[0].image')" "$before"
  run dokku scheduler-kubernetes:show-manifest "$APP" web
  assert_has "image: $before"
  # nobody may pull any more
  k patch secret "$APP-registry" --type merge --patch "{\"data\":{\".dockerconfigjson\":\"$(config no:no | base64 -w0)\"}}"
  old=$(pods "$APP" web | head -n 1)
  k delete pod "$old" --wait=false
  wait_for '[[ $(k get deployment "$APP-web" --output "jsonpath={.status.readyReplicas}") == 2 && $(pods "$APP" web) != *"$old"* ]]' 60
}

@test "a login reaches the pull Secret without new pods: of registry:login, and of a credential helper" {
  local before
  before=$(k get deployment "$APP-web" --output 'jsonpath={.spec.template}')
  run dokku registry:login --password-stdin "$CLUSTER_REGISTRY" "$CLUSTER_REGISTRY_USER" <<<"$CLUSTER_REGISTRY_PASSWORD"
  assert_status 0
  refute_has "$CLUSTER_REGISTRY_PASSWORD"
  since 0.33 || dokku ps:scale "$APP" web=3
  assert_equal "$(login)" "$(config "$CLUSTER_REGISTRY_USER:$CLUSTER_REGISTRY_PASSWORD")"

  fake docker-credential-bats <<'END'
#!/bin/bash
printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}' "$(cat)" helped by-program
END
  cp -p "$DOKKU_ROOT/.docker/config.json" "$FILES/config.json"
  printf '{"credHelpers":{"%s":"bats"}}' "$CLUSTER_REGISTRY" >"$DOKKU_ROOT/.docker/config.json"
  run dokku ps:scale "$APP" web=1
  cat "$FILES/config.json" >"$DOKKU_ROOT/.docker/config.json"
  rm "$FILES/config.json"
  unfake docker-credential-bats
  assert_status 0
  refute_has by-program
  assert_equal "$(login)" "$(config helped:by-program)"
  assert_equal "$(k get deployment "$APP-web" --output 'jsonpath={.spec.template}')" "$before"
}

@test "with the image gone from the server a restart and a scale start it in the same way" {
  remove_images
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(called)" '["PORT=8080","/start","web"]'
  run dokku ps:scale "$APP" web=2
  assert_status 0
  assert_equal "$(args)" '["/start","web"]'
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_status 0
  assert_has '- /start'
}

@test "an image that was built elsewhere starts as the builder that Dokku chose wants it" {
  local tag=$DOKKU_LIB_ROOT/config/registry/$APP/tag-version elsewhere
  elsewhere=$CLUSTER_REGISTRY/dokku/$APP:70
  docker build --quiet --file "$FILES/Dockerfile" --tag "$elsewhere" "$FILES/source" >/dev/null
  docker --config "$DOKKU_ROOT/.docker" push --quiet "$elsewhere" >/dev/null
  docker image rm --force "$elsewhere" >/dev/null
  printf 70 >"$tag"
  chose() { # BUILDER
    if since 0.37; then
      printf %s "$1" >"$DOKKU_LIB_ROOT/config/builder/$APP/detected"
    else
      dokku config:set --no-restart "$APP" DOKKU_APP_TYPE="$1"
    fi
  }
  chose pack
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_has "image: $elsewhere"
  refute_has /start
  chose herokuish
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(called)" '["PORT=8080","/start","web"]'
}

@test "git:load-image deploys an image from stdin" {
  docker build --quiet --file "$FILES/Dockerfile" --tag "$IMAGE" --label again=1 "$FILES/source" >/dev/null
  docker save "$IMAGE" >"$FILES/image.tar"
  docker image rm --force "$IMAGE" >/dev/null
  run dokku git:load-image "$APP" "$IMAGE" <"$FILES/image.tar"
  # the same image name is the same commit: what was loaded is deployed by a rebuild
  [[ $output == *'No changes detected'* ]] && run dokku ps:rebuild "$APP"
  assert_status 0
  assert_equal "$(called)" '["PORT=8080","/start","web"]'
}

@test "git:from-archive deploys the Dockerfile of an archive" {
  # Before 0.31 Dokku keeps the first ports that it has seen for good.
  since 0.31 || dokku proxy:ports-clear "$APP"
  tar czf "$FILES/source.tar.gz" -C "$FILES/source" Dockerfile Procfile VERSION hello
  run dokku git:from-archive --archive-type tar.gz "$APP" "file://$FILES/source.tar.gz"
  assert_status 0
  assert_equal "$(args)" '["hello","web"]'
  assert_equal "$(k get service "$APP-web" --output json | json 'it.spec.ports.map((p) => p.port)')" '[5000]'
  wait_for 'curl_host "$APP.example.test" / | grep "from $APP-web-"' 15
  run dokku git:from-archive "$APP" "file://$FILES/none.tar"
  assert_status 1
  run dokku git:from-archive nobody "file://$FILES/source.tar.gz"
  assert_status 20
}
