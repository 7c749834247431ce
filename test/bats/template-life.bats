#!/usr/bin/env bats
# Copies of built-in templates from `template-init` to the merge after an upgrade. No cluster is asked.
load helpers

setup_file() {
  [[ ${DOKKU:-} != real ]] || skip 'would replace the templates of a real plugin'
  use_dokku
  unique_names
  export data=$DOKKU_LIB_ROOT/data/scheduler-kubernetes
  create_app "$APP"
}

setup() {
  plugin=$DOKKU_LIB_ROOT/plugins/enabled/scheduler-kubernetes
  cp -r "$plugin/templates" "$BATS_TEST_TMPDIR/built-in"
}

teardown() {
  rm -rf "$data/--global/templates" "$data/$APP/templates" "$plugin/templates"
  cp -r "$BATS_TEST_TMPDIR/built-in" "$plugin/templates"
}

line() { # FILE FROM TO: replaces a line
  sed -i "s|^$2\$|$3|" "$1"
  grep -qFx -- "$3" "$1"
}

@test "a copy prints what the built-in does, is Dokku's, and is never overwritten" {
  local before path=$data/--global/templates
  before=$(dokku scheduler-kubernetes:show-manifest "$APP")
  run dokku scheduler-kubernetes:template-init deployment
  assert_status 0
  assert_has "Copied deployment 1.0.0 to $path/deployment.yaml.hbs"
  run dokku scheduler-kubernetes:template-init --global partials/pod
  assert_status 0
  run stat -c '%U %a' "$path"/{,.base/}{deployment,partials/pod}.yaml.hbs
  assert_equal "$(sort -u <<<"$output")" "$DOKKU_SYSTEM_USER 644"
  run head -n 1 "$path/deployment.yaml.hbs"
  assert_equal "$output" '{{!-- deployment.yaml.hbs, copied from the built-in 1.0.0 --}}'
  assert_equal "$(dokku scheduler-kubernetes:show-manifest "$APP")" "$before"

  echo mine >>"$path/deployment.yaml.hbs"
  refuses 1 "$path/deployment.yaml.hbs is there already" -- template-init deployment
  run tail -n 1 "$path/deployment.yaml.hbs"
  assert_equal "$output" mine
  refuses 1 'there is no built-in template deploymnet, did you mean deployment?' -- template-init deploymnet "$APP"
  refuses 20 'App nosuch does not exist' -- template-init service nosuch
}

@test "an upgrade names the copies that lag behind; they are compared and merged" {
  local copy=$data/$APP/templates/service.yaml.hbs
  dokku scheduler-kubernetes:template-init service "$APP"
  dokku scheduler-kubernetes:template-init ingress
  line "$copy" 'kind: Service' 'kind: Service # ours'
  run dokku plugin:update
  refute_has 'behind'
  run dokku scheduler-kubernetes:template-merge service "$APP"
  assert_status 0
  assert_has "service of $APP has all that the built-in 1.0.0 has"

  echo '# theirs' >>"$plugin/templates/service.yaml.hbs"
  run dokku plugin:update
  assert_status 0
  assert_has "$copy is behind the built-in template: dokku scheduler-kubernetes:template-merge service $APP"
  refute_has 'ingress.yaml.hbs is behind'
  run dokku scheduler-kubernetes:templates "$APP"
  assert_has "$copy is behind the built-in: dokku scheduler-kubernetes:template-merge service $APP"
  run --separate-stderr dokku scheduler-kubernetes:templates "$APP" --format json
  assert_equal "$(json 'it.filter(({state}) => state).map(({name, state}) => [name, state].join())' <<<"$output")" '["ingress,current","service,behind"]'
  run dokku scheduler-kubernetes:template-diff "$APP"
  assert_status 0
  assert_has 'ingress: what the site changed' nothing "service: what $APP changed" "+++ $copy" '-kind: Service' '+kind: Service # ours' \
    'service: what the built-in has gained since' '+# theirs'

  run dokku scheduler-kubernetes:template-merge service "$APP"
  assert_status 0
  assert_has "Merged service of $APP with the built-in 1.0.0: $copy"
  assert_equal "$(grep -cE '^kind: Service # ours$|^# theirs$' "$copy")" 2
  run dokku plugin:update
  refute_has 'behind'
}

