#!/bin/sh
# Adds addresses and folders to the settings that every worker shares, and starts the worker.
set -eu

configuration=/tmp/worker.properties
{
  cat /opt/connect/worker.properties
  echo
  echo "bootstrap.servers=${BOOTSTRAP_SERVERS:?name the brokers, as host:port,host:port}"
  echo "listeners=http://0.0.0.0:8083"
  echo "rest.advertised.host.name=${ADVERTISED_HOST:-$(hostname)}"
  echo "rest.advertised.port=8083"
  echo "rest.extension.classes=io.cassink.worker.MetricsExtension"
  echo "plugin.path=/opt/connect/plugins"
} > "$configuration"

exec /opt/kafka/bin/connect-distributed.sh "$configuration"
