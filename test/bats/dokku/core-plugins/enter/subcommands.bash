# Connect to a specific app container

enter() { # <app> [<container-type> || --container-id <container-id>], Connect to a specific app container
  local app=$1 container='' process=''
  verify_app_name "$app"
  shift
  if ! since 33; then
    plugn trigger scheduler-enter "$(get_app_scheduler "$app")" "$app" "$@"
    return
  fi
  while (($#)); do
    case $1 in
      # Until 0.35 the form with = arrives as two words.
      --container-id=*) if since 36; then container=${1#*=}; else container=$1; fi ;;
      --container-id) container=$2 && shift ;;
      *)
        if [[ ! $container ]]; then process=$1 && shift; fi
        break
        ;;
    esac
    shift
  done
  [[ $1 != -- ]] || shift
  local where=()
  if [[ $process ]]; then where=("$process"); elif [[ $container ]]; then where=(--container-id "$container"); fi
  plugn trigger scheduler-enter "$(get_app_scheduler "$app")" "$app" "${where[@]}" -- "$@"
}
