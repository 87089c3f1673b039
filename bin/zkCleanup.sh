#!/usr/bin/env bash
# Deletes old snapshots and logs of the directories that zoo.cfg names, as ZooKeeper's own script does; beside a running server
# or without one. Environment: ZOOCFGDIR, ZOOCFG, JVMFLAGS, CLIENT_JVMFLAGS, ZK_CLIENT_HEAP (MB), JAVA_HOME.
set -u
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}" 2>/dev/null || echo "${BASH_SOURCE[0]}")")/castellan-env.sh"

usage() {
  echo "Usage: $0 [--config <conf-dir>] -n count"
  echo "  count -- how many snapshots to keep, at least 3, with the logs that they need"
}

if [ "${1:-}" = --config ]; then
  [ $# -gt 1 ] && [ -d "$2" ] || { echo "Error: Cannot find configuration directory: ${2:-}" >&2; exit 1; }
  ZOOCFGDIR=$2
  shift 2
fi
case ${1:-} in
  -h | --help) usage; exit 0 ;;
esac
find_zoo_cfg
data_dir=$(property "$ZOOCFG" dataDir)
log_dir=$(property "$ZOOCFG" dataLogDir)
if [ -z "$data_dir" ]; then
  echo "$ZOOCFG: dataDir: not set (expected: a directory)" >&2
  exit 2
fi
[ "$ZOOCFG" != "$CASTELLAN_HOME/config/zoo.cfg" ] || cd "$CASTELLAN_HOME" || exit 1 # its dataDir is relative to here
run_zookeeper_tool purge "${log_dir:-$data_dir}" "$data_dir" "$@"
