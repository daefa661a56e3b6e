"""A real cluster for tests: the one that NEWSGREP_TEST_CLUSTER names (HOST:PORT,HOST:PORT…).

Tests that kill its nodes need NEWSGREP_TEST_CLUSTER_HOME as well, the folder in which tools/cluster/run.py started it.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT

from newsgrep.engine.address import ClusterOptions, parse_address
from newsgrep.engine.opensearch.transport import Transport

HOSTS = os.environ.get("NEWSGREP_TEST_CLUSTER", "")
HOME = os.environ.get("NEWSGREP_TEST_CLUSTER_HOME", "")
needs_cluster = pytest.mark.skipif(
    not HOSTS, reason="no cluster: NEWSGREP_TEST_CLUSTER names none ('make cluster-test' starts one)"
)
needs_nodes = pytest.mark.skipif(not HOME, reason="no nodes to kill: NEWSGREP_TEST_CLUSTER_HOME names none")


def new_address(*, hosts=HOSTS, name="", **options):
    """The address of an index that does not exist, or of one with a name."""
    return parse_address(f"opensearch://{hosts}/{name or f'tests-{uuid.uuid4().hex[:12]}'}", ClusterOptions(**options))


def remove_index(address):
    """Delete all that an index consists of."""
    transport = Transport(address)
    for name in (f"{address.name}-*", address.name):
        transport.request("DELETE", (name,), allowed=(404,))
    transport.close()


def kill_node(number):
    """Kill a node, and wait until the others have seen it."""
    os.kill(int(Path(HOME, f"n{number}/pid").read_text()), signal.SIGKILL)
    wait_for(nodes=len(HOSTS.split(",")) - 1, status="red")


def start_node(number):
    """Start a node again, if it is dead, and wait until all shards are there."""
    pid = Path(HOME, f"n{number}/pid")
    if not (pid.exists() and Path(f"/proc/{pid.read_text().strip()}").exists()):
        port = HOSTS.split(",")[0].rpartition(":")[2]
        command = [sys.executable, "tools/cluster/run.py", "start-node", str(number), "--home", HOME, "--port", port]
        if cache := os.environ.get("NEWSGREP_CLUSTER_CACHE"):
            command += ["--cache", cache]
        subprocess.run(command, check=True, cwd=ROOT)
    wait_for(nodes=len(HOSTS.split(",")), status="green")


def wait_for(nodes, status):
    """Wait until the cluster has so many nodes, and is of a status at least."""
    transport = Transport(new_address())
    params = {"wait_for_nodes": str(nodes), "wait_for_status": status, "timeout": "20s"}
    for _ in range(10):
        if transport.request("GET", ("_cluster", "health"), params=params, allowed=(408, 503)).status == 200:
            break
        time.sleep(0.5)
    transport.close()


class Gate:
    """A proxy before a host; while it ``is_silent``, nothing goes through."""

    def __init__(self, target):
        name, _, port = target.rpartition(":")
        self.target = name, int(port)
        self.is_silent = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._sockets = []
        self.host = f"127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        for each in (self._listening, *self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self):
        try:
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(self.target)
                self._sockets += [client, server]
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()
        except OSError:
            return

    def _pass_on(self, source, sink):
        try:
            while data := source.recv(65536):
                if not self.is_silent:
                    sink.sendall(data)
        except OSError:
            return
