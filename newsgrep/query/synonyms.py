"""Synonyms: what else a run of the query may say, by a file of the user's.

The file is in Solr's format (Solr Reference Guide, "Synonym Graph Filter"): ``工会, 总工会`` are equivalent, of
``总工会, 省总 => 工会`` the left also mean the right; a line of comment begins with ``#``, a backslash takes its
meaning from a comma or arrow. Unlike in Solr, what is written is always looked for too, so that nothing is missed.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis import words
from newsgrep.errors import ConfigError
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from newsgrep.analysis import Segmenter

# A run of several words with synonyms is looked for in so many ways beside its own.
MOST_WAYS = 16
ARROW, COMMA, ESCAPED = r"(?<!\\)=>", r"(?<!\\)[,，]", r"\\(.)"


class Synonyms(NamedTuple):
    """Folded term → the folded terms that say the same."""

    terms: Mapping[str, tuple[str, ...]] = {}

    def ways(self, text: str, segmenter: Segmenter) -> tuple[str, ...]:
        """The other ways of a folded text: its terms, the longest first, in the place of whole words.

        >>> from newsgrep.analysis import load_segmenter
        >>> Synonyms({"总工会": ("工会", "省总")}).ways("总工会帮扶职工", load_segmenter())
        ('工会帮扶职工', '省总帮扶职工')
        """
        if not self.terms:
            return ()
        pieces = [(piece, *self.terms.get(piece, ())) for piece in self._pieces(text, segmenter)]
        return tuple("".join(way) for way in islice(product(*pieces), 1, MOST_WAYS + 1))

    def _pieces(self, text: str, segmenter: Segmenter) -> Iterator[str]:
        """The text in pieces, each a term or what stands between terms."""
        found = list(words(text, segmenter))
        starts = sorted({0, *(word.start for word in found)})
        ends = sorted({len(text), *(word.end for word in found)}, reverse=True)
        done = 0
        for start in starts:
            end = next((end for end in ends if end > start and text[start:end] in self.terms), None)
            if end is None or start < done:
                continue
            yield text[done:start]
            yield text[start:end]
            done = end
        yield text[done:]


NO_SYNONYMS = Synonyms()


def read_synonyms(path: Path) -> Synonyms:
    """The synonyms of a file."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: the synonyms cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ConfigError(message, hint="it is UTF-8, on each line: a, b or a => b") from error
    terms: dict[str, dict[str, None]] = {}
    for number, line in enumerate(lines, start=1):
        left, *right = map(_terms, re.split(ARROW, "" if line.lstrip().startswith("#") else line))
        if len(right) > 1 or (right and not (left and right[0])):
            raise ConfigError(f"{path}:{number}: these are no synonyms", hint="on each line: a, b or a => b")
        for term in left:
            terms.setdefault(term, {}).update(dict.fromkeys(right[0] if right else left))
    return Synonyms({term: tuple(other for other in others if other != term) for term, others in terms.items()})


def _terms(text: str) -> list[str]:
    """The terms of one side of a line, folded as texts are."""
    terms = (" ".join(fold(repair(re.sub(ESCAPED, r"\1", term))).split()) for term in re.split(COMMA, text))
    return [term for term in terms if term]
