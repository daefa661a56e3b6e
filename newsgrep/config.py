"""Settings from a TOML file. Only the command line reads it, and passes the other packages what they need."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsgrep.config_table import (
    ATTRIBUTES,
    CLUSTER_KEYS,
    FOLDER_KEYS,
    KIND_HINTS,
    RECORD_FIELDS,
    SECRETS,
    SETTINGS,
    TABLES,
)
from newsgrep.errors import ConfigError, UsageError
from newsgrep.message import Message
from newsgrep.storage.toml_lines import line_of_key, place_of_error
from newsgrep.storage.user_files import read_text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newsgrep.engine.address import IndexPlace

# No setting has as many parts in its name.
DEEP_KEY = re.compile(r"(?:^|[{,])[ \t\[]*(?:[^\s.=#\[]{1,99}[ \t]*\.[ \t]*){100}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a configuration file; paths in it are relative to its folder."""

    corpus: Path | None = None
    index: tuple[IndexPlace, ...] | None = None
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
    zone: str | None = None
    path_pattern: str | None = None
    folders: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    texts: str | None = None
    colors: Mapping[str, str] = field(default_factory=dict)
    cluster: Mapping[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """A setting by its key; None, or an empty table, if it is not set."""
        return getattr(self, ATTRIBUTES.get(name, name))


def read_config(path: Path) -> Config:
    """Read a configuration file.

    Raises ``ConfigError`` if it cannot be read, is not TOML, or has an unknown or invalid setting.
    """
    text, values = _read_toml(path)
    try:
        settings = {ATTRIBUTES.get(name, name): _setting(path, name, value) for name, value in values.items()}
    except _InvalidError as invalid:
        line = line_of_key(text, invalid.key)
        raise ConfigError(invalid.message, path=path, line=line, hint=invalid.hint) from None
    return Config(**settings)


class _InvalidError(Exception):
    """A setting that is unknown or invalid; ``key`` is where it is."""

    def __init__(self, key: tuple[str, ...], message: Message, hint: Message) -> None:
        super().__init__(key)
        self.key = key
        self.message = message
        self.hint = hint


def _read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file, and its values."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    text = read_text_of(
        path, Message("configuration file"), hint="check the path, or choose another file with --config"
    )
    if key := DEEP_KEY.search(text):  # the time to read it grows with the square of its length
        begins = text.count("\n", 0, key.start()) + 1
        raise ConfigError(
            "not valid TOML: {}", Message("a key has too many parts"), path=path, line=begins, hint="fix the file"
        )
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line, why = place_of_error(error)
        raise ConfigError("not valid TOML: {}", why, path=path, line=line, hint="fix the file") from error


def _setting(path: Path, name: str, value: Any) -> Any:
    """The value of a setting, checked and converted. Raises ``_InvalidError`` if it is unknown or invalid."""
    kind = SETTINGS[name].kind if name in SETTINGS else ""
    if kind == "folders":
        return _folders(path, value)
    if kind == "names":
        return _field_names(("fields",), value)
    if kind == "cluster":
        return _cluster(path, value)
    if (converted := _converted(kind, path, value)) is not None:
        return converted
    if kind:
        raise _invalid((name,), kind)
    known = tuple(f"[{key}]" if setting.kind in TABLES else key for key, setting in SETTINGS.items())
    raise _InvalidError((name,), Message("unknown setting {}", name), Message("choose from {}", known))


def _invalid(key: tuple[str, ...], kind: str) -> _InvalidError:
    return _InvalidError(key, Message("invalid value for the setting {}", key[-1]), Message(KIND_HINTS[kind]))


def _field_names(key: tuple[str, ...], value: Any) -> dict[str, tuple[str, ...]]:
    """The names of each field; none for one that is switched off, ``#1`` for the first column."""
    if not isinstance(value, dict):
        raise _invalid(key, "names")
    if unknown := sorted(value.keys() - set(RECORD_FIELDS)):
        hint = Message("choose from {}", tuple(RECORD_FIELDS))
        raise _InvalidError((*key, unknown[0]), Message("unknown key in [fields]: {}", tuple(unknown)), hint)
    return {role: _names((*key, role), names) for role, names in value.items()}


