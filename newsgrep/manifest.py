"""What the index holds, record by record, and the source files it came from."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from newsgrep.analysis import UserWord
from newsgrep.errors import IndexDamagedError, NoIndexError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsgrep.model import Article
    from newsgrep.readers import SourceFile

FILE_NAME = "manifest.json"
WORDS_NAME = "words.json"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class FileState:
    """A source file as it was read: size in bytes, mtime in nanoseconds, the digest of each article by its id."""

    size: int
    mtime: int
    records: dict[str, str]
    problems: tuple[str, ...] = ()

    @property
    def unread(self) -> bool:
        """Whether the file as a whole could not be read, so that it is tried again each time."""
        return self.size < 0 and bool(self.problems)

    def is_of(self, file: SourceFile) -> bool:
        """Whether the file is still as it was, by size and mtime."""
        return (self.size, self.mtime) == (file.size, file.mtime)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of an index.

    ``identity`` says by which analysis it was built, ``root`` is the corpus folder, ``version`` the engine's at that
    time, ``files`` what was read of each source file; records are named by their article ids.
    """

    identity: str
    root: str
    version: int = 0
    files: dict[str, FileState] = field(default_factory=dict)

    def ids(self) -> set[str]:
        """The ids of all articles."""
        return {article_id for state in self.files.values() for article_id in state.records}

    def problems(self) -> list[str]:
        """What could not be read, of all files."""
        return [problem for state in self.files.values() for problem in state.problems]

    def reconciled(self, held: Iterable[str]) -> Manifest:
        """What is known where the index was committed and the manifest was not saved: which ids it holds, no more.

        No file counts as read and no digest is trusted, so that each record is looked at and written again; ids that
        no file owns are dropped then.
        """
        ids = dict.fromkeys(held, "")
        files = {
            path: FileState(-1, -1, {one: "" for one in state.records if one in ids}, state.problems)
            for path, state in self.files.items()
        }
        strays = dict.fromkeys(ids.keys() - self.ids(), "")
        return Manifest(self.identity, self.root, self.version, files | {"": FileState(-1, -1, strays)})


def digest(article: Article) -> str:
    """What tells an article from its former self: text, facts and where its lines stand."""
    from hashlib import blake2b

    return blake2b(repr(article).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def load(folder: Path) -> Manifest | None:
    """The manifest of an index folder, or None where there is none."""
    try:
        values = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        if values.pop("schema") != SCHEMA:
            return None
        files = {
            path: FileState(**{**state, "problems": tuple(state["problems"])})
            for path, state in values.pop("files").items()
        }
        return Manifest(**values, files=files)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{folder / FILE_NAME}: the manifest is damaged ({error})"
        raise IndexDamagedError(message, hint="newsgrep index --rebuild") from error


def save(folder: Path, manifest: Manifest, user_words: Iterable[UserWord] = ()) -> None:
    """Write the manifest, and before it the words by which the index was made, which its queries are cut by too."""
    _replace(folder / WORDS_NAME, [[word.text, word.frequency] for word in user_words])
    _replace(folder / FILE_NAME, {"schema": SCHEMA, **asdict(manifest)})


def load_user_words(folder: Path) -> tuple[UserWord, ...]:
    """The user dictionary that the index was made with; an index that was never finished has none."""
    path = folder / WORDS_NAME
    try:
        return tuple(UserWord(text, frequency) for text, frequency in json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NoIndexError(f"{folder}: there is no complete index here", hint="newsgrep index CORPUS") from None
    except (ValueError, TypeError) as error:
        raise IndexDamagedError(f"{path}: damaged ({error})", hint="newsgrep index --rebuild") from error


def _replace(path: Path, values: Any) -> None:
    """Write JSON in one step: whoever reads it sees the old file or the new one, also after a power cut."""
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(values, file, ensure_ascii=False, separators=(",", ":"))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
