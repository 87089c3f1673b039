#!/usr/bin/env bash
# The Kafka side alone, under the name, arguments and environment of Kafka's own script.
set -u
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}" 2>/dev/null || echo "${BASH_SOURCE[0]}")")/castellan-env.sh"

usage() {
  cat <<TEXT
USAGE: $0 [-daemon] [-name NAME] [-loggc] server.properties [--override property=value]*

Environment: KAFKA_HEAP_OPTS, KAFKA_OPTS, KAFKA_JVM_PERFORMANCE_OPTS, KAFKA_GC_LOG_OPTS, JMX_PORT, KAFKA_JMX_OPTS, LOG_DIR,
EXTRA_ARGS, JAVA_HOME.
TEXT
}

daemon="" name=kafkaServer gc_log=""
read_flags() { # the flags may come from EXTRA_ARGS too; sets used, how many words they were
  used=0
  while [ $# -gt 0 ]; do
    case $1 in
      -daemon) daemon=yes ;;
      -loggc) gc_log=yes ;;
      -name) name=${2:-kafkaServer}; used=$((used + 1)); shift ;;
      -nohup) ;;
      *) return ;;
    esac
    used=$((used + 1))
    [ $# -eq 0 ] || shift
  done
}
read_flags ${EXTRA_ARGS:-}
read_flags "$@"
shift $used
case ${1:-} in
  "") usage; exit 1 ;;
  -h | --help) usage; exit 0 ;;
esac
properties=$1
[ "$properties" -ef "$CASTELLAN_HOME/config/server.properties" ] && properties=$CASTELLAN_HOME/config/server.properties && cd "$CASTELLAN_HOME"
LOG_DIR=${LOG_DIR:-$CASTELLAN_HOME/logs}
[ -z "${KAFKA_LOG4J_OPTS:-}" ] || say "KAFKA_LOG4J_OPTS has no effect: the log goes to $LOG_DIR, or where -Dlogback.configurationFile in KAFKA_OPTS says"

find_java
ensure_built
options="${KAFKA_HEAP_OPTS:--Xms24m -Xmx1g} ${KAFKA_JVM_PERFORMANCE_OPTS:-} ${KAFKA_JMX_OPTS:-} ${KAFKA_OPTS:-}"
if [ -n "${JMX_PORT:-}" ]; then
  [ -n "${KAFKA_JMX_OPTS:-}" ] || options="$options -Dcom.sun.management.jmxremote -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false"
  options="$options -Dcom.sun.management.jmxremote.port=$JMX_PORT"
fi
if [ -n "$gc_log" ]; then
  mkdir -p "$LOG_DIR" || exit 1
  options="$options ${KAFKA_GC_LOG_OPTS:--Xlog:gc*:file=$LOG_DIR/$name-gc.log:time,tags:filecount=10,filesize=100M}"
fi
java_command=("$JAVA" $(server_flags) $(gc_flags "$options") $(archive_flag) $options)
server=(-cp "$castellan_jar" io.castellan.server.main.Kafka kafka.Kafka "$properties" "${@:2}")

if [ -z "$daemon" ]; then
  exec "${java_command[@]}" "${server[@]}"
fi

mkdir -p "$LOG_DIR" || exit 1
ready=$LOG_DIR/$name.ready.$$
nohup "${java_command[@]}" -Dcastellan.log.file="$LOG_DIR/server.log" -Dcastellan.readyFile="$ready" "${server[@]}" \
  >"$LOG_DIR/$name.out" 2>&1 </dev/null &
pid=$!
# Kafka's script returns at once. This one waits a little, so that a wrong file or a port in use is told here.
wait_until_ready $pid "$ready" 3
if [ $? -eq 1 ]; then
  wait $pid
  status=$?
  tail -n 5 "$LOG_DIR/$name.out" >&2
  [ $status -ne 2 ] || exit 2
  exit 1
fi
