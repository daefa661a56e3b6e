"""What was understood of a corpus, per kind of file, and which files were left out."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.manifest import NO_DATE, NO_TITLE
from newsgrep.message import Message
from newsgrep.readers.understood import merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.manifest import FileState
    from newsgrep.readers import Understood
    from newsgrep.readers.oddities import Doubt

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


class _Alike:
    """Files of which the same was understood: how many, and how many of their articles lack something, by digit."""

    def __init__(self, understood: tuple[Understood, ...]) -> None:
        self.understood = understood
        self.files = 0
        self.lacking: Counter[str] = Counter()

    def all(self) -> Iterator[Understood]:
        """What was understood of all of them together."""
        for each in self.understood:
            yield each._replace(articles=each.articles * self.files, nameless=each.nameless * self.files)


def kinds_of(files: Iterable[FileState]) -> list[KindSummary]:
    """What was understood of these files, the kind with the most articles first."""
    alike: dict[int, _Alike] = {}  # files of a loaded manifest share what was understood of them
    for state in files:
        if understood := state.understood:
            if (same := alike.get(id(understood))) is None:
                same = alike[id(understood)] = _Alike(understood)
            same.files += 1
            for digit, number in state.marks.lacking.items():
                same.lacking[digit] += number
    count: Counter[str] = Counter()
    lacking: Counter[tuple[str, int]] = Counter()
    for same in alike.values():
        for each in same.understood:
            count[each.kind] += same.files
        kind = max(same.understood, key=lambda each: each.articles).kind
        for digit, number in same.lacking.items():
            for what in (NO_TITLE, NO_DATE):
                lacking[kind, what] += number * bool(int(digit) & what)
    found = [
        KindSummary(
            *(kind, count[kind], each.articles, each.roles, each.unused, each.nameless),
            *(lacking[kind, NO_TITLE], lacking[kind, NO_DATE], each.doubts),
        )
        for kind, each in merged(chain.from_iterable(same.all() for same in alike.values())).items()
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
