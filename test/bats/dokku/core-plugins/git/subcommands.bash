# Manage app deploys via git
source "$PLUGIN_CORE_AVAILABLE_PATH/git/functions"

git-hook() { # the pre-receive hook of an app's repository, OLD NEW REF lines on stdin
  local app=$1 new ref branch
  verify_app_name "$app"
  while read -r _ new ref; do
    deploy_branch "$app"
    if [[ $ref != "refs/heads/$REPLY" && $ref != "refs/tags/$REPLY" ]]; then
      deploy_branch "$app" ''
      if [[ $REPLY ]]; then
        echo "-----> WARNING: deploy did not complete, you must push to $REPLY."
        echo "-----> for example, try 'git push <dokku> ${ref#refs/heads/}:$REPLY'"
        continue
      fi
      branch=${ref#refs/heads/} branch=${branch#refs/tags/}
      echo "-----> Set $branch as deploy-branch"
      fn-plugin-property-write git "$app" deploy-branch "$branch"
    fi
    receive_app "$app" "$new"
    plugn trigger deploy-source-set "$app" git-push "$new"
  done
}

git:from-image() { # [--build-dir DIRECTORY] <app> <docker-image> [<git-username> <git-email>], Updates an app's git repository with a given docker image
  local words=() dir=''
  while (($#)); do
    case $1 in
      --build-dir) dir=$2 && shift ;;
      --force) ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  local app=${words[0]} image=${words[1]}
  verify_app_name "$app"
  [[ $image ]] || dokku_log_fail 'Please specify a docker image'
  capture_build "$app" git:from-image
  plugn trigger git-from-image "$app" "$image" "$dir" "${words[2]}" "${words[3]}"
  plugn trigger deploy-source-set "$app" docker-image "$image"
}

git:load-image() { # [--build-dir DIRECTORY] <app> <docker-image> [<git-username> <git-email>], Updates an app's git repository with a docker image loaded from stdin
  [[ ! -t 0 ]] || dokku_log_fail 'Expecting tar archive containing docker image on STDIN'
  "$DOCKER_BIN" image load
  git:from-image "$@"
}

git:from-archive() { # [--archive-type ARCHIVE_TYPE] <app> <archive-url> [<git-username> <git-email>], Updates an app's git repository with a given archive file
  local type=tar
  if [[ $1 == --archive-type ]]; then
    type=$2
    shift 2
  fi
  verify_app_name "$1"
  [[ $2 ]] || dokku_log_fail 'Please specify an archive url'
  [[ $type == tar || $type == tar.gz ]] || dokku_log_fail 'The Dokku stand-in unpacks tar and tar.gz only'
  capture_build "$1" git:from-archive
  plugn trigger git-from-archive "$1" "$2" "$type" "$3" "$4"
  plugn trigger deploy-source-set "$1" "$type" "$2"
}

git:set() { # <app> <key> (<value>), Set or clear a git property for an app
  property_set git 'archive-max-files archive-max-size deploy-branch keep-git-dir rev-env-var source-image' 'archive-max-files archive-max-size deploy-branch keep-git-dir' "$@"
}
