"""jieba's dictionary as of an index's build, memory-mapped instead of loaded; it segments the index's queries.

jieba's tokenizer only asks its table whether a prefix begins any word, and for the frequency of a word: about twenty
times per query. The dictionary's lines are stored sorted, in compressed blocks, and only those asked for are read.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import zstandard

from newsgrep.analysis.mixed_words import MixedWords
from newsgrep.analysis.segmenters import JiebaSegmenter, han_words, import_jieba
from newsgrep.errors import REBUILD, IndexDamagedError, NewsgrepError
from newsgrep.message import reason
from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter
from newsgrep.storage.atomic_files import NEW_SUFFIX, move_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from newsgrep.analysis.user_dictionary import UserWord

# The emission probabilities of jieba's hidden Markov model for unknown words, by position in the word (begin, middle,
# end, single): a large module, of which a query needs a few numbers.
EMISSIONS = "jieba.finalseg.prob_emit"
PLACES = "BEMS"
MOST_KEPT = 1000
BLOCK = 256
MOST_IN_BLOCK = 1 << 20


class Lexicon:
    """jieba's frequency table (``Tokenizer.FREQ``): a stored dictionary, and words added to it.

    A lookup raises ``IndexDamagedError`` if the block that it reads is damaged.
    """

    def __init__(self, array_file: ArrayFile) -> None:
        self._array_file = array_file
        self._heads = self._text("heads")
        own = json.loads("".join(self._text("own")))
        self.own: dict[str, int] = own["frequencies"]
        self.forced: list[str] = own["forced"]
        self.mixed: list[str] = own["mixed"]
        self.total: int = own["total"]
        self._decompressor = zstandard.ZstdDecompressor()
        self._blocks: dict[int, list[str]] = {}
        # jieba looks up the same text several times.
        self._known: dict[str, int | None] = {}

    def __contains__(self, text: str) -> bool:
        """Whether a text is a word or the prefix of one."""
        return self.get(text) is not None

    def __getitem__(self, text: str) -> int:
        """The frequency of a word (occurrences), 0 for a mere prefix. Raises ``KeyError`` if it is neither."""
        frequency = self.get(text)
        if frequency is None:
            raise KeyError(text)
        return frequency

    def get(self, text: str, default: int | None = None) -> int | None:
        """The frequency of a word, 0 for a mere prefix, or a default."""
        if text in self.own:
            return self.own[text]
        if text not in self._known:
            if len(self._known) == MOST_KEPT:
                self._known.clear()
            self._known[text] = self._find(text)
        found = self._known[text]
        return default if found is None else found

    def __setitem__(self, text: str, frequency: int) -> None:
        self.own[text] = frequency

    def _find(self, text: str) -> int | None:
        line = self._line(text)
        if not line.startswith(text):
            return None
        return int(line.split(" ")[1]) if line.startswith(f"{text} ") else 0

    def emissions(self) -> dict[str, Emissions]:
        """Jieba's emission probabilities, by position in the word: B, E, M or S."""
        kinds = ("characters", "logarithms")
        parts = ((place, [self._array_file[f"{kind}.{place}"] for kind in kinds]) for place in PLACES)
        return {place: Emissions(*arrays) for place, arrays in parts}

    def _line(self, text: str) -> str:
        """The first line of the dictionary that is not less than a text."""
        index = max(0, bisect_right(self._heads, text) - 1)
        lines = self._block(index)
        at = bisect_left(lines, text)
        if at < len(lines):
            return lines[at]
        return self._heads[index + 1] if index + 1 < len(self._heads) else ""

    def _block(self, index: int) -> list[str]:
        if index not in self._blocks:
            start, stop = self._array_file.slice("ends", index, index + 2).tolist()
            frame = self._array_file.raw("blocks", start, stop)
            try:
                if zstandard.frame_content_size(frame) > MOST_IN_BLOCK:
                    raise self._array_file.damaged("a block of words is too large")
                self._blocks[index] = self._decompressor.decompress(frame).decode().split("\n")
            except (zstandard.ZstdError, ValueError) as error:
                raise self._array_file.damaged("its words cannot be read: {}", reason(error)) from error
        return self._blocks[index]

    def _text(self, name: str) -> list[str]:
        return self._array_file.raw(name, 0, self._array_file.length(name)).decode("utf-8", "surrogatepass").split("\n")


class Emissions:
    """Character → log probability, with the lookup that jieba uses; both arrays shape (characters,), sorted."""

    def __init__(self, characters: NDArray[np.uint32], logarithms: NDArray[np.float64]) -> None:
        self._characters = characters
        self._logarithms = logarithms
        self._known: dict[str, float | None] = {}

    def get(self, character: str, default: float) -> float:
        """The log probability of a character, or a default."""
        if character not in self._known:
            self._known[character] = self._find(ord(character))
        found = self._known[character]
        return default if found is None else found

    def _find(self, code: int) -> float | None:
        at = int(self._characters.searchsorted(np.uint32(code)))
        return float(self._logarithms[at]) if at < len(self._characters) and self._characters[at] == code else None


