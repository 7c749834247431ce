#!/usr/bin/env bats
# Every command line of README and docs, typed as it stands there: one test for each page, on a server that is the same for all of them.
# It comes first: it is small and takes long.
load helpers

# An app with one pod, which runs on from page to page; what Dokku keeps is new for each.
setup_file() {
  [[ ${DOKKU:-} != real ]] || skip 'it would replace what a real Dokku keeps'
  # The pages are about its newest version.
  use_dokku 0.38
  unique_names
  export PASSWORD=$CLUSTER_REGISTRY_PASSWORD SOURCE=$BATS_FILE_TMPDIR/source KEPT=$BATS_FILE_TMPDIR/kept
  create_namespace "$NAMESPACE"
  create_app node-js-app
  dokku domains:set node-js-app "node-js-app.$NAMESPACE.example.com"
  dokku ps:scale node-js-app web=1 worker=0
  app_source "$SOURCE"
  # With a shell, and tar.
  sed -i "s#^FROM .*#FROM $(tools)#; /^ENV/d" "$SOURCE/Dockerfile"
  DEPLOY_BRANCH=main push node-js-app "$SOURCE"
  git -C "$SOURCE" branch --move main
  mkdir -p "$KEPT"
  cp -a "$DOKKU_ROOT" "$KEPT/home"
  cp -a "$DOKKU_LIB_ROOT/config" "$DOKKU_LIB_ROOT/data" -t "$KEPT"
  "$repository/node_modules/.bin/esbuild" "$repository/test/docs/console.ts" --bundle --platform=node --format=esm \
    --log-level=warning --outfile="$BATS_FILE_TMPDIR/console.mjs"
}

setup() {
  SRV=$(folder 777)
  export SRV
  rm -rf "$DOKKU_ROOT" "$DOKKU_LIB_ROOT"/{config,data}
  cp -a "$KEPT/home" "$DOKKU_ROOT"
  cp -a "$KEPT"/{config,data} -t "$DOKKU_LIB_ROOT"
  cp -r "$SOURCE" "$BATS_TEST_TMPDIR/app"
  # What the server does not know of any more.
  k delete horizontalpodautoscalers,poddisruptionbudgets,networkpolicies,cronjobs --all >/dev/null
  k scale deployment node-js-app-web --replicas=1 >/dev/null
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

# In a folder that only root can enter, as /root is.
is_as_shown() { # PAGE
  cd "$BATS_TEST_TMPDIR/app" || return
  node "$BATS_FILE_TMPDIR/console.mjs" "$repository/$1" 3>&-
}


for page in $(cd "$repository" && grep -lE '^(```|<!-- )console$' README.md templates/README.md docs/*.md); do
  bats_test_function --description "$page" -- is_as_shown "$page"
done
