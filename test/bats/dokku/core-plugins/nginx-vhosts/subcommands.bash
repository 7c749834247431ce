# Manage the nginx proxy

nginx:set() { # <app> <property> (<value>), Set or clear an nginx property for an app
  local valid='client-max-body-size hsts proxy-buffering proxy-connect-timeout proxy-read-timeout proxy-send-timeout'
  property_set nginx "$valid" "$valid" "$@"
}

nginx:show-config() { # <app>, Display app nginx config since 36
  verify_app_name "$1"
  plugn trigger scheduler-proxy-config "$(get_app_scheduler "$1")" "$1" "$(plugn trigger proxy-type "$1")" </dev/null
}

nginx:access-logs() { # <app> [-t], Show the nginx access logs for an application since 36
  nginx_logs access "$@"
}

nginx:error-logs() { # <app> [-t], Show the nginx error logs for an application since 36
  nginx_logs error "$@"
}

nginx_logs() { # access|error APP [-t]
  local tail=false
  verify_app_name "$2"
  [[ $3 != -t ]] || tail=true
  plugn trigger scheduler-proxy-logs "$(get_app_scheduler "$2")" "$2" "$(plugn trigger proxy-type "$2")" "$1" $tail 20 </dev/null
}
