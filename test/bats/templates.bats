#!/usr/bin/env bats
# Templates of a site and of an app: the worked examples of docs/templates.md, as they stand there, and what else can be done.
load helpers

setup_file() {
  use_dokku
  unique_names
  create_namespace "$NAMESPACE"
  create_app "$APP"
  dokku ps:scale "$APP" web=1 worker=0
  app_source "$BATS_FILE_TMPDIR/source"
  export data=$DOKKU_LIB_ROOT/data/scheduler-kubernetes
  push "$APP" "$BATS_FILE_TMPDIR/source" >"$BATS_FILE_TMPDIR/first-push" || { cat "$BATS_FILE_TMPDIR/first-push" >&2 && return 1; }
}

teardown_file() { remove_namespaces "$NAMESPACE"; }

teardown() { rm -rf "$data/--global/templates" "$data/$APP/templates"; }

# The commands of a section of the docs, for this Dokku and app.
example() { # HEADING
  awk -v heading="## $1" '$0 == heading {on = 1; next} /^## / {on = 0} on && /^```console/ {code = 1; next} /^```/ {code = 0} on && code' \
    "$repository/docs/templates.md" | sed 's/^[$>] //' | grep -v '^dokku ' | sed "s|sudo -u dokku|as-dokku|; s|/var/lib/dokku|$DOKKU_LIB_ROOT|g; s|node-js-app|$APP|g"
}

template() { # SCOPE NAME: the text on stdin
  as-dokku mkdir -p "$data/$1/templates/$(dirname "$2")"
  cat >"$data/$1/templates/$2.yaml.hbs"
}

@test "the sidecar of the docs runs beside every web container, and goes again" {
  local uid
  uid=$(k get deployment "$APP-web" --output 'jsonpath={.metadata.uid}')
  bash -eux -c "$(example 'A sidecar container')"
  run dokku scheduler-kubernetes:templates "$APP"
  [[ $output =~ deployment\ +app\ +$data/$APP/templates/deployment.yaml.hbs ]] || fail 'the template is not listed' "$output"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.metadata.uid + " " + it.spec.template.spec.containers.map((c) => c.name)')" \
    "$uid $APP-web,sidecar"
  wait_for 'k logs "deployment/$APP-web" --container sidecar | grep "worker of"' 30
  wait_for 'curl_host "$APP.example.test" /' 15

  rm "$data/$APP/templates/deployment.yaml.hbs"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.spec.template.spec.containers.length')" 1
}

@test "the NetworkPolicy of the docs: one for each app, removed with its template, and with the app" {
  local kind
  bash -eux -c "$(example 'A NetworkPolicy for each app')"
  run dokku scheduler-kubernetes:templates
  [[ $output =~ own/network-policy\ +site\  ]] || fail 'the template is not listed' "$output"
  for kind in NetworkPolicy networkpolicy network-policy; do
    run dokku scheduler-kubernetes:show-manifest "$APP" web "$kind"
    assert_status 0
    assert_has "name: $APP-network-policy" "app: $APP"
  done
  allow_own "$APP"
  run dokku ps:restart "$APP"
  assert_status 0
  refute_has ' !     '
  assert_equal "$(k get networkpolicy "$APP-network-policy" --output json | json 'it.spec.podSelector')" "{\"matchLabels\":{\"app\":\"$APP\"}}"
  wait_for 'curl_host "$APP.example.test" /' 15

  rm "$data/--global/templates/own/network-policy.yaml.hbs"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_has "Removed NetworkPolicy $APP-network-policy"
  run k get networkpolicies --output name
  assert_equal "$output" ''
}

@test "the app's wins over the site's, and the list says so" {
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  {{> metadata}}\ndata:\n  from: site\n' | template --global own/extra
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  {{> metadata}}\ndata:\n  from: app\n' | template "$APP" own/extra
  run --separate-stderr dokku scheduler-kubernetes:templates "$APP" --format json
  assert_equal "$(json 'it.filter(({name}) => name.startsWith("own/")).map(({name, origin, path}) => [name, origin, path].join(" "))' <<<"$output")" \
    "[\"own/extra app $data/$APP/templates/own/extra.yaml.hbs\"]"
  run dokku scheduler-kubernetes:show-manifest "$APP" web configmap
  assert_has 'from: app' "namespace: $NAMESPACE"
}