def _names(key: tuple[str, ...], value: Any) -> tuple[str, ...]:
    if value is False:
        return ()
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) or (type(name) is int and name > 0) for name in names):
        hint = Message("give a name, the number of a column, a list of them, or false for none")
        raise _InvalidError(key, Message("a value in [fields] is not a name"), hint)
    return tuple(f"#{name}" if isinstance(name, int) else name for name in names)


def _cluster(path: Path, value: Any) -> dict[str, Any]:
    """The options of a cluster; secrets are wrapped, and files are relative to the configuration file."""
    from newsgrep.engine.address import Secret

    if not isinstance(value, dict):
        raise _invalid(("cluster",), "cluster")
    found: dict[str, Any] = {}
    for name, given in value.items():
        if name not in CLUSTER_KEYS:
            raise _InvalidError(
                ("cluster", name),
                Message("unknown setting {}", f"[cluster] {name}"),
                Message("choose from {}", tuple(CLUSTER_KEYS)),
            )
        kind = CLUSTER_KEYS[name]
        is_number = kind in {int, float} and type(given) in {int, kind} and given >= (name != "replicas")
        if not (is_number or (kind in {str, bool} and type(given) is kind and given != "")):
            raise _invalid(("cluster", name), "cluster")
        found[name] = Secret(given) if name in SECRETS else str(_beside(path, given)) if name == "ca_file" else given
    return found


def _folders(path: Path, value: Any) -> dict[str, dict[str, Any]]:
    """The options of each folder."""
    if not isinstance(value, dict) or not all(isinstance(options, dict) for options in value.values()):
        raise _invalid(("folder",), "folders")
    return {folder: _folder(path, ("folder", folder), options) for folder, options in value.items()}


def _folder(path: Path, key: tuple[str, ...], options: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in options.items():
        kind = FOLDER_KEYS.get(name)
        if not kind:
            message = Message("unknown setting {}", f'[{key[0]}."{key[1]}"] {name}')
            raise _InvalidError((*key, name), message, Message("choose from {}", tuple(FOLDER_KEYS)))
        converted = _field_names((*key, name), value) if kind == "names" else _converted(kind, path, value)
        if converted is None:
            raise _invalid((*key, name), kind)
        found[name] = converted
    return found


def _converted(kind: str, path: Path, value: Any) -> Any:
    """The value of a setting of a kind, or None if it is invalid."""
    match kind, value:
        case "path", _ if _is_path(value):
            return _beside(path, value)
        case "paths", _ if _is_path(value):
            return (_place(path, value),)
        case "paths", list() if value and all(map(_is_path, value)):
            return tuple(_place(path, each) for each in value)
        case ("text", str()) | ("flag", bool()):
            return value
        case "globs", (str() | list()) if _are_names(value):
            return (value,) if isinstance(value, str) else tuple(value)
        case "texts", dict() if all(isinstance(text, str) for text in value.values()):
            return value
        case (("zone" | "pattern" | "encoding"), str()) if CHECKS[kind](value):
            return value
    return None


def _is_zone(value: str) -> bool:
    from newsgrep.text.timestamps import zone_of

    try:
        zone_of(value)
    except ValueError:
        return False
    return True


def _is_pattern(value: str) -> bool:
    """Whether a value is a regular expression whose named groups are known; it has one at least."""
    from newsgrep.readers.reading import PATH_GROUPS

    try:
        groups = re.compile(value).groupindex
    except re.error:
        return False
    return bool(groups) and set(groups) <= set(PATH_GROUPS)


def _is_encoding(value: str) -> bool:
    try:
        return bool("江".encode(value, "replace"))
    except (LookupError, ValueError):
        return False


CHECKS = {"zone": _is_zone, "pattern": _is_pattern, "encoding": _is_encoding}


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and "\0" not in value


def _beside(path: Path, value: str) -> Path:
    """A path relative to the folder of the configuration file."""
    return path.parent / os.path.expanduser(value)  # noqa: PTH111 (an unknown user is not an error)


def _place(path: Path, value: str) -> IndexPlace:
    """An address, or a folder relative to that of the configuration file.

    Raises:
        ConfigError: the address is invalid.

    """
    from newsgrep.engine.address import is_address, parse_address

    if not is_address(value):
        return _beside(path, value)
    try:
        return parse_address(value)
    except UsageError as error:
        raise ConfigError(error.located, path=path, hint=error.hint) from None


def _are_names(value: Any) -> bool:
    """Whether a value is a name, or a list of names."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(name, str) for name in value))
