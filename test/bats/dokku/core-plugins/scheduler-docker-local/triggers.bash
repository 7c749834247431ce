# Dokku's default scheduler. The stand-in runs no containers: it says so instead of pretending.

scheduler-deploy() { # SCHEDULER APP TAG PROCESS_TYPE
  [[ $1 != docker-local ]] || dokku_log_fail "The Dokku stand-in cannot run containers, select another scheduler: dokku scheduler:set $2 selected <scheduler>"
}

scheduler-app-status() {
  [[ $1 != docker-local ]] || echo '0 false'
}

scheduler-is-deployed() {
  [[ $1 != docker-local ]]
}

scheduler-uses-host-cron() { # since 38
  [[ $1 != docker-local ]] || echo true
}
