"""Synonyms for the runs of a query, from a file of the user's.

The file is in Solr's format (Solr Reference Guide, "Synonym Graph Filter"): the terms of ``工会, 总工会`` are
equivalent; ``总工会, 省总 => 工会`` expands those on the left to those on the right. ``#`` begins a comment line, a
backslash escapes a comma or arrow, 、 and ； separate terms like commas. Spaces delimit the runs of a query, so a term
with a space is never found. Unlike in Solr, the term as written is always searched, too, so that nothing is missed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.errors import ConfigError
from newsgrep.message import Message
from newsgrep.query.segmented import words
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newsgrep.analysis import Segmenter

ARROW, COMMA, ESCAPED = r"(?<!\\)(?:=>|＝＞)", r"(?<!\\)[,，、;；]", r"\\(.)"

# Per term; each adds some milliseconds to a search.
MOST_SYNONYMS = 200


class Term(NamedTuple):
    """A term in a folded text, by its offsets in code points, and its synonyms."""

    start: int
    end: int
    others: tuple[str, ...]


class Synonyms(NamedTuple):
    """Folded term → its synonyms, folded."""

    terms: Mapping[str, tuple[str, ...]] = {}

    def find(self, text: str, segmenter: Segmenter) -> list[Term]:
        """The terms in a folded text, from the left, the longest at each place; each consists of whole words.

        >>> from newsgrep.analysis import load_segmenter
        >>> Synonyms({"总工会": ("工会", "省总")}).find("总工会帮扶职工", load_segmenter())
        [Term(start=0, end=3, others=('工会', '省总'))]
        """
        if not self.terms:
            return []
        tokens = list(words(text, segmenter))
        ends = sorted({len(text), *(token.end for token in tokens)}, reverse=True)
        found, done = [], 0
        for start in sorted({0, *(token.start for token in tokens)}):
            end = next((end for end in ends if end > start and text[start:end] in self.terms), None)
            if end is not None and start >= done:
                found.append(Term(start, end, self.terms[text[start:end]]))
                done = end
        return found


NO_SYNONYMS = Synonyms()


def read_synonyms(path: Path) -> Synonyms:
    """Read a file of synonyms. Raises ``ConfigError`` if it cannot be read, or names the line that is wrong."""
    from newsgrep.storage.user_files import read_lines_of

    lines = read_lines_of(
        path,
        Message("synonym file"),
        hint="check the path; the file must be UTF-8 text with lines such as a, b or a => b",
    )
    terms: dict[str, dict[str, None]] = {}
    for number, line in enumerate(lines, start=1):
        left, *right = map(_terms, re.split(ARROW, "" if line.lstrip().startswith("#") else line))
        if len(right) > 1 or (right and not (left and right[0])) or (not right and len(left) == 1):
            raise ConfigError("not a valid line of synonyms", path=path, line=number, hint="write a, b or a => b")
        others = right[0] if right else left
        for term in left:
            if len(terms.setdefault(term, {})) + len(others) > MOST_SYNONYMS:
                raise ConfigError(
                    "{} has more than {} synonyms",
                    term,
                    MOST_SYNONYMS,
                    path=path,
                    line=number,
                    hint="remove some; each of them is searched for",
                )
            terms[term].update(dict.fromkeys(others))
    return Synonyms({term: tuple(other for other in others if other != term) for term, others in terms.items()})


def _terms(text: str) -> list[str]:
    """The terms on one side of a line, repaired and folded."""
    terms = (" ".join(fold(repair(re.sub(ESCAPED, r"\1", term))).split()) for term in re.split(COMMA, text))
    return [term for term in terms if term]