class LexiconSegmenter(JiebaSegmenter):
    """jieba over a stored lexicon; segments exactly like the segmenter that built the index.

    Opening it raises ``IndexDamagedError`` or ``IndexOutdatedError`` if the file is not a valid lexicon.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._array_file = ArrayFile(path)
        # Planning segments a run several times: for its words, the words inside them, and the ranking words.
        self._cut = lru_cache(MOST_KEPT)(super().cut)
        self._tokenized = lru_cache(MOST_KEPT)(lambda run: list(super(LexiconSegmenter, self).tokenize(run)))

    def cut(self, run: str) -> list[str]:
        """The words of a run, in order."""
        return self._cut(run)

    def tokenize(self, run: str) -> list[tuple[str, int, int]]:
        """The words of a run in search mode: (word, start, end)."""
        return self._tokenized(run)

    @cached_property
    def mixed_words(self) -> MixedWords:
        """The words that are not of Han characters alone. Raises ``IndexDamagedError`` if the file is not a lexicon."""
        return MixedWords(self._lexicon.mixed)

    @cached_property
    def tokenizer(self) -> Any:
        """Jieba's tokenizer over the lexicon. Raises ``IndexDamagedError`` if the file is not a lexicon."""
        try:
            return _tokenizer(self._lexicon)
        except (LookupError, ValueError, TypeError, RecursionError) as error:
            raise self._array_file.damaged("not a valid lexicon: {}", reason(error)) from error

    @cached_property
    def _lexicon(self) -> Lexicon:
        try:
            return Lexicon(self._array_file)
        except (LookupError, ValueError, TypeError, RecursionError) as error:
            raise self._array_file.damaged("not a valid lexicon: {}", reason(error)) from error


def write_lexicon(path: Path, user_words: Iterable[UserWord], draft: Path | None = None) -> None:
    """Write jieba's dictionary and the user's words to ``draft``, then rename it to ``path``.

    Raises ``DependencyError`` if jieba is missing, ``OSError`` if the file cannot be written.
    """
    packed, total = pack_dictionary()
    new = draft or path.with_name(path.name + NEW_SUFFIX)
    words = list(user_words)
    mixed = sorted(MixedWords.of(words).words)
    own: dict[str, Any] = {"frequencies": {}, "forced": [], "mixed": mixed, "total": total}
    _write(new, packed, own, new.name if words else path.name)
    if words:
        # jieba segments a word to compute the frequency that keeps it whole, and needs the dictionary for that.
        tokenizer = _tokenizer(Lexicon(ArrayFile(new)))
        for word in han_words(words):
            tokenizer.add_word(word.text, word.frequency)
        forced = [word.text for word in han_words(words) if word.frequency == 0]
        own |= {"frequencies": tokenizer.FREQ.own, "forced": forced, "total": tokenizer.total}
        _write(new, packed, own, path.name)
    move_to(new, path)


def verify(path: Path) -> Iterator[NewsgrepError]:
    """Check every page of a lexicon against its checksum; yields an error for each that is wrong."""
    try:
        yield from ArrayFile(path).verify_all()
    except NewsgrepError as error:
        yield error
    except FileNotFoundError:
        yield IndexDamagedError("missing", path=path, hint=REBUILD)


def pack_dictionary() -> tuple[dict[str, bytes | NDArray[Any]], int]:
    """The parts of a lexicon that are jieba's own, and the sum of its frequencies; the same at every call."""
    lines = sorted(_dictionary_lines())
    compress = zstandard.ZstdCompressor().compress
    blocks = [compress("\n".join(lines[start : start + BLOCK]).encode()) for start in range(0, len(lines), BLOCK)]
    parts: dict[str, bytes | NDArray[Any]] = {
        "blocks": b"".join(blocks),
        "ends": np.cumsum([0, *map(len, blocks)], dtype=np.uint64),
        "heads": "\n".join(lines[::BLOCK]).encode(),
    }
    for place, emissions in _emissions().items():
        parts[f"characters.{place}"] = np.array(sorted(map(ord, emissions)), np.uint32)
        parts[f"logarithms.{place}"] = np.array([emissions[char] for char in sorted(emissions)], np.float64)
    return parts, sum(int(line.split(" ")[1]) for line in lines)


def _write(path: Path, parts: Mapping[str, bytes | NDArray[Any]], own: dict[str, Any], name: str) -> None:
    path.unlink(missing_ok=True)
    with ArrayFileWriter(path, name) as writer:
        for part, content in parts.items():
            writer.add(part, content)
        writer.add("own", json.dumps(own).encode())


def _dictionary_lines() -> list[str]:
    """The lines of jieba's own dictionary: a word, its frequency, its part of speech."""
    with import_jieba().Tokenizer().get_dict_file() as file:
        lines: list[str] = file.read().decode("utf-8").split("\n")
    return [line for line in lines if line]


def _emissions() -> dict[str, dict[str, float]]:
    """Jieba's own table, imported under another name: the module of that name may be the lexicon's."""
    path = f"{import_jieba().__path__[0]}/finalseg/prob_emit.py"
    spec = spec_from_file_location("prob_emit", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    tables: dict[str, dict[str, float]] = module.P
    return tables


def _tokenizer(lexicon: Lexicon) -> Any:
    jieba = import_jieba()
    if EMISSIONS not in sys.modules:
        module = ModuleType(EMISSIONS)
        module.P = lexicon.emissions()  # type: ignore[attr-defined]
        sys.modules[EMISSIONS] = module
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = lexicon, lexicon.total, True
    for word in lexicon.forced:
        jieba.finalseg.add_force_split(word)
    return tokenizer
