# The triggers of the ps plugin.
source "$PLUGIN_CORE_AVAILABLE_PATH/ps/functions"

ps-current-scale() {
  read_scale "$1"
  printf %s "$(print_scale)"
}

ps-can-scale() { # APP true|false
  fn-plugin-property-write ps "$1" can-scale "$2"
}

ps-set-scale() { # APP SKIP_DEPLOY CLEAR_EXISTING TUPLE...
  set_scale "$1" "$2" "$3" false "${@:4}"
}

ps-get-property() { # APP PROPERTY since 36
  local default
  case $2 in
    restart-policy) default=on-failure:10 ;;
    restore) default=true ;;
    skip-deploy) default=false ;;
    stop-timeout-seconds) default=30 ;;
    *) dokku_log_fail "Invalid ps property specified: $2" ;;
  esac
  prop_computed ps "$1" "$2" $default
  echo "$REPLY"
}

procfile-exists() { # since 31
  procfile "$1"
  [[ $REPLY ]] || dokku_log_fail 'Procfile does not exist'
}

procfile-get-command() { # APP PROCESS_TYPE [PORT]
  local command name value port=${3:-5000} out=''
  procfile "$1"
  [[ $REPLY ]] || return 0
  read_procfile "$REPLY"
  [[ -v "COMMANDS[$2]" ]] || dokku_log_fail "Error running procfile-util: no matching process entry found"
  command=${COMMANDS[$2]}
  if [[ $command == *\$* ]]; then
    declare -gA ENV_MAP=()
    # Until 0.36.9 only PORT and PS are known, anything else becomes empty.
    ! since 37 || env_load "$1" merged
    [[ -v ENV_MAP[PORT] ]] || ENV_MAP[PORT]=$port
    ENV_MAP[PS]=$2
    while [[ $command =~ \$(\{[A-Za-z_][A-Za-z0-9_]*\}|[A-Za-z_][A-Za-z0-9_]*) ]]; do
      value=${BASH_REMATCH[0]} name=${BASH_REMATCH[1]//[\{\}]/}
      out+=${command%%"$value"*}${ENV_MAP[$name]}
      command=${command#*"$value"}
    done
    command=$out$command
  fi
  echo "$command"
}

core-post-extract() { # APP DIR REV
  local data=$DOKKU_LIB_ROOT/data/ps/$1 path message
  mkdir -p "$data"
  rm -f "$data"/Procfile.*
  prop_computed ps "$1" procfile-path Procfile
  path=$2/$REPLY
  if [[ -f $path ]]; then
    message=$(read_procfile "$path" 2>&1) || dokku_log_fail "Invalid Procfile: $message"
    cp "$path" "$data/Procfile.$DOKKU_PID"
  else
    : >"$data/Procfile.$DOKKU_PID.missing"
  fi
}

post-release-builder() { # BUILDER APP IMAGE
  update_scale "$2" false
}

core-post-deploy() { # APP
  local file=$DOKKU_LIB_ROOT/data/ps/$1/Procfile
  [[ ! -f $file.$DOKKU_PID.missing ]] || rm -f "$file" "$file.$DOKKU_PID.missing"
  [[ ! -f $file.$DOKKU_PID ]] || mv "$file.$DOKKU_PID" "$file"
  fn-plugin-property-delete ps "$1" scale.old
  if since 38; then
    fn-plugin-property-write ps "$1" restore true
  else
    save_setting DOKKU_APP_RESTORE ps "$1" restore 1
  fi
}

post-stop() {
  if since 38; then
    fn-plugin-property-write ps "$1" restore false
  else
    save_setting DOKKU_APP_RESTORE ps "$1" restore 0
  fi
}

app-restart() {
  restart_app "$1"
}

post-create() {
  mkdir -p "$DOKKU_LIB_ROOT/data/ps/$1"
  # The policy was a docker option of every app.
  since 38 || echo --restart=on-failure:10 >"$DOKKU_ROOT/$1/DOCKER_OPTIONS_DEPLOY"
  update_scale "$1" false web=1
}

post-app-clone-setup() {
  fn-plugin-property-clone ps "$1" "$2"
  cp -a "$DOKKU_LIB_ROOT/data/ps/$1/." "$DOKKU_LIB_ROOT/data/ps/$2/"
}

post-app-rename-setup() {
  post-app-clone-setup "$@"
  fn-plugin-property-destroy ps "$1"
}

post-app-clone() {
  [[ $SKIP_REBUILD == true ]] || go_trigger receive-app "$2"
}

post-app-rename() {
  [[ $SKIP_REBUILD == true ]] || go_trigger receive-app "$2"
}

report() {
  source "${BASH_SOURCE[0]%/*}/subcommands.bash"
  ps:report "$1"
}

post-delete() {
  rm -rf "$DOKKU_LIB_ROOT/data/ps/$1"
  fn-plugin-property-destroy ps "$1"
}
