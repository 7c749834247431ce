# shellcheck shell=bash
# What files about failing rollouts share: an app that stays in the cluster as it failed, and a plugin that spoils its Deployment.

faulty_app() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=0
  dokku config:set --no-restart "$APP" SOME=value >/dev/null
  dokku "$PLUGIN:set" "$APP" rollback-on-failure false
  app_source "$BATS_FILE_TMPDIR/source"
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

# Changes the Deployment, one line of JSON, by a sed SCRIPT before it is applied.
tune() { # SCRIPT
  local plugin=$DOKKU_LIB_ROOT/plugins/enabled/tuner
  mkdir -p "$plugin"
  printf '[plugin]\ndescription = "tunes"\nversion = "1.0.0"\n[plugin.config]\n' >"$plugin/plugin.toml"
  cat >"$plugin/pre-deploy-kubernetes-apply" <<END
#!/bin/bash
[[ \$4 == deployment ]] || exit 0
node -e 'const fs = require("node:fs"); const yaml = require(process.argv[2]);
  fs.writeFileSync(process.argv[1], JSON.stringify(yaml.load(fs.readFileSync(process.argv[1], "utf8"))))' "\$3" $repository/node_modules/js-yaml
sed -i $(printf %q "$1") "\$3"
END
  chmod +x "$plugin/pre-deploy-kubernetes-apply"
}

# A restart fails within so many seconds and says these texts, each of its lines once from us and once from Dokku.
fails() { # SECONDS TEXT...
  local began=$SECONDS
  run dokku ps:restart "$APP"
  assert_status 1
  assert_has "roll out web of $APP in namespace $NAMESPACE" "${@:2}"
  refute_has 'internal error' undefined 'Status progress'
  ((SECONDS - began <= $1)) || fail "it took $((SECONDS - began)) s" "$output"
}

# As the app was before.
heal() {
  rm -rf "$DOKKU_LIB_ROOT/plugins/enabled/tuner"
  dokku config:unset --no-restart "$APP" START_DELAY CRASH EAT FAIL_HEALTH SECRET >/dev/null
  dokku resource:limit-clear "$APP"
  dokku resource:reserve-clear "$APP"
  dokku registry:set "$APP" image-repo
  dokku "$PLUGIN:set" "$APP" deploy-timeout
  dokku ps:scale --skip-deploy "$APP" web=1
}