@test "a template that prints nothing makes no object" {
  printf '{{#if imagePullSecrets}}\n{{else}}\nkind: {{nosuch}}\n{{/if}}\n' | template --global own/extra
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_status 0
}

refused() { # TEXT...: a deploy is refused with these words and writes nothing
  snapshot >"$BATS_TEST_TMPDIR/before"
  run dokku ps:restart "$APP"
  local code=$status text=$output
  snapshot >"$BATS_TEST_TMPDIR/after"
  run diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
  assert_equal "$output" '' 'what was written or applied'
  status=$code output=$text
  assert_status 1
  assert_has "$@"
  refute_has 'internal error'
}

patch() { # SCOPE NAME: the text on stdin
  as-dokku mkdir -p "$data/$1/templates/patches"
  cat >"$data/$1/templates/patches/$2.yaml"
}

# The order of entries apart: kubectl puts new ones first, we last.
sorted() {
  json '(function sort(it) {
    if (typeof it !== "object" || it === null) return it;
    if (Array.isArray(it)) return it.map(sort).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    return Object.fromEntries(Object.keys(it).sort().map((key) => [key, sort(it[key])]));
  })(it)'
}

@test "a patch is merged as kubectl merges it" {
  local before expected
  before=$(dokku scheduler-kubernetes:show-manifest "$APP" web --format json)
  patch --global deployment.web <<END
spec:
  strategy: {rollingUpdate: null}
  template:
    spec:
      enableServiceLinks: null
      terminationGracePeriodSeconds: 0400
      nodeSelector: {disk: ssd}
      tolerations: [{operator: Exists}]
      topologySpreadConstraints:
        - topologyKey: kubernetes.io/hostname
          \$patch: delete
        - topologyKey: topology.kubernetes.io/zone
          maxSkew: 2
      initContainers: [{name: wait, image: busybox, command: ["true"]}]
      hostAliases: [{ip: 192.0.2.1, hostnames: [db.example.test]}]
      volumes: [{name: cache, emptyDir: {}}]
      containers:
        - {name: sidecar, image: busybox}
        - name: $APP-web
          ports: [{containerPort: 9000, name: metrics}, {containerPort: 5000, name: http}]
          volumeMounts: [{name: cache, mountPath: /cache}]
          readinessProbe: {\$patch: replace, tcpSocket: {port: 5000}}
          env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}, {name: PORT, value: "1"}]
          imagePullPolicy: IfNotPresent
END
  expected=$(kubectl patch --local --filename - --patch-file "$data/--global/templates/patches/deployment.web.yaml" --output json <<<"$before" | sorted)
  [[ $expected == *'"disk":"ssd"'* ]] || fail 'kubectl did not merge it' "$expected"
  run --separate-stderr dokku scheduler-kubernetes:show-manifest "$APP" web --format json
  assert_status 0
  assert_equal "$(sorted <<<"$output")" "$expected"
}

@test "patches: listed, named, shown to the API server, applied, and gone again" {
  local path=$data/--global/templates/patches
  printf 'spec:\n  template:\n    spec:\n      nodeSelector:\n        kubernetes.io/os: linux\n' | patch --global deployment
  printf 'spec:\n  template:\n    spec:\n      priorityClassName: %s\n      containers:\n        - name: {{container.name}}\n          tty: "no"\n' "$NAMESPACE" | patch "$APP" deployment.web
  run dokku scheduler-kubernetes:templates "$APP"
  [[ $output =~ patches/deployment\ +site\ +$path/deployment.yaml.*patches/deployment.web\ +app\ +$data/$APP/templates/patches ]] || fail 'a patch is not listed' "$output"
  run dokku scheduler-kubernetes:show-manifest "$APP"
  assert_has "# patched by $path/deployment.yaml" "# patched by $data/$APP/templates/patches/deployment.web.yaml" 'kubernetes.io/os: linux'
  refused 'spec.template.spec.containers[0].tty must be boolean' "in $data/$APP/templates/patches/deployment.web.yaml:7" 'nothing was applied'
  rm "$data/$APP/templates/patches/deployment.web.yaml"
  printf 'spec:\n  clusterIP: 192.0.2.1\n' | patch "$APP" service
  refused 'spec.clusterIP is ' "in $data/$APP/templates/patches/service.yaml:2" 'nothing was applied'
  printf 'metadata:\n  ownerReferences:\n    - {apiVersion: v1, kind: Pod, name: x, uid: ""}\n' | patch "$APP" service
  refused "Service \"$APP-web\" is invalid: metadata.ownerReferences" "in $data/$APP/templates/patches/service.yaml:2" 'nothing was applied'
  mv "$data/$APP/templates/patches/service.yaml" "$data/$APP/templates/patches/deployment.wbe.yaml"
  refused "$data/$APP/templates/patches/deployment.wbe.yaml: the app has no deployment of wbe, did you mean web?"
  rm -r "$data/$APP/templates"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.spec.template.spec.nodeSelector')" '{"kubernetes.io/os":"linux"}'
  rm -r "$data/--global/templates"
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.spec.template.spec.nodeSelector ?? null')" 'null'
}

