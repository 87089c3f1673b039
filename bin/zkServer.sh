#!/usr/bin/env bash
# The ZooKeeper side alone, under the name, arguments, environment and messages of ZooKeeper's own script.
set -u
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}" 2>/dev/null || echo "${BASH_SOURCE[0]}")")/castellan-env.sh"

usage() {
  cat <<TEXT
Usage: $0 [--config <conf-dir>] {start|start-foreground|stop|version|restart|status|print-cmd} [CFG]

CFG is a file in the configuration directory (ZOOCFGDIR, config/), or a path. Other variables: ZOOCFG, ZOO_LOG_DIR, ZOOPIDFILE,
ZK_SERVER_HEAP (MB), SERVER_JVMFLAGS, JVMFLAGS, ZOO_DATADIR_AUTOCREATE_DISABLE, JMXDISABLE, JMXPORT, JMXAUTH, JMXSSL,
JMXHOSTNAME, JMXLOCALONLY, JAVA_HOME; java.env and zookeeper-env.sh in the configuration directory are read if they are there.
TEXT
}

if [ "${1:-}" = --config ]; then
  [ $# -gt 1 ] && [ -d "$2" ] || { echo "Error: Cannot find configuration directory: ${2:-}" >&2; exit 1; }
  ZOOCFGDIR=$2
  shift 2
fi
verb=${1:-}
case $verb in
  start | start-foreground | stop | restart | status | version | print-cmd) ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 1 ;;
esac

find_zoo_cfg "${2:-}"
ZOO_LOG_DIR=${ZOO_LOG_DIR:-$CASTELLAN_HOME/logs}
log_name=zookeeper-${USER:-$(id -un)}-server-${HOSTNAME:-localhost}
[ "$ZOOCFG" != "$CASTELLAN_HOME/config/zoo.cfg" ] || cd "$CASTELLAN_HOME" || exit 1 # its dataDir is relative to here

cfg() { property "$ZOOCFG" "$1"; }

if [ -z "${ZOOPIDFILE:-}" ]; then
  data_dir=$(cfg dataDir)
  ZOO_DATADIR=${data_dir:-${ZOO_DATADIR:-}}
  ZOOPIDFILE=${ZOO_DATADIR:+$ZOO_DATADIR/zookeeper_server.pid}
  case $verb in
    start | stop | restart)
      if [ -z "$ZOOPIDFILE" ]; then
        echo "$ZOOCFG: dataDir: not set (expected: a directory)" >&2
        exit 2
      fi
      ;;
  esac
fi

jmx_options=()
announce() {
  if [ -n "${JMXDISABLE:-}" ] && [ "$JMXDISABLE" != false ]; then
    echo "JMX disabled by user request" >&2
  else
    echo "ZooKeeper JMX enabled by default" >&2
    if [ -n "${JMXPORT:-}" ]; then # without it, local clients attach: the JVM needs no flag for that
      echo "ZooKeeper remote JMX Port set to $JMXPORT" >&2
      echo "ZooKeeper remote JMX authenticate set to ${JMXAUTH:-false}" >&2
      echo "ZooKeeper remote JMX ssl set to ${JMXSSL:-false}" >&2
      echo "ZooKeeper remote JMX log4j set to ${JMXLOG4J:-true}" >&2
      jmx_options=(-Dcom.sun.management.jmxremote.port="$JMXPORT"
        -Dcom.sun.management.jmxremote.authenticate="${JMXAUTH:-false}"
        -Dcom.sun.management.jmxremote.ssl="${JMXSSL:-false}"
        -Dcom.sun.management.jmxremote.local.only="${JMXLOCALONLY:-false}")
      if [ -n "${JMXHOSTNAME:-}" ]; then
        echo "ZooKeeper remote JMX Hostname set to $JMXHOSTNAME" >&2
        jmx_options+=(-Djava.rmi.server.hostname="$JMXHOSTNAME")
      fi
    fi
  fi
  echo "Using config: $ZOOCFG" >&2
}

# Sets java_options, from the smallest voice to the loudest, and server, the class and its arguments.
prepare() {
  find_java
  ensure_built
  local options="-Xmx${ZK_SERVER_HEAP:-1000}m ${SERVER_JVMFLAGS:-} ${JVMFLAGS:-}"
  [ -z "${ZOO_DATADIR_AUTOCREATE_DISABLE:-}" ] || options="-Dzookeeper.datadir.autocreate=false $options"
  java_options=($(server_flags) $(gc_flags "$options") $(archive_flag) -Xms24m ${jmx_options[@]+"${jmx_options[@]}"} $options)
  server=(-cp "$castellan_jar" io.castellan.server.main.QuorumPeerMain org.apache.zookeeper.server.quorum.QuorumPeerMain "$ZOOCFG")
}

