"""How an article is opened in the user's editor or pager."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.printers.article import print_article
from newsgrep.printers.style import Style
from newsgrep.storage.temporary import temporary_prefix
from newsgrep.text.encoding import is_binary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsgrep.model import Article
    from newsgrep.query.plan_nodes import TextNode

# What programs are told to begin at a line; others only get the file.
AT_LINE = dict.fromkeys(
    ("vi", "vim", "nvim", "view", "ex", "gvim", "nano", "pico", "micro", "emacs", "emacsclient", "joe", "jed", "mg",
     "ne", "kak", "mcedit", "gedit", "kate", "less", "more", "most"),
    ("+{line}", "{file}"),
) | {
    **dict.fromkeys(("hx", "helix", "subl", "zed"), ("{file}:{line}",)),
    **dict.fromkeys(("code", "codium", "code-insiders", "cursor"), ("--wait", "--goto", "{file}:{line}")),
}  # fmt: skip
EDITORS = ("editor", "nano", "vi")
# Bytes that are looked at to see whether a file is a text, and of a line to see whether it is the headline.
LOOKED_AT = 1 << 16
# Bytes that a line may have beside its text, such as the marks of a heading.
MARKUP = 12
# How compressed files begin: gzip, bzip2, xz, zstd.
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")


def editor_of(environment: Mapping[str, str]) -> list[str]:
    """The editor's command: VISUAL, else EDITOR, else one that is there; none where there is none.

    >>> editor_of({"EDITOR": "vim -n", "VISUAL": ""})
    ['vim', '-n']
    """
    named = environment.get("VISUAL") or environment.get("EDITOR")
    if not named:
        return [name for name in EDITORS if shutil.which(name)][:1]
    try:
        return shlex.split(named)
    except ValueError:
        return named.split()


def command_at(program: Sequence[str], file: Path, line: int | None) -> list[str]:
    """The command line that opens a file at a line.

    >>> command_at(["nvim", "-R"], Path("/news/a.txt"), 12), command_at(["cat"], Path("/news/a.txt"), 12)
    (['nvim', '-R', '+12', '/news/a.txt'], ['cat', '/news/a.txt'])
    """
    forms = AT_LINE.get(Path(program[0]).name, ("{file}",)) if line else ("{file}",)
    return [*program, *(form.replace("{line}", str(line)).replace("{file}", str(file)) for form in forms)]


@contextmanager
def opened(
    article: Article, source: Path | None, marks: Sequence[TextNode], *, as_is: bool
) -> Iterator[tuple[Path, int | None]]:
    """The file to open and its line: the article's source if that is text, else its text in a file for the while.

    If it is not to be opened ``as_is``, a source is text only if it has the headline on a line, as a page has, and not
    within a record.
    """
    if source and article.unit == "line" and _is_text(source) and (as_is or _is_page(source, article)):
        yield source, article.line
        return
    prefix = temporary_prefix()
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="backslashreplace", prefix=prefix, suffix=".txt"
    ) as file:
        file.writelines(print_article(article, marks, "plain", Style(terminal=True)))
        file.flush()
        yield Path(file.name), None


def _is_text(path: Path) -> bool:
    """Whether a regular file looks like text."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(LOOKED_AT)
        return not (head.startswith(PACKED) or is_binary(head))
    except OSError:
        return False


def _is_page(path: Path, article: Article) -> bool:
    """Whether the first line of the article in a file is about as long as its first headline or paragraph."""
    parts = (*article.headlines, *article.paragraphs)
    first = next((part for part in parts if part.line == article.line), None)
    try:
        with path.open("rb") as file:
            for _ in range(article.line - 1):
                while (read := file.readline(LOOKED_AT)) and not read.endswith(b"\n"):
                    pass
            line = file.readline(LOOKED_AT).strip()
    except OSError:
        return False
    # A record has names, marks and other values beside it.
    return first is not None and len(line) <= len(first.text.encode("utf-8", "surrogatepass")) + MARKUP
