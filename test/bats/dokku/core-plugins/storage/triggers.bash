# The triggers of the storage plugin.
source "${BASH_SOURCE[0]%/*}/subcommands.bash"

mounts_json() { # APP FORMAT, with HOST CONTAINER OPTIONS and their JSON strings
  local lines mount host container options text json=''
  read_mounts "$1"
  for mount in "${lines[@]}"; do
    IFS=: read -r host container options <<<"$mount"
    json_string "$host"
    host=$REPLY
    json_string "$container"
    container=$REPLY
    json_string "$options"
    # shellcheck disable=SC2059 # the caller knows the version's form
    printf -v text "$2" "$host" "$container" "$REPLY"
    json+=,$text
  done
  echo "[${json#,}]"
}

storage-list() { # APP PHASE [json]
  if [[ $3 == json ]]; then
    mounts_json "$1" '{"host_path":%s,"container_path":%s,"volume_options":%s}'
  else
    local lines
    read_mounts "$1"
    ((${#lines[@]} == 0)) || printf '%s\n' "${lines[@]}"
  fi
}

storage-app-mounts() { # APP PHASE since 38
  mounts_json "$1" '{"entry":{"name":"legacy","scheduler":"docker-local","host_path":%s},"attachment":{"entry_name":"legacy","container_path":%s,"phases":["deploy","run"],"process_type":"_default_","volume_options":%s}}'
}

post-app-clone-setup() {
  fn-plugin-property-clone storage "$1" "$2"
}

post-app-rename-setup() {
  fn-plugin-property-clone storage "$1" "$2"
  fn-plugin-property-destroy storage "$1"
}

post-delete() {
  fn-plugin-property-destroy storage "$1"
}