@test "templates of the app's repository: none unless an admin lists kinds, and nothing that reaches a node" {
  local source=$BATS_FILE_TMPDIR/source
  mkdir -p "$source/.dokku/templates/patches"
  printf 'spec:\n  template:\n    spec:\n      nodeSelector:\n        kubernetes.io/os: linux\n' >"$source/.dokku/templates/patches/deployment.yaml"
  run push "$APP" "$source"
  assert_status 0
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.spec.template.spec.nodeSelector ?? null')" null

  dokku scheduler-kubernetes:set "$APP" app-templates deployment
  echo '      hostNetwork: true' >>"$source/.dokku/templates/patches/deployment.yaml"
  run push "$APP" "$source"
  assert_status 1
  assert_has "spec.template.spec.hostNetwork is not for .dokku/templates of the app's repository" 'in .dokku/templates/patches/deployment.yaml:6' 'nothing was applied'
  # What the last good deploy had counts.
  run dokku scheduler-kubernetes:templates "$APP"
  refute_has repository

  sed -i /hostNetwork/d "$source/.dokku/templates/patches/deployment.yaml"
  run push "$APP" "$source"
  assert_status 0
  run dokku ps:restart "$APP"
  assert_status 0
  assert_equal "$(k get deployment "$APP-web" --output json | json 'it.spec.template.spec.nodeSelector')" '{"kubernetes.io/os":"linux"}'
  run dokku scheduler-kubernetes:templates "$APP"
  [[ $output =~ patches/deployment\ +repository\ +.dokku/templates/patches/deployment.yaml ]] || fail 'the patch is not listed' "$output"

  ln -s /etc/passwd "$source/.dokku/templates/service.yaml.hbs"
  run push "$APP" "$source"
  assert_status 1
  assert_has 'service.yaml.hbs leads out of its folder, to /etc/passwd'
  rm -r "$source/.dokku"
  dokku scheduler-kubernetes:set "$APP" app-templates
}

@test "refused before anything is applied, with file and line" {
  local path=$data/--global/templates
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{metadata.nam}}\n' | template --global own/extra
  refused "$path/own/extra.yaml.hbs:4: \"nam\" is not a name that can be used here"
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  {{> mine}}\n' | template --global own/extra
  printf '\nname: x\nlabels: {{nope}}\n' | template --global partials/mine
  refused "$path/partials/mine.yaml.hbs:3: \"nope\""
  rm -r "$path/partials"
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n data: 1\n' | template --global own/extra
  refused "$path/own/extra.yaml.hbs:5: does not render valid YAML"
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata: [1]\nspec: {}\n' | template --global own/extra
  refused "$path/own/extra.yaml.hbs (site) -> ConfigMap/x" 'data must be object' 'spec is not a field that Kubernetes knows'
  printf 'apiVersion: v1\nkind: Service\nmetadata:\n  name: %s-web\n' "$APP" | template --global own/extra
  refused "$APP-web is already created by templates/service.yaml.hbs"
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  namespace: kube-system\n' | template --global own/extra
  refused "metadata.namespace must be $NAMESPACE"
  printf 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: x\n' | template --global own/extra
  refused 'a ClusterRole is not namespaced, so it cannot belong to an app'
  printf 'apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  clusterIP: 192.0.2.1\n  ports:\n    - port: 80\n' | template --global own/extra
  refused 'Service "x" is invalid: spec.clusterIPs' "in $path/own/extra.yaml.hbs:5" 'nothing was applied'
  printf 'apiVersion: apps/v1\nkind: Deploymnet\nmetadata:\n  name: x\n' | template --global own/extra
  refused "kind Deploymnet is not a kind of apps/v1, did you mean Deployment?" "in $path/own/extra.yaml.hbs:2"
  printf 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: x\n' | template --global own/extra
  refused "apiVersion policy/v1beta1 is gone since Kubernetes 1.25: policy/v1" "in $path/own/extra.yaml.hbs:1"
  rm "$path/own/extra.yaml.hbs"
  mkdir "$path/own/extra.yaml.hbs"
  refused 'read the templates' "$path/own/extra.yaml.hbs is not a file"
}

