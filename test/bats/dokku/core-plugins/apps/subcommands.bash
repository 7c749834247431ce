# Manage apps

apps:create() { # <app>, Create a new app
  is_valid_app_name "$1"
  create_app "$1"
}

apps:destroy() { # [--force] <app>, Permanently destroy an app
  local app='' word
  for word; do
    case $word in
      --force) DOKKU_APPS_FORCE_DELETE=1 ;;
      *) app=$word ;;
    esac
  done
  [[ $app ]] || dokku_log_fail 'Please specify an app to run the command on'
  verify_app_name "$app"
  destroy_app "$app"
}

apps:exists() { # <app>, Checks if an app exists
  verify_app_name "$1"
}

apps:list() { # , List your apps
  dokku_log_info2_quiet 'My Apps'
  # Without apps this is a warning, not a failure.
  (dokku_apps) || true
}

apps:clone() { # [--skip-deploy] [--ignore-existing] <old-app> <new-app>, Clones an app
  parse_pair Cloning "$@"
  create_app "$new"
  go_trigger post-app-clone-setup "$old" "$new"
  plugn trigger git-has-code "$new" || export SKIP_REBUILD=true
  go_trigger post-app-clone "$old" "$new"
}

apps:rename() { # [--skip-deploy] <old-app> <new-app>, Rename an app
  parse_pair Renaming "$@"
  create_app "$new"
  go_trigger post-app-rename-setup "$old" "$new"
  DOKKU_APPS_FORCE_DELETE=1
  destroy_app "$old"
  plugn trigger git-has-code "$new" || export SKIP_REBUILD=true
  go_trigger post-app-rename "$old" "$new"
}

apps_rows() {
  local app=$1
  [[ $app != --global ]] || return 0
  prop apps "$app" created-at
  echo "--app-created-at $REPLY"
  prop apps "$app" deploy-source
  echo "--app-deploy-source $REPLY"
  prop apps "$app" deploy-source-metadata
  echo "--app-deploy-source-metadata $REPLY"
  echo "--app-dir $DOKKU_ROOT/$app"
  echo '--app-locked false'
}

apps:report() { # [<app>] [<flag>], Display report about an app
  report_command app apps_rows "$@"
}

parse_pair() { # VERB words...: sets old and new
  local verb=$1 ignore=false word names=()
  shift
  for word; do
    case $word in
      --skip-deploy) export SKIP_REBUILD=true ;;
      --ignore-existing) ignore=true ;;
      *) names+=("$word") ;;
    esac
  done
  old=${names[0]} new=${names[1]}
  [[ $old ]] || dokku_log_fail 'Please specify an app to run the command on'
  [[ $new ]] || dokku_log_fail 'Please specify an new app name'
  verify_app_name "$old"
  is_valid_app_name "$new"
  if [[ -d $DOKKU_ROOT/$new ]]; then
    [[ $ignore == false ]] || { dokku_log_warn 'Name is already taken' && exit 0; }
    dokku_log_fail 'Name is already taken'
  fi
  dokku_log_info1_quiet "$verb $old to $new"
}

create_app() {
  [[ ! -d $DOKKU_ROOT/$1 ]] || dokku_log_fail 'Name is already taken'
  dokku_log_info1_quiet "Creating $1..."
  mkdir -p "$DOKKU_ROOT/$1"
  fn-plugin-property-write apps "$1" created-at "$EPOCHSECONDS"
  go_trigger post-create "$1"
}

destroy_app() {
  local app=$1 scheduler tag answer
  if [[ $DOKKU_APPS_FORCE_DELETE != 1 ]]; then
    dokku_log_warn 'WARNING: Potentially Destructive Action'
    dokku_log_warn "This command will destroy app $app."
    dokku_log_warn "To proceed, type \"$app\""
    echo -n '> '
    read -r answer || true
    [[ $answer == "$app" ]] || { echo 'Confirmation did not match test. Aborted.' >&2 && exit 1; }
  fi
  dokku_log_info1 "Destroying $app (including all add-ons)"
  tag=$(get_running_image_tag "$app")
  scheduler=$(get_app_scheduler "$app")
  go_trigger pre-delete "$app" "$tag"
  go_trigger scheduler-stop "$scheduler" "$app" true
  go_trigger scheduler-post-delete "$scheduler" "$app" "$tag"
  go_trigger post-delete "$app" "$tag"
  dokku_log_info1 'Retiring old containers and images'
  go_trigger scheduler-retire "$scheduler" "$app"
  rm -rf "${DOKKU_ROOT:?}/$app"
}
