"""What an index of newsgrep consists of in a cluster: names, settings and mapping of its indexes."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from newsgrep.engine.base import FIELD_WEIGHTS, K1, B

if TYPE_CHECKING:
    from newsgrep.engine.address import ClusterOptions

# Bump when an index written before could not be read, or would answer otherwise.
LAYOUT = 1
# A document's number is its generation, then its place among those of the generation.
NUMBER_BITS = 36
# A word's score is its frequency in the headlines times PACK plus that in the text, until a script unpacks them: the
# cluster computes scores in single precision, which holds 24 bits.
PACK = 1 << 16
MOST_IN_TITLE, MOST_IN_BODY = (1 << 8) - 1, PACK - 1
# Ends the folded form of a value, before the form in which it was written.
WRITTEN = "\0"
# Characters of a value that are indexed: Lucene takes 32,766 bytes. Of a longer one, a digest stands for the rest.
MOST_INDEXED = 8000
# Lucene's words have 255 characters at most by default; longer ones are indexed by a digest.
MOST_IN_WORD = 200
SEPARATED_FIELDS = ("path", "source", "section", "by")
# Documents that the cluster sorts at a time.
MOST_AT_ONCE = 10_000
MOST_TERMS = 4_000_000

_TITLE_TF = "floor(_score / pack)"
_BODY_TF = "(_score - pack * floor(_score / pack))"
_WEIGHT = (
    f"({_TITLE_TF} * ft / (1 - b + b * doc['title_length'].value / mt)"
    f" + {_BODY_TF} * fb / (1 - b + b * doc['body_length'].value / mb))"
)
# BM25F of one word (see ``newsgrep.engine.bm25``), and the decay of a score by age (``newsgrep.engine.decay``).
WORD_SCORE = f"i * {_WEIGHT} * (k + 1) / ({_WEIGHT} + k)"
DECAYED = "_score * (doc['day'].empty ? old : old + (1 - old) * pow(2, 0 - abs(since - doc['day'].value) / half))"
# How many bits two sketches differ in.
ALIKE = (
    "Long.bitCount(doc['sketch0'].value ^ params.first) + Long.bitCount(doc['sketch1'].value ^ params.second)"
    " <= params.most"
)


def word_params(weight: float, mean_lengths: dict[str, float]) -> dict[str, float]:
    """The parameters of ``WORD_SCORE``."""
    return {
        "i": weight,
        "pack": PACK,
        "k": K1,
        "b": B,
        "ft": FIELD_WEIGHTS["title"],
        "fb": FIELD_WEIGHTS["body"],
        "mt": mean_lengths["title"] or 1,
        "mb": mean_lengths["body"] or 1,
    }


def articles_index(name: str, generation: int) -> str:
    """The name of an index of articles, begun by an update."""
    return f"{name}-{generation:06d}"


def bounded(value: str, most: int = MOST_INDEXED) -> str:
    """A value as it is indexed: a digest stands for the rest of one that is too long.

    >>> len(bounded("江" * 9000)), bounded("江城")
    (8032, '江城')
    """
    if len(value) <= most:
        return value
    return value[:most] + blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def place_key(path: str, key: str) -> str:
    r"""A text that sorts as ``place_of`` does, and from which path and key can be read.

    >>> sorted(["10", "9", "a"], key=lambda key: place_key("1.txt", key))
    ['a', '9', '10']
    """
    return f"{path}\0{chr(1 + len(key) * key.isdecimal())}{key}"


def place_of_key(text: str) -> tuple[str, str]:
    """Path and key of a ``place_key``."""
    path, _, key = text.rpartition("\0")
    return path, key[1:]


def control_settings() -> dict[str, Any]:
    """The index of what counts: a few documents that are read by their ids, and never searched."""
    return {
        "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-2", "refresh_interval": "-1"},
        "mappings": {"dynamic": False, "_meta": {"newsgrep": {"layout": LAYOUT}}, "properties": {}},
    }


def article_settings(name: str, options: ClusterOptions, nodes: int) -> dict[str, Any]:
    """The settings and mapping of an index of articles, as it is while it is filled: without copies."""
    return {
        "settings": {
            "number_of_shards": options.shards or max(1, min(3, nodes)),
            "number_of_replicas": 0,
            "auto_expand_replicas": False,
            "refresh_interval": "-1",
            "codec": "best_compression",
            "max_result_window": MOST_AT_ONCE,
            "max_terms_count": MOST_TERMS,
            "translog.durability": "async",
            "similarity": {"frequency": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}},
            "analysis": _ANALYSIS,
        },
        "mappings": mapping(name),
    }


def filled_settings(options: ClusterOptions) -> dict[str, Any]:
    """The settings of an index of articles once it is filled: copies, and every write on disk before it counts."""
    copies = (
        {"auto_expand_replicas": "0-1"}
        if options.replicas is None
        else {"number_of_replicas": options.replicas, "auto_expand_replicas": False}
    )
    # A copy that missed a refresh does not miss the articles for ever.
    return {"index": {**copies, "translog.durability": "request", "refresh_interval": "30s"}}


def mapping(name: str) -> dict[str, Any]:
    """The mapping of an index of articles that belongs to the index ``name``."""
    return {
        "dynamic": "strict",
        "_meta": {"newsgrep": {"layout": LAYOUT, "articles_of": name}},
        "_source": {"includes": ["headlines", "text", "facts"]},
        "properties": _PROPERTIES,
    }


_ANALYSIS = {
    "tokenizer": {
        "pair": {"type": "ngram", "min_gram": 2, "max_gram": 2},
        "space": {"type": "whitespace", "max_token_length": 1024},
    },
    "filter": {"frequency": {"type": "delimited_term_freq", "delimiter": "|"}},
    "analyzer": {
        "pairs": {"type": "custom", "tokenizer": "pair"},
        "counted": {"type": "custom", "tokenizer": "space", "filter": ["frequency"]},
    },
}
_TEXT = {
    "type": "text",
    "analyzer": "pairs",
    "index_options": "positions",
    "norms": False,
    "similarity": "frequency",
}
_WORDS = {
    "type": "text",
    "analyzer": "counted",
    "search_analyzer": "keyword",
    "index_options": "freqs",
    "norms": False,
    "similarity": "frequency",
}
_STORED = {"type": "keyword", "index": False, "doc_values": False}
_COLUMN = {"type": "integer", "index": False}
_PROPERTIES: dict[str, dict[str, Any]] = {
    "number": {"type": "long"},
    "corpus": {"type": "keyword", "doc_values": False},
    "id": {"type": "keyword"},
    "place": {"type": "keyword", "index": False},
    **{name: {"type": "keyword"} for name in (*SEPARATED_FIELDS, "kind", "date")},
    "day": _COLUMN,
    "first_day": {"type": "integer", "doc_values": True},
    "last_day": {"type": "integer", "doc_values": True},
    "sketch0": {"type": "long", "index": False},
    "sketch1": {"type": "long", "index": False},
    "title_length": _COLUMN,
    "body_length": _COLUMN,
    "title_words": _WORDS,
    "body_words": _WORDS,
    "title": _TEXT,
    "body": _TEXT,
    "headlines": _STORED,
    "text": _STORED,
    "facts": _STORED,
}
