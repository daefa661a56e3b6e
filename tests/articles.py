"""Small articles for tests, made by hand."""

from newsgrep.analysis import Entry, analyse, load_segmenter
from newsgrep.model import Article, Paragraph


def article(key: str, title: str = "", *texts: str, path: str = "江城日报/1.txt", **facts: object) -> Article:
    headlines = tuple(Paragraph(line, ((0, 1),), "headline") for line in title.split("\n") if line)
    paragraphs = tuple(Paragraph(text, ((0, number),)) for number, text in enumerate(texts, start=2))
    return Article(path=path, key=key, headlines=headlines, paragraphs=paragraphs, **facts)  # type: ignore[arg-type]


def entry(one: Article) -> Entry:
    return analyse(one, load_segmenter())
