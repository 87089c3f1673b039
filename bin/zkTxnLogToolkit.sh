#!/usr/bin/env bash
# Prints, corrects or cuts a transaction log, with the arguments, output and exit codes of ZooKeeper's own script.
# Environment: JVMFLAGS, CLIENT_JVMFLAGS, ZK_CLIENT_HEAP (MB), JAVA_HOME.
set -u
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}" 2>/dev/null || echo "${BASH_SOURCE[0]}")")/castellan-env.sh"

run_zookeeper_tool txnlog "$@"
