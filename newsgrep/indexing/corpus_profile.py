"""What was understood of a corpus, per kind of file, and which files were left out."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.manifest import NO_DATE, NO_TITLE
from newsgrep.message import Message
from newsgrep.readers.understood import merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsgrep.manifest import FileState
    from newsgrep.readers import Understood
    from newsgrep.readers.doubts import Doubt

# What files of these kinds can be made into, if they hold news.
REMEDIES = {
    ".numbers": Message("save as .xlsx or CSV"),
    **dict.fromkeys((".adoc", ".tex", ".log", ".ini"), Message("rename to .txt if it holds news")),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".pages"), Message("save as text or PDF")),
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".djvu", ".bmp", ".webp"), Message("recognise the text first (OCR)")
    ),
    **dict.fromkeys(
        (".dta", ".sav", ".rds", ".rdata", ".h5", ".hdf5", ".avro", ".duckdb", ".dbf"), Message("save as CSV")
    ),
}


class KindSummary(NamedTuple):
    """The files of a kind: how many, how many articles, and how many of these lack a title or a date.

    ``roles`` are the names of the fields that became title, body and so on, ``unused`` those with long texts that
    became nothing; ``nameless`` are the records that are no article; ``doubts`` are what is odd about the articles.
    """

    kind: str
    files: int
    articles: int
    roles: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    nameless: int
    untitled: int
    undated: int
    doubts: tuple[Doubt, ...] = ()


class LeftOut(NamedTuple):
    """The files with a suffix that is not read, and what would read them, if anything."""

    suffix: str
    files: int
    remedy: Message | None


def kinds_of(files: Iterable[FileState]) -> list[KindSummary]:
    """What was understood of these files, the kind with the most articles first."""
    understood: list[Understood] = []
    count: Counter[str] = Counter()
    untitled: Counter[str] = Counter()
    undated: Counter[str] = Counter()
    for state in files:
        understood += state.understood
        count.update(each.kind for each in state.understood)
        if state.understood:
            kind = max(state.understood, key=lambda each: each.articles).kind
            untitled[kind] += state.lacking(NO_TITLE)
            undated[kind] += state.lacking(NO_DATE)
    found = [
        KindSummary(
            *(kind, count[kind], each.articles, each.roles, each.unused, each.nameless),
            *(untitled[kind], undated[kind], each.doubts),
        )
        for kind, each in merged(understood).items()
    ]
    return sorted(found, key=lambda each: -each.articles)


def profile_of(files: Iterable[list[Understood]]) -> list[Understood]:
    """What was understood of files, by kind; the kind with the most articles first."""
    return sorted(merged(each for file in files for each in file).values(), key=lambda each: -each.articles)


def left_out_by_suffix(paths: Iterable[str]) -> list[LeftOut]:
    """The files that are of no known kind, by suffix, the most frequent first.

    >>> [(each.suffix, each.files) for each in left_out_by_suffix(["a.JPG", "b.jpg", "c.ppt"])]
    [('.jpg', 2), ('.ppt', 1)]
    """
    number = Counter(PurePosixPath(path).suffix.lower() for path in paths)
    return [LeftOut(suffix, files, REMEDIES.get(suffix)) for suffix, files in number.most_common()]
