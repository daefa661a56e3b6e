"""Saved searches: what is looked for again and again, and what was found so far; a file each.

A file is written in one step, by one process at a time. What has come since is told by ids and texts: an article that
has moved, or whose number in its file is another now, is the same, and so is one that was mended.
"""

from __future__ import annotations

import json
import shlex
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.analysis.minhash import WORDS, shared_bits, sketches
from newsgrep.errors import ConfigError, IndexDamagedError, NewsgrepError, UsageError
from newsgrep.message import Message, reason
from newsgrep.search.options import DEFAULTS, SearchOptions, options_from
from newsgrep.storage.article_codec import digest
from newsgrep.storage.atomic_files import naming, read_plain, replace_file
from newsgrep.storage.locks import acquire, open_lock
from newsgrep.storage.user_files import MOST_WRITTEN
from newsgrep.text.fold import fold_codes, to_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from newsgrep.engine.base import EngineReader, Hit
    from newsgrep.model import Article

SUFFIX, LOCK_SUFFIX = ".json", ".lock"
LONGEST_NAME = 60
WAIT = 60  # seconds
# The settings that a search is saved with: files and folders.
SAVED_SETTINGS = ("index", "config", "synonyms")
# What a text shares with itself after a word or two were mended: 122 bits of a sketch are 0.9 of the shingles. What is
# only worded alike, as tomorrow's weather is, shares less.
EDITED_BITS = 122


class Seen(NamedTuple):
    """An article that was found: its id, a digest of its texts, a sketch (hexadecimal, if it is long), its date."""

    id: str
    text: str
    sketch: str = ""
    date: str = ""

    @property
    def is_numbered(self) -> bool:
        """Whether the key is a number, as that of an article without an id of its own is; others may get it."""
        return self.id.rpartition("#")[2].isdecimal()

    def is_edited(self, before: Seen) -> bool:
        """Whether it is what it was, a few words aside: tomorrow's weather is worded alike, but of another day."""
        if not (self.sketch and before.sketch) or self.date != before.date:
            return False
        one, other = (
            np.frombuffer(bytes.fromhex(each), np.uint64).reshape(1, WORDS) for each in (self.sketch, before.sketch)
        )
        return int(shared_bits(one[0], other)[0]) >= EDITED_BITS


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query line with the options of ``search`` and the settings it was saved with; times are ISO 8601, local."""

    name: str
    line: str
    options: SearchOptions = DEFAULTS
    settings: dict[str, str | None] = field(default_factory=dict)
    saved: str = ""
    run: str | None = None
    seen: tuple[Seen, ...] = ()

    def after_run(self, found: Iterable[Seen]) -> SavedSearch:
        """The same after a run; what is found no more is forgotten."""
        return replace(self, run=now(), seen=tuple(found))


class News(NamedTuple):
    """What has come, in the order of the search, with the reprints left out of each, and all that it finds now."""

    hits: list[Hit]
    reprints: list[set[str]]
    found: tuple[Seen, ...]

    def seen_up_to(self, shown: int) -> Iterator[Seen]:
        """What has been seen when so many were shown: not what comes after them, nor its reprints."""
        left = {hit.id for hit in self.hits[shown:]}.union(*self.reprints[shown:])
        return (one for one in self.found if one.id not in left)


def news_since(engine: EngineReader, search: SavedSearch, hits: Sequence[Hit]) -> News:
    """What is new among the hits of a saved search; where reprints are collapsed, no reprint of what is known."""
    found = found_now(engine, hits)
    new = new_ids(search.seen, found)
    come = [hit for hit in hits if hit.id in new]
    if not search.options.unique:
        return News(come, [set() for _ in come], found)
    known = {one.id for one in found} - new
    kept: list[Hit] = []
    reprints: list[set[str]] = []
    owners: dict[str, int] = {}  # which of those kept a new article is a reprint of, or of a reprint
    for hit in come:
        copies = {copy.id for copy in engine.reprints(hit.id)} | {hit.id}
        owner = next((owners[one] for one in sorted(copies) if one in owners), None)
        if owner is None and not copies & known:
            owner = len(kept)
            kept.append(hit)
            reprints.append(set())
        if owner is not None:
            reprints[owner] |= copies & new
            owners.update(dict.fromkeys(copies, owner))
    return News(kept, reprints, found)


def found_now(engine: EngineReader, hits: Iterable[Hit]) -> tuple[Seen, ...]:
    """What is remembered of some hits."""
    articles = [article for hit in hits if (article := engine.get(hit.id))]
    texts = list(map(_text, articles))
    made = sketches(fold_codes(to_codes("".join(f"{text}\0" for text in texts))), len(texts))
    return tuple(
        Seen(
            article.id,
            digest(text.encode("utf-8", "surrogatepass")),
            sketch.tobytes().hex() if sketch.any() else "",
            article.date or "",
        )
        for article, text, sketch in zip(articles, texts, made, strict=True)
    )


def _text(article: Article) -> str:
    return "\n".join(part.text for part in (*article.headlines, *article.paragraphs))


def now() -> str:
    """The time, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def new_ids(before: Iterable[Seen], after: Sequence[Seen]) -> set[str]:
    """The ids of the articles that have come.

    >>> before = [Seen("a#1", "x"), Seen("a#own", "y"), Seen("b#2", "z")]
    >>> sorted(new_ids(before, [Seen("a#1", "new"), Seen("a#2", "x"), Seen("a#own", "changed"), Seen("c#1", "z")]))
    ['a#1']
    """
    left = {one.id: one for one in before}
    come = []
    for one in after:
        if one.id in left and left[one.id].text == one.text:
            del left[one.id]
        else:
            come.append(one)
    # What has an id of its own is itself, whatever became of it; what has not may be another's text, moved.
    own = {one.id for one in come if one.id in left and not one.is_numbered}
    texts = Counter(one.text for one in left.values() if one.id not in own)
    new = []
    for one in (one for one in come if one.id not in own):
        if texts[one.text] > 0:
            texts[one.text] -= 1
        else:
            new.append(one)
    # Of what is left the text stands nowhere else, so that it may be what was mended.
    return {
        one.id for one in new if not (one.id in left and texts[left[one.id].text] > 0 and one.is_edited(left[one.id]))
    }


