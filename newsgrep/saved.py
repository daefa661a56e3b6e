"""Saved searches and the articles that they have found so far, one file per search.

A file is written atomically, by one process at a time. Ids and texts decide which articles are new: an article that was
moved, renumbered in its file, or corrected is not.
"""

from __future__ import annotations

import json
import shlex
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.analysis.minhash import WORDS, shared_bits, sketches
from newsgrep.engine.reprint_join import COMPARING
from newsgrep.errors import ConfigError, IndexDamagedError, NewsgrepError, UsageError
from newsgrep.message import Message, reason
from newsgrep.progress import tracked
from newsgrep.search.options import DEFAULTS, SearchOptions, options_from
from newsgrep.storage.article_codec import digest
from newsgrep.storage.atomic_files import create_folder, naming, read_plain, replace_file
from newsgrep.storage.locks import acquire, is_at, open_lock
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
# How a file begins: with the digest of the rest, in hexadecimal digits.
SEAL, DIGEST_LENGTH = b'{"digest": "%b", ', 16
# The settings that a search is saved with: files and folders.
SAVED_SETTINGS = ("index", "config", "synonyms")
# The least number of sketch bits shared by a text and itself with a word or two corrected: 122 bits are 0.9 of the
# shingles. A text that is merely worded alike, such as tomorrow's weather, shares fewer.
EDITED_BITS = 122


class Seen(NamedTuple):
    """An article that was found: id, digest of its text, sketch (hexadecimal; empty for a short text), date."""

    id: str
    text: str
    sketch: str = ""
    date: str = ""

    @property
    def is_numbered(self) -> bool:
        """Whether its key is a number, as for an article without an id of its own; another article may get it later."""
        return self.id.rpartition("#")[2].isdecimal()

    def is_edited(self, before: Seen) -> bool:
        """Whether it differs from ``before`` in a few words only; dates must agree, as weather reports are alike."""
        if not (self.sketch and before.sketch) or self.date != before.date:
            return False
        new, old = (
            np.frombuffer(bytes.fromhex(sketch), np.uint64).reshape(1, WORDS) for sketch in (self.sketch, before.sketch)
        )
        return int(shared_bits(new[0], old)[0]) >= EDITED_BITS


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query line with its options of ``search`` and settings; ``saved`` and ``run`` are local times in ISO 8601.

    The setting ``index`` is a folder, or a list of several; the others are a file or None.
    """

    name: str
    line: str
    options: SearchOptions = DEFAULTS
    settings: dict[str, Any] = field(default_factory=dict)
    saved: str = ""
    run: str | None = None
    seen: tuple[Seen, ...] = ()

    @property
    def indexes(self) -> list[str]:
        """The index folders that it searches."""
        found = self.settings.get("index") or []
        return [found] if isinstance(found, str) else found

    def after_run(self, found: Iterable[Seen]) -> SavedSearch:
        """The search after a run that found these articles; others are forgotten."""
        return replace(self, run=now(), seen=tuple(found))


class News(NamedTuple):
    """The new hits in the order of the search, the ids of the reprints omitted for each, and all articles found now."""

    hits: list[Hit]
    reprints: list[set[str]]
    found: tuple[Seen, ...]

    def seen_up_to(self, shown: int) -> Iterator[Seen]:
        """The articles found, except the hits after the first ``shown`` and their reprints."""
        unseen = {hit.id for hit in self.hits[shown:]}.union(*self.reprints[shown:])
        return (article for article in self.found if article.id not in unseen)


def news_since(engine: EngineReader, search: SavedSearch, hits: Sequence[Hit]) -> News:
    """The new hits of a saved search; with ``unique``, without reprints of each other or of known articles."""
    found = found_now(engine, hits)
    new = new_ids(search.seen, found)
    new_hits = [hit for hit in hits if hit.id in new]
    if not search.options.unique:
        return News(new_hits, [set() for _ in new_hits], found)
    known = {article.id for article in found} - new
    kept: list[Hit] = []
    reprints: list[set[str]] = []
    owners: dict[str, int] = {}  # article id → index in ``kept`` of the hit that it reprints, directly or not
    for hit in tracked(new_hits, COMPARING, len(new_hits)):
        copies = {copy.id for copy in engine.reprints(hit.id)} | {hit.id}
        owner = next((owners[copy_id] for copy_id in sorted(copies) if copy_id in owners), None)
        if owner is None and not copies & known:
            owner = len(kept)
            kept.append(hit)
            reprints.append(set())
        if owner is not None:
            reprints[owner] |= copies & new
            owners.update(dict.fromkeys(copies, owner))
    return News(kept, reprints, found)


def found_now(engine: EngineReader, hits: Iterable[Hit]) -> tuple[Seen, ...]:
    """The articles of some hits, as a saved search remembers them."""
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
    """The local time in ISO 8601, to the second, with its UTC offset."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def new_ids(before: Iterable[Seen], after: Sequence[Seen]) -> set[str]:
    """The ids of the articles in ``after`` that are new.

    >>> before = [Seen("a#1", "x"), Seen("a#own", "y"), Seen("b#2", "z")]
    >>> sorted(new_ids(before, [Seen("a#1", "new"), Seen("a#2", "x"), Seen("a#own", "changed"), Seen("c#1", "z")]))
    ['a#1']
    """
    left = {article.id: article for article in before}
    unmatched = []
    for article in after:
        if article.id in left and left[article.id].text == article.text:
            del left[article.id]
        else:
            unmatched.append(article)
    # An article with an id of its own is the same, however it changed; one with a number may be another, moved here.
    own = {article.id for article in unmatched if article.id in left and not article.is_numbered}
    texts = Counter(article.text for article in left.values() if article.id not in own)
    new = []
    for article in (article for article in unmatched if article.id not in own):
        if texts[article.text] > 0:
            texts[article.text] -= 1
        else:
            new.append(article)
    # A former text that was not found elsewhere may have been edited in place.
    return {
        article.id
        for article in new
        if not (article.id in left and texts[left[article.id].text] > 0 and article.is_edited(left[article.id]))
    }


