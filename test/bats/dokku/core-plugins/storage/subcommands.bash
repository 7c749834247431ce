# Manage mounted volumes; the host:container form only: a list of mounts, until 0.37 docker options `-v host:container` of two phases
source "$PLUGIN_CORE_AVAILABLE_PATH/docker-options/subcommands.bash"

read_mounts() { # APP: sets the array lines
  if since 38; then
    prop_lines storage "$1" mounts
  else
    options_file "$1" deploy
    mapfile -t lines < <(sed -n 's/^-v //p' "$REPLY" 2>/dev/null)
  fi
}

storage_check() { # APP MOUNT
  verify_app_name "$1"
  [[ $2 =~ ^(/[^:]*|[A-Za-z0-9][A-Za-z0-9_.-]+):/[^:]*(:.+)?$ ]] || dokku_log_fail 'Storage path must be two valid paths divided by colon.'
}

storage:mount() { # <app> <host-dir:container-dir>, Create a new bind mount
  storage_check "$@"
  local lines line
  read_mounts "$1"
  for line in "${lines[@]}"; do [[ $line != "$2" ]] || dokku_log_fail 'Mount path already exists.'; done
  if since 38; then fn-plugin-property-list-add storage "$1" mounts "$2"; else docker-options:add "$1" deploy,run -v "$2"; fi
}

storage:unmount() { # <app> <host-dir:container-dir>, Remove an existing bind mount
  storage_check "$@"
  ! since 38 || fn-plugin-property-list-remove storage "$1" mounts "$2" 2>/dev/null || dokku_log_fail 'Mount path does not exist.'
  since 38 || docker-options:remove "$1" deploy,run -v "$2"
}

storage:list() { # <app>, List bind mounts for app's container(s) (host:container)
  verify_app_name "$1"
  local lines
  read_mounts "$1"
  dokku_log_info1_quiet "$1 volume bind-mounts:"
  ((${#lines[@]} == 0)) || printf '       %s\n' "${lines[@]}"
}
