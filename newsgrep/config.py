"""Settings from a TOML file. Only the command line reads it, and passes the other packages what they need."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from newsgrep.errors import ConfigError
from newsgrep.message import ENGLISH, Message, reason
from newsgrep.storage.user_files import read_text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newsgrep.message import Catalogue


class Setting(NamedTuple):
    """A key of the file: the kind of its value, an example in TOML, and its meaning."""

    kind: str
    example: str
    meaning: str


SETTINGS = {
    "corpus": Setting("path", '"~/news"', "Corpus folder. Flag --corpus, environment variable NEWSGREP_CORPUS."),
    "index": Setting(
        "paths",
        '"~/.cache/newsgrep"',
        "Index folder, or a list of folders to be searched as one. Flag --index, environment variable NEWSGREP_INDEX.",
    ),
    "dict": Setting(
        "path", '"words.txt"', "User dictionary in jieba's format: one word per line, optionally with its frequency."
    ),
    "synonyms": Setting(
        "path", '"synonyms.txt"', "Synonym file in Solr's format, with lines such as 工会, 总工会 or 省总 => 总工会."
    ),
    "function_words": Setting(
        "path",
        '"light.txt"',
        "Words that collocates and keywords leave out, one per line, instead of the default list.",
    ),
    "color": Setting("text", '"auto"', "When to use colour: auto, always or never. Flag --color."),
    "theme": Setting(
        "text", '"terminal"', "Colour theme: terminal (the terminal's own colours), dark, light or plain (no colours)."
    ),
    "links": Setting(
        "text",
        '"vscode"',
        "Links of file locations in coloured output: file, kitty, vscode, none, or a URL with {path}, {line}, {host}.",
    ),
    "pager": Setting(
        "flag", "false", "Whether to page output that is longer than the terminal, with $PAGER. Flag --no-pager."
    ),
    "exclude": Setting(
        "globs",
        '["drafts/", "*.bak.txt"]',
        "Files and folders that are not indexed, in the syntax of .gitignore, relative to the corpus folder.",
    ),
    "texts": Setting(
        "text", '"page"', "What plain texts are: auto (judged by their form), article (one each) or page (of several)."
    ),
    "fields": Setting(
        "names",
        'title = "大标题"\nbody = ["内文", "全文"]',
        "The names your records use for these fields; the first that a record has counts.",
    ),
    "sources": Setting("texts", '"jcrb/" = "江城日报"', "The source of a folder, for files that do not name one."),
    "colors": Setting(
        "texts",
        'match = "bold #d7005f"\ndim = "bright_black"',
        "Styles that override the theme: match, title, path, line, dim, separator, byline, caption.",
    ),
}
# Settings named like a builtin, and their attributes in ``Config``.
ATTRIBUTES = {"dict": "user_dict"}
RECORD_FIELDS = ("title", "body", "date", "source", "section", "author", "kind", "id")
TABLES = ("names", "texts")
# The hint about an invalid value, by kind.
KIND_HINTS = {
    "path": "give a path in quotes",
    "paths": "give a path in quotes, or a list of them",
    "text": "give a string in quotes",
    "flag": "give true or false",
    "globs": "give a glob or a list of globs in quotes",
    "names": "give a table of field names",
    "texts": "give a table of strings in quotes",
}
HEADING = (
    "newsgrep.toml: settings of newsgrep, in the current folder, a folder above it, or in ~/.config/newsgrep/.",
    "Flags override environment variables, which override this file. Paths are relative to this file.",
    "All values are examples: uncomment a line to set it.",
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a configuration file; paths in it are relative to its folder."""

    corpus: Path | None = None
    index: tuple[Path, ...] | None = None
    user_dict: Path | None = None
    synonyms: Path | None = None
    function_words: Path | None = None
    color: str | None = None
    theme: str | None = None
    links: str | None = None
    pager: bool | None = None
    exclude: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    texts: str | None = None
    colors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """A setting by its key; None, or an empty table, if it is not set."""
        return getattr(self, ATTRIBUTES.get(name, name))


def read_config(path: Path) -> Config:
    """Read a configuration file.

    Raises ``ConfigError`` if it cannot be read, is not TOML, or has an unknown or invalid setting.
    """
    values = _read_toml(path)
    settings = {ATTRIBUTES.get(name, name): _setting(path, name, value) for name, value in values.items()}
    return Config(**settings)


def default_file(catalogue: Catalogue = ENGLISH) -> str:
    """A configuration file that explains every setting, each with an example that is commented out."""
    parts = ["".join(f"# {catalogue.get(line, line)}\n" for line in HEADING)]
    for name, setting in SETTINGS.items():
        table = setting.kind in TABLES
        lines = [f"[{name}]", *setting.example.splitlines()] if table else [f"{name} = {setting.example}"]
        parts.append(
            "\n".join([f"# {catalogue.get(setting.meaning, setting.meaning)}", *(f"#{line}" for line in lines)]) + "\n"
        )
    return "\n".join(parts)


def _read_toml(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(
            read_text_of(
                path, Message("configuration file"), hint="check the path, or choose another file with --config"
            )
        )
    except (ValueError, RecursionError) as error:
        raise ConfigError("not valid TOML: {}", reason(error), path=path, hint="fix the file") from error


def _setting(path: Path, name: str, value: Any) -> Any:
    """The value of a setting, checked and converted. Raises ``ConfigError`` if it is unknown or invalid."""
    kind = SETTINGS[name].kind if name in SETTINGS else ""
    if (converted := _converted(kind, path, value)) is not None:
        return converted
    if name == "fields" and isinstance(value, dict):
        if unknown := tuple(sorted(value.keys() - set(RECORD_FIELDS))):
            hint = Message("choose from {}", tuple(RECORD_FIELDS))
            raise ConfigError("unknown key in [fields]: {}", unknown, path=path, hint=hint)
        raise ConfigError("a value in [fields] is not a name", path=path, hint="give a name or a list of names")
    if kind:
        raise ConfigError("invalid value for the setting {}", name, path=path, hint=KIND_HINTS[kind])
    known = tuple(f"[{key}]" if setting.kind in TABLES else key for key, setting in SETTINGS.items())
    raise ConfigError("unknown setting {}", name, path=path, hint=Message("choose from {}", known))


def _converted(kind: str, path: Path, value: Any) -> Any:
    """The value of a setting of a kind, or None if it is invalid."""
    match kind, value:
        case "path", _ if _is_path(value):
            return _beside(path, value)
        case "paths", _ if _is_path(value):
            return (_beside(path, value),)
        case "paths", list() if value and all(map(_is_path, value)):
            return tuple(_beside(path, each) for each in value)
        case ("text", str()) | ("flag", bool()):
            return value
        case "names", dict() if value.keys() <= set(RECORD_FIELDS) and all(map(_are_names, value.values())):
            return {role: (names,) if isinstance(names, str) else tuple(names) for role, names in value.items()}
        case "globs", (str() | list()) if _are_names(value):
            return (value,) if isinstance(value, str) else tuple(value)
        case "texts", dict() if all(isinstance(text, str) for text in value.values()):
            return value
    return None


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and "\0" not in value


def _beside(path: Path, value: str) -> Path:
    """A path relative to the folder of the configuration file."""
    return path.parent / os.path.expanduser(value)  # noqa: PTH111 (an unknown user is not an error)


def _are_names(value: Any) -> bool:
    """Whether a value is a name, or a list of names."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(name, str) for name in value))
