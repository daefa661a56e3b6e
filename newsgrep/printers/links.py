"""Clickable terminal links (OSC 8) from a location in the output to the file and line."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

SCHEMES = {
    "file": "file://{host}{path}",
    "kitty": "file://{host}{path}#{line}",
    "vscode": "vscode://file{path}:{line}",
    "none": "",
}
PLACES = r"\{(?:host|path|line)\}"


class Links(NamedTuple):
    """The template of links, and the absolute path of the corpus folder; an empty template means no links.

    The root is empty where paths are absolute.
    """

    template: str = ""
    root: str = ""

    def url(self, path: str, line: int | None) -> str:
        """The URL of a line of a file, or of the file; ``path`` is relative to the corpus folder, or absolute."""
        from urllib.parse import quote

        absolute = quote(path if path.startswith("/") else f"{self.root}/{path}", errors="surrogatepass")
        values = {"{host}": _host(), "{path}": absolute, "{line}": str(line)}
        template = SCHEMES["file"] if line is None and "{line}" in self.template else self.template
        return re.sub(PLACES, lambda match: values[match[0]], template)

    def to_web(self, address: str) -> str:
        """An address on the web that a terminal may open; empty if it is none, or if there are no links.

        >>> Links("file://{path}").to_web("https://jcrb.example.cn/要闻"), Links("file://{path}").to_web("javascript:x")
        ('https://jcrb.example.cn/%E8%A6%81%E9%97%BB', '')
        """
        from urllib.parse import quote

        written = quote(address, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")
        return written if self.template and re.match(r"https?://", written, re.IGNORECASE) else ""


def _host() -> str:
    """The name of this computer."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket  # takes longer to import than a link to make

    return socket.gethostname()


def is_template(template: str) -> bool:
    """Whether a text is a URL template with a ``{path}``, and without any other replacement field.

    >>> is_template("emacs://open?file={path}&line={line}"), is_template("{path}"), is_template("x://{path}{line!r}")
    (True, False, False)
    """
    literal = re.sub(PLACES, "", template)
    return "{path}" in template and bool(re.fullmatch(r"[a-z][a-z0-9+.-]*://[!-z|~]*", literal))
