# Commands of no plugin of their own

report() { # [<app>], Run dokku report against an app
  local apps app
  apps=$1
  if [[ $apps ]]; then
    verify_app_name "$apps"
  else
    apps=$(dokku_apps)
  fi
  dokku_log_info2_quiet 'System Report'
  echo "dokku version $(<"$DOKKU_LIB_ROOT/VERSION")"
  for app in $apps; do
    dokku_log_info2_quiet "$app"
    plugn trigger report "$app"
  done
}

urls() { # <app>, Show URLs for an app
  verify_app_name "$1"
  plugn trigger domains-urls "$1" urls
}

url() { # <app>, Show the first URL for an app
  verify_app_name "$1"
  plugn trigger domains-urls "$1" url
}
