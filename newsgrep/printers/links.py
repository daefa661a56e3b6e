"""Links from a place in the output to the file and line (OSC 8), which terminals open when they are clicked."""

from __future__ import annotations

from typing import NamedTuple

SCHEMES = {
    "file": "file://{host}{path}",
    "kitty": "file://{host}{path}#{line}",
    "vscode": "vscode://file{path}:{line}",
    "none": "",
}
FIELDS = {"host": "", "path": "/", "line": "1"}


class Links(NamedTuple):
    """What a link looks like, and the corpus folder, absolute; an empty template makes none."""

    template: str = ""
    root: str = ""

    def around(self, text: str, path: str, line: int) -> str:
        """A text that leads to a line of a source file."""
        return f"\x1b]8;;{self.url(path, line)}\x1b\\{text}\x1b]8;;\x1b\\" if self.template else text

    def url(self, path: str, line: int) -> str:
        """Where it leads."""
        import socket
        from urllib.parse import quote

        whole = quote(f"{self.root}/{path}", errors="surrogatepass")
        return self.template.format(host=socket.gethostname(), path=whole, line=line)


def is_template(template: str) -> bool:
    """Whether a text is a link with a place for the path.

    >>> is_template("emacs://open?file={path}&line={line}"), is_template("{path}"), is_template("x://{path}{y}")
    (True, False, False)
    """
    try:
        shown = template.format(**FIELDS)
    except (ValueError, KeyError, IndexError, AttributeError):
        return False
    return "{path}" in template and "://" in template.partition("{")[0] and shown.isprintable()