@test "kinds of which only the cluster knows: their fields and whether they belong to a namespace, at a deploy and in later reads" {
  local group=$NAMESPACE.example.test path=$data/--global/templates/own/gadget.yaml.hbs
  kubectl apply --filename - <<END
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: clustergadgets.$group}
spec:
  group: $group
  scope: Cluster
  names: {kind: ClusterGadget, plural: clustergadgets}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.$group}
spec:
  group: $group
  scope: Namespaced
  names: {kind: Gadget, plural: gadgets}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer, minimum: 1}}}}}}
END
  kubectl wait --for=condition=Established --timeout=30s "crd/clustergadgets.$group" "crd/gadgets.$group"
  wait_for 'kubectl get --raw "/openapi/v3/apis/'"$group"'/v1" | grep -q ClusterGadget && kubectl get --raw "/openapi/v3/apis/'"$group"'/v1" | grep -q "gadgets/{name}"' 30
  printf 'apiVersion: %s/v1\nkind: Gadget\nmetadata:\n  name: own\nspec:\n  sise: 1\n' "$group" | template --global own/gadget
  run dokku ps:restart "$APP"
  ((status != 0)) || fail 'it is applied' "$output"
  assert_has 'spec.sise is not a field that Kubernetes knows, did you mean size?' "in $path:6" 'nothing was applied'
  run dokku "$PLUGIN:render" "$APP"
  assert_has 'spec.sise is not a field that Kubernetes knows, did you mean size?'
  printf 'apiVersion: %s/v1\nkind: Gadget\nmetadata:\n  name: own\nspec:\n  size: 0\n' "$group" | template --global own/gadget
  run dokku "$PLUGIN:render" "$APP"
  assert_has 'spec.size must be >= 1, not 0'
  printf 'apiVersion: %s/v1\nkind: ClusterGadget\nmetadata:\n  name: shared\n' "$group" | template --global own/gadget
  run dokku ps:restart "$APP"
  ((status != 0)) || fail 'it is applied' "$output"
  assert_has 'a ClusterGadget is not namespaced, so it cannot belong to an app' 'nothing was applied'
  assert_equal "$(kubectl get "clustergadgets.$group" --output name)" '' 'what was applied'
  kubectl delete crd "clustergadgets.$group" "gadgets.$group"
}

@test "refused: a name that no built-in template has, and a template without its ending" {
  local path=$data/--global/templates
  printf 'kind: ConfigMap\n' | template --global network-policy
  refused "$path/network-policy.yaml.hbs has the name of no built-in template" "belongs in the folder $path/own"
  mv "$path/network-policy.yaml.hbs" "$path/service.yaml"
  refused "$path/service.yaml is no template" 'rename it to service.yaml.hbs'
}

