#!/usr/bin/env bash
# Ends every broker of this machine, found as Kafka's own script finds them: by kafka.Kafka in the process table.
# Environment: SIGNAL (TERM).
if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then
  echo "USAGE: $0    sends SIGNAL (TERM) to every process of this machine that runs kafka.Kafka"
  exit 0
fi
case "${1:-}" in
  --node-id* | --process-role*)
    echo "$0: $1: cannot choose among brokers (expected: no option; every broker of this machine is ended)" >&2
    exit 1
    ;;
esac
pids=$(ps axww | grep ' kafka\.Kafka ' | grep java | grep -v grep | awk '{print $1}')
if [ -z "$pids" ]; then
  echo "No kafka server to stop"
  exit 1
fi
kill -s "${SIGNAL:-TERM}" $pids
