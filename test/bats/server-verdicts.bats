#!/usr/bin/env bats
# What is valid to us is valid to the API server: releases of odd apps, and objects of known verdict, in server-side dry runs.
load helpers

setup_file() {
  unique_names
  create_namespace "$NAMESPACE"
  # Without it no pod is accepted.
  wait_for 'kubectl --namespace "$NAMESPACE" get serviceaccount default' 30
}

teardown_file() {
  remove_namespaces "$NAMESPACE"
}

# Prints what was accepted; what was refused goes to stderr.
dry_run() { # FILE
  kubectl apply --server-side --dry-run=server --field-manager=verdicts --filename "$1"
}

@test "300 valid releases of odd apps: the API server refuses nothing" {
  local objects file
  cd "$BATS_TEST_DIRNAME/../.."
  objects=$(node_modules/.bin/tsx test/fuzz/valid.ts 300 "$NAMESPACE" "$BATS_TEST_TMPDIR")
  for file in 0 1 2 3; do
    dry_run "$BATS_TEST_TMPDIR/$file.json" >"$BATS_TEST_TMPDIR/$file.accepted" 2>"$BATS_TEST_TMPDIR/$file.said" 3>&- &
  done
  wait
  sed '/^Warning: /d' "$BATS_TEST_TMPDIR"/*.said >&2
  assert_equal "$(cat "$BATS_TEST_TMPDIR"/*.accepted | grep -c 'serverside-applied (server dry run)$')" "$objects"
}

@test "YAML is read as kubectl reads it: what the unit test expects is what kubectl says" {
  local values=$BATS_TEST_DIRNAME/../unit/fixtures/kubectl-values
  run kubectl create --dry-run=client --validate=false --output json --filename "$values.yaml"
  assert_status 0
  assert_equal "$(json '({ ...it, metadata: { name: it.metadata.name } })' <<<"$output")" \
    "$(json '({ ...it, metadata: { name: it.metadata.name } })' <"$values.json")"
}

# `test/verdicts/verdicts.ts` asks about all of them.
@test "of each sixth of some 4,000 objects, each with one field broken: we refuse none that the API server takes, and agree in 97 of 100" {
  cd "$BATS_TEST_DIRNAME/../.."
  run --separate-stderr node_modules/.bin/tsx test/verdicts/verdicts.ts "$NAMESPACE" 6
  assert_status 0
  echo "# $output" >&3
  assert_equal "$(json it.wrongly_refused <<<"$output")" 0 "$stderr"
  [[ $(json 'it.agree > 600 && it.agree >= 97 * it.missed / 3' <<<"$output") == true ]] || fail 'too many are missed' "$stderr"
}
