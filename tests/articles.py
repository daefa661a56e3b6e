"""Small articles for tests, made by hand."""

from functools import cache
from pathlib import Path

from newsgrep.analysis import Entry, analyse, load_segmenter, mapped_dictionary
from newsgrep.analysis.user_dictionary import UserWord, lexicon_name, words_as_bytes
from newsgrep.model import Article, Paragraph


def article(key: str, title: str = "", *texts: str, path: str = "江城日报/1.txt", **facts: object) -> Article:
    headlines = tuple(Paragraph(line, ((0, 1),), "headline") for line in title.split("\n") if line)
    paragraphs = tuple(Paragraph(text, ((0, number),)) for number, text in enumerate(texts, start=2))
    return Article(path=path, key=key, headlines=headlines, paragraphs=paragraphs, **facts)  # type: ignore[arg-type]


def entry(one: Article) -> Entry:
    return analyse(one, load_segmenter())


def pack_dictionary_once() -> None:
    """Spare each new index the packing of jieba's dictionary, which takes the longest of a small one.

    It is written as ever, and the same for all of them.
    """
    mapped_dictionary.pack_dictionary = _packed


_packed = cache(mapped_dictionary.pack_dictionary)


def put_lexicon(folder: Path, user_words: tuple[UserWord, ...] = ()) -> None:
    """Give the folder of an index its lexicon, as of an update that was killed."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / lexicon_name(words_as_bytes(user_words))
    if not path.exists():
        mapped_dictionary.write_lexicon(path, user_words)
