"""How newsgrep logs in to a cluster, and which certificates it trusts."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from newsgrep.errors import ClusterError
from newsgrep.message import reason
from newsgrep.storage.user_files import refuse_special

if TYPE_CHECKING:
    import ssl

    from newsgrep.engine.address import ClusterOptions


def login_header(options: ClusterOptions) -> dict[str, str]:
    """The header that logs in; none if nothing is known to log in with."""
    if options.bearer:
        return {"Authorization": f"Bearer {options.bearer.reveal()}"}
    if options.api_key:
        return {"Authorization": f"ApiKey {options.api_key.reveal()}"}
    if options.password:
        pair = f"{options.user or ''}:{options.password.reveal()}".encode()
        return {"Authorization": f"Basic {b64encode(pair).decode()}"}
    return {}


def tls_context(options: ClusterOptions) -> ssl.SSLContext:
    """What TLS connections are checked by.

    Raises:
        ClusterError: the file of certificates cannot be read, or has none.

    """
    import ssl

    try:
        if options.ca_file:
            refuse_special(options.ca_file)
        context = ssl.create_default_context(cafile=options.ca_file)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise ClusterError(
            "cannot be used as a file of certificates: {}",
            reason(error),
            path=options.ca_file,
            hint="give a PEM file with the certificate of the authority that signed the cluster's",
        ) from error
    if not options.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
