# What has to come from the system: installed by apt as root, else named.
# shellcheck shell=bash

# need PROGRAM=PACKAGE...: what is missing is installed, all at once
need() {
  local pair missing=()
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null || fail "missing here: ${missing[*]} (names of Debian's packages). Install them, then try again."
  is_root || fail "missing here: ${missing[*]}. Install them: sudo apt-get install ${missing[*]}"
  step "Installing ${missing[*]}" install_packages "${missing[@]}"
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -q -y --no-install-recommends "$@"
}
