"""What options, environment and configuration file settle."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.cli.output import make_style, note
from newsgrep.cli.upward import find_upward, folders_upward
from newsgrep.errors import ClusterError, ConfigError, NewsgrepError, NoIndexError, UsageError
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.analysis import Segmenter
    from newsgrep.analysis.user_dictionary import UserWord
    from newsgrep.config import Config
    from newsgrep.engine.address import ClusterOptions, IndexPlace
    from newsgrep.engine.base import EngineReader
    from newsgrep.printers.links import Links
    from newsgrep.printers.style import Style
    from newsgrep.printers.theme import Theme
    from newsgrep.query.synonyms import Synonyms
    from newsgrep.readers import ReadOptions
    from newsgrep.split import TextKind

DEFAULT_CORPUS = Path("corpus")
DEFAULT_INDEX = Path("index")
# What is in force where nothing is said; the corpus is then the index's own.
DEFAULTS: dict[str, Any] = {
    "color": "auto",
    "theme": "terminal",
    "links": "file",
    "pager": True,
    "texts": "auto",
}
COLORS = ("auto", "always", "never")
TEXTS = ("auto", "article", "page")
# Examples of what a role may look like, and of a link of the user's own.
LOOKS = ("bold red", "#ff8787", "underline")
LINK = "vscode://file{path}:{line}"
# What sets a setting, beside variables and files: an option, a file that was found, nothing.
FLAG = "flag"
FOUND = "found"
DEFAULT = "default"
ENVIRONMENT = {"corpus": "NEWSGREP_CORPUS", "index": "NEWSGREP_INDEX"}
HERE = Path("newsgrep.toml")


def find_config(environment: Mapping[str, str]) -> Path | None:
    """The configuration file in force: named by the environment, here or above, or in the XDG configuration folder."""
    if named := environment.get("NEWSGREP_CONFIG"):
        return Path(named)
    if found := find_upward(HERE.name, _is_file):
        return found
    base = environment.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")  # noqa: PTH111 (no home is no error)
    at_home = Path(base) / "newsgrep" / HERE
    return at_home if _is_file(at_home) else None


def _is_file(path: Path) -> bool:
    """Whether there is a file; where a home may not be entered, there is none for us."""
    try:
        return path.is_file()
    except OSError:
        return False


class Effective(NamedTuple):
    """The value of a setting, and what has set it."""

    value: Any
    origin: str


class Settings:
    """What the options given say; each setting: flag, else environment, else configuration file, else default."""

    def __init__(self, flags: Mapping[str, Any]) -> None:
        self.flags = MappingProxyType(dict(flags))

    def read_again(self, **flags: Any) -> Settings:
        """The same flags, and these, over the files and the environment as they are now."""
        return Settings({**self.flags, **flags})

    @cached_property
    def config(self) -> Config:
        """The configuration file's settings."""
        from newsgrep.config import Config, read_config

        return read_config(self.config_file) if self.config_file else Config()

    @cached_property
    def config_file(self) -> Path | None:
        """The configuration file, where there is one."""
        return self.flags["config"] if "config" in self.flags else find_config(os.environ)

    def effective(self, name: str) -> Effective:
        """A setting by its key in the configuration file: flag, else environment, else file, else default."""
        if self._from_flags.get(name) is not None:
            return Effective(self._from_flags[name], FLAG)
        variable = ENVIRONMENT.get(name, "")
        if given := os.environ.get(variable):
            return Effective(_places_in(given) if name == "index" else Path(given), variable)
        value = self.config.value(name) if self.config_file else None
        if value not in (None, {}, ()) and not (name == "index" and self._is_index_nearer):
            return Effective(value, str(self.config_file))
        return self._found_index if name == "index" else Effective(DEFAULTS.get(name), DEFAULT)

    @cached_property
    def _found_index(self) -> Effective:
        """The index here or above; where there is none, the one to be made."""
        from newsgrep.engine.open_engine import is_index

        found = find_upward(DEFAULT_INDEX.name, is_index)
        return Effective((found or self.new_index,), FOUND if found and found != DEFAULT_INDEX else DEFAULT)

    @property
    def new_index(self) -> Path:
        """Where an index is made if nothing names a place: beside the configuration file found above, else here."""
        above = self._config_above
        return above / DEFAULT_INDEX if above else DEFAULT_INDEX

    @property
    def _config_above(self) -> Path | None:
        """The folder of the configuration file, if it was found above the current folder."""
        file = self.config_file
        is_named = "config" in self.flags or os.environ.get("NEWSGREP_CONFIG")
        return file.parent if file and not is_named and file.parent in list(folders_upward())[1:] else None

    @property
    def _is_index_nearer(self) -> bool:
        """Whether an index was found in a folder below that of the configuration file found above."""
        above, found = self._config_above, self._found_index.value[0].absolute()
        return bool(above) and found.parent != above and found.is_relative_to(above)

    @property
    def corpus(self) -> Path | None:
        """The corpus folder, where anything names one."""
        corpus: Path | None = self.effective("corpus").value
        return corpus

    @cached_property
    def indexes(self) -> tuple[IndexPlace, ...]:
        """The index folders, or addresses in clusters, each once."""
        from newsgrep.engine.open_engine import distinct

        return tuple(map(self.reachable, distinct(self.effective("index").value)))

    @property
    def places(self) -> tuple[str, ...]:
        """The same, as they are named from any folder."""
        return tuple(str(folder.absolute()) for folder in self.indexes)

    def reachable(self, place: IndexPlace) -> IndexPlace:
        """A place, with what it takes to log in if it is in a cluster."""
        if isinstance(place, Path):
            return place
        return place.with_options(self._cluster_options)

    @cached_property
    def _cluster_options(self) -> ClusterOptions:
        from newsgrep.cli.cluster_settings import cluster_options

        return cluster_options(self.config.cluster, self.config_file, os.environ)

    @property
    def index(self) -> IndexPlace:
        """The index folder, or its address in a cluster.

        Raises:
            UsageError: there are several.

        """
        if len(self.indexes) > 1:
            names = tuple(map(str, self.indexes))
            raise UsageError(
                "this command works on one index, not on several: {}", names, hint="choose one with --index DIR"
            )
        return self.indexes[0]

    def one_by_one(self) -> Iterator[Settings]:
        """These settings for each of the indexes."""
        if len(self.indexes) == 1:
            return iter((self,))
        return (self.read_again(index=(folder,)) for folder in self.indexes)

    @property
    def reading(self) -> ReadOptions:
        """How files are read."""
        from newsgrep.readers import FieldMap, FolderOptions, ReadOptions
        from newsgrep.text.dates import CHINA
        from newsgrep.text.timestamps import zone_of

        config = self.config
        folders = {
            folder: FolderOptions(
                options.get("fields", {}),
                options.get("source"),
                options.get("section"),
                zone_of(options["zone"]) if "zone" in options else None,
                options.get("encoding"),
                options.get("path"),
            )
            for folder, options in config.folders.items()
        }
        zone = zone_of(config.zone) if config.zone else CHINA
        return ReadOptions(FieldMap(config.fields, zone), config.sources, folders, config.path_pattern, self.texts)

    @property
    def pages(self) -> bool:
        """Whether what is longer than the terminal goes through a pager."""
        return bool(self.effective("pager").value)

    @property
    def _from_flags(self) -> Mapping[str, Any]:
        """The flags by the settings that they set."""
        return {**self.flags, **({"pager": False} if self.flags.get("no_pager") else {})}

    def style(self, *, end: str = "\n", explain: bool = False) -> Style:
        """The style that suits this process's stdout, and these settings."""
        return make_style(self.wanted_color, self.look, end=end, explain=explain)

    @property
    def wanted_color(self) -> str:
        """auto, always or never."""
        color: str = self.effective("color").value
        if color not in COLORS:
            raise self._unknown("color", color, _one_of(COLORS))
        return color

    @property
    def texts(self) -> TextKind:
        """What plain texts are."""
        texts: TextKind = self.effective("texts").value
        if texts not in TEXTS:
            raise self._unknown("texts", texts, _one_of(TEXTS))
        return texts

    def look(self) -> tuple[Theme, Links]:
        """The theme, with the user's changes of it, and where links lead."""
        from newsgrep.printers.links import SCHEMES, Links, is_template
        from newsgrep.printers.theme import ROLES, THEMES, is_look

        theme, links = self.effective("theme").value, self.effective("links").value
        colors = self.effective("colors").value or {}
        if theme not in THEMES:
            raise self._unknown("theme", theme, _one_of(THEMES))
        for role, look in colors.items():
            if role not in ROLES:
                raise self._unknown("[colors]", role, _one_of(ROLES))
            if not is_look(look):
                raise self._unknown(f"[colors] {role}", look, Message("examples: {}", tuple(LOOKS)))
        if links not in SCHEMES and not is_template(links):
            raise self._unknown("links", links, _one_of((*SCHEMES, LINK)))
        template = SCHEMES.get(links, links)
        return {**THEMES[theme], **colors}, Links(template, self.root() if template else "")

    def root(self) -> str:
        """The corpus folder of the index, as far as it is known; those of several are in the paths."""
        from newsgrep.engine.open_engine import create_engine
        from newsgrep.storage.manifest_start import root_of

        if len(self.indexes) > 1:
            return ""
        root = root_of(create_engine(self.index))
        moved = self.corpus and not (root and os.path.isdir(root))  # noqa: PTH112 (no error is one here)
        try:
            return root if root and not moved else str((self.corpus or DEFAULT_CORPUS).absolute())
        except OSError:  # the current folder was deleted
            return ""

    def other_ids(self, article_id: str) -> list[str]:
        """What an id is called elsewhere: an absolute one in one index, a relative one among several indexes."""
        from newsgrep.engine.open_engine import distinct, open_engine
        from newsgrep.storage.manifest_start import root_of

        folders = distinct(self.indexes)
        roots = [f"{root.rstrip('/')}/" for folder in folders if (root := root_of(open_engine(folder)))]
        if len(folders) > 1:
            return [root + article_id for root in dict.fromkeys(roots)]
        return [article_id.removeprefix(root) for root in roots if article_id.startswith(root)]

    def _unknown(self, name: str, value: str, hint: Message) -> ConfigError:
        """The error of a setting whose value does not exist."""
        return ConfigError("{}: unknown value {}", name, value, path=self.config_file, hint=hint)

    @property
    def quiet(self) -> bool:
        """Whether nothing is to be said but errors."""
        return bool(self.flags.get("quiet"))

    @cached_property
    def user_words(self) -> tuple[UserWord, ...]:
        """The words of the user's dictionary; where none is named, those that the index was made with."""
        from newsgrep.analysis.user_dictionary import read_user_words
        from newsgrep.engine.open_engine import open_reader

        path = self.effective("dict").value
        if path:
            return read_user_words(path)
        try:
            return open_reader(*self.indexes).user_words()
        except (NoIndexError, OSError):
            return ()
        except ClusterError:  # the index is whole, and has its words
            raise
        except NewsgrepError as error:
            note("{}; if the index was built with a dictionary, give it again with --dict", error.located)
            return ()

    @cached_property
    def synonyms(self) -> Synonyms:
        """Other words for those of a query."""
        from newsgrep.query.synonyms import NO_SYNONYMS, read_synonyms

        path = self.effective("synonyms").value
        return read_synonyms(path) if path else NO_SYNONYMS

    @cached_property
    def function_words(self) -> frozenset[str]:
        """Words that are left out where words are listed."""
        from newsgrep.corpus_stats.association import default_function_words, read_function_words

        path = self.effective("function_words").value
        return read_function_words(path) if path else default_function_words()

    def open_index(self) -> tuple[EngineReader, Segmenter]:
        """The index, to read, and the segmenter it was made with: other words would not be found in it."""
        from newsgrep.engine.open_engine import open_reader

        with self.naming_tried():
            engine = open_reader(*self.indexes)
        segmenter = engine.segmenter()
        if self._dictionaries_differ:
            note(
                "the indexes were built with different user dictionaries; queries are segmented with that of {}",
                self.indexes[0],
            )
            self._dictionaries_differ = False  # said once
        if self.flags.get("dict") and self.user_words != engine.user_words():
            note("the index was built with another dictionary, which is used; for yours, run 'newsgrep index --dict …'")
        return engine, segmenter

    @cached_property
    def _dictionaries_differ(self) -> bool:
        """Whether several indexes were built with different user dictionaries."""
        from newsgrep.engine.open_engine import open_engine

        return len(self.indexes) > 1 and len({open_engine(folder).user_words() for folder in self.indexes}) > 1

    @contextmanager
    def naming_tried(self) -> Iterator[None]:
        """Name the folders in which an index was looked for, or the file or variable that names one which is none."""
        from newsgrep.engine.open_engine import is_index

        try:
            yield
        except NoIndexError as error:
            origin = self.effective("index").origin
            if origin in {FLAG, FOUND} or any(map(is_index, self.indexes)):
                raise
            if origin != DEFAULT:
                raise NoIndexError(
                    "no index found, though {} names it", origin, path=error.path, hint=error.hint
                ) from error
            tried = tuple(map(str, folders_upward()))
            if not tried:
                raise NoIndexError(
                    "no index found; the current folder was deleted or cannot be reached",
                    hint="change to another folder, or point to an index with --index DIR or NEWSGREP_INDEX",
                ) from error
            raise NoIndexError("no index found; looked for {}/ in {}", DEFAULT_INDEX, tried, hint=error.hint) from error


def _places_in(variable: str) -> tuple[IndexPlace, ...]:
    """The places that an environment variable lists."""
    if "://" not in variable:
        return tuple(map(Path, variable.split(os.pathsep)))
    from newsgrep.cli.cluster_settings import places_in

    return places_in(variable)


def _one_of(known: Iterable[str]) -> Message:
    return Message("choose from {}", tuple(known))
