#!/usr/bin/env bats
# How a container is started, for each way an image was built: the programs in these images say how they were called, and serve.
load helpers

setup_file() {
  use_dokku
  unique_names
  export SOURCE=$BATS_FILE_TMPDIR/source
  create_namespace "$NAMESPACE"
  create_app "$APP"
  app_source "$SOURCE"
  rm "$SOURCE/Procfile" "$SOURCE/app.json"
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

# A release of an image with these last lines, made by BUILDER; Procfile as it is.
deploy() { # BUILDER DOCKERFILE-LINES
  dokku builder:set "$APP" selected "$1"
  printf 'FROM scratch\nWORKDIR /app\nCOPY hello /bin/hello\nCOPY VERSION ./\nENV PATH=/bin:/cnb/lifecycle HOME=/app\n%s\n' "$2" >"$SOURCE/Dockerfile"
  run push "$APP" "$SOURCE"
  assert_status 0
}

# PORT and argv of the container of a process type
called() { # PROCESS-TYPE
  k logs "$(pods "$APP" "$1" | head -n 1)" | head -n 1
}
is_called() { # PROCESS-TYPE JSON
  wait_for "called $1 | grep ." 10
  assert_equal "$(called "$1")" "$2" "how $1 was called"
}

procfile() {
  cat >"$SOURCE/Procfile" <<'END'
web: serve --say "it's $PORT" '$HOME {"a": 1}' && true
worker: work "$GREETING"
END
}
TEXT='serve --say \"it'"'"'s $PORT\" '"'"'$HOME {\"a\": 1}'"'"' && true'

@test "a Dockerfile without a Procfile starts as the image says" {
  deploy dockerfile $'COPY hello /bin/entry\nENTRYPOINT ["/bin/entry"]\nCMD ["by", "default"]'
  is_called web '["PORT=5000","/bin/entry","by","default"]'
}

@test "a Dockerfile with a Procfile: its words, in quotes or not, are the ENTRYPOINT's arguments" {
  procfile
  dokku config:set --no-restart "$APP" GREETING='hello "you" $HOME'
  deploy dockerfile $'COPY hello /bin/entry\nENTRYPOINT ["/bin/entry"]\nCMD ["by", "default"]'
  is_called web '["PORT=5000","/bin/entry","serve","--say","it'"'"'s 5000","$HOME {\"a\": 1}","\u0026\u0026","true"]'
  run dokku ps:scale "$APP" worker=1
  assert_status 0
  is_called worker '["PORT=","/bin/entry","work","hello \"you\" $HOME"]'
}

@test "a Dockerfile: defaults and their like are expanded from the config, what needs a shell is said" {
  cat >"$SOURCE/Procfile" <<'END'
web: serve --port ${PORT:-8080} ${LEVEL:-info} ${EMPTY:-none} ${EMPTY-gone} "${GREETING:?say it}" ${GONE:+never} && $GONE
END
  dokku config:set --no-restart "$APP" EMPTY=
  deploy dockerfile $'COPY hello /bin/entry\nENTRYPOINT ["/bin/entry"]'
  assert_has 'web: no shell reads `serve' '&& stays as it is; $GONE is not in the config and stands for nothing. For a shell: sh -c '"'serve"
  is_called web '["PORT=5000","/bin/entry","serve","--port","5000","info","none","hello \"you\" $HOME","\u0026\u0026"]'
  run k get deployment "$APP-web" --output yaml
  refute_has 'hello "you"'
}

@test "a Dockerfile: what a shell alone could expand stops the deploy with the line to write, what runs stays" {
  echo 'web: serve ${GREETING%you}' >"$SOURCE/Procfile"
  run push "$APP" "$SOURCE"
  assert_status 1
  assert_has 'start command of process type "web" has ${GREETING%you}, which needs a shell: write sh -c '"'"'serve ${GREETING%you}'"'" 'nothing was applied'
  is_called web '["PORT=5000","/bin/entry","serve","--port","5000","info","none","hello \"you\" $HOME","\u0026\u0026"]'
  procfile
}

@test "herokuish: /start with the process type" {
  deploy herokuish $'COPY hello /start'
  is_called web '["PORT=5000","/start","web"]'
  is_called worker '["PORT=","/start","worker"]'
}

@test "an image that was made from one of herokuish is one" {
  deploy dockerfile $'COPY hello /start\nENV USER=herokuishuser'
  is_called web '["PORT=5000","/start","web"]'
}

@test "buildpacks: the launcher gets the command as one word, so that quotes and && are bash's" {
  deploy pack $'COPY hello /cnb/lifecycle/launcher\nLABEL io.buildpacks.stack.id=io.buildpacks.stacks.test\nENV USER=herokuishuser'
  is_called web "[\"PORT=5000\",\"launcher\",\"${TEXT//&&/\\u0026\\u0026}\"]"
  is_called worker '["PORT=","launcher","work \"$GREETING\""]'
}

@test "buildpacks without a Procfile: the image's own process of that name" {
  rm "$SOURCE/Procfile"
  deploy pack $'COPY hello /cnb/process/web\nCOPY hello /cnb/process/worker\nENTRYPOINT ["/cnb/process/web"]\nLABEL io.buildpacks.stack.id=x'
  is_called web '["PORT=5000","/cnb/process/web"]'
  is_called worker '["PORT=","/cnb/process/worker"]'
}

@test "nixpacks: the ENTRYPOINT gets the command as one word" {
  procfile
  deploy nixpacks $'COPY hello /bin/entry\nENTRYPOINT ["/bin/entry"]'
  is_called web "[\"PORT=5000\",\"/bin/entry\",\"${TEXT//&&/\\u0026\\u0026}\"]"
}

@test "an unclosed quote stops the deploy with the command, running pods stay" {
  echo 'web: serve "x' >"$SOURCE/Procfile"
  dokku builder:set "$APP" selected dockerfile
  run push "$APP" "$SOURCE"
  assert_status 1
  assert_has 'start command of process type "web" has an unclosed quote or brace: serve "x' 'nothing was applied'
  is_called web "[\"PORT=5000\",\"/bin/entry\",\"${TEXT//&&/\\u0026\\u0026}\"]"
}