@test "a template without an end is refused within seconds" {
  local path=$data/--global/templates index
  for index in {1..30}; do printf '{{> p%d}}{{> p%d}}' $((index + 1)) $((index + 1)) | template --global "partials/p$index"; done
  : | template --global partials/p31
  echo '{{> p1}}' | template --global own/extra
  SECONDS=0
  refused "$path/own/extra.yaml.hbs: is not rendered after "
  ((SECONDS < 20)) || fail 'it took too long' "$SECONDS s"
  rm "$path"/partials/*
  echo '{{> p31}}' | template --global partials/p31
  echo '{{> p31}}' | template --global own/extra
  refused "$path/partials/p31.yaml.hbs:1: calls itself without an end"
}

bounded() { # TEXT: show-manifest is refused with it, within seconds and 200 MB
  local rss=$open/rss
  rm -f "$rss"
  SECONDS=0
  NODE_OPTIONS="--require $open/measure.cjs" RSS=$rss run dokku scheduler-kubernetes:show-manifest "$APP"
  ((SECONDS < 15)) || fail 'it took too long' "$SECONDS s"
  assert_status 1
  assert_has "$1"
  refute_has 'internal error'
  (($(sort -n "$rss" | tail -1) < 200000)) || fail 'it took too much memory' "$(cat "$rss") kB"
}

@test "a bomb, a device, a link out of the folder or 100 MB is refused with a sentence" {
  local path=$data/--global/templates level open
  open=$(folder 777)
  cat >"$open/measure.cjs" <<'END'
process.on("exit", () => require("node:fs").appendFileSync(process.env.RSS, `${process.resourceUsage().maxRSS}\n`));
END
  {
    printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n'
    for level in {1..8}; do echo "  a$level: &a$level [$(yes "*a$((level - 1))" | head -10 | paste -sd,)]"; done
  } | template --global own/extra
  bounded "$path/own/extra.yaml.hbs:7: has more than 200000 values once its aliases (*) are written out"
  mkdir "$path/patches"
  mv "$path/own/extra.yaml.hbs" "$path/patches/deployment.yaml"
  bounded "$path/patches/deployment.yaml:7: has more than 200000 values once its aliases (*) are written out"
  printf '{{#each dokku}}%.0s' {1..15000} | template --global partials/deep
  printf '{{/each}}%.0s' {1..15000} >>"$path/partials/deep.yaml.hbs"
  bounded "$path/partials/deep.yaml.hbs: is not rendered after "
  rm "$path/partials/deep.yaml.hbs" "$path/patches/deployment.yaml"
  truncate --size 100M "$path/patches/deployment.yaml"
  bounded "$path/patches/deployment.yaml has 104857600 bytes, which is more than 1000000"
  ln -sf /dev/zero "$path/patches/deployment.yaml"
  bounded "$path/patches/deployment.yaml leads out of its folder, to /dev/zero"
  ln -sf /etc/passwd "$path/patches/deployment.yaml"
  bounded "$path/patches/deployment.yaml leads out of its folder, to /etc/passwd"
  rm "$path/patches/deployment.yaml"
  mkfifo "$path/patches/deployment.yaml"
  bounded "$path/patches/deployment.yaml is not a file"
}

@test "two apps of a namespace cannot have one object: the first keeps it" {
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n' | template --global own/extra
  allow_own "$APP"
  run dokku ps:restart "$APP"
  assert_status 0
  create_app "$APP-b"
  app_source "$BATS_TEST_TMPDIR/second"
  run push "$APP-b" "$BATS_TEST_TMPDIR/second"
  assert_status 1
  assert_has "ConfigMap/settings, which belongs to app $APP" 'nothing was applied'
  dokku --force apps:destroy "$APP-b"
  run k get deployments --output name
  refute_has "$APP-b"
}

@test "templates: what it is asked wrongly" {
  run dokku scheduler-kubernetes:templates nosuch
  assert_status 20
  assert_has 'App nosuch does not exist'
  run dokku scheduler-kubernetes:templates "$APP" x
  assert_status 1
  assert_has 'too many arguments: x' 'usage: dokku scheduler-kubernetes:templates [APP]'
  run dokku scheduler-kubernetes:templates --format yaml
  assert_status 1
  assert_has '--format takes json or stdout, not yaml'
}

@test "an app takes its own templates and objects along, the site's stay" {
  printf 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  {{> metadata}}\nspec:\n  rules:\n    - host: own.%s.example.test\n' "$APP" | template "$APP" own/extra
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  {{> metadata}}\n' | template --global own/more
  run dokku ps:restart "$APP"
  assert_status 0
  run dokku domains:add "$APP" "two.$APP.example.test"
  assert_status 0
  run k get ingresses,configmaps --output name
  assert_has "ingress.networking.k8s.io/$APP-extra" "configmap/$APP-more"
  dokku --force apps:destroy "$APP"
  run k get ingresses,configmaps --output name
  assert_equal "$(grep -v kube-root-ca <<<"$output")" ''
  [[ ! -e $data/$APP && -e $data/--global/templates/own/more.yaml.hbs ]]
}