class SavedSearches:
    """The folder of saved searches; it need not exist.

    Every method that takes a name raises ``UsageError`` if it is not valid.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """All names, sorted, of damaged ones, too: a folder or a pipe in the place of a file is to be said."""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        names = (path.name.removesuffix(SUFFIX) for path in found if path.name.endswith(SUFFIX))
        return sorted(filter(is_name, names))

    def get(self, name: str) -> SavedSearch:
        """The saved search of a name.

        Raises ``UsageError`` if there is none, ``ConfigError`` if it cannot be read or is damaged.
        """
        path = self._path(name)
        try:
            return self._search_of(name, _unsealed(read_plain(path, MOST_WRITTEN)))
        except FileNotFoundError as error:
            raise UsageError("no such saved search", about=name, hint="list them with 'newsgrep saved'") from error
        except OSError as error:
            raise ConfigError("the saved search cannot be read: {}", reason(error), path=path) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexDamagedError) as error:
            raise ConfigError(
                "the saved search is damaged",
                path=path,
                hint=Message("remove it (newsgrep saved remove {}) and save it again", shlex.quote(name)),
            ) from error

    def _search_of(self, name: str, values: dict[str, Any]) -> SavedSearch:
        """The search in a file. Raises ``TypeError``, ``ValueError`` or ``KeyError`` if it is malformed."""
        seen = tuple(Seen(*map(str, fields)) for fields in values["seen"])
        settings = {setting: values["settings"][setting] for setting in SAVED_SETTINGS}
        options = options_from(values["options"])
        search = SavedSearch(**values | {"name": name, "seen": seen, "settings": settings, "options": options})
        texts = (
            search.line,
            search.saved,
            search.run or "",
            *(value or "" for setting, value in settings.items() if setting != "index"),
            *search.indexes,
        )
        if not (isinstance(settings["index"], str | list) and search.indexes):
            raise TypeError(name)
        if not all(isinstance(text, str) and "\0" not in text for text in texts):
            raise TypeError(name)
        if any(len(bytes.fromhex(article.sketch)) not in {0, 8 * WORDS} for article in seen):
            raise ValueError(name)
        return search

    def put(self, search: SavedSearch) -> None:
        """Write a saved search, replacing the one of its name. Raises ``OSError`` if it cannot be written."""
        path = self._path(search.name)
        create_folder(self._folder, 0o700)
        values = asdict(search) | {"options": search.options.given()}
        with naming(path):
            content = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
            replace_file(path, _sealed(content), private=True)

    def remove(self, name: str) -> None:
        """Delete a saved search, which the caller must have locked, and its lock.

        Raises ``UsageError`` if there is none, ``OSError`` if it cannot be deleted.
        """
        try:
            self._path(name).unlink()
        except FileNotFoundError as error:
            raise UsageError("no such saved search", about=name, hint="list them with 'newsgrep saved'") from error
        with suppress(OSError):  # on Windows, where it is open
            self._lock(name).unlink()

    @contextmanager
    def locked(self, name: str, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Lock a search against other processes; ``on_wait`` is called if another one has it locked.

        Raises ``NewsgrepError`` if it is still locked after ``WAIT`` seconds.
        """
        path = self._lock(name)
        create_folder(self._folder, 0o700)
        while True:
            with open_lock(path, hint="delete it") as file:
                if not acquire(file, WAIT, on_wait):
                    raise NewsgrepError("another process is running this saved search", about=name, hint="try again")
                if is_at(file, path):  # else the search was removed by the process that had locked it
                    yield
                    return

    def _lock(self, name: str) -> Path:
        """The lock of a search. Raises ``UsageError`` if the name is not valid."""
        return self._path(name).with_name(f".{name}{LOCK_SUFFIX}")

    def _path(self, name: str) -> Path:
        """The file of a name. Raises ``UsageError`` if the name is not valid."""
        if not is_name(name):
            raise UsageError(
                "not a valid name for a saved search",
                about=name,
                hint=Message("use up to {} characters, without /, not starting with . or -", LONGEST_NAME),
            )
        return self._folder / (name + SUFFIX)


def _sealed(content: bytes) -> bytes:
    """A JSON object with the digest of its bytes as the first value."""
    return SEAL % digest(content).encode() + content[1:]


def _unsealed(stored: bytes) -> dict[str, Any]:
    """The object in a file; one of an earlier version has no digest. Raises ``ValueError`` if it is another's."""
    seal = len(SEAL % bytes(DIGEST_LENGTH))
    if stored.startswith(SEAL[: SEAL.index(b"%")]):
        if _sealed(b"{" + stored[seal:]) != stored:
            raise ValueError(Message("checksum mismatch"))
        stored = b"{" + stored[seal:]
    values: dict[str, Any] = json.loads(stored.decode("utf-8", "surrogatepass"))
    return values


def is_name(name: str) -> bool:
    """Whether a name is valid for a saved search.

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
