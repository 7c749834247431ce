# The triggers of the docker-options plugin: stdin goes through, the options follow.
source "${BASH_SOURCE[0]%/*}/subcommands.bash"

print_options() { # APP PHASE
  cat
  options_file "$1" "$2"
  [[ ! -s $REPLY ]] || echo -n " $(tr '\n' ' ' <"$REPLY")"
}

docker-args-deploy() {
  print_options "$1" deploy
}

docker-args-run() {
  print_options "$1" run
}

docker-args-build() {
  print_options "$1" build
}

post-delete() {
  fn-plugin-property-destroy docker-options "$1"
}

post-app-clone-setup() {
  fn-plugin-property-clone docker-options "$1" "$2"
}
