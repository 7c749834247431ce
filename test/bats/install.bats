#!/usr/bin/env bats
# plugin:install, :install-dependencies, :update and :uninstall in every layout. Needs root and npm's registry, no cluster.
load helpers

setup() {
  [[ ${DOKKU:-} != real ]] || skip 'would replace the plugin of a real Dokku'
  new_site "$(folder 755)" "${DOKKU_VERSION:-}"
  plugins=$DOKKU_LIB_ROOT/plugins
  enabled=$plugins/enabled/scheduler-kubernetes
  data=$DOKKU_LIB_ROOT/data/scheduler-kubernetes
  tools=$DOKKU_LIB_ROOT/scheduler-kubernetes/bin
}

# The working tree as it is, committed elsewhere.
clone_source() { # DIR
  mkdir -p "$1"
  git -C "$repository" ls-files -z --cached --others --exclude-standard |
    (cd "$repository" && xargs -0 sh -c 'for f; do [ ! -e "$f" ] || printf "%s\0" "$f"; done' _ | tar c --null --files-from -) | tar x -C "$1"
  git -C "$1" init --quiet --initial-branch=master
  commit "$1"
}

commit() { # DIR
  git -C "$1" add --all
  git -C "$1" -c user.name=test -c user.email=test@example.test commit --quiet --message "Change"
}

# PATH without kubectl and kubedog, and what stands for a download of them.
without_tools() {
  local path
  path=$(folder 755)
  ln -s /usr/bin/* "$path"
  ln -sf "$(type -P node)" "$(type -P npm)" "$(type -P dokku)" "$(type -P as-dokku)" "$(type -P plugn)" "$path"
  rm -f "$path"/{kubectl,kubedog}
  PATH=$path
  printf '#!/bin/bash\necho fresh\n' >"$BATS_TEST_TMPDIR/program"
  export KUBECTL_URL=file://$BATS_TEST_TMPDIR/program KUBEDOG_URL=file://$BATS_TEST_TMPDIR/program
  KUBECTL_SHA256=$(sha256sum <"$BATS_TEST_TMPDIR/program")
  KUBECTL_SHA256=${KUBECTL_SHA256%% *}
  export KUBECTL_SHA256 KUBEDOG_SHA256=$KUBECTL_SHA256
}

works() {
  dokku apps:create shop
  dokku scheduler-kubernetes:set shop namespace store
  run dokku scheduler-kubernetes:report shop --scheduler-kubernetes-computed-namespace
  assert_equal "$output" store
  dokku scheduler:set shop selected kubernetes
  run dokku report shop
  assert_has 'Scheduler kubernetes namespace:'
}

@test "a plain clone: install, install-dependencies, update" {
  local source=$BATS_TEST_TMPDIR/dokku-scheduler-kubernetes wrapper
  clone_source "$source"
  without_tools

  run dokku plugin:install "file://$source"
  assert_equal "$status" 0 "$output"
  assert_has 'Now run: sudo dokku plugin:install-dependencies'
  for wrapper in "$repository"/plugin/*; do [[ -e $enabled/${wrapper##*/} ]]; done
  run dokku scheduler-kubernetes:report
  assert_equal "$status" 1
  assert_has 'which is not built' 'plugin:install-dependencies'

  local HOME=$BATS_TEST_TMPDIR/home
  mkdir "$HOME"
  run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has 'It is built here' 'of its packages, removed again afterwards' 'Building'
  [[ ! -e $enabled/node_modules && ! -e $enabled/.npm-cache ]]
  run find "$HOME" -mindepth 1
  assert_equal "$output" '' 'what is left in the home'
  assert_equal "$("$tools/kubectl")" fresh
  works

  # What the real `dokku help` does with a plugin: it searches for this name, in folders too.
  run bash -c 'find -L "$1/" -name commands | while read -r found; do "$found" help || exit; done' _ "$enabled"
  assert_equal "$status" 0 "$output"
  assert_equal "$output" '    scheduler-kubernetes, Run apps on a Kubernetes cluster'

  run dokku plugin:install-dependencies
  assert_equal "$status" 0
  refute_has 'Building' 'Taking'

  git -C "$source" mv plugin/scheduler-logs plugin/scheduler-logs-new
  echo '// changed' >>"$source/src/main.ts"
  commit "$source"
  run dokku plugin:update scheduler-kubernetes
  assert_equal "$status" 0 "$output"
  assert_has 'Building'
  [[ -x $enabled/scheduler-logs-new && ! -L $enabled/scheduler-logs ]]
}

