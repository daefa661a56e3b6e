#!/usr/bin/env bash
# Runs tests on a cluster of their own, which is ended afterwards. Skipped where Java or Maven are not to be had.
set -euo pipefail
home=$(mktemp -d "${TMPDIR:-/tmp}/newsgrep-cluster.XXXXXX")
chmod 755 "$home"
# The distribution is kept for the next run.
cache=${NEWSGREP_CLUSTER_CACHE:-/tmp/newsgrep-cluster-cache}
run() { "${PYTHON:-python3}" tools/cluster/run.py "$@" --home "$home" --cache "$cache" --port 19200; }
trap 'run stop; rm -rf "$home"' EXIT
status=0
hosts=$(run start) || status=$?
if [ $status = 3 ]; then
    echo "cluster tests skipped: Java or Maven are not to be had (see above)"
    exit 0
fi
[ $status = 0 ] || exit $status
NEWSGREP_TEST_CLUSTER=$hosts NEWSGREP_TEST_CLUSTER_HOME=$home NEWSGREP_CLUSTER_CACHE=$cache \
    "${PYTHON:-python3}" -m pytest -q -p no:cacheprovider --numprocesses 0 "$@"
