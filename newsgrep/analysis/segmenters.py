"""Word segmentation of Han runs: rjieba where it is installed, else jieba; word for word the same."""

from __future__ import annotations

import sys
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Protocol

from newsgrep.errors import DependencyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.analysis.dictionary import UserWord

LOG_WARNINGS = 30  # logging.WARNING


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
    """Segmentation by jieba's dictionary and the user's words: rjieba (the same, faster) where it is installed."""
    from importlib.util import find_spec

    return RjiebaSegmenter(user_words) if find_spec("rjieba") else JiebaSegmenter(user_words)


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
    """The jieba module, without what it takes along and a query does not need, and without its log lines.

    pkg_resources is slow and deprecated; jieba's model of unknown words is loaded when the first of them is met.
    """
    if "jieba" in sys.modules:
        return sys.modules["jieba"]
    from importlib.util import find_spec

    spec = find_spec("jieba")
    if not spec or not spec.submodule_search_locations:
        raise DependencyError("the package jieba is missing", hint="pip install jieba==0.42.1")
    _load_lazily("jieba.finalseg", f"{spec.submodule_search_locations[0]}/finalseg/__init__.py")
    absent = object()
    before = sys.modules.get("pkg_resources", absent)
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        if before is absent:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = before  # type: ignore[assignment]
    jieba.setLogLevel(LOG_WARNINGS)
    return jieba


def _load_lazily(name: str, path: str) -> None:
    """Put a module in place that is executed when something of it is first asked for."""
    from importlib.machinery import SourceFileLoader
    from importlib.util import LazyLoader, module_from_spec, spec_from_file_location

    loader = LazyLoader(SourceFileLoader(name, path))
    spec = spec_from_file_location(name, path, loader=loader, submodule_search_locations=[path.rpartition("/")[0]])
    if spec:
        module = module_from_spec(spec)
        sys.modules[name] = module
        loader.exec_module(module)
