"""What is left out of a corpus: by .gitignore and .ignore files in it, and by globs of the user."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import UsageError
from newsgrep.message import Message, reason
from newsgrep.readers.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The first of them that decides about a file wins, whatever folder it is in, as in ripgrep.
IGNORE_FILES = (".ignore", ".gitignore")
# Bytes. A corpus is untrusted: patterns are regular expressions, which are slow on purpose-made names. With four
# asterisks the slowest takes three seconds a name; GitHub's templates for .gitignore use up to four.
MOST_BYTES, MOST_ASTERISKS = 1 << 18, 4


class IgnoreRules:
    """Decides which files and folders below ``root`` are left out; ``left_out`` lists them, a folder without its files.

    ``exclude`` are globs in the syntax of .gitignore, relative to ``root``; they come before the ignore files. With
    ``ignore_files``, the .ignore and .gitignore files of the folders that are entered count too, in a Git repository or
    not.
    """

    def __init__(self, root: Path, exclude: Iterable[str] = (), *, ignore_files: bool = True) -> None:
        self._root = str(root)
        self._exclude = compile_globs(tuple(exclude))
        self._names = IGNORE_FILES if ignore_files else ()
        self._globs: dict[tuple[str, str], Globs] = {}
        self._entered: set[str] = set()
        self.left_out: list[str] = []

    def enter(self, folder: str) -> Iterator[Problem]:
        """Read the ignore files of a folder, before anything in it is asked about; yields those that cannot be used."""
        names = () if folder in self._entered else self._names
        self._entered.add(folder)
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 (there may be very many)
            if os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114
                globs, problems = _read_ignore_file(path, shown=_relative(path, self._root))
                yield from problems
                if globs.each:
                    self._globs[folder, name] = globs

    def leaves_out(self, path: str, *, is_folder: bool) -> bool:
        """Whether a file or folder is left out; its folder has been entered."""
        is_out = bool((self._exclude.each or self._globs) and self._decision(path, "/" if is_folder else ""))
        if is_out:
            self.left_out.append(_relative(path, self._root))
        return is_out

    def _decision(self, path: str, end: str) -> bool | None:
        """What decides about a path: the globs, then the nearest file of each name; None if nothing does."""
        decided = self._exclude.decision(_relative(path, self._root) + end)
        for name in self._names if self._globs else ():
            folder = path
            while decided is None and len(folder) > len(self._root):
                folder = os.path.dirname(folder)  # noqa: PTH120 (there may be very many)
                if globs := self._globs.get((folder, name)):
                    decided = globs.decision(_relative(path, folder) + end)
        return decided


class Globs(NamedTuple):
    """Globs in the syntax of .gitignore, the last one first: each with whether it leaves out or takes back in."""

    each: tuple[tuple[re.Pattern[str], bool], ...] = ()

    @classmethod
    def of(cls, lines: Iterable[str]) -> Globs:
        """The globs in some lines. Raises ``ValueError`` or ``re.error`` if one is malformed."""
        from pathspec import GitIgnoreSpec

        patterns = GitIgnoreSpec.from_lines(lines).patterns
        return cls(tuple((pattern.regex, bool(pattern.include)) for pattern in reversed(patterns) if pattern.regex))

    def decision(self, path: str) -> bool | None:
        """Whether a path is left out (that of a folder ends with ``/``); None if no glob matches it.

        >>> globs = Globs.of(["*", "!*/", "!*.txt"])
        >>> globs.decision("草稿/"), globs.decision("草稿/1.txt"), globs.decision("草稿/1.bak")
        (False, False, True)
        """
        return next((is_out for regex, is_out in self.each if _matches(regex, path)), None)


def _matches(regex: re.Pattern[str], path: str) -> bool:
    """Whether a pattern matches a path itself: pathspec's matches all below a folder too, which Git asks one by one.

    Where the pattern is that of a folder, a group is its slash; without a group, what is below the match is meant.
    """
    if regex.groups:
        return bool(regex.fullmatch(path) or (path.endswith("/") and regex.fullmatch("/")))
    found = regex.search(path)
    return bool(found and (found.end() < len(path) or not path.endswith("/")))


@lru_cache(maxsize=2)
def compile_globs(globs: tuple[str, ...]) -> Globs:
    """The globs that a user gives; empty ones do not count.

    Raises:
        UsageError: one of them is not a glob.

    """
    globs = tuple(glob for glob in globs if glob.strip())
    for glob in globs:
        try:
            Globs.of([glob])
        except (ValueError, re.error) as error:
            hint = Message("use the syntax of .gitignore, such as {}", "'*.bak', 'drafts/', '/2019/**'")
            raise UsageError("not a valid glob", about=glob, hint=hint) from error
    return Globs.of(globs) if globs else Globs()


def _read_ignore_file(path: str, shown: str) -> tuple[Globs, list[Problem]]:
    """Read an ignore file. Like Git, it leaves out what is not a pattern; slow patterns are problems."""
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        return Globs(), [Problem(_name(shown), None, Message("cannot be read: {}", reason(error)))]
    if len(raw) > MOST_BYTES:
        return Globs(), [Problem(_name(shown), None, Message("too large for an ignore file; not applied"))]
    lines = os.fsdecode(raw.removeprefix(b"\xef\xbb\xbf")).splitlines()
    slow = [number for number, line in enumerate(lines, start=1) if _is_slow(line)]
    message, hint = Message("too many asterisks in a pattern; not applied"), Message("give it with --exclude")
    problems = [Problem(_name(shown), number, message, hint) for number in slow]
    return Globs.of(line for line in lines if not _is_slow(line) and _is_glob(line)), problems


def _is_slow(line: str) -> bool:
    """Whether a pattern could take too long.

    >>> _is_slow("**/*.a*b*c*/**"), _is_slow("*a*b*c*d*e"), _is_slow("# *****")
    (False, True, False)
    """
    bare = line.rstrip().removeprefix("!").removeprefix("**/").removesuffix("/**")
    return bare.replace("/**/", "/*/").count("*") > MOST_ASTERISKS and not line.startswith("#")


def _is_glob(line: str) -> bool:
    """Whether a line is neither empty nor a comment nor malformed."""
    try:
        return bool(Globs.of([line]).each)
    except (ValueError, re.error):
        return False


def _relative(path: str, folder: str) -> str:
    return path[len(folder) :].replace(os.sep, "/").lstrip("/")


def _name(relative: str) -> str:
    return os.fsencode(relative).decode("utf-8", "backslashreplace")
