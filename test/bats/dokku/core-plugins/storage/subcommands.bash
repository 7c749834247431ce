# Manage mounted volumes; the host:container form only, kept as a list of mounts

storage_check() { # APP MOUNT
  verify_app_name "$1"
  [[ $2 =~ ^(/[^:]*|[A-Za-z0-9][A-Za-z0-9_.-]+):/[^:]*(:.+)?$ ]] || dokku_log_fail 'Storage path must be two valid paths divided by colon.'
}

storage:mount() { # <app> <host-dir:container-dir>, Create a new bind mount
  storage_check "$@"
  ! fn-plugin-property-list-get-by-value storage "$1" mounts "$2" || dokku_log_fail 'Mount path already exists.'
  fn-plugin-property-list-add storage "$1" mounts "$2"
}

storage:unmount() { # <app> <host-dir:container-dir>, Remove an existing bind mount
  storage_check "$@"
  fn-plugin-property-list-remove storage "$1" mounts "$2" 2>/dev/null || dokku_log_fail 'Mount path does not exist.'
}

storage:list() { # <app>, List bind mounts for app's container(s) (host:container)
  verify_app_name "$1"
  local lines
  prop_lines storage "$1" mounts
  dokku_log_info1_quiet "$1 volume bind-mounts:"
  ((${#lines[@]} == 0)) || printf '       %s\n' "${lines[@]}"
}
