"""What a cluster answers: what may pass, what is an error, and how it is said in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import ClusterError
from newsgrep.message import Message, reason

if TYPE_CHECKING:
    from newsgrep.engine.address import ClusterAddress, ClusterHost

FIRST_ERROR, FIRST_FAULT = 300, 400
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, BUSY = 401, 403, 404, 409, 429
GATEWAYS = (502, 503, 504)
# Bytes of an answer that is not JSON, and characters of a reason, that are looked at.
MOST_SHOWN, MOST_REASON = 4096, 300
# A write is refused for good: a disk that is almost full, an index closed to writes.
BLOCK = "cluster_block_exception"
NO_INDEX = "index_not_found_exception"


class NotJson(NamedTuple):
    """The beginning of an answer that is not JSON."""

    start: bytes


class Reply(NamedTuple):
    """The status of a reply, and its body, parsed."""

    status: int
    body: Any


def may_pass(error: Exception) -> bool:
    """Whether a request that failed to be sent, or to be answered, may succeed at another host or a little later."""
    import ssl

    return not isinstance(error, ssl.SSLError) or isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)


def is_passing(reply: Reply) -> bool:
    """Whether a refusal may pass: the cluster is busy or elects its manager, a node is not ready; no full disk does."""
    return is_passing_status(reply.status, error_type(reply.body))


def is_passing_status(status: int, kind: str) -> bool:
    """The same, by the status and the type of the error."""
    return status in GATEWAYS or (status == BUSY and kind != BLOCK)


def error_type(body: Any) -> str:
    """The type of an error as OpenSearch names it; empty if a body has none."""
    error = body.get("error") if isinstance(body, dict) else None
    causes = error.get("root_cause") if isinstance(error, dict) else None
    first = causes[0] if isinstance(causes, list) and causes else error
    found = first.get("type") if isinstance(first, dict) else None
    return found if isinstance(found, str) else ""


def error_reason(body: Any) -> str:
    """Why, in the words of the cluster, on one line."""
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict):
        causes = error.get("root_cause")
        failed = [each.get("reason") for each in error.get("failed_shards") or () if isinstance(each, dict)]
        found = next(filter(None, failed), None) or (causes[0] if isinstance(causes, list) and causes else error)
        deepest = found.get("caused_by") or found if isinstance(found, dict) else error
        error = ": ".join(str(deepest[name]) for name in ("type", "reason") if deepest.get(name))
    text = " ".join(str(error or body or "no reason given").split())
    return text if len(text) <= MOST_REASON else f"{text[:MOST_REASON]}…"


def unreachable(address: ClusterAddress, host: ClusterHost, error: Exception) -> ClusterError:
    """The error of a cluster that none of the hosts of an address lets us talk to."""
    import socket
    import ssl
    from http.client import HTTPException

    if isinstance(error, ssl.SSLCertVerificationError):
        return ClusterError(
            "its certificate is not trusted: {}",
            error.verify_message or reason(error),
            about=host,
            hint="name the authority's certificate with ca_file in [cluster] of newsgrep.toml, or NEWSGREP_CLUSTER_CA",
        )
    if isinstance(error, ssl.SSLError) and not may_pass(error):
        return ClusterError(
            "does not speak TLS as we do: {}",
            error.reason or reason(error),
            about=host,
            hint="if the cluster has no TLS, write opensearch:// instead of opensearchs://",
        )
    if isinstance(error, socket.gaierror):
        return ClusterError("no such host", about=host, hint="check the address")
    if isinstance(error, TimeoutError):
        return ClusterError(
            "the cluster does not answer in time",
            about=host,
            hint="check it and the network, or allow more seconds with timeout in [cluster] of newsgrep.toml",
        )
    if isinstance(error, ConnectionRefusedError):
        return ClusterError("nothing listens there", about=host, hint="start the cluster, or check the address")
    if isinstance(error, HTTPException | ConnectionError | ssl.SSLError):
        hint = Message("check the port; if it is one of TLS, write opensearchs:// instead of opensearch://")
        if address.secure:
            hint = Message("check that the cluster is up")
        return ClusterError("the connection was closed without an answer", about=host, hint=hint)
    return ClusterError("cannot be reached: {}", reason(error), about=host, hint="check the address and the network")


def refused(address: ClusterAddress, reply: Reply) -> ClusterError:
    """The error of an answer that is not what was asked for."""
    status, body = reply
    if status == UNAUTHORIZED:
        return _unauthorized(address)
    if isinstance(body, NotJson):
        return _not_json(address, reply)
    if status < FIRST_FAULT:
        return ClusterError(
            "not a cluster: it sends elsewhere (status {})",
            status,
            about=address,
            hint="check host and port; a login page or a proxy may stand before the cluster",
        )
    why, kind = error_reason(body), error_type(body)
    if status == FORBIDDEN and kind != BLOCK:
        return ClusterError(
            "this login may not do that: {}",
            why,
            about=address,
            hint=Message("give it the rights on the indexes {} and {}", address.name, f"{address.name}-*"),
        )
    if kind == BLOCK and status not in GATEWAYS:
        return blocked(address, why)
    if status in {BUSY, *GATEWAYS}:
        return missing_part(address, why)
    return ClusterError("the cluster refuses: {}", why, about=address, hint="see its log")


def missing_part(address: ClusterAddress, why: str) -> ClusterError:
    """The error of a cluster that is still busy, or not whole, after some waiting."""
    return ClusterError(
        "the cluster is busy, or a part of it is missing: {}",
        why,
        about=address,
        hint="see GET /_cluster/health, and try again later",
    )


def blocked(address: ClusterAddress, why: str) -> ClusterError:
    """The error of an index that takes no writes."""
    is_full = "flood" in why or "read-only-allow-delete" in why or "read-only / allow delete" in why
    if is_full:
        return ClusterError(
            "the disk of the cluster is almost full, and it accepts no more articles",
            about=address,
            hint="make room on its nodes; nothing was lost, and the last update still answers",
        )
    return ClusterError(
        "the cluster does not accept this now: {}", why, about=address, hint="see the index's blocks, and its health"
    )


def _unauthorized(address: ClusterAddress) -> ClusterError:
    options = address.options
    if options.bearer or options.api_key or options.password:
        return ClusterError("the login was refused", about=address, hint="check user and password, or the key")
    return ClusterError(
        "the cluster wants a login",
        about=address,
        hint="set NEWSGREP_CLUSTER_USER and NEWSGREP_CLUSTER_PASSWORD, or [cluster] in newsgrep.toml",
    )


def _not_json(address: ClusterAddress, reply: Reply) -> ClusterError:
    """The error of an answer in HTML or plain text: a login page, a proxy, another service."""
    text = reply.body.start.decode("utf-8", "replace")
    if reply.status == FIRST_FAULT and "HTTPS" in text:
        return ClusterError("this port speaks TLS", about=address, hint="write opensearchs:// instead of opensearch://")
    title = re.search(r"<title[^>]*>([^<]{1,100})", text, re.IGNORECASE)
    shown = " ".join((title[1] if title else re.sub(r"<[^>]*>", " ", text)).split())[:100]
    if reply.status in GATEWAYS:
        return ClusterError(
            "a proxy answers {} with “{}”, not the cluster",
            reply.status,
            shown,
            about=address,
            hint="start the cluster, or check the proxy",
        )
    return ClusterError(
        "not a cluster: it answers {} with “{}”",
        reply.status,
        shown,
        about=address,
        hint="check host and port; a login page or a proxy may stand before the cluster",
    )
