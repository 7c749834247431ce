# The triggers of the app-json plugin.
source "$PLUGIN_CORE_AVAILABLE_PATH/app-json/functions"

app-json-get-content() { # since 31
  local content
  app_json_file "$1"
  if [[ ! $REPLY ]]; then
    printf '{}'
  elif since 37; then
    content=$(app_json_query "$1" '{
      buildpacks, cron,
      formation: (.formation // null | if . then map_values({autoscaling, quantity, max_parallel, service}) else . end),
      healthchecks,
      scripts: {dokku: {predeploy: (.scripts.dokku.predeploy // ""), postdeploy: (.scripts.dokku.postdeploy // "")}, postdeploy: (.scripts.postdeploy // "")}
    } + (if .env then {env} else {} end)')
    printf %s "$content"
  else
    printf %s "$(<"$REPLY")"
  fi
}

core-post-extract() { # APP DIR REV
  local data=$DOKKU_LIB_ROOT/data/app-json/$1 path
  mkdir -p "$data"
  rm -f "$data"/app.json.*
  prop_computed app-json "$1" appjson-path app.json
  path=$2/$REPLY
  if [[ ! -f $path ]]; then
    : >"$data/app.json.$DOKKU_PID.missing"
    return
  fi
  cp "$path" "$data/app.json.$DOKKU_PID"
  ! since 36 || go_trigger app-json-is-valid "$1" "$data/app.json.$DOKKU_PID"
}

core-post-deploy() { # APP
  local file=$DOKKU_LIB_ROOT/data/app-json/$1/app.json
  [[ ! -f $file.$DOKKU_PID.missing ]] || rm -f "$file" "$file.$DOKKU_PID.missing"
  [[ ! -f $file.$DOKKU_PID ]] || mv "$file.$DOKKU_PID" "$file"
}

pre-release-builder() { # BUILDER APP IMAGE since 34
  run_task "$2" "$3" predeploy
}

pre-deploy() { # APP TAG until 33
  run_task "$1" "dokku/$1:$2" predeploy
}

post-release-builder() { # BUILDER APP IMAGE
  local app=$2 tuples
  run_task "$app" "$3" release
  tuples=$(app_json_query "$app" '.formation // {} | to_entries[] | select(.value.quantity != null) | "\(.key)=\(.value.quantity)"')
  if [[ $tuples ]]; then
    go_trigger ps-can-scale "$app" false
    # shellcheck disable=SC2086 # one word a process type
    go_trigger ps-set-scale "$app" true true $tuples
  else
    go_trigger ps-can-scale "$app" true
  fi
  prop common "$app" deployed
  [[ $REPLY != true ]] || return 0
  prop app-json "$app" heroku.postdeploy
  [[ $REPLY != executed ]] || return 0
  fn-plugin-property-write app-json "$app" heroku.postdeploy executed
  run_task "$app" "$3" heroku.postdeploy
}

post-deploy() { # APP PORT IP TAG
  local image=''
  [[ ! $(app_json_query "$1" '.scripts.dokku.postdeploy // empty') ]] || image=$(get_deploying_app_image_name "$1" "$4")
  run_task "$1" "$image" postdeploy
}

post-create() {
  mkdir -p "$DOKKU_LIB_ROOT/data/app-json/$1"
}

post-app-clone-setup() {
  fn-plugin-property-clone app-json "$1" "$2"
  cp -a "$DOKKU_LIB_ROOT/data/app-json/$1/." "$DOKKU_LIB_ROOT/data/app-json/$2/"
}

post-app-rename-setup() {
  post-app-clone-setup "$@"
  fn-plugin-property-destroy app-json "$1"
}

post-delete() {
  rm -rf "$DOKKU_LIB_ROOT/data/app-json/$1"
  fn-plugin-property-destroy app-json "$1"
}
