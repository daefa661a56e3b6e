"""Clickable terminal links (OSC 8) from a location in the output to the file and line."""

from __future__ import annotations

import re
from typing import NamedTuple

SCHEMES = {
    "file": "file://{host}{path}",
    "kitty": "file://{host}{path}#{line}",
    "vscode": "vscode://file{path}:{line}",
    "none": "",
}
PLACES = re.compile(r"\{(?:host|path|line)\}")


class Links(NamedTuple):
    """The template of links, and the absolute path of the corpus folder; an empty template means no links.

    The root is empty where paths are absolute.
    """

    template: str = ""
    root: str = ""

    def url(self, path: str, line: int) -> str:
        """The URL of a line of a file; ``path`` is relative to the corpus folder, or absolute."""
        import socket
        from urllib.parse import quote

        absolute = quote(path if path.startswith("/") else f"{self.root}/{path}", errors="surrogatepass")
        values = {"{host}": socket.gethostname(), "{path}": absolute, "{line}": str(line)}
        return PLACES.sub(lambda match: values[match[0]], self.template)


def is_template(template: str) -> bool:
    """Whether a text is a URL template with a ``{path}``, and without any other replacement field.

    >>> is_template("emacs://open?file={path}&line={line}"), is_template("{path}"), is_template("x://{path}{line!r}")
    (True, False, False)
    """
    literal = PLACES.sub("", template)
    return "{path}" in template and bool(re.fullmatch(r"[a-z][a-z0-9+.-]*://[!-z|~]*", literal))
