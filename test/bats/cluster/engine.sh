# The container engine: the one that answers, else Debian's in a network namespace of its own.
# shellcheck shell=bash

ENGINE=$CACHE/engine
SOCKET=$ENGINE/docker.sock
# a name of its own per cache, so that a second cache on this machine is a second cluster and not the end of the first
NETNS=$NAME-$(key "$CACHE")

engine_is_ours() { [[ -S $SOCKET && -e /run/netns/$NETNS ]]; }
engine_answers() { beside timeout 10 docker info >/dev/null 2>&1; }

# where users who may not look into the cache reach it as well: the group of the socket decides who may use it
OPEN_SOCKET=/run/$NETNS.sock
open_socket() {
  [[ ! $OPEN_SOCKET -ef $SOCKET ]] || return 0
  close_socket
  touch "$OPEN_SOCKET"
  mount --bind "$SOCKET" "$OPEN_SOCKET"
}
close_socket() {
  while umount "$OPEN_SOCKET" 2>/dev/null; do :; done
  rm -f "$OPEN_SOCKET"
}

# beside CMD...: run CMD where the engine's published ports are
beside() {
  if engine_is_ours; then
    DOCKER_HOST=unix://$SOCKET nsenter --net="/run/netns/$NETNS" "$@"
  else
    "$@"
  fi
}

engine_up() {
  engine_answers && return
  is_root || fail 'no container engine answers (docker info), and starting one takes root.' \
    'Start Docker, let this user use it (docker group), or run this as root.'
  need docker=docker.io dockerd=docker.io iptables=iptables ip=iproute2 nsenter=util-linux
  # where systemd runs, the package has just started one
  engine_is_ours || ! engine_answers || return 0
  engine_down
  step 'Starting a container engine' start_engine
}

start_engine() {
  # Nothing in here has a way out: no route, so what is missing fails at once instead of hanging.
  ip netns add "$NETNS"
  ip -n "$NETNS" link set lo up
  mkdir -p "$ENGINE"
  local options=() try
  if ! may_use_all_capabilities; then
    options+=(--add-runtime "within=$here/runc-within-capabilities" --default-runtime within)
    ! dockerd --help | grep -q oom-score-adjust || options+=(--oom-score-adjust=0)
  fi
  # Its own mount namespace and its own /run: whatever it mounts or leaves there is gone when it is.
  # Its own session and no inherited file: it outlives this shell and holds nobody's output.
  setsid nsenter --net="/run/netns/$NETNS" unshare --mount --propagation slave \
    sh -c 'mount -t tmpfs tmpfs /run && exec "$@"' -- dockerd --data-root "$ENGINE/data" --exec-root "$ENGINE/run" --pidfile "$ENGINE/dockerd.pid" -H "unix://$SOCKET" \
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$NETNS" --ip6tables=false \
    --bip 10.202.0.1/24 --default-address-pool base=10.203.0.0/16,size=24 "${options[@]}" \
    >"$CACHE/log/dockerd.log" 2>&1 </dev/null 9>&- &
  for try in {1..300}; do
    [[ $try -lt 300 ]] || { tail -n 20 "$CACHE/log/dockerd.log" && return 1; }
    ! engine_is_ours || ! engine_answers || return 0
    sleep 0.1
  done
}

# CAP_SYS_RESOURCE is the one that some virtual machines withhold from root
may_use_all_capabilities() {
  local bounding
  bounding=$(awk '/^CapBnd/ {print $2}' /proc/self/status)
  (((16#$bounding >> 24) & 1))
}

# Takes away whatever is left of an engine of ours, however far it got; its images stay.
engine_down() {
  local pid
  [[ -e /run/netns/$NETNS || -e $ENGINE/dockerd.pid ]] || return 0
  pid=$(cat "$ENGINE/dockerd.pid" 2>/dev/null) || pid=
  if [[ -n $pid && $(readlink "/proc/$pid/ns/net") == "$(netns_id)" ]]; then
    kill "$pid"
    wait_until_gone "$pid"
  fi
  engine_processes | xargs -r kill -KILL 2>/dev/null || true
  while [[ -n $(engine_processes) ]]; do sleep 0.1; done
  find /sys/fs/cgroup -depth -type d -path "/sys/fs/cgroup*/$NETNS*" -exec rmdir {} + 2>/dev/null || true
  [[ ! -e /run/netns/$NETNS ]] || ip netns del "$NETNS"
  close_socket
  rm -rf "$ENGINE/run" "$ENGINE/dockerd.pid" "$SOCKET"
}

netns_id() { [[ ! -e /run/netns/$NETNS ]] || stat -Lc 'net:[%i]' "/run/netns/$NETNS"; }

# whoever is in the namespace (the engine, its shims) or in the cgroup (what its containers run)
engine_processes() {
  {
    [[ ! -e /run/netns/$NETNS ]] || ip netns pids "$NETNS"
    find /sys/fs/cgroup -path "/sys/fs/cgroup*/$NETNS*/cgroup.procs" -exec cat {} + 2>/dev/null || true
  } | sort -un
}

wait_until_gone() {
  local try
  for try in {1..200}; do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
}
