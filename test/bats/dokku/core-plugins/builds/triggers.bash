# The triggers of the builds plugin (0.38): only the record of how a build ended.

builds-record-start() { # APP ID PID SOURCE since 38
  mkdir -p "$DOKKU_LIB_ROOT/data/builds/$1"
  echo "$3 $4" >"$DOKKU_LIB_ROOT/data/builds/$1/$2.running"
}

builds-record-finalize() { # APP ID STATUS since 38
  rm -f "$DOKKU_LIB_ROOT/data/builds/$1/$2.running"
  echo "$3" >"$DOKKU_LIB_ROOT/data/builds/$1/$2.status"
}

post-delete() {
  rm -rf "$DOKKU_LIB_ROOT/data/builds/$1"
}