@test "a merge that needs a person: named with its line, not rendered, ended by hand" {
  local copy=$data/--global/templates/service.yaml.hbs
  dokku scheduler-kubernetes:template-init service
  line "$copy" 'kind: Service' 'kind: Service # ours'
  line "$plugin/templates/service.yaml.hbs" 'kind: Service' 'kind: Service # theirs'
  run dokku scheduler-kubernetes:template-merge service
  assert_status 1
  assert_has "$copy:3: both changed this" 'keep one text'
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_status 1
  assert_has "$copy:3: a merge left two texts here"
  run dokku scheduler-kubernetes:templates
  assert_has "$copy holds a conflict of a merge"
  run dokku scheduler-kubernetes:template-merge service
  assert_status 1
  assert_has "$copy:3: both changed this"

  sed -i '/^<<<<<<< /d; /^=======$/,/^>>>>>>> /d' "$copy"
  run dokku scheduler-kubernetes:template-merge service
  assert_status 0
  assert_has 'service of the site has all that the built-in 1.0.0 has'
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_status 0
}

@test "a template that was copied by hand is compared, not merged" {
  local path=$data/--global/templates
  as-dokku mkdir -p "$path"
  cp "$plugin/templates/service.yaml.hbs" "$path"
  run dokku scheduler-kubernetes:template-diff
  assert_has 'service: what the site changed' nothing 'nobody knows what the built-in has gained since'
  run dokku scheduler-kubernetes:template-merge service
  assert_status 1
  assert_has "$path/service.yaml.hbs was not copied by template-init"
  run dokku scheduler-kubernetes:template-merge ingress
  assert_status 1
  assert_has "there is no $path/ingress.yaml.hbs"
}

checked() { # CODE TEXT...: template-check of the candidate ends so and says these
  run dokku scheduler-kubernetes:template-check "$APP" --dir "$candidate"
  assert_status "$1"
  assert_has "${@:2}"
  refute_has 'internal error' 'top-secret'
}

@test "a candidate folder: what would change in each app, what would be refused, and nothing is written" {
  local candidate before
  candidate=$(folder 755)
  dokku config:set --no-restart "$APP" TOKEN=top-secret
  before=$(dokku scheduler-kubernetes:show-manifest "$APP")
  cp "$plugin/templates/deployment.yaml.hbs" "$candidate"
  checked 0 '1 app: 0 would change, 0 would be refused'

  mkdir "$candidate/patches" "$candidate/own"
  printf 'spec:\n  template:\n    spec:\n      nodeSelector:\n        disk: ssd\n' >"$candidate/patches/deployment.web.yaml"
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  {{> metadata}}\n' >"$candidate/own/extra.yaml.hbs"
  checked 2 "=====> $APP" "~ Deployment $APP-web" '+ spec.template.spec.nodeSelector: {"disk":"ssd"}' "+ ConfigMap $APP-extra" \
    '1 app: 1 would change, 0 would be refused'
  run --separate-stderr dokku scheduler-kubernetes:template-check --format json --dir "$candidate" "$APP"
  assert_status 2
  assert_equal "$(json 'it[0].changes.map(({change, kind, fields}) => [change, kind, fields.length])' <<<"$output")" '[["changed","Deployment",1],["added","ConfigMap",0]]'

  sed -i 's/^spec:$/spec:\n  replcas: 1/' "$candidate/deployment.yaml.hbs"
  checked 1 "$candidate/deployment.yaml.hbs (site) -> Deployment/$APP-web" 'spec.replcas is not a field that Kubernetes knows' \
    'would be refused'
  echo '{{#if' >>"$candidate/deployment.yaml.hbs"
  checked 1 "$candidate/deployment.yaml.hbs:" '1 app: 0 would change, 1 would be refused'

  # It was never deployed, so only its name makes it one of those that are checked.
  run dokku scheduler-kubernetes:template-check
  assert_status 0
  assert_has '0 apps'
  dokku scheduler:set "$APP" selected docker-local
  refuses 1 "the scheduler of $APP is docker-local, not kubernetes" -- template-check "$APP"
  dokku scheduler:set "$APP" selected kubernetes
  refuses 1 "check the templates in $candidate/nosuch" ENOENT -- template-check --dir "$candidate/nosuch"
  assert_equal "$(dokku scheduler-kubernetes:show-manifest "$APP")" "$before"
}