@test "a release archive" {
  local one=$BATS_TEST_TMPDIR/one other=$BATS_TEST_TMPDIR/elsewhere/other folder
  for folder in "$one" "$other"; do
    clone_source "$folder"
    ln -s "$repository/node_modules" "$folder/node_modules"
  done
  export SOURCE_DATE_EPOCH=1700000000
  npm --prefix "$one" run --silent release
  (umask 077 && TZ=Asia/Tokyo LANG=C.UTF-8 npm --prefix "$other" run --silent release)
  assert_equal "$(<"$other/release/SHA-256SUMS")" "$(<"$one/release/SHA-256SUMS")" 'the same tree, made twice'
  (cd "$one/release" && sha256sum --check --quiet SHA-256SUMS)
  assert_equal "$(json 'it.bomFormat + " " + it.components.some(({ name }) => name === "handlebars")' <"$one"/release/*.cdx.json)" 'CycloneDX true'

  without_tools
  rm "$PATH/npm"
  folder=("$one"/release/*.tar.gz)
  run dokku plugin:install "file://${folder[0]}" --name scheduler-kubernetes
  assert_equal "$status" 0 "$output"
  assert_has 'Now run: sudo dokku plugin:install-dependencies'
  works
  [[ -f $enabled/LICENSE && -f $enabled/bin/scheduler-kubernetes.LEGAL.txt ]]
  run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  refute_has 'Building' 'take a little longer'
  run dokku plugin:install
  assert_equal "$status" 0 "$output"
  refute_has 'Now run'

  # V8 takes what is kept as Dokku, and root nothing that Dokku has compiled.
  local file kept files=("$enabled"/bin/{basics,silence,asking,manifests,deploying}-*.cjs)
  assert_equal "${#files[@]}" 5
  for file in "${files[@]}"; do
    kept=$tools/compiled/${file##*/}.$(node -p process.version)
    assert_equal "$(stat -c '%U %a' "$kept")" 'root 644'
    assert_equal "$(v8_takes "$kept" <"$file")" true "$kept"
  done
  # Its words are those of a text as long as the file's.
  kept=$tools/compiled/$(basename "${files[0]}").$(node -p process.version)
  sed 's/Show the properties of one/Name the properties of one/' "${files[0]}" | v8_compiles >"$kept.new"
  mv "$kept.new" "$kept"
  run dokku scheduler-kubernetes:report --help
  assert_has 'Name the properties of one'
  run node "$enabled/bin/scheduler-kubernetes.cjs" command report --help
  assert_has 'Show the properties of one'
  # Another V8's, or what is none.
  echo none >"$kept"
  run dokku scheduler-kubernetes:report --help
  assert_equal "$status" 0 "$output"
  assert_has 'Show the properties of one'

  run dokku plugin:uninstall scheduler-kubernetes
  assert_equal "$status" 0 "$output"
  [[ ! -e $tools ]]
}

v8_takes() { # COMPILED <SCRIPT
  node -p 'new vm.Script(fs.readFileSync(0, "utf8"), { cachedData: fs.readFileSync(process.argv[1]) }).cachedDataRejected === false' "$1"
}

v8_compiles() { # <SCRIPT
  node -e 'process.stdout.write(new vm.Script(fs.readFileSync(0, "utf8")).createCachedData())'
}

@test "a development link" {
  ln -s "$repository/plugin" "$plugins/available/scheduler-kubernetes"
  ln -s "$plugins/available/scheduler-kubernetes" "$enabled"
  dokku plugin:install
  works
}

# Names and contents.
data_now() { (cd "$data" && find . -type f -printf '%p %u ' -exec md5sum {} \; | cut -d' ' -f1-3 | sort); }

