"""Where an index is: a folder, or the address of an index in a cluster."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple, TypeAlias

from newsgrep.errors import UsageError

DEFAULT_PORT = 9200
PLAIN, SECURE = "opensearch", "opensearchs"
# What OpenSearch allows in the name of an index, less room for what newsgrep appends.
MOST_NAME_BYTES = 200
FORBIDDEN = r'[\\/*?"<>|\s,#:]'
EXAMPLE = "an address is opensearch://HOST:9200/NAME, or opensearchs:// for TLS"
# Seconds until a request that gets no answer is given up.
TIMEOUT = 60.0


class Secret:
    """A password or key, which no message, log or traceback shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


class ClusterOptions(NamedTuple):
    """How a cluster is talked to; ``timeout`` is in seconds, ``ca_file`` holds the certificates to trust.

    The user and password, the API key or the bearer token log in; where several are given, the last of these. A
    ``shards`` or ``replicas`` of None leaves it to newsgrep, when it creates an index.
    """

    user: str | None = None
    password: Secret | None = None
    api_key: Secret | None = None
    bearer: Secret | None = None
    ca_file: Path | None = None
    verify: bool = True
    timeout: float = TIMEOUT
    shards: int | None = None
    replicas: int | None = None


class ClusterHost(NamedTuple):
    """A node of a cluster, or what stands before it."""

    name: str
    port: int

    def __str__(self) -> str:
        return f"[{self.name}]:{self.port}" if ":" in self.name else f"{self.name}:{self.port}"


class ClusterAddress:
    """An index in a cluster: its hosts, any of which answers, and its name; equal by its text, whatever the options.

    ``label`` is that of a corpus, where several are in one index: its articles' paths begin with it.

    >>> address = parse_address("opensearch://a:9201,b/news")
    >>> str(address), [str(host) for host in address.hosts]
    ('opensearch://a:9201,b:9200/news', ['a:9201', 'b:9200'])
    """

    __slots__ = ("hosts", "label", "name", "options", "prefix", "secure")

    def __init__(  # noqa: PLR0913 (three of them are keywords)
        self,
        hosts: tuple[ClusterHost, ...],
        name: str,
        options: ClusterOptions,
        *,
        secure: bool,
        prefix: str = "",
        label: str = "",
    ) -> None:
        self.hosts = hosts
        self.name = name
        self.options = options
        self.secure = secure
        self.prefix = prefix
        self.label = label

    def __str__(self) -> str:
        scheme = SECURE if self.secure else PLAIN
        label = f"#{self.label}" if self.label else ""
        return f"{scheme}://{','.join(map(str, self.hosts))}{self.prefix}/{self.name}{label}"

    def __repr__(self) -> str:
        return f"ClusterAddress({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClusterAddress) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def absolute(self) -> ClusterAddress:
        """The address, which does not depend on the current folder."""
        return self

    def resolve(self) -> ClusterAddress:
        """The address: it has no links."""
        return self

    def with_options(self, options: ClusterOptions) -> ClusterAddress:
        """The same address with other options; a user whom the address names is kept."""
        user = self.options.user or options.user
        options = options._replace(user=user)
        return ClusterAddress(self.hosts, self.name, options, secure=self.secure, prefix=self.prefix, label=self.label)


IndexPlace: TypeAlias = Path | ClusterAddress


def is_address(text: str) -> bool:
    """Whether a text names an index in a cluster, not a folder.

    >>> [is_address(text) for text in ("opensearch://localhost/news", "opensearch", "https://localhost/news")]
    [True, False, True]
    """
    return bool(re.match(r"[a-z][a-z0-9+.-]*://", text))


def index_place(text: str, options: ClusterOptions | None = None) -> IndexPlace:
    """The place that a text names; raises like ``parse_address``."""
    return parse_address(text, options) if is_address(text) else Path(text)


def parse_address(text: str, options: ClusterOptions | None = None) -> ClusterAddress:
    """The address that a text writes: ``opensearch://[USER@]HOST[:PORT][,HOST…][/PREFIX]/NAME[#LABEL]``.

    Raises:
        UsageError: it is none, or it holds a password.

    """
    scheme, _, rest = text.partition("://")
    authority, _, path = rest.partition("/")
    user, at, hosts = authority.rpartition("@")
    shown = f"{scheme}://{hosts}/{path}"  # without user and password
    if scheme not in {PLAIN, SECURE}:
        raise UsageError("unknown kind of address", about=shown, hint=EXAMPLE)
    if ":" in user:
        raise UsageError(
            "an address must not contain a password: others can see it in the list of processes",
            about=shown,
            hint="set the environment variable NEWSGREP_CLUSTER_PASSWORD, or see 'Security' in docs/cluster.md",
        )
    path, _, label = path.partition("#")
    if "/" in label or not label.isprintable() or len(label) > MOST_NAME_BYTES:
        raise UsageError("not a label for a corpus: {}", label, about=shown, hint="use a short word without / in it")
    *prefix, name = path.rstrip("/").split("/")
    options = options or ClusterOptions()
    return ClusterAddress(
        tuple(_host(host, shown) for host in hosts.split(",")),
        _checked_name(name, shown),
        options._replace(user=user) if at and user else options,
        secure=scheme == SECURE,
        prefix="".join(f"/{part}" for part in prefix),
        label=label,
    )


def _host(text: str, address: str) -> ClusterHost:
    match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:/?#\s@]+)(?::(\d{1,5}))?", text)
    port = int(match[2]) if match and match[2] else DEFAULT_PORT
    if not match or not 0 < port < 1 << 16:
        raise UsageError("not a host, or not a port: {}", text or "''", about=address, hint=EXAMPLE)
    return ClusterHost(match[1].strip("[]"), port)


def _checked_name(name: str, address: str) -> str:
    if not name:
        raise UsageError("the name of the index is missing", about=address, hint=EXAMPLE)
    bad = re.search(FORBIDDEN, name) or name[0] in "-_+." or name != name.lower() or not name.isprintable()
    if bad or len(name.encode("utf-8", "replace")) > MOST_NAME_BYTES:
        raise UsageError(
            "not a name for an index: {}",
            name,
            about=address,
            hint="use small letters, digits and - _ . inside it",
        )
    return name
