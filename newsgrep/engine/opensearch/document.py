"""Articles → documents as they are sent: words with frequencies, texts, values, sketches, and the article."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from newsgrep.analysis import TEXT_FIELDS, filter_values
from newsgrep.analysis.bulk import TEXT_END, Texts
from newsgrep.analysis.indexed_article import surface_form
from newsgrep.analysis.term_ids import TermIds
from newsgrep.engine.decay import first_day
from newsgrep.engine.near_duplicates import days_of
from newsgrep.engine.opensearch.layout import (
    MOST_IN_BODY,
    MOST_IN_TITLE,
    MOST_IN_WORD,
    SEPARATED_FIELDS,
    WRITTEN,
    bounded,
    place_key,
)
from newsgrep.engine.opensearch.text_form import indexed_texts, to_stored, without_surrogates
from newsgrep.storage.article_codec import PART_END, length_of, to_json, unpack_metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.analysis import BulkSegmenter
    from newsgrep.analysis.minhash import Sketches
    from newsgrep.model import Article

MOST_COUNTED = {"title": MOST_IN_TITLE, "body": MOST_IN_BODY}
# Between a word and its frequency.
COUNT_MARK = "|"


class DocumentMaker:
    """Makes the documents of an update; ``vocabulary`` has the words of each text field so far."""

    def __init__(self, segmenter: BulkSegmenter, corpus: str) -> None:
        self._segmenter = segmenter
        self._corpus = corpus
        self.vocabulary = {name: TermIds() for name in TEXT_FIELDS}
        self._terms: dict[str, list[str]] = {name: [] for name in TEXT_FIELDS}
        # The total number of words in each text field.
        self.lengths = dict.fromkeys(TEXT_FIELDS, 0)

    def lines(self, batch: Sequence[bytes], first: int) -> Iterator[bytes]:
        """The parts of a bulk write for packed articles, numbered from ``first``: an action and a document each."""
        fields, sketches = self._text_fields(batch)
        for at, packed in enumerate(batch):
            document = self._document(packed, first + at) | {name: values[at] for name, values in fields.items()}
            document["sketch0"], document["sketch1"] = sketches[at].view(np.int64).tolist()
            action = to_json({"index": {"_id": str(first + at)}})
            yield f"{action}\n{to_json(document)}\n".encode()

    def _document(self, packed: bytes, number: int) -> dict[str, Any]:
        """All of a document but what is computed of many texts at once."""
        article = unpack_metadata(packed)
        title, body, facts = (part.decode("utf-8", "surrogatepass") for part in packed.split(PART_END, 2))
        first, last = days_of(article.date)
        known = first_day(article.date or "")
        found: dict[str, Any] = {
            "number": number,
            "corpus": self._corpus,
            "id": keyword(article.id),
            "place": to_stored(bounded(place_key(article.path, article.key))),
            "first_day": first,
            "last_day": last,
            "headlines": to_stored(title),
            "text": to_stored(body),
            "facts": to_stored(f"{length_of(packed)} {facts}"),
            **_values(article),
        }
        if known:
            found["day"] = known.toordinal()
        return found

    def _text_fields(self, batch: Sequence[bytes]) -> tuple[dict[str, list[Any]], Sketches]:
        """The words, length and text of each text field, and the sketches of the texts."""
        fields: dict[str, list[Any]] = {}
        parts = [packed.split(PART_END, 2) for packed in batch]
        for index, name in enumerate(TEXT_FIELDS):
            joined = TEXT_END.join([*(part[index].decode("utf-8", "surrogatepass") for part in parts), ""])
            texts = Texts(joined)
            fields[f"{name}_words"], fields[f"{name}_length"] = self._words(name, texts, len(batch))
            fields[name] = indexed_texts(texts.codes)
        return fields, texts.sketches(len(batch))  # those of the text: the headline of a reprint may differ

    def _words(self, name: str, texts: Texts, count: int) -> tuple[list[str], list[int]]:
        """The words of each text with their frequencies, and their number."""
        vocabulary, terms = self.vocabulary[name], self._terms[name]
        words = texts.words(self._segmenter, vocabulary)
        terms += map(term_of, reversed(list(islice(reversed(vocabulary), len(vocabulary) - len(terms)))))
        lengths = np.bincount(words.texts, minlength=count)
        self.lengths[name] += int(lengths.sum())
        keys, counts = np.unique(words.texts.astype(np.uint64) << np.uint64(32) | words.numbers, return_counts=True)
        ends = np.searchsorted(keys, np.arange(count + 1, dtype=np.uint64) << np.uint64(32)).tolist()
        numbers = (keys & np.uint64(0xFFFFFFFF)).tolist()
        most = MOST_COUNTED[name]
        marked = [
            f"{terms[number]}{COUNT_MARK}{min(times, most)}"
            for number, times in zip(numbers, counts.tolist(), strict=True)
        ]
        return [" ".join(marked[start:end]) for start, end in pairwise(ends)], lengths.tolist()


def term_of(word: str) -> str:
    """A word as it is indexed."""
    return bounded(without_surrogates(word), MOST_IN_WORD)


def keyword(value: str) -> str:
    """A value of a filter field as it is indexed."""
    return bounded(to_stored(value))


def _values(article: Article) -> dict[str, list[str]]:
    """The values of the filter fields but the id, each before the form in which it is written."""
    found: dict[str, list[str]] = {}
    for name, values in filter_values(article).items():
        if name in SEPARATED_FIELDS:
            found[name] = [
                f"{keyword(value)}{WRITTEN}{keyword(surface_form(article, name, value))}" for value in values
            ]
        elif name != "id":
            found[name] = [keyword(value) for value in values]
    return found
