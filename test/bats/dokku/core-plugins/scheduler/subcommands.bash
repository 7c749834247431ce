# Manage scheduler settings

scheduler:set() { # <app> <key> <value>, Set or clear a scheduler property for an app
  local valid=selected
  ! since 38 || valid+=' shell'
  property_set scheduler "$valid" "$valid" "$@"
}

scheduler_rows() {
  local app=$1 key
  for key in selected shell; do
    [[ $key == selected ]] || since 38 || continue
    if [[ $app != --global ]]; then
      prop scheduler "$app" $key
      echo "--scheduler-$key $REPLY"
    fi
    prop scheduler --global $key
    if ! since 38 && [[ ! $REPLY ]]; then REPLY=docker-local; fi
    echo "--scheduler-global-$key $REPLY"
    local default=docker-local
    [[ $key == selected ]] || default=/bin/bash
    prop_computed scheduler "$app" $key $default
    echo "--scheduler-computed-$key $REPLY"
  done
}

scheduler:report() { # [<app>] [<flag>], Displays a scheduler report for one or more apps
  report_command scheduler scheduler_rows "$@"
}
