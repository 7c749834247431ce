# Manage zero-downtime settings

checks_move() { # APP TYPES|_all_ FROM TO: takes the process types out of one list and puts them into the other
  local app=$1 types=$2 list word
  local -A keys=([disabled]=DOKKU_CHECKS_DISABLED [skipped]=DOKKU_CHECKS_SKIPPED)
  if [[ $types == _all_ ]]; then
    [[ ! $4 ]] || save_setting "${keys[$4]}" checks "$app" "$4" _all_
    save_setting "${keys[$3]}" checks "$app" "$3" ''
    return
  fi
  setting "${keys[$3]}" checks "$app" "$3"
  list=,$REPLY,
  for word in ${types//,/ }; do list=${list//,$word,/,}; done
  list=${list#,}
  save_setting "${keys[$3]}" checks "$app" "$3" "${list%,}"
  [[ $4 ]] || return 0
  setting "${keys[$4]}" checks "$app" "$4"
  list=,$REPLY,
  list=${list//,_all_,/,}
  for word in ${types//,/ }; do [[ $list == *,$word,* ]] || list=${list%,},$word,; done
  list=${list#,} list=${list#,}
  save_setting "${keys[$4]}" checks "$app" "$4" "${list%,}"
}

checks_change() { # VERB TO_LIST FROM_LIST APP [TYPES]
  local app=$4 types=${5:-_all_}
  verify_app_name "$app"
  if [[ $types == _all_ ]]; then
    dokku_log_info1 "$1 zero downtime for app ($app)"
  else
    dokku_log_info1 "$1 zero downtime for app's ($app) proctypes ($types)"
  fi
  checks_move "$app" "$types" "$3" "$2"
}

checks:disable() { # <app> [process-type(s)], Disable zero-downtime deployment for all processes (or comma-separated process-type list)
  checks_change Disabling disabled skipped "$@"
}

checks:skip() { # <app> [process-type(s)], Skip zero-downtime checks for all processes (or comma-separated process-type list)
  checks_change Skipping skipped disabled "$@"
}

checks:enable() { # <app> [process-type(s)], Enable zero-downtime deployment for all processes (or comma-separated process-type list)
  checks_change Enabling '' disabled "$@"
  checks_move "$1" "${2:-_all_}" skipped ''
}

checks:set() { # [--global|<app>] <key> <value>, Set or clear a checks property for an app
  [[ $1 == --global ]] || verify_app_name "$1"
  [[ $2 ]] || dokku_log_fail 'No key specified'
  [[ $2 == wait-to-retire ]] || dokku_log_fail 'Invalid key specified, valid keys include: wait-to-retire'
  property_set checks wait-to-retire wait-to-retire "$@"
}

checks_rows() {
  local app=$1
  prop checks --global wait-to-retire
  echo "--checks-global-wait-to-retire $REPLY"
  prop_computed checks "$app" wait-to-retire 60
  echo "--checks-computed-wait-to-retire $REPLY"
  [[ $app != --global ]] || return 0
  prop checks "$app" wait-to-retire
  echo "--checks-wait-to-retire $REPLY"
  setting DOKKU_CHECKS_DISABLED checks "$app" disabled
  echo "--checks-disabled-list ${REPLY:-none}"
  setting DOKKU_CHECKS_SKIPPED checks "$app" skipped
  echo "--checks-skipped-list ${REPLY:-none}"
}

checks:report() { # [<app>] [<flag>], Displays a checks report for one or more apps
  report_command checks checks_rows "$@"
}
