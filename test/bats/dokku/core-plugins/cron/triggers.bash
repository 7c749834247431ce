# The triggers of the cron plugin. No host crontab is written.
source "$PLUGIN_CORE_AVAILABLE_PATH/cron/functions"

app-json-is-valid() { # APP FILE since 36
  local wrong
  wrong=$(read_app_json "$2" '.cron // [] | to_entries[] |
    if (.value.command // "") == "" then "Missing cron task command for app \($app) (index \(.key))"
    elif (.value.schedule // "") == "" then "Missing cron schedule for app \($app) (index \(.key))"
    elif (.value.concurrency_policy // "allow" | IN("allow", "forbid", "replace") | not)
      then "Invalid cron concurrency policy for app \($app) (schedule \(.value.schedule)): \(.value.concurrency_policy)"
    else empty end' --arg app "$1")
  [[ ! $wrong ]] || dokku_log_fail "${wrong%%$'\n'*}"
}

cron-get-property() { # APP KEY since 32
  local default=''
  [[ $2 != maintenance ]] || default=false
  prop_computed cron "$1" "$2" $default
  echo "$REPLY"
}

post-deploy() { # since 36
  go_trigger scheduler-cron-write "$(get_app_scheduler "$1")" "$1"
}

post-delete() {
  ! since 36 || go_trigger scheduler-cron-write "$(get_app_scheduler "$1")" "$1"
  fn-plugin-property-destroy cron "$1"
}

# Only the question to the scheduler: who answers true would get a host crontab.
scheduler-cron-write() { # SCHEDULER APP since 38
  plugn trigger scheduler-uses-host-cron "$1" >/dev/null
}

scheduler-stop() { # SCHEDULER APP [REMOVE] since 38
  local answer
  answer=$(plugn trigger scheduler-uses-host-cron "$1")
  [[ $answer != true ]] || go_trigger scheduler-cron-write "$1" "$2"
}

post-app-clone-setup() {
  fn-plugin-property-clone cron "$1" "$2"
}

post-app-rename-setup() {
  fn-plugin-property-clone cron "$1" "$2"
  fn-plugin-property-destroy cron "$1"
}
