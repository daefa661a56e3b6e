"""How files are read: the user's field names, and what folders and names of files say about the articles in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.field_roles import FieldMap
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from newsgrep.split import TextKind

# Bump with a release that reads files differently; an index of another version is rebuilt.
READERS_VERSION = 5
# Named groups of a pattern for paths; a page is a section.
PATH_GROUPS = ("source", "section", "page", "date", "author", "title")
PAPER_ENDS = ("报", "報", "周刊", "週刊", "快讯", "通讯", "新闻", "新聞", "网", "網")
NO_FACTS: Mapping[str, str] = MappingProxyType({})
NO_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class FolderOptions(NamedTuple):
    """Options for the files of a folder; None where it says nothing."""

    mapping: Mapping[str, tuple[str, ...]] = NO_NAMES
    source: str | None = None
    section: str | None = None
    zone: dt.tzinfo | None = None
    encoding: str | None = None
    path_pattern: str | None = None


class FileOptions(NamedTuple):
    """Options for one file: ``facts`` are what is known of its articles that do not say it themselves, by role."""

    fields: FieldMap
    facts: Mapping[str, str] = NO_FACTS
    encoding: str = ""
    texts: TextKind = "auto"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Options of reading: the user's field names, and by path prefix the source, and other options.

    ``path_pattern`` is a regular expression whose named groups are facts, see ``facts_in_path``; ``texts`` is what
    plain texts are.
    """

    fields: FieldMap = field(default_factory=FieldMap)
    sources: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, FolderOptions] = field(default_factory=dict)
    path_pattern: str | None = None
    texts: TextKind = "auto"
    # The field names of a folder know the roles of its records.
    _fields: dict[tuple[str, ...], FieldMap] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, path: str) -> FileOptions:
        """The options for a file; of folders inside each other, the inner one precedes."""
        prefixes = tuple(sorted((prefix for prefix in self.folders if path.startswith(prefix)), key=len))
        pattern, encoding = self.path_pattern, ""
        facts: dict[str, str] = {}
        for folder in map(self.folders.__getitem__, prefixes):
            facts |= {role: text for role in ("source", "section") if (text := getattr(folder, role))}
            pattern, encoding = folder.path_pattern or pattern, folder.encoding or encoding
        source = facts.get("source") or source_of(path, self.sources)
        facts |= {"source": source} if source else {}
        return FileOptions(
            self._fields_in(prefixes), facts | (facts_in_path(path, pattern) if pattern else {}), encoding, self.texts
        )

    def _fields_in(self, prefixes: tuple[str, ...]) -> FieldMap:
        if not prefixes:
            return self.fields
        if prefixes not in self._fields:
            mapping, zone = dict(self.fields.mapping), self.fields.zone
            for folder in map(self.folders.__getitem__, prefixes):
                mapping |= folder.mapping
                zone = folder.zone or zone
            self._fields[prefixes] = FieldMap(mapping, zone)
        return self._fields[prefixes]

    @property
    def identity(self) -> str:
        """A text that differs where articles may be read differently, by a later newsgrep too."""
        folders = [(prefix, *map(str, options)) for prefix, options in sorted(self.folders.items())]
        names, sources = sorted(self.fields.mapping.items()), sorted(self.sources.items())
        return repr((READERS_VERSION, names, sources, str(self.fields.zone), self.path_pattern, folders, self.texts))


def facts_in_path(path: str, pattern: str) -> dict[str, str]:
    r"""What the named groups of a pattern find in a path: source, section (or page), date, author, title.

    >>> facts_in_path("江城日报/20250318-A02.txt", r"(?P<source>[^/]+)/(?P<date>\d{8})-(?P<page>\w+)")
    {'source': '江城日报', 'date': '2025-03-18', 'section': 'A02'}
    """
    match = re.search(pattern, path)
    found = {name: text.strip() for name, text in (match.groupdict() if match else {}).items() if text and text.strip()}
    if date := found.pop("date", None):
        found |= {"date": day} if (day := timestamp_day(date)) else {}
    if page := found.pop("page", None):
        found.setdefault("section", page)
    return {name: text for name, text in found.items() if name in PATH_GROUPS}


def source_of(path: str, sources: Mapping[str, str]) -> str | None:
    """The source of a path: that of the user's longest matching prefix, else a folder named like a newspaper.

    >>> source_of("江城日报/2025/03-18.txt", {}), source_of("jcwb/1.txt", {"jcwb": "江城晚报"})
    ('江城日报', '江城晚报')
    >>> source_of("稿件/1.txt", {}), source_of("社会新闻/1.txt", {}), source_of("新闻.zip/新闻/1.txt", {})
    (None, None, None)
    """
    fitting = [prefix for prefix in sources if path.startswith(prefix)]
    if fitting:
        return sources[max(fitting, key=len)]
    return next(filter(_is_paper, reversed(path.split("/")[:-1])), None)


def _is_paper(name: str) -> bool:
    """Whether a folder is named like a newspaper, rather than 新闻 or 社会新闻."""
    end = next(filter(name.endswith, PAPER_ENDS), "")
    return bool(end) and name.removesuffix(end) not in {"", *SECTION_NAMES}
