# Manage trace mode

trace:on() { # , Enables trace mode
  mkdir -p "$DOKKU_ROOT/.dokkurc"
  echo 'export DOKKU_TRACE=1' >"$DOKKU_ROOT/.dokkurc/DOKKU_TRACE"
  dokku_log_info1 'Enabling trace mode'
}

trace:off() { # , Disables trace mode
  rm -f "$DOKKU_ROOT/.dokkurc/DOKKU_TRACE"
  dokku_log_info1 'Disabling trace mode'
}
