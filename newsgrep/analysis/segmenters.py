"""Word segmentation of Han runs: rjieba where it is installed, else jieba; word for word the same."""

from __future__ import annotations

import sys
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from newsgrep.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.analysis.user_dictionary import UserWord

LOG_WARNINGS = 30  # logging.WARNING
# The part of jieba that finds words its dictionary does not know.
UNKNOWN_WORDS = "jieba.finalseg"


class Segmenter(Protocol):
    """Cuts a run of Han characters into words, with and without the shorter words inside them."""

    def cut(self, run: str) -> list[str]:
        """The words of a run, one after another."""
        ...

    def tokenize(self, run: str) -> Iterable[tuple[str, int, int]]:
        """Search mode: each word preceded by the dictionary words of two and three characters within it."""
        ...


class BulkSegmenter(Segmenter, Protocol):
    """One that an index is built with: it knows the user's words, and cuts long texts."""

    user_words: tuple[UserWord, ...]

    def search_words(self, text: str) -> Iterable[str]:
        """The words of search mode of a text of Han runs; every character between them comes back as it is."""
        ...


@cache
def load_segmenter(user_words: tuple[UserWord, ...] = ()) -> BulkSegmenter:
    """Segmentation by jieba's dictionary and the user's words: rjieba (the same, faster) where it is installed.

    A word of frequency 0 is to be split; there the two part ways, and jieba is right.
    """
    from importlib.util import find_spec

    splits = any(word.frequency == 0 for word in user_words)
    return RjiebaSegmenter(user_words) if find_spec("rjieba") and not splits else JiebaSegmenter(user_words)


class RjiebaSegmenter:
    """Segmentation by rjieba, its dictionary loaded when a text is first to be cut."""

    def __init__(self, user_words: tuple[UserWord, ...]) -> None:
        self.user_words = user_words

    def cut(self, run: str) -> list[str]:
        """The words of a run, one after another."""
        words: list[str] = self._jieba.cut(run)
        return words

    def tokenize(self, run: str) -> list[tuple[str, int, int]]:
        """Search mode."""
        found: list[tuple[str, int, int]] = self._jieba.tokenize(run, "search")
        return found

    def search_words(self, text: str) -> list[str]:
        """The words of search mode, without their places."""
        words: list[str] = self._jieba.cut_for_search(text)
        return words

    @cached_property
    def _jieba(self) -> Any:
        import rjieba

        jieba = rjieba.Jieba()
        for word in self.user_words:
            jieba.add_word(word.text, word.frequency, None)
        return jieba


class JiebaSegmenter:
    """Segmentation by jieba, its dictionary loaded when a text is first to be cut."""

    def __init__(self, user_words: tuple[UserWord, ...] = ()) -> None:
        self.user_words = user_words

    def cut(self, run: str) -> list[str]:
        """The words of a run, one after another."""
        words: list[str] = self.tokenizer.lcut(run)
        return words

    def tokenize(self, run: str) -> Iterable[tuple[str, int, int]]:
        """Search mode."""
        found: Iterable[tuple[str, int, int]] = self.tokenizer.tokenize(run, mode="search")
        return found

    def search_words(self, text: str) -> Iterable[str]:
        """The words of search mode, without their places."""
        words: Iterable[str] = self.tokenizer.cut_for_search(text)
        return words

    @cached_property
    def tokenizer(self) -> Any:
        """A tokenizer of our own: no shared cache file, nothing global, no messages."""
        tokenizer = import_jieba().Tokenizer()
        # Filling the table here keeps jieba from its cache, a marshal file at a predictable place in the shared
        # temporary folder.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        for word in self.user_words:
            tokenizer.add_word(word.text, word.frequency)
        return tokenizer


def import_jieba() -> Any:
    """The jieba module, without what it takes along and never needs here, and without its log lines.

    pkg_resources is slow and deprecated; a temporary folder and a digest are wanted for a cache that is not used; the
    model of unknown words is loaded when the first of them is met.
    """
    if "jieba" in sys.modules:
        return sys.modules["jieba"]
    digests = ModuleType("hashlib")
    digests.md5 = None  # type: ignore[attr-defined]
    unwanted = {"pkg_resources": None, "tempfile": ModuleType("tempfile"), "hashlib": digests}
    before = {name: sys.modules[name] for name in unwanted if name in sys.modules}
    sys.modules.update(unwanted)  # type: ignore[arg-type]
    sys.modules[UNKNOWN_WORDS] = _Later(UNKNOWN_WORDS)
    try:
        import jieba
    except ImportError as error:
        del sys.modules[UNKNOWN_WORDS]
        raise DependencyError("the package jieba is missing", hint="pip install jieba==0.42.1") from error
    finally:
        for name in unwanted:
            del sys.modules[name]
        sys.modules.update(before)
    jieba.setLogLevel(LOG_WARNINGS)
    return jieba


class _Later(ModuleType):
    """Stands for a module until something of it is asked for; then the module itself is imported in its place."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)
