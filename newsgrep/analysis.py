"""Text → words (jieba's search mode over folded text) and grams; what an engine is given of an article."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from newsgrep.errors import ConfigError, DependencyError
from newsgrep.model import Article, Token
from newsgrep.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# Raised whenever the same text would yield other terms: an index of another version is rebuilt.
ANALYSIS_VERSION = 1
JIEBA_VERSION = "0.42.1"
LOG_WARNINGS = 30  # logging.WARNING

# What jieba's dictionary covers; outside this range jieba and rjieba part ways, so we cut there ourselves.
HAN = "\u4e00-\u9fd5"
RARE_HAN = "\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUNS = re.compile(
    rf"[{HAN}]+|[^\W_{HAN}{RARE_HAN}]+(?:(?:[.'+&_-]|(?<=\d),(?=\d))[^\W_{HAN}{RARE_HAN}]+)*[+#%]*|[^\W_]"
)
PARAGRAPH_END = "\n"
MOST_FREQUENT = 1_000_000_000
TEXT_FIELDS = ("title", "body")


class Segmenter(Protocol):
    """Cuts a run of Han characters into words, with and without the shorter words inside them."""

    def cut(self, run: str) -> list[str]:
        """The words of a run, one after another."""
        ...

    def tokenize(self, run: str) -> Iterable[tuple[str, int, int]]:
        """Search mode: each word preceded by the dictionary words of two and three characters within it."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """An article with all that an engine indexes of it.

    ``words`` counts the words of each text field, ``lengths`` gives how many there are; ``grams`` are the pairs of
    neighbouring characters; ``folded`` is the folded text, paragraphs joined by line ends; ``values`` are folded filter
    values, several where a field has several.
    """

    article: Article
    words: Mapping[str, Mapping[str, int]]
    lengths: Mapping[str, int]
    grams: Mapping[str, frozenset[str]]
    folded: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class UserWord:
    """A line of a user dictionary: a word and, where given, its frequency (occurrences)."""

    text: str
    frequency: int | None = None


def analyse(article: Article, segmenter: Segmenter) -> Entry:
    """All that is indexed of an article."""
    folded = {
        "title": PARAGRAPH_END.join(fold(line.text) for line in article.headlines),
        "body": PARAGRAPH_END.join(fold(paragraph.text) for paragraph in article.paragraphs),
    }
    words = {name: Counter(token.text for token in _tokens(text, segmenter)) for name, text in folded.items()}
    return Entry(
        article=article,
        words=words,
        lengths={name: counts.total() for name, counts in words.items()},
        grams={name: frozenset(grams(text)) for name, text in folded.items()},
        folded=folded,
        values=filter_values(article),
    )


def tokens(text: str, segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text in jieba's search mode, in order; a Latin word or number is one word.

    >>> [token.text for token in tokens("江城大學共和国 COVID-19", load_segmenter())]
    ['江城', '大学', '共和', '共和国', 'covid-19']
    """
    return _tokens(fold(text), segmenter)


def _tokens(folded: str, segmenter: Segmenter) -> Iterator[Token]:
    for match in RUNS.finditer(folded):
        run, start = match[0], match.start()
        if not is_han(run[0]):
            yield Token(run, start, match.end())
            continue
        for word, begin, end in segmenter.tokenize(run):
            yield Token(word, start + begin, start + end)


def words(text: str, segmenter: Segmenter) -> Iterator[Token]:
    """The words of a text side by side, none inside another."""
    folded = fold(text)
    for match in RUNS.finditer(folded):
        start = match.start()
        for word in segmenter.cut(match[0]) if is_han(match[0][0]) else [match[0]]:
            yield Token(word, start, start + len(word))
            start += len(word)


def grams(folded: str) -> Iterator[str]:
    r"""Each character with its right neighbour; a paragraph's last one with a line end.

    So every character begins a gram, and a string of one character is found by the grams that begin with it.

    >>> list(grams("江城报"))
    ['江城', '城报', '报\n']
    """
    padded = folded + PARAGRAPH_END
    return (left + right for left, right in pairwise(padded) if left != PARAGRAPH_END)


def filter_values(article: Article) -> dict[str, tuple[str, ...]]:
    """The folded values by which an article can be filtered."""
    return {
        "id": (article.id,),
        "path": (fold(article.path),),
        "kind": (article.kind,),
        "source": _folded(article.source),
        "section": _folded(article.section),
        "by": tuple(map(fold, dict.fromkeys((*article.reporters, *article.correspondents)))),
        "date": _folded(article.date),
    }


def is_han(char: str) -> bool:
    """Whether a character is one of those that jieba's dictionary covers."""
    return "\u4e00" <= char <= "\u9fd5"


