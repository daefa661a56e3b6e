"""HTTP to a cluster: connections that are kept, hosts that stand in for each other, retries, and clear errors.

The standard library's client is used: importing opensearch-py takes 150 ms of CPU, as long as a whole search, this 30.
"""

from __future__ import annotations

import json
import random
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import chain, count, repeat
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from newsgrep.engine.opensearch.login import login_header, tls_context
from newsgrep.engine.opensearch.replies import (
    FIRST_ERROR,
    MOST_SHOWN,
    NotJson,
    Reply,
    is_passing,
    may_pass,
    refused,
    unreachable,
)
from newsgrep.storage.article_codec import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsgrep.engine.address import ClusterAddress, ClusterHost

# The waits between attempts, in seconds, lengthened at random by up to a half, so that clients do not retry in step.
WAITS = (0.1, 0.3, 0.8, 2.0, 4.0)
# Seconds for which an unreachable cluster is tried again: little before its first answer, as the address may be wrong.
PATIENCE, FIRST_PATIENCE = 8.0, 0.5
MOST_CONNECT = 10.0
# Seconds after which a cluster that is busy, or has lost a part, is not asked once more.
MOST_BUSY = 20.0
# A longer reply would fill the memory; a page of articles is a tenth of it.
MOST_BYTES = 1 << 29


class Transport:
    """Requests to one cluster, over connections that are kept; for one thread at a time."""

    def __init__(self, address: ClusterAddress) -> None:
        self.address = address
        self._hosts = list(address.hosts)
        self._connections: dict[ClusterHost, HTTPConnection] = {}
        self._headers = {**login_header(address.options), "Content-Type": "application/json"}
        self._has_answered = False

    def close(self) -> None:
        """Close the connections."""
        while self._connections:
            self._connections.popitem()[1].close()

    def __del__(self) -> None:
        self.close()

    def request(  # noqa: PLR0913 (all but the first two are keywords)
        self,
        method: str,
        path: Iterable[str],
        body: object = None,
        *,
        params: Mapping[str, str] | None = None,
        allowed: Iterable[int] = (),
        timeout: float | None = None,
    ) -> Reply:
        """Send a request, again if the cluster is busy or the connection is lost: it must be one that may be repeated.

        ``path`` are its parts; ``body`` is bytes, or a value that is sent as JSON. Statuses of ``FIRST_ERROR`` and more
        are errors, except ``allowed`` ones.

        Raises:
            ClusterError: the cluster is not reached, or it refuses.

        """
        target = self.address.prefix + "/" + "/".join(quote(part, safe=",_") for part in path)
        target += f"?{urlencode(params)}" if params else ""
        payload = body if isinstance(body, bytes) else None if body is None else to_json(body).encode()
        seconds = timeout or self.address.options.timeout
        waits, began = iter(WAITS), time.monotonic()
        while True:
            reply = self._answered(method, target, payload, seconds)
            if (reply.status < FIRST_ERROR or reply.status in allowed) and not isinstance(reply.body, NotJson):
                return reply
            wait = next(waits, None)
            if wait is None or not is_passing(reply) or time.monotonic() - began > MOST_BUSY:
                raise refused(self.address, reply)
            _sleep(wait)

    def _answered(self, method: str, target: str, payload: bytes | None, seconds: float) -> Reply:
        """The first answer of any host."""
        began, waits = time.monotonic(), chain(WAITS, repeat(WAITS[-1]))
        for attempt in count(1):
            host = self._hosts[0]
            try:
                return self._exchange(host, method, target, payload, seconds)
            except (OSError, HTTPException) as error:
                if dropped := self._connections.pop(host, None):
                    dropped.close()
                    if attempt == 1 and not isinstance(error, TimeoutError):
                        continue  # a connection that was idle for long: no sign that the host is gone
                patience = PATIENCE if self._has_answered else FIRST_PATIENCE
                is_late = time.monotonic() - began > patience and attempt >= len(self._hosts)
                if is_late or not may_pass(error):
                    raise unreachable(self.address, host, error) from error
                self._hosts.append(self._hosts.pop(0))
            if attempt % len(self._hosts) == 0:
                _sleep(next(waits))
        raise AssertionError

    def _exchange(self, host: ClusterHost, method: str, target: str, payload: bytes | None, seconds: float) -> Reply:
        """One attempt at one host. Raises ``OSError`` or ``HTTPException`` if it does not answer."""
        connection = self._connections.get(host)
        if connection is None or connection.sock is None:  # some proxies close it after each answer
            connection = self._connect(host)
        connection.sock.settimeout(seconds)
        self._connections[host] = connection
        connection.request(method, target, payload, self._headers)
        response = connection.getresponse()
        raw = response.read(MOST_BYTES)
        self._has_answered = True
        try:
            return Reply(response.status, json.loads(raw) if raw else {})
        except ValueError:
            return Reply(response.status, NotJson(raw[:MOST_SHOWN]))

    def _connect(self, host: ClusterHost) -> HTTPConnection:
        """An open connection, to be used with the timeout of each request."""
        seconds = min(MOST_CONNECT, self.address.options.timeout)
        if self.address.secure:
            connection: HTTPConnection = HTTPSConnection(
                host.name, host.port, timeout=seconds, context=tls_context(self.address.options)
            )
        else:
            connection = HTTPConnection(host.name, host.port, timeout=seconds)
        connection.connect()
        return connection


def _sleep(seconds: float) -> None:
    time.sleep(seconds * random.uniform(1, 1.5))  # noqa: S311 (no secret)
