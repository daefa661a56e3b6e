"""Small articles for tests, made by hand."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from newsgrep.analysis import Entry, UserWord, analyse, load_segmenter
from newsgrep.analysis.mapped_dictionary import write_lexicon
from newsgrep.analysis.user_dictionary import lexicon_name, words_as_bytes
from newsgrep.model import Article, Paragraph


def article(key: str, title: str = "", *texts: str, path: str = "江城日报/1.txt", **facts: object) -> Article:
    headlines = tuple(Paragraph(line, ((0, 1),), "headline") for line in title.split("\n") if line)
    paragraphs = tuple(Paragraph(text, ((0, number),)) for number, text in enumerate(texts, start=2))
    return Article(path=path, key=key, headlines=headlines, paragraphs=paragraphs, **facts)  # type: ignore[arg-type]


def entry(one: Article) -> Entry:
    return analyse(one, load_segmenter())


@cache
def _lexicon(user_words: tuple[UserWord, ...]) -> Path:
    path = Path(tempfile.mkdtemp()) / lexicon_name(words_as_bytes(user_words))
    write_lexicon(path, user_words)
    return path


def put_lexicon(folder: Path, user_words: tuple[UserWord, ...] = ()) -> None:
    """Spare an index that is about to be built the writing of its lexicon, which takes the longest of a small one."""
    folder.mkdir(parents=True, exist_ok=True)
    made = _lexicon(user_words)
    if not (folder / made.name).exists():
        shutil.copyfile(made, folder / made.name)