daemon_options() {
  java_options+=(-Dcastellan.log.file="$ZOO_LOG_DIR/$log_name.log" -Dcastellan.readyFile="$ZOOPIDFILE.ready")
}

start() {
  local pid out=$ZOO_LOG_DIR/$log_name.out status
  printf 'Starting zookeeper ... '
  pid=$(read_pid "$ZOOPIDFILE")
  if alive "$pid"; then
    echo "already running as process $pid."
    exit 1
  fi
  prepare
  pid=$(read_pid "$ZOOPIDFILE") # once more: another start may have been quicker while this one built
  if alive "$pid"; then
    echo "already running as process $pid."
    exit 1
  fi
  mkdir -p "$ZOO_LOG_DIR" "$(dirname "$ZOOPIDFILE")" || { echo "FAILED TO START"; exit 1; }
  rm -f "$ZOOPIDFILE.ready"
  daemon_options
  nohup "$JAVA" "${java_options[@]}" "${server[@]}" >"$out" 2>&1 </dev/null &
  pid=$!
  if ! printf '%s' $pid >"$ZOOPIDFILE"; then
    echo "FAILED TO WRITE PID"
    kill $pid
    exit 1
  fi
  wait_until_ready $pid "$ZOOPIDFILE.ready" 10
  if [ $? -ne 1 ]; then
    echo STARTED
  else
    wait $pid
    status=$?
    [ "$(read_pid "$ZOOPIDFILE")" != "$pid" ] || rm -f "$ZOOPIDFILE"
    echo "FAILED TO START"
    tail -n 5 "$out" >&2
    [ $status -ne 2 ] || exit 2
    exit 1
  fi
}

stop() {
  local pid
  printf 'Stopping zookeeper ... '
  if [ ! -f "$ZOOPIDFILE" ]; then
    echo "no zookeeper to stop (could not find file $ZOOPIDFILE)"
    return
  fi
  pid=$(read_pid "$ZOOPIDFILE")
  if alive "$pid"; then
    kill "$pid"
    wait_until_gone "$pid" 30 || { echo "process $pid has not ended after 30 s"; exit 1; }
  fi
  rm -f "$ZOOPIDFILE"
  echo STOPPED
}

# ask HOST PORT WORD: prints the answer to a four-letter word.
ask() {
  local line
  { exec 3<>"/dev/tcp/$1/$2"; } 2>/dev/null || return 1
  printf '%s' "$3" >&3
  while IFS= read -r -t 10 line <&3; do
    printf '%s\n' "$line"
  done
  exec 3>&-
}

status() {
  local address port mode dynamic myid
  address=$(cfg clientPortAddress)
  port=$(cfg clientPort)
  if [ -z "$port" ]; then # perhaps behind the semicolon of a server line, in the file or in the dynamic one
    dynamic=$(cfg dynamicConfigFile)
    myid=$(cat "$(cfg dataDir)/myid" 2>/dev/null || true)
    myid=${myid//[!0-9]/}
    port=$(cat "$ZOOCFG" ${dynamic:+"$dynamic"} 2>/dev/null |
      sed -n "s/^[[:space:]]*server\\.${myid:-[0-9]*}[[:space:]]*=.*;\\(.*:\\)\\{0,1\\}\\([0-9]*\\)[[:space:]]*\$/\\2/p" | head -n 1)
  fi
  case $port in
    "" | *[!0-9]*)
      echo "Client port not found in $ZOOCFG. Terminating." >&2
      exit 1
      ;;
  esac
  case $address in "" | 0.0.0.0 | ::) address=localhost ;; esac
  echo "Client port found: $port. Client address: $address. Client SSL: false."
  mode=$(ask "$address" "$port" srvr | grep '^Mode: ')
  if [ -z "$mode" ]; then
    echo "Error contacting service. It is probably not running."
    exit 1
  fi
  echo "$mode"
}

case $verb in
  version)
    find_java
    ensure_built
    echo "Castellan, version $castellan_version, in the place of Apache ZooKeeper 3.4 to 3.9"
    exit 0
    ;;
esac
announce
case $verb in
  start) start ;;
  start-foreground)
    prepare
    exec "$JAVA" "${java_options[@]}" "${server[@]}"
    ;;
  stop) stop ;;
  restart)
    stop
    start
    ;;
  status) status ;;
  print-cmd)
    prepare
    daemon_options
    printf '"%s" ' "$JAVA" "${java_options[@]}" "${server[@]}"
    echo "> \"$ZOO_LOG_DIR/$log_name.out\" 2>&1 < /dev/null"
    ;;
esac
