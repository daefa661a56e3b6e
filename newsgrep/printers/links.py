"""Links from a place in the output to the file and line (OSC 8), which terminals open when they are clicked."""

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
    """What a link looks like, and the corpus folder, absolute; an empty template makes none."""

    template: str = ""
    root: str = ""

    def url(self, path: str, line: int) -> str:
        """Where it leads."""
        import socket
        from urllib.parse import quote

        whole = quote(f"{self.root}/{path}", errors="surrogatepass")
        values = {"{host}": socket.gethostname(), "{path}": whole, "{line}": str(line)}
        return PLACES.sub(lambda match: values[match[0]], self.template)


def is_template(template: str) -> bool:
    """Whether a text is a link with a place for the path, and nothing in it that could be more than that.

    >>> is_template("emacs://open?file={path}&line={line}"), is_template("{path}"), is_template("x://{path}{line!r}")
    (True, False, False)
    """
    literal = PLACES.sub("", template)
    return "{path}" in template and bool(re.fullmatch(r"[a-z][a-z0-9+.-]*://[!-z|~]*", literal))
