"""Which program answers: OpenSearch, in a version that was tested, or something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.errors import ClusterError

if TYPE_CHECKING:
    from newsgrep.engine.opensearch.cluster import Cluster

OLDEST = (2, 19)


def require_opensearch(cluster: Cluster) -> None:
    """Check that the cluster is OpenSearch, and new enough.

    Raises:
        ClusterError: it is not.

    """
    body = cluster.transport.request("GET", ()).body
    version = body.get("version") if isinstance(body, dict) else None
    number = version.get("number") if isinstance(version, dict) else None
    if not isinstance(version, dict) or not isinstance(number, str):
        raise ClusterError("not an OpenSearch cluster", about=cluster.address, hint="check host and port")
    if version.get("distribution") != "opensearch":
        raise ClusterError(
            "this is Elasticsearch {}, which newsgrep does not support",
            number,
            about=cluster.address,
            hint="use OpenSearch 2.19 or newer",
        )
    parts = tuple(int(part) for part in number.split("-")[0].split(".")[:2] if part.isdecimal())
    if parts < OLDEST:
        raise ClusterError(
            "OpenSearch {} is too old", number, about=cluster.address, hint="newsgrep needs OpenSearch 2.19 or newer"
        )
