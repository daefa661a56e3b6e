"""Options of grep and ripgrep that people type: ours in their place, nothing, or a sentence that names ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.errors import UsageError
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# Options with the same meaning.
OURS = {
    "-m": "--limit", "--max-count": "--limit", "-g": "--path", "--glob": "--path", "--include": "--path",
    "-f": "--terms", "--file": "--terms", "--files-with-matches": "--files", "--colour": "--color",
}  # fmt: skip
# What newsgrep does anyhow.
ALREADY = frozenset((
    "-r", "-R", "--recursive", "-H", "--with-filename", "--line-number", "--heading", "--no-heading", "--ignore-case",
    "-S", "--smart-case", "-s", "--no-messages", "-U", "--multiline",
))  # fmt: skip
PATTERN = frozenset(("-e", "--regexp"))
MATCHES_ONLY = frozenset(("-o", "--only-matching"))
NO_PATH = Message("options and paths of grep are not needed: newsgrep search QUERY")
NO_GLOB = Message("exclude files with -path:PATH in the query")
# What newsgrep does in another way, and how.
OTHERWISE = {
    name: how
    for how, names in (
        (Message("print longer snippets with --context CHARS"), "-A -B -C --after-context --before-context"),
        (Message("print matches with newsgrep kwic QUERY --format '{{match}}'"), "-o --only-matching"),
        (Message("choose what is printed with --format '{{path}}:{{title}}'"), "-N --no-line-number --no-filename"),
        (Message("exclude a word with -WORD in the query"), "--invert-match -L --files-without-match"),
        (Message("count matches with newsgrep count QUERY"), "--count-matches"),
        (Message("count the queries of a file with newsgrep count --terms FILE"), "-f --file"),
        (Message("write a regular expression as /…/"), "-E -G -P --extended-regexp --basic-regexp --perl-regexp"),
        (Message("match a whole line with /^…$/"), "-x --line-regexp"),
        (Message("choose files with --path, as in --path '*.txt'"), "-t --type"),
        (NO_GLOB, "--exclude --exclude-dir -T --type-not"),
    )
    for name in names.split()
}  # fmt: skip
# Letters of options of grep that are typed together, as in -rni.
TOGETHER = frozenset("rRniHIE")


def own_options(args: list[str], known: Collection[str], valued: Collection[str]) -> Iterator[str]:
    """The words of a command line with our options for foreign ones.

    ``known`` are the options of the command, ``valued`` those that take a value.

    Raises:
        UsageError: an option has no counterpart; the hint says how newsgrep does what it does.

    """
    words = iter(args)
    joint = "" if "--plot" in known else "OR"  # each query of count is counted by itself
    patterns = 0
    for word in words:
        name, value = _split(word)
        if name in known or not word.startswith("-"):
            yield word
            yield from _next(words) if word in valued else ()
        elif name in PATTERN:
            for pattern in _next(words) if value is None else (value,):
                yield from (joint,) if joint and patterns else ()
                yield f'"{pattern}"' if pattern.startswith("-") else pattern
                patterns += 1
        elif name in OURS and OURS[name] in known:
            yield OURS[name]
            yield from map(_no_exclusion, _next(words) if value is None and OURS[name] in valued else _given(value))
        elif name in MATCHES_ONLY and "--width" in known:
            yield from ("--format", "{match}")
        elif name in OTHERWISE or _is_of_grep(word):
            hint = OTHERWISE.get(name, NO_PATH)
            raise UsageError("{} is an option of grep", name, hint=hint)
        elif name not in ALREADY:
            yield word


def _next(words: Iterator[str]) -> Iterator[str]:
    """The next word, if there is one."""
    return _given(next(words, None))


def _given(word: str | None) -> Iterator[str]:
    return iter(() if word is None else (word,))


def _no_exclusion(value: str) -> str:
    """The value of an option, which is no glob that excludes."""
    if value.startswith("!"):
        raise UsageError("{} excludes files", value, hint=NO_GLOB)
    return value


def _is_of_grep(word: str) -> bool:
    """Whether a word is some options of grep, ``-r`` among them.

    >>> [_is_of_grep(word) for word in ("-rn", "-Rin", "-r", "-GDP", "-in")]
    [True, True, False, False, False]
    """
    letters = word[1:]
    return len(letters) > 1 and TOGETHER.issuperset(letters) and "r" in letters.lower()


def _split(word: str) -> tuple[str, str | None]:
    """An option and its value: of ``--max-count=5`` and ``-m5``; other words as they are.

    >>> _split("--max-count=5"), _split("-m5"), _split("-C"), _split("-合龙")
    (('--max-count', '5'), ('-m', '5'), ('-C', None), ('-合龙', None))
    """
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, value if equals else None
    return (word[:2], word[2:]) if word[2:].isdecimal() else (word, None)
