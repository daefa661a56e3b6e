"""Word segmentation of Han runs: by rjieba if it is installed, else by jieba, with the same result."""

from __future__ import annotations

import sys
import warnings
from functools import cache, cached_property
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import chain
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from newsgrep.analysis.mixed_words import MixedWords
from newsgrep.analysis.tokenizer import is_han
from newsgrep.deferred import defer
from newsgrep.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.analysis.user_dictionary import UserWord

LOG_WARNINGS = 30  # logging.WARNING
# Loading rjieba takes 32 MB, while in an index's build another thread reads the dictionary; a text takes 100 bytes for
# each of its characters, one that nothing but Han characters fill 370.
RJIEBA_BYTES = 1 << 27
LONG_TEXT, BYTES_A_CHARACTER = 1 << 16, 400
# Characters that are segmented at once: the words of a whole text would take fifty times its size.
AT_ONCE = 1 << 18
# jieba's module for words that are not in its dictionary.
UNKNOWN_WORDS = "jieba.finalseg"


class Segmenter(Protocol):
    """Segments a run of Han characters into words, with or without the shorter words inside them.

    ``mixed_words`` are its words that are not of Han characters alone, which it is not given.
    """

    @property
    def mixed_words(self) -> MixedWords:
        """The words that are not of Han characters alone."""
        ...

    def cut(self, run: str) -> list[str]:
        """The words of a run, in order and without overlap."""
        ...

    def tokenize(self, run: str) -> Iterable[tuple[str, int, int]]:
        """The words of a run in search mode: (word, start, end), offsets in code points.

        Each word is preceded by the dictionary words of two and three characters inside it.
        """
        ...

    def has_word(self, word: str) -> bool:
        """Whether a word of Han characters is in the dictionary."""
        ...

    def __hash__(self) -> int: ...


class BulkSegmenter(Segmenter, Protocol):
    """A segmenter for building an index: it has the user's words, and segments long texts."""

    user_words: tuple[UserWord, ...]

    def search_words(self, text: str) -> Iterable[str]:
        """The words of a text in search mode; every character outside its Han runs is returned as it is."""
        ...


@cache
def load_segmenter(user_words: tuple[UserWord, ...] = ()) -> BulkSegmenter:
    """A segmenter with jieba's dictionary and the user's words: rjieba (same words, faster) if it is installed.

    A user's word of frequency 0 must be split. Only jieba gets that right, so it is used then.
    """
    splits = any(word.frequency == 0 for word in han_words(user_words))
    return RjiebaSegmenter(user_words) if find_spec("rjieba") and not splits else JiebaSegmenter(user_words)


class RjiebaSegmenter:
    """Segmentation by rjieba, whose dictionary is loaded on first use."""

    def __init__(self, user_words: tuple[UserWord, ...]) -> None:
        self.user_words = user_words
        self.mixed_words = MixedWords.of(user_words)

    def cut(self, run: str) -> list[str]:
        """The words of a run, in order."""
        words: list[str] = self._jieba.cut(run)
        return words

    def tokenize(self, run: str) -> list[tuple[str, int, int]]:
        """The words of a run in search mode: (word, start, end)."""
        found: list[tuple[str, int, int]] = self._jieba.tokenize(run, "search")
        return found

    def search_words(self, text: str) -> Iterable[str]:
        """The words of a text in search mode, without offsets."""
        return chain.from_iterable(map(self._search_words, pieces(text)))

    def _search_words(self, piece: str) -> list[str]:
        if len(piece) > LONG_TEXT:
            ensure_memory(len(piece) * BYTES_A_CHARACTER)
        words: list[str] = self._jieba.cut_for_search(piece)
        return words

    def has_word(self, word: str) -> bool:
        """Whether a word of Han characters is in the dictionary."""
        found: bool = self._jieba.has_word(word)
        return found

    @cached_property
    def _jieba(self) -> Any:
        ensure_memory(RJIEBA_BYTES)
        jieba = _rjieba().Jieba()
        for word in han_words(self.user_words):
            jieba.add_word(word.text, word.frequency, None)
        return jieba