class SavedSearches:
    """The folder that holds the saved searches; it need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """All names, in order."""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        names = (path.name.removesuffix(SUFFIX) for path in found if path.name.endswith(SUFFIX) and path.is_file())
        return sorted(filter(is_name, names))

    def get(self, name: str) -> SavedSearch:
        """The saved search of a name."""
        path = self._path(name)
        try:
            values = json.loads(read_plain(path, MOST_WRITTEN).decode("utf-8", "surrogatepass"))
            return self._search_of(name, values)
        except FileNotFoundError as error:
            raise UsageError("there is no such saved search", about=name, hint="newsgrep saved lists them") from error
        except OSError as error:
            raise ConfigError("the saved search cannot be read ({})", reason(error), path=path) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexDamagedError) as error:
            raise ConfigError(
                "the saved search is damaged",
                path=path,
                hint=Message("newsgrep saved remove {}, and save it anew", shlex.quote(name)),
            ) from error

    def _search_of(self, name: str, values: dict[str, Any]) -> SavedSearch:
        """What a file says; raises ``TypeError`` or ``ValueError`` where it is not of its kind."""
        seen = tuple(Seen(*map(str, one)) for one in values["seen"])
        settings = {one: values["settings"][one] for one in SAVED_SETTINGS}
        options = options_from(values["options"])
        search = SavedSearch(**values | {"name": name, "seen": seen, "settings": settings, "options": options})
        texts = (
            search.line,
            search.saved,
            search.run or "",
            *(one or "" for one in settings.values()),
            settings["index"],
        )
        if not all(isinstance(one, str) and "\0" not in one for one in texts):
            raise TypeError(name)
        if any(len(bytes.fromhex(one.sketch)) not in {0, 8 * WORDS} for one in seen):
            raise ValueError(name)
        return search

    def put(self, search: SavedSearch) -> None:
        """Write a saved search, in the place of the one of its name."""
        path = self._path(search.name)
        self._folder.mkdir(parents=True, exist_ok=True)
        values = asdict(search) | {"options": search.options.given()}
        with naming(path):
            replace_file(path, json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def remove(self, name: str) -> None:
        """Delete a saved search."""
        try:
            self._path(name).unlink()
        except FileNotFoundError as error:
            raise UsageError("there is no such saved search", about=name, hint="newsgrep saved lists them") from error

    @contextmanager
    def locked(self, name: str, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Hold a search: nobody else runs or changes it meanwhile; ``on_wait`` is called where that is waited for."""
        path = self._path(name)
        self._folder.mkdir(parents=True, exist_ok=True)
        with open_lock(path.with_name(f".{name}{LOCK_SUFFIX}"), hint="delete it") as file:
            if not acquire(file, WAIT, on_wait):
                raise NewsgrepError("another process runs this saved search", about=name, hint="try again")
            yield

    def _path(self, name: str) -> Path:
        """The file of a name; raises ``UsageError`` where it cannot be one."""
        if not is_name(name):
            raise UsageError(
                "not a name for a saved search",
                about=name,
                hint=Message("up to {} characters, none of them /, the first no . or -", LONGEST_NAME),
            )
        return self._folder / (name + SUFFIX)


def is_name(name: str) -> bool:
    """Whether a search may be called so.

    >>> is_name("争议"), is_name("../x"), is_name("")
    (True, False, False)
    """
    return (
        bool(name.strip())
        and len(name) <= LONGEST_NAME
        and name[0] not in ".-"
        and "/" not in name
        and name.isprintable()
    )