# What the bash plugin 0.21.0 had in its folders, as its install and its properties made it.
as_the_original_left_it() {
  mkdir -p "$data"/{shop,kubectl}
  touch "$data"/{kubectl,kubedog}-v1.2.3 "$data/kubedog" "$data/kubectl/of-the-app-kubectl"
  give_to_dokku "$data"
  cp -r "$repository/test/bats/original/properties/app-shop" "$DOKKU_LIB_ROOT/config/scheduler-kubernetes/shop"
  give_to_dokku "$DOKKU_LIB_ROOT/config"
}

# The same number of steps leads there from every release, and a step that was done may be done again.
is_taken_over() {
  assert_equal "$(<"$data/--layout")" 3
  local before
  before=$(data_now)
  run dokku plugin:update
  refute_has Moved
  assert_equal "$(data_now)" "$before" 'a second update'
  rm "$data/--layout"
  dokku plugin:update
  assert_equal "$(data_now)" "$before" 'all steps again'
}

@test "an update from the layout of the original 0.21.0" {
  local source=$BATS_TEST_TMPDIR/dokku-scheduler-kubernetes
  mkdir -p "$source/templates"
  printf '[plugin]\ndescription = "dokku scheduler-kubernetes plugin"\nversion = "0.21.0"\n[plugin.config]\n' >"$source/plugin.toml"
  printf '#!/bin/bash\n' | tee "$source/install" "$source/internal-functions" "$source/post-create" >"$source/scheduler-tags-create"
  chmod +x "$source"/{install,post-create,scheduler-tags-create}
  git -C "$source" init --quiet --initial-branch=master
  commit "$source"
  without_tools
  dokku plugin:install "file://$source"
  mkdir -p "$DOKKU_LIB_ROOT/config/scheduler-kubernetes"
  as_the_original_left_it

  git -C "$source" rm -r --quiet .
  cp -r "$repository"/plugin/* "$repository"/{bin,templates,schemas} -t "$source"
  git -C "$source" checkout --quiet -b release
  commit "$source"
  run dokku plugin:update scheduler-kubernetes release
  assert_equal "$status" 0 "$output"
  [[ -d $enabled/subcommands && ! -e $enabled/internal-functions && ! -e $enabled/post-create ]]
  run find "$data" -type f -name 'kube*'
  assert_equal "$output" '' 'programs of the original'
  [[ -f $data/kubectl/of-the-app-kubectl ]]
  mkdir -p "$DOKKU_ROOT/shop" && give_to_dokku "$DOKKU_ROOT/shop"
  run dokku scheduler-kubernetes:report shop --scheduler-kubernetes-service-process-types
  assert_equal "$output" worker
  is_taken_over
}

@test "an update from the layout of 1.0.0 and of before it" {
  add_plugin
  local site=$data/--global/templates app=$data/shop/templates
  rm "$data/--layout"
  mkdir -p "$site" "$app/own" "$data/--bin"
  touch "$site"/{service,network-policy}.yaml.hbs "$app"/{extra,twice}.yaml.hbs "$app/own/twice.yaml.hbs" "$data/--bin/kubectl"
  run dokku plugin:update
  assert_equal "$status" 0 "$output"
  assert_has "Moved network-policy.yaml.hbs to $site/own" "Moved extra.yaml.hbs to $app/own" "$app/twice.yaml.hbs belongs in the folder own"
  [[ ! -e $data/--bin && $(<"$data/--layout") == 2 ]]
  assert_equal "$(cd "$data" && find . -name '*.hbs' | sort)" \
    "$(printf '%s\n' ./--global/templates/own/network-policy.yaml.hbs ./--global/templates/service.yaml.hbs ./shop/templates/own/{extra,twice}.yaml.hbs ./shop/templates/twice.yaml.hbs)"
  rm "$app/twice.yaml.hbs"
  run dokku plugin:update
  refute_has Moved belongs
  is_taken_over
}

@test "a release does not touch data of a newer one" {
  add_plugin
  dokku apps:create shop
  # However it was installed: a clone without branches, an archive.
  local before back='sudo dokku plugin:uninstall scheduler-kubernetes && sudo dokku plugin:install https://'
  echo 4 >"$data/--layout"
  before=$(data_now)
  run dokku plugin:update
  assert_equal "$status" 0
  assert_has "$data is of a newer release than this one, or damaged: it is left as it is" "$back"
  run dokku scheduler-kubernetes:set shop namespace store
  assert_equal "$status" 1
  assert_has "the data in $data is of a newer release" "$back"
  assert_equal "$(data_now)" "$before"
  echo 3 >"$data/--layout"
  dokku scheduler-kubernetes:set shop namespace store
}

@test "install again changes nothing; folders belong to the dokku user" {
  add_plugin
  chown nobody "$data"
  dokku plugin:install
  run stat -c '%U %a' "$data" "$DOKKU_LIB_ROOT"/config/scheduler-kubernetes{,/--global}
  assert_equal "$(sort -u <<<"$output")" "$DOKKU_SYSTEM_USER 755"
}

@test "what Dokku's links lead to is not root's to change, and a pipe is not waited for" {
  add_plugin
  local victim place=$data/shop/templates
  victim=$(folder 755)
  : >"$victim/extra.yaml.hbs"
  mkdir "$data/shop" && ln -s "$victim" "$place"
  rm "$data/--layout"
  run dokku plugin:update
  assert_equal "$status" 0
  assert_has "$place/extra.yaml.hbs belongs in the folder own beside it"
  assert_equal "$(ls "$victim")" extra.yaml.hbs
  rm "$data/--layout" && mkfifo "$data/--layout"
  run timeout 20 dokku plugin:update
  assert_equal "$status" 0
  assert_has "$data is of a newer release than this one, or damaged"
  run timeout 20 dokku scheduler-kubernetes:help
  assert_equal "$status" 0
}

settings_now() { stat -c '%n %U %a' "$config"{,/--global{,/pod-security}} && cat "$config/--global/pod-security"; }

@test "a new server gets pod-security, also where an install broke off; one that has settings keeps them" {
  local config=$DOKKU_LIB_ROOT/config/scheduler-kubernetes expected owner broken
  broken=$(folder 755)
  # A full disk, for example: nothing of it counts.
  printf '#!/bin/bash\nexit 1\n' >"$broken/mv" && chmod +x "$broken/mv"
  expected=$(printf "$config%s $DOKKU_SYSTEM_USER %s\n" '' 755 /--global 755 /--global/pod-security 644 && printf runtime-default)
  run add_plugin
  assert_has 'Pods will run with' 'pod-security none'
  assert_equal "$(settings_now)" "$expected"
  for owner in "$DOKKU_SYSTEM_USER" root; do
    rm -rf "$config"
    chown "$owner" "${config%/*}"
    mkdir -p "${config%/*}/.scheduler-kubernetes.new/--global"
    : >"${config%/*}/.scheduler-kubernetes.new/--global/pod-security"
    chown -R "$owner" "${config%/*}"/.scheduler-kubernetes.new
    PATH=$broken:$PATH run dokku plugin:trigger install
    assert_has 'install could not do: begin_settings'
    refute_has 'Pods will run'
    [[ ! -e $config ]]
    run dokku plugin:trigger install
    assert_has 'Pods will run with'
    assert_equal "$(settings_now)" "$expected" "in a folder of $owner"
    [[ ! -e ${config%/*}/.scheduler-kubernetes.new ]]
    rm "$config/--global/pod-security"
    run dokku plugin:trigger install
    refute_has 'Pods will run'
    [[ ! -e $config/--global/pod-security ]]
  done
}

@test "an install that cannot work says so and stops no other plugin" {
  add_plugin
  local other=$plugins/enabled/zz-other
  mkdir "$other"
  printf '[plugin]\n[plugin.config]\n' >"$other/plugin.toml"
  printf '#!/bin/bash\necho other installs\n' >"$other/install"
  chmod +x "$other/install"
  run dokku plugin:trigger install
  assert_has 'other installs'
  rm -rf "$DOKKU_LIB_ROOT/config/scheduler-kubernetes"
  : >"$DOKKU_LIB_ROOT/config/scheduler-kubernetes"
  run dokku plugin:trigger install
  assert_equal "$status" 0
  assert_has 'scheduler-kubernetes: install could not do' 'other installs'
}

@test "tools: a good one on PATH is used, else one is downloaded and checked first" {
  add_plugin
  without_tools
  printf '#!/bin/bash\necho mine\n' >"$PATH/kubectl" && chmod +x "$PATH/kubectl"
  run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has "Using $PATH/kubectl" "Taking kubedog from $KUBEDOG_URL"
  [[ ! -e $tools/kubectl && -x $tools/kubedog ]]
  # What a deploy saw of its cluster is held against the kubectl that is there now.
  mkdir "$data/shop"
  echo '{"namespace":{"name":"store","managed":false},"image":{"reference":"shop","source":"shop"},"deployedAt":null,"objects":[],"port":5000,"routes":[],
    "versions":{"server":"1.35","kubectl":"1.35","asked":"2026-01-01T00:00:00Z"}}' >"$data/shop/release.json"
  give_to_dokku "$data/shop"
  fake kubectl <<<'#!/bin/bash
echo "{\"clientVersion\":{\"gitVersion\":\"v1.33.2\"}}"'
  run dokku scheduler-kubernetes:version
  unfake kubectl
  assert_equal "$status" 0 "$output"
  assert_has v1.33.2 fresh "kubectl 1.33 is 2 minor versions older than the cluster's Kubernetes 1.35" \
    'sudo KUBECTL_VERSION=v1.35.0 dokku plugin:install-dependencies'
  # One of ours that does not run is replaced; one of the site's is the site's to mend.
  printf '#!/bin/bash\nexit 1\n' >"$tools/kubedog"
  run dokku plugin:install-dependencies
  assert_equal "$("$tools/kubedog")" fresh
  printf '#!/bin/bash\nexit 1\n' >"$PATH/kubectl"
  run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has "use $PATH/kubectl" 'it does not run: kubectl version --client'
}

@test "tools: those of before are replaced when another version is asked for, and the site's own are named" {
  add_plugin
  without_tools
  run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  run dokku plugin:install-dependencies
  assert_has "Using $tools/kubectl" "Using $tools/kubedog"
  cp "$BATS_TEST_TMPDIR/program" "$BATS_TEST_TMPDIR/newer"
  KUBECTL_URL=file://$BATS_TEST_TMPDIR/newer run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has "Taking kubectl from file://$BATS_TEST_TMPDIR/newer" "Using $tools/kubedog"
  # What was asked for stays until something else is.
  (
    unset KUBECTL_URL KUBECTL_SHA256 KUBEDOG_URL KUBEDOG_SHA256
    run dokku plugin:install-dependencies
    assert_equal "$status" 0 "$output"
    assert_has "Using $tools/kubectl" "Using $tools/kubedog"
  )
  cp "$BATS_TEST_TMPDIR/program" "$PATH/kubectl" && chmod +x "$PATH/kubectl"
  KUBECTL_VERSION=v1.36.0 run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has "Using $PATH/kubectl" 'it is on PATH, which comes first: KUBECTL_VERSION'
}

@test "root follows no link and runs no program that Dokku could have put there" {
  add_plugin
  without_tools
  local victim=$BATS_TEST_TMPDIR/victim ran=$BATS_TEST_TMPDIR/ran config=$DOKKU_LIB_ROOT/config/scheduler-kubernetes place
  for place in "$data" "$config" "$config/--global"; do
    rm -rf "$victim" "$place.before"
    mkdir -m 0700 "$victim" && mkdir "$victim"/{--bin,--global}
    chown -R nobody "$victim"
    mv "$place" "$place.before"
    ln -s "$victim" "$place"
    run dokku plugin:trigger install
    assert_equal "$status" 0
    assert_has "$place is a link" 'install could not do'
    run dokku plugin:install-dependencies
    [[ -d $victim/--bin ]]
    run stat -c '%U %a' "$victim" "$victim/--global"
    assert_equal "$output" $'nobody 700\nnobody 755' "what $place led to"
    rm "$place"
    mv "$place.before" "$place"
  done
  mkdir -p "$data/--bin"
  printf '#!/bin/bash\ntouch %q\n' "$ran" >"$data/--bin/kubedog" && chmod +x "$data/--bin/kubedog"
  rm "$data/--layout"
  dokku plugin:trigger install
  run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  [[ ! -e $ran && ! -e $data/--bin && $(stat -c %U "$tools/kubedog") == root ]]
  chown nobody "$DOKKU_LIB_ROOT/scheduler-kubernetes"
  run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has "$DOKKU_LIB_ROOT/scheduler-kubernetes is not root's alone" 'sudo chown root:root'
}

@test "tools: a broken download leaves what was there and says what was expected" {
  add_plugin
  without_tools
  mkdir -p "$tools"; printf '#!/bin/bash\necho old; exit 1\n' >"$tools/kubectl" && chmod +x "$tools/kubectl"
  KUBECTL_SHA256=0123 run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'check kubectl from file://' 'expected was 0123' 'what was there before is kept'
  KUBECTL_URL=file:///nonexistent run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'download kubectl from file:///nonexistent' 'there is no such file'
  # Where none is named: that of our version, and that beside another.
  KUBECTL_SHA256='' run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has "its SHA-256 is $KUBECTL_SHA256, expected was a2e984a18a0c063279d692533031c1eff93a262afcc0afdc517375432d060989" KUBECTL_VERSION
  KUBECTL_VERSION=v1.34.0 KUBECTL_SHA256='' run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'no SHA-256 to hold it against' KUBECTL_SHA256
  assert_equal "$("$tools/kubectl" || true)" old
  run find "$tools" -name '.new*'
  assert_equal "$output" '' 'what is left of downloads'
}

@test "tools: of another version the sum beside the file is asked for when none is given" {
  add_plugin
  without_tools
  sha256sum "$BATS_TEST_TMPDIR/program" >"$BATS_TEST_TMPDIR/program.sha256"
  KUBECTL_VERSION=v1.34.0 KUBECTL_SHA256='' run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_equal "$("$tools/kubectl")" fresh
}

# Signs as kubedog's maker does, whose key that of the plugin in use becomes.
sign() { # FILE...
  local home=$BATS_TEST_TMPDIR/gpg file
  if [[ ! -d $home ]]; then
    mkdir -m 0700 "$home"
    gpg --homedir "$home" --batch --quiet --passphrase '' --quick-generate-key maker@example.test ed25519 sign never
    gpg --homedir "$home" --armor --export >"$enabled/kubedog.asc"
  fi
  for file; do gpg --homedir "$home" --batch --quiet --yes --detach-sign --output "$file.sig" "$file"; done
  gpgconf --homedir "$home" --kill all
}

@test "tools: from files, without curl; kubedog is held against its signature by the key of the plugin" {
  add_plugin
  without_tools
  local media=$BATS_TEST_TMPDIR/media HOME=$BATS_TEST_TMPDIR/home
  mkdir -m 0700 "$media" "$HOME"
  run gpg --homedir "$media" --show-keys --with-colons "$enabled/kubedog.asc"
  assert_has 'fpr:::::::::B5D1AD7A11C8113A920BF410ED52E8AFE2AC13D5:'
  cp "$BATS_TEST_TMPDIR/program" "$media/kubectl"
  cp "$BATS_TEST_TMPDIR/program" "$media/kubedog"
  sign "$media/kubedog"
  rm "$PATH/curl"
  unset KUBECTL_URL KUBEDOG_URL KUBEDOG_SHA256
  export KUBECTL_FILE=$media/kubectl KUBEDOG_FILE=$media/kubedog
  run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has "Taking kubectl from file://$media/kubectl" "Taking kubedog from file://$media/kubedog"
  assert_equal "$("$tools/kubectl" && "$tools/kubedog")" $'fresh\nfresh'
  run dokku plugin:install-dependencies
  assert_has "Using $tools/kubectl" "Using $tools/kubedog"
  refute_has Taking

  printf '#!/bin/bash\necho forged\n' >"$media/kubedog"
  run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'check kubedog' "its signature file://$media/kubedog.sig is not by the key" 'what was there before is kept'
  # A signature holds for programs of all machines.
  printf '\x7fELF%s\xb7\0' '              ' >"$media/kubedog"
  sign "$media/kubedog"
  run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'it is a program for another machine than amd64'
  assert_equal "$("$tools/kubedog")" fresh
  run find "$tools" "$HOME" -name '.new*' -o -path "$HOME/*"
  assert_equal "$output" '' 'what is left'
}

@test "tools: on arm64, from their makers, through a proxy" {
  add_plugin
  without_tools
  local makers=$BATS_TEST_TMPDIR/makers program=$BATS_TEST_TMPDIR/arm64 kubectl kubedog
  kubectl=$makers/dl.k8s.io/release/v1.35.0/bin/linux/arm64/kubectl
  kubedog=$makers/tuf.kubedog.werf.io/targets/releases/0.13.0/linux-arm64/bin/kubedog
  mkdir -p "$program" "${kubectl%/*}" "${kubedog%/*}" "${kubedog/releases/signatures}"
  # A program of that machine, as it is published.
  (cd "$program" && npm pack --silent "@esbuild/linux-arm64@$(node -p "require('$repository/node_modules/esbuild/package.json').version")" >/dev/null && tar xzf ./*.tgz)
  cp "$program/package/bin/esbuild" "$kubectl"
  cp "$program/package/bin/esbuild" "$kubedog"
  sign "$kubedog"
  rm -d "${kubedog/releases/signatures}"
  mv "$kubedog.sig" "${kubedog/releases/signatures}.sig"
  rm "$PATH/uname"
  printf '#!/bin/bash\necho aarch64\n' >"$PATH/uname" && chmod +x "$PATH/uname"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=makers -addext subjectAltName=DNS:dl.k8s.io,DNS:tuf.kubedog.werf.io \
    -keyout "$BATS_TEST_TMPDIR/key" -out "$BATS_TEST_TMPDIR/certificate" 2>/dev/null
  serve "$repository/test/bats/makers.mjs" "$makers" "$BATS_TEST_TMPDIR/key" "$BATS_TEST_TMPDIR/certificate"
  unset KUBECTL_URL KUBECTL_SHA256 KUBEDOG_URL KUBEDOG_SHA256
  export https_proxy=http://127.0.0.1:$SAID CURL_CA_BUNDLE=$BATS_TEST_TMPDIR/certificate

  run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'Downloading kubectl from https://dl.k8s.io/release/v1.35.0/bin/linux/arm64/kubectl' \
    'expected was 58f82f9fe796c375c5c4b8439850b0f3f4d401a52434052f2df46035a8789e25'
  KUBECTL_SHA256=$(sha256sum <"$kubectl")
  export KUBECTL_SHA256
  run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  cmp "$kubectl" "$tools/kubectl"
  cmp "$kubedog" "$tools/kubedog"

  cp "$repository/node_modules/@esbuild/linux-x64/bin/esbuild" "$kubectl"
  KUBECTL_SHA256=$(sha256sum <"$kubectl") run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'it is a program for another machine than arm64'
  # One that breaks off.
  : >"$kubectl.broken"
  run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'download kubectl from https://dl.k8s.io'
  cmp "$program/package/bin/esbuild" "$tools/kubectl"
}

@test "Node's own is taken where that of the distribution is too old" {
  add_plugin
  without_tools
  local media=$BATS_TEST_TMPDIR/media real
  real=$(type -P node)
  real=$(realpath "$real")
  mkdir -p "$media/node-v24.21.0-linux-x64/bin"
  printf '#!/bin/bash\nexec %q "$@"\n' "$real" >"$media/node-v24.21.0-linux-x64/bin/node" && chmod +x "$media/node-v24.21.0-linux-x64/bin/node"
  tar czf "$media/node-v24.21.0-linux-x64.tar.gz" -C "$media" node-v24.21.0-linux-x64
  rm "$PATH/node"
  printf '#!/bin/bash\necho v12.22.9; exit 1\n' >"$PATH/node" && chmod +x "$PATH/node"
  # What it asks for, it can get from a file alone here.
  export DOKKU_DISTRO=other NODE_FILE=$media/node-v24.21.0-linux-x64.tar.gz
  run dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'expected was 6e1db87ef58b8819e5d5402eff1536491b18edd8eb7bee5ef7897876e88dc5ff'
  [[ ! -e $tools/node ]]

  (cd "$media" && sha256sum ./*.tar.gz | sed 's,\./,,' >SHASUMS256.txt)
  NODE_VERSION=v24.20.0 run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has "Taking node from file://$NODE_FILE"
  unset NODE_FILE
  run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has "Using $tools/node"
  works

  rm "$PATH/node"
  ln -s "$real" "$PATH/node"
  run dokku plugin:install-dependencies
  assert_has "Using $PATH/node"
  [[ ! -e $tools/node ]]
}

@test "without a network it is said within seconds what to fetch elsewhere" {
  add_plugin
  without_tools
  unset KUBECTL_URL KUBECTL_SHA256 KUBEDOG_URL KUBEDOG_SHA256
  local began missing
  for missing in kubectl node; do
    [[ $missing == kubectl ]] || rm "$PATH/node"
    began=$EPOCHSECONDS
    KUBECTL_VERSION=1.35.0 DOKKU_DISTRO=debian run unshare --net dokku plugin:install-dependencies
    ((EPOCHSECONDS - began < 60))
    assert_equal "$status" 1
    assert_has 'without a network, fetch these elsewhere and put them into /root here:' $'\n !     https://dl.k8s.io/release/v1.35.0/bin/linux/amd64/kubectl\n' \
      'linux-amd64/bin/kubedog.sig' 'KUBECTL_FILE=/root/kubectl KUBEDOG_FILE=/root/kubedog dokku plugin:install-dependencies'
  done
  assert_has 'install nodejs' 'https://nodejs.org/dist/v24.21.0/node-v24.21.0-linux-x64.tar.gz' 'sudo NODE_FILE=/root/node-v24.21.0-linux-x64.tar.gz'
}

@test "without a network, where all files are there, the packages are named" {
  add_plugin
  without_tools
  rm "$PATH/gpgv"
  unset KUBECTL_URL KUBEDOG_URL KUBEDOG_SHA256
  export KUBECTL_FILE=$BATS_TEST_TMPDIR/program KUBEDOG_FILE=$BATS_TEST_TMPDIR/program
  DOKKU_DISTRO=debian run unshare --net dokku plugin:install-dependencies
  assert_equal "$status" 1
  assert_has 'install gpgv' 'install here what you fetched elsewhere: gpgv' KUBEDOG_SHA256
  refute_has 'sudo  dokku' _URL '/root here:'
}

@test "a source of packages that fails does not matter where another has them" {
  add_plugin
  without_tools
  sign "$BATS_TEST_TMPDIR/program"
  rm "$PATH"/{gpgv,apt-get}
  printf '#!/bin/bash\ncase "$*" in\n%s) %s ;;\n%s) %s ;;\n%s) %s ;;\nesac\n' '*update*' 'echo Get:1; echo E: somebody else; exit 100' \
    '*-s*' 'echo Inst gpgv' '*install*' "ln -s /usr/bin/gpgv $PATH" >"$PATH/apt-get"
  chmod +x "$PATH/apt-get"
  unset KUBEDOG_SHA256
  DOKKU_DISTRO=debian run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has 'E: somebody else' 'Installing gpgv: 1 packages' "Taking kubedog from $KUBEDOG_URL"
}

@test "tools: one that Dokku cannot reach is none, as those in /root" {
  add_plugin
  without_tools
  local roots=$BATS_TEST_TMPDIR/roots
  mkdir -m 0700 "$roots"
  cp "$BATS_TEST_TMPDIR/program" "$roots/kubectl"
  printf '#!/bin/bash\nexec %q "$@"\n' "$PATH/node" >"$roots/node"
  chmod +x "$roots"/*
  PATH=$roots:$PATH run dokku plugin:install-dependencies
  assert_equal "$status" 0 "$output"
  assert_has "Using $PATH/node" "Taking kubectl from $KUBECTL_URL"
}

@test "uninstall: only our own name; properties and records stay" {
  add_plugin
  dokku apps:create shop
  dokku scheduler-kubernetes:set shop namespace store
  mkdir -p "$tools"; echo binary >"$tools/kubectl"
  dokku plugin:trigger uninstall another
  [[ -e $tools/kubectl ]]
  run dokku plugin:uninstall scheduler-kubernetes
  assert_equal "$status" 0 "$output"
  assert_has 'Apps stay as they are in the cluster and go on running' 'dokku apps:destroy APP'
  [[ ! -e $tools/kubectl && ! -e $enabled ]]
  assert_equal "$(<"$DOKKU_LIB_ROOT/config/scheduler-kubernetes/shop/namespace")" store
}
