"""Synonyms: what else a run of the query may say, by a file of the user's.

The file is in Solr's format (Solr Reference Guide, "Synonym Graph Filter"): ``工会, 总工会`` are equivalent, of
``总工会, 省总 => 工会`` the left also mean the right; a line of comment begins with ``#``, a backslash takes its
meaning from a comma or arrow. 、 and ； part terms as commas do. A term of the query stands between spaces, so it holds
none. Unlike in Solr, what is written is always looked for too, so that nothing is missed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import words
from newsgrep.errors import ConfigError
from newsgrep.message import Message
from newsgrep.storage.user_files import read_lines_of
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newsgrep.analysis import Segmenter

ARROW, COMMA, ESCAPED = r"(?<!\\)(?:=>|＝＞)", r"(?<!\\)[,，、;；]", r"\\(.)"

# Each takes some milliseconds of a search.
MOST_SYNONYMS = 200


class Term(NamedTuple):
    """A term in a folded text, and the terms that say the same."""

    start: int
    end: int
    others: tuple[str, ...]


class Synonyms(NamedTuple):
    """Folded term → the folded terms that say the same."""

    terms: Mapping[str, tuple[str, ...]] = {}

    def find(self, text: str, segmenter: Segmenter) -> list[Term]:
        """The terms in a folded text, the longest first, each in the place of whole words.

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
    """The synonyms of a file."""
    lines = read_lines_of(path, Message("synonyms"), hint="it is UTF-8, on each line: a, b or a => b")
    terms: dict[str, dict[str, None]] = {}
    for number, line in enumerate(lines, start=1):
        left, *right = map(_terms, re.split(ARROW, "" if line.lstrip().startswith("#") else line))
        if len(right) > 1 or (right and not (left and right[0])) or (not right and len(left) == 1):
            raise ConfigError("these are no synonyms", path=path, line=number, hint="on each line: a, b or a => b")
        others = right[0] if right else left
        for term in left:
            if len(terms.setdefault(term, {})) + len(others) > MOST_SYNONYMS:
                raise ConfigError(
                    "{} has more than {} synonyms",
                    term,
                    MOST_SYNONYMS,
                    path=path,
                    line=number,
                    hint="each is looked for, so a search would take long",
                )
            terms[term].update(dict.fromkeys(others))
    return Synonyms({term: tuple(other for other in others if other != term) for term, others in terms.items()})


def _terms(text: str) -> list[str]:
    """The terms of one side of a line, folded as texts are."""
    terms = (" ".join(fold(repair(re.sub(ESCAPED, r"\1", term))).split()) for term in re.split(COMMA, text))
    return [term for term in terms if term]