def read_user_words(path: Path) -> tuple[UserWord, ...]:
    """A user dictionary in jieba's format: a word, perhaps a frequency, perhaps a part of speech, a line each."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: the dictionary cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ConfigError(message, hint="it is UTF-8, a word a line") from error
    return tuple(_user_word(line) for line in lines if line.strip() and not line.startswith("#"))


def _user_word(line: str) -> UserWord:
    text, *rest = line.split()
    return UserWord(fold(text), min(int(rest[0]), MOST_FREQUENT) if rest and rest[0].isdecimal() else None)


def identity(user_words: Iterable[UserWord] = (), reading: str = "") -> str:
    """What the terms of an index depend on: version, jieba's dictionary, the user's words, how records were read."""
    own = _digest("\n".join(f"{word.text} {word.frequency}" for word in user_words))
    return f"analysis {ANALYSIS_VERSION}, jieba {JIEBA_VERSION}, user dictionary {own}, reading {_digest(reading)}"


def _digest(text: str) -> str:
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest() if text else "none"


def load_segmenter(user_words: tuple[UserWord, ...] = ()) -> Segmenter:
    """Segmentation by jieba's dictionary and the user's words: rjieba (the same, faster) where it is installed."""
    try:
        return _rjieba_segmenter(user_words)
    except ImportError:
        return jieba_segmenter(user_words)


@cache
def _rjieba_segmenter(user_words: tuple[UserWord, ...]) -> Segmenter:
    import rjieba

    return _Rjieba(rjieba.Jieba(), user_words)


@cache
def jieba_segmenter(user_words: tuple[UserWord, ...] = ()) -> Segmenter:
    """Stock jieba with a tokenizer of our own: no shared cache file, nothing global, no messages."""
    return _Jieba(user_words)


class _Rjieba:
    def __init__(self, jieba: _RjiebaTokenizer, user_words: Iterable[UserWord]) -> None:
        self._jieba = jieba
        for word in user_words:
            jieba.add_word(word.text, word.frequency, None)

    def cut(self, run: str) -> list[str]:
        return self._jieba.cut(run)

    def tokenize(self, run: str) -> Iterable[tuple[str, int, int]]:
        return self._jieba.tokenize(run, "search")


class _RjiebaTokenizer(Protocol):
    def cut(self, text: str) -> list[str]: ...
    def tokenize(self, text: str, mode: str) -> list[tuple[str, int, int]]: ...
    def add_word(self, word: str, freq: int | None, tag: str | None) -> int: ...


class _Jieba:
    def __init__(self, user_words: Iterable[UserWord]) -> None:
        self._tokenizer = _import_jieba().Tokenizer()
        # Filling the table here keeps jieba from its cache, a marshal file at a predictable place in the shared
        # temporary folder.
        self._tokenizer.FREQ, self._tokenizer.total = self._tokenizer.gen_pfdict(self._tokenizer.get_dict_file())
        self._tokenizer.initialized = True
        for word in user_words:
            self._tokenizer.add_word(word.text, word.frequency)

    def cut(self, run: str) -> list[str]:
        found: list[str] = self._tokenizer.lcut(run)
        return found

    def tokenize(self, run: str) -> Iterable[tuple[str, int, int]]:
        found: Iterable[tuple[str, int, int]] = self._tokenizer.tokenize(run, mode="search")
        return found


def _import_jieba() -> _JiebaModule:
    """The jieba module, imported without pkg_resources (which it would take, slow and deprecated) and its log lines."""
    absent = object()
    before = sys.modules.get("pkg_resources", absent)
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    except ImportError as error:
        raise DependencyError("the package jieba is missing", hint="pip install jieba==0.42.1") from error
    finally:
        if before is absent:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = before  # type: ignore[assignment]
    jieba.setLogLevel(LOG_WARNINGS)
    module: _JiebaModule = jieba
    return module


class _JiebaModule(Protocol):
    def Tokenizer(self) -> _JiebaTokenizer: ...  # noqa: N802 (jieba's own name)


class _JiebaTokenizer(Protocol):
    FREQ: dict[str, int]
    total: int
    initialized: bool

    def gen_pfdict(self, file: object) -> tuple[dict[str, int], int]: ...
    def get_dict_file(self) -> object: ...
    def add_word(self, word: str, freq: int | None) -> None: ...
    def lcut(self, text: str) -> list[str]: ...
    def tokenize(self, text: str, mode: str) -> Iterable[tuple[str, int, int]]: ...


def _folded(value: str | None) -> tuple[str, ...]:
    return (fold(value),) if value else ()
