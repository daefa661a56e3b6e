"""Settings from a TOML file. Only the command line reads it; the rooms below are given what they need."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsgrep.errors import ConfigError
from newsgrep.files import read_text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Settings whose names Python has taken.
ATTRIBUTES = {"dict": "user_dict"}
SETTINGS = "corpus, index, dict, synonyms, function_words, [fields], [sources]"
RECORD_FIELDS = ("title", "body", "date", "source", "section", "author", "kind", "id")


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file may set; paths are relative to the file they stand in."""

    corpus: Path | None = None
    index: Path | None = None
    user_dict: Path | None = None
    synonyms: Path | None = None
    function_words: Path | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def read_config(path: Path) -> Config:
    """The settings of a file."""
    values = _read_toml(path)
    settings = {ATTRIBUTES.get(name, name): _setting(path, name, value) for name, value in values.items()}
    return Config(**settings)


def _read_toml(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(read_text_of(path, "configuration", hint="check --config"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: not valid TOML ({error})", hint="mend the file") from error


def _setting(path: Path, name: str, value: Any) -> Any:
    """One setting, checked."""
    match name, value:
        case (("corpus" | "index" | "dict" | "synonyms" | "function_words"), str()) if "\0" not in value:
            return path.parent / os.path.expanduser(value)  # noqa: PTH111 (an unknown user is no error)
        case "fields", dict() if value.keys() <= set(RECORD_FIELDS) and all(map(_are_names, value.values())):
            return {role: (names,) if isinstance(names, str) else tuple(names) for role, names in value.items()}
        case "sources", dict() if all(isinstance(source, str) for source in value.values()):
            return value
    if name == "fields" and isinstance(value, dict):
        unknown = ", ".join(sorted(value.keys() - set(RECORD_FIELDS))) or "a value that is no name"
        raise ConfigError(f"{path}: [fields] holds {unknown}", hint="fields are " + ", ".join(RECORD_FIELDS))
    raise ConfigError(f"{path}: the setting {name} is not understood", hint="settings are " + SETTINGS)


def _are_names(value: Any) -> bool:
    """A name, or a list of names."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(name, str) for name in value))
