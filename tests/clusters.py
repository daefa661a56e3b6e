"""A real cluster for tests: the one that NEWSGREP_TEST_CLUSTER names (HOST:PORT,HOST:PORT…)."""

import os
import uuid

import pytest

from newsgrep.engine.address import ClusterOptions, parse_address

HOSTS = os.environ.get("NEWSGREP_TEST_CLUSTER", "")
needs_cluster = pytest.mark.skipif(
    not HOSTS, reason="no cluster: NEWSGREP_TEST_CLUSTER names none ('make cluster' starts one)"
)


def new_address(**options):
    """The address of an index that does not exist."""
    return parse_address(f"opensearch://{HOSTS}/tests-{uuid.uuid4().hex[:12]}", ClusterOptions(**options))


def remove_index(address):
    """Delete all that an index consists of."""
    from newsgrep.engine.opensearch.transport import Transport

    transport = Transport(address)
    for name in (f"{address.name}-*", address.name):
        transport.request("DELETE", (name,), allowed=(404,))
    transport.close()