def _rjieba() -> ModuleType:
    """The extension module of rjieba. Importing the package loads the dictionary of an instance of its own, too."""
    name = "rjieba.rjieba"
    if name not in sys.modules:
        package = find_spec("rjieba")
        spec = PathFinder.find_spec(name, package.submodule_search_locations if package else None)
        if spec is None or spec.loader is None:  # it is not laid out as it was
            return import_module("rjieba")
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def pieces(text: str) -> Iterator[str]:
    """A text in pieces of at most ``AT_ONCE`` characters, cut after a line end, if there is one in a piece."""
    start = 0
    while len(text) - start > AT_ONCE:
        end = text.rfind("\n", start, start + AT_ONCE) + 1 or start + AT_ONCE
        yield text[start:end]
        start = end
    yield text[start:] if start else text


def ensure_memory(size: int) -> None:
    """Raise ``MemoryError`` if the system does not give so many bytes: a library that lacks them ends the process."""
    from mmap import mmap

    try:
        mmap(-1, size).close()
    except OSError as error:
        raise MemoryError from error


class JiebaSegmenter:
    """Segmentation by jieba, whose dictionary is loaded on first use."""

    def __init__(self, user_words: tuple[UserWord, ...] = ()) -> None:
        self.user_words = user_words

    @cached_property
    def mixed_words(self) -> MixedWords:
        """The words that are not of Han characters alone."""
        return MixedWords.of(self.user_words)

    def has_word(self, word: str) -> bool:
        """Whether a word of Han characters is in the dictionary."""
        return bool(self.tokenizer.FREQ.get(word))

    def cut(self, run: str) -> list[str]:
        """The words of a run, in order."""
        words: list[str] = self.tokenizer.lcut(run)
        return words

    def tokenize(self, run: str) -> Iterable[tuple[str, int, int]]:
        """The words of a run in search mode: (word, start, end)."""
        found: Iterable[tuple[str, int, int]] = self.tokenizer.tokenize(run, mode="search")
        return found

    def search_words(self, text: str) -> Iterable[str]:
        """The words of a text in search mode, without offsets."""
        return chain.from_iterable(map(self.tokenizer.cut_for_search, pieces(text)))

    @cached_property
    def tokenizer(self) -> Any:
        """A private tokenizer: no shared cache file, no global state, no messages.

        Raises ``DependencyError`` if jieba is missing.
        """
        tokenizer = import_jieba().Tokenizer()
        # Filling the table here keeps jieba from loading its cache, a marshal file at a predictable path in the shared
        # temporary folder.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        for word in han_words(self.user_words):
            tokenizer.add_word(word.text, word.frequency)
        return tokenizer


def han_words(user_words: Iterable[UserWord]) -> list[UserWord]:
    """The user's words of Han characters alone, which jieba is told of."""
    return [word for word in user_words if all(map(is_han, word.text))]


def import_jieba() -> Any:
    """Import jieba without the imports it does not need here, and without its log messages.

    pkg_resources is slow and deprecated; tempfile and hashlib serve a cache that is not used, and logging messages that
    nobody wants; the model of unknown words is loaded when the first unknown word occurs. Raises ``DependencyError`` if
    jieba is missing.
    """
    if "jieba" in sys.modules:
        return sys.modules["jieba"]
    digests = ModuleType("hashlib")
    digests.md5 = None  # type: ignore[attr-defined]
    unwanted = {"pkg_resources": None, "tempfile": ModuleType("tempfile"), "hashlib": digests}
    unwanted |= {} if "logging" in sys.modules else {"logging": _Silent("logging")}
    before = {name: sys.modules[name] for name in unwanted if name in sys.modules}
    sys.modules.update(unwanted)  # type: ignore[arg-type]
    defer(UNKNOWN_WORDS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of its expressions when it compiles them
            import jieba
    except ImportError as error:
        del sys.modules[UNKNOWN_WORDS]
        raise DependencyError("the package jieba is not installed", hint="run 'pip install jieba==0.42.1'") from error
    finally:
        for name in unwanted:
            del sys.modules[name]
        sys.modules.update(before)
    jieba.setLogLevel(LOG_WARNINGS)
    return jieba


class _Silent(ModuleType):
    """Stands for logging: whatever it is asked to do, it does nothing."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> Any:
        """Do nothing."""
        return self
