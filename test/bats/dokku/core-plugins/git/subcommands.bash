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

git:set() { # <app> <key> (<value>), Set or clear a git property for an app
  property_set git 'archive-max-files archive-max-size deploy-branch keep-git-dir rev-env-var source-image' 'archive-max-files archive-max-size deploy-branch keep-git-dir' "$@"
}
