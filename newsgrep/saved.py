"""Saved searches: what is looked for again and again, and what was found so far; a file each.

A file is written in one step, by one process at a time. What has come since is told by ids and texts: an article that
has moved, or whose number in its file is another now, is the same; one that a record of its own id has changed, too.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import ConfigError, UsageError
from newsgrep.files import acquire, open_lock, replace_file
from newsgrep.packing import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from newsgrep.engine.base import Engine, Hit
    from newsgrep.model import Article

SUFFIX = ".json"
LOCK_NAME = "LOCK"
LONGEST_NAME = 60
WAIT = 60  # seconds
SETTINGS = ("index", "config", "synonyms")


class Seen(NamedTuple):
    """An article that was found: its id, and a digest of its texts."""

    id: str
    text: str

    @property
    def is_numbered(self) -> bool:
        """Whether the key is a number, as that of an article without an id of its own is; others may get it."""
        return self.id.rpartition("#")[2].isdecimal()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query line with the options of ``search`` and the settings it was saved with; times are ISO 8601, local."""

    name: str
    line: str
    options: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, str | None] = field(default_factory=dict)
    saved: str = ""
    run: str | None = None
    seen: tuple[Seen, ...] = ()

    def after_run(self, found: Iterable[Seen]) -> SavedSearch:
        """The same after a run; what is found no more is forgotten."""
        return replace(self, run=now(), seen=tuple(found))


class News(NamedTuple):
    """What has come, in the order of the search, and all that it finds now."""

    hits: list[Hit]
    found: tuple[Seen, ...]


def what_has_come(engine: Engine, search: SavedSearch, hits: Sequence[Hit]) -> News:
    """What is new among the hits of a saved search; where reprints are collapsed, no reprint of what is known."""
    found = found_now(engine, hits)
    new = come_since(search.seen, found)
    come = [hit for hit in hits if hit.id in new]
    if search.options.get("unique"):
        come = _first_prints(engine, come, {one.id for one in found} - new)
    return News(come, found)


def found_now(engine: Engine, hits: Iterable[Hit]) -> tuple[Seen, ...]:
    """What is remembered of some hits."""
    return tuple(seen(article) for hit in hits if (article := engine.get(hit.id)))


def _first_prints(engine: Engine, hits: Iterable[Hit], known: set[str]) -> list[Hit]:
    """Hits that are no reprints of what is known, or of a hit before them."""
    kept: list[Hit] = []
    for hit in hits:
        copies = {copy.id for copy in engine.reprints(hit.id)}
        if not copies & known:
            kept.append(hit)
            known = known | copies | {hit.id}
    return kept


def seen(article: Article) -> Seen:
    """What is remembered of an article."""
    texts = "\n".join(part.text for part in (*article.headlines, *article.paragraphs))
    return Seen(article.id, digest(texts.encode("utf-8", "surrogatepass")))


def now() -> str:
    """The time, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def come_since(before: Iterable[Seen], after: Sequence[Seen]) -> set[str]:
    """The ids of the articles that have come.

    >>> before = [Seen("a#1", "x"), Seen("a#own", "y"), Seen("b#2", "z")]
    >>> sorted(come_since(before, [Seen("a#1", "new"), Seen("a#2", "x"), Seen("a#own", "changed"), Seen("c#1", "z")]))
    ['a#1']
    """
    texts = {one.id: one.text for one in before}
    left = Counter(texts.values())
    unknown = []
    for one in after:
        if one.id in texts and (texts[one.id] == one.text or not one.is_numbered):
            left[texts[one.id]] -= 1
        else:
            unknown.append(one)
    new = set()
    for one in unknown:
        if left[one.text] > 0:
            left[one.text] -= 1
        else:
            new.add(one.id)
    return new


def _search_of(name: str, values: dict[str, Any]) -> SavedSearch:
    """What a file says, as far as it is used without a further look."""
    found = SavedSearch(**values | {"name": name, "seen": tuple(Seen(*map(str, one)) for one in values["seen"])})
    if not (isinstance(found.line, str) and isinstance(found.options, dict)):
        raise TypeError(values)
    return replace(found, settings={one: found.settings[one] for one in SETTINGS})


class Shelf:
    """The folder that holds the saved searches; it need not be there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """All names, in order."""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        return sorted(path.name.removesuffix(SUFFIX) for path in found if path.name.endswith(SUFFIX))

    def get(self, name: str) -> SavedSearch:
        """The saved search of a name."""
        path = self._path(name)
        if not path.is_file():
            raise UsageError(f"{name}: there is no such saved search", hint="newsgrep saved lists them")
        try:
            return _search_of(name, json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            hint = f"newsgrep saved remove {name}, and save it anew"
            raise ConfigError(f"{path}: the saved search is damaged", hint=hint) from error

    def put(self, search: SavedSearch) -> None:
        """Write a saved search, in the place of the one of its name."""
        path = self._path(search.name)
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, json.dumps(asdict(search), ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def remove(self, name: str) -> None:
        """Delete a saved search."""
        try:
            self._path(name).unlink()
        except FileNotFoundError as error:
            raise UsageError(f"{name}: there is no such saved search", hint="newsgrep saved lists them") from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder: nobody else runs or changes a saved search meanwhile."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with open_lock(self._folder / LOCK_NAME) as file:
            if not acquire(file, WAIT):
                raise UsageError(f"{self._folder}: another process runs saved searches", hint="try again")
            yield

    def _path(self, name: str) -> Path:
        """The file of a name; raises ``UsageError`` where it cannot be one."""
        if not name.strip() or len(name) > LONGEST_NAME or name[0] in ".-" or "/" in name or not name.isprintable():
            hint = f"up to {LONGEST_NAME} characters, none of them /, the first no . or -"
            raise UsageError(f"{name}: not a name for a saved search", hint=hint)
        return self._folder / (name + SUFFIX)
