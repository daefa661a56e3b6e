"""How well stories are read in the plain forms in which people keep them; run by hand, it prints the figures.

python tests/eval/plain_forms.py [--raise | --lower] [FORM...]

Only rows whose names contain a FORM are measured, if any is given; the others keep their floors.

A row is a form of a text, with one story in a file or a dozen; a figure is the share of files of a collection that are
read right: each story an article, with its title, its whole text, and its day and source where the form has both.
``told`` is the least share, over the collections, of files that are read right or said to be in doubt. Round-ups, which
are several stories in themselves, are left out.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run by hand, only its own folder is on the path
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from known_pages import read_articles, read_pages

from eval.floors import run
from eval.forms import BULLETINS, TRADITIONAL, data
from eval.pages import PAGES
from newsgrep.readers import Problem, ReadArticle, ReadOptions, SourceFile, read_news

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsgrep.model import Article
    from newsgrep.readers import Understood

FLOORS = Path(__file__).with_name("plain_form_floors.json")
# Stories of each collection, and those of a file with several.
MOST_STORIES, TOGETHER = 96, 12
DAY, SOURCE = "2025-03-18", "江城日报"
DAYS = (DAY, "2025年3月18日")
# Round-ups, and what a crawler has left of a page.
LEFT_OUT = ("快讯", "&nbsp", "$(", "【", "|", "\u200b")

# A name → the text of a story's file; with {n}, {title}, {lines} and {spaced} (with a blank line between paragraphs).
ALONE = {
    "title above": "{title}\n{lines}\n",
    "title apart": "{title}\n\n{spaced}\n",
    "day and source below": f"{{title}}\n{DAY} {SOURCE}\n\n{{lines}}\n",
    "source and time below": f"{{title}}\n\n{SOURCE}  {DAY} 08:30\n\n{{spaced}}\n",
    "labels below": f"{{title}}\n来源：{SOURCE}\n发布时间：2025年3月18日 10:20\n{{lines}}\n",
    "views below": f"{{title}}\n发布时间：{DAY} 浏览次数：123次 来源：{SOURCE}\n{{lines}}\n",
    "author beside": f"{{title}}\n作者：何青禾  来源：{SOURCE}  时间：{DAY} 09:12\n\n{{lines}}\n",
    "source in two scripts": f"{{title}}\n{DAY} 江城新聞網 Rivertimes\n\n{{lines}}\n",
    "address above": f"https://j.example/a/1.html\n{{title}}\n{DAY} 09:00:00\n{{lines}}\n",
    "day above": f"{DAY}\n{{title}}\n{{lines}}\n",
    "day before": f"{DAY} {{title}}\n\n{{lines}}\n",
    "facts behind bars": f"{{title}} | {SOURCE} | {DAY}\n\n{{lines}}\n",
    "day of Taiwan": "{title}\n114年3月18日\n\n{lines}\n",
    "title in brackets": "【{title}】\n\n{lines}\n",
    "Markdown": f"# {{title}}\n\n> 来源：{SOURCE} | {DAY}\n\n{{spaced}}\n",
}
# The same of each story of a file.
TOGETHER_IN_FILE = {
    "rules and labels": f"标题：{{title}}\n日期：{DAY}\n来源：{SOURCE}\n\n{{lines}}\n" + "=" * 40 + "\n",
    "rules and facts": f"{{title}}\n{DAY} {SOURCE}\n{{lines}}\n----------\n",
    "rules and a broadcaster": f"{{title}}\n（華視 {DAY}）\n{{lines}}\n----------\n",
    "rules and facts at the end": f"{{title}}\n{{lines}}\n{SOURCE} {DAY}\n————————————\n",
    "facts in brackets": f"{{title}}\n（{SOURCE} {DAY}）\n{{lines}}\n\n",
    "a signature": f"{{title}}\n{{lines}}\n（{SOURCE} {DAY}）\n\n",
    "other labels": f"题目: {{title}}\n媒体: {SOURCE}\n时间: {DAY}\n内容: {{lines}}\n\n",
    "English labels": f"Title: {{title}}\nSource: {SOURCE}\nDate: {DAY}\n\n{{spaced}}\n\n",
    "numbers and a mark": "{n}、{title}\n{lines}\n\n",
    "numbers with a unit": "第{n}篇：{title}\n{lines}\n\n",
    "numbers of a total": f"[{{n}}/12] {{title}}\n来源: {SOURCE} | 日期: {DAY}\n{{lines}}\n\n",
    "brackets": "【{title}】\n{lines}\n\n",
    "stars": "★{title}\n{lines}\n\n",
    "stars as rules": "{title}\n\n{lines}\n***\n",
    "more blank lines": "{title}\n\n{lines}\n\n\n",
    "form feeds": "{title}\n\n{lines}\n\f",
    "addresses": f"{{title}}\nhttps://j.example/{DAY}/{{n}}.html\n{{lines}}\n\n",
    "bars": f"{{title}}|{SOURCE}|{DAY}|{{joined}}\n",
    "Markdown, headings": f"## {{title}}\n\n*{SOURCE} {DAY}*\n\n{{spaced}}\n\n",
    "Markdown, counted": f"### {{n}}. {{title}}\n\n{{spaced}}\n\n来源：{SOURCE}\n\n",
    "Markdown, bold": f"**{{title}}**\n\n{SOURCE} {DAY}\n\n{{spaced}}\n\n---\n",
}


class KnownStory(NamedTuple):
    """A title and the paragraphs below it."""

    title: str
    paragraphs: tuple[str, ...]

    def put_into(self, form: str, number: int) -> str:
        """The story as it is written in a form."""
        lines, spaced = "\n".join(self.paragraphs), "\n\n".join(self.paragraphs)
        return form.format(n=number, title=self.title, lines=lines, spaced=spaced, joined="".join(self.paragraphs))


def collections() -> dict[str, list[KnownStory]]:
    """Stories of papers, of Taiwanese papers, and of broadcasts."""
    kinds = ((kind, story) for page in read_pages(PAGES) for kind, story in zip(page.kinds, page.stories, strict=True))
    papers = (story for kind, story in kinds if kind == "article" and [part.role for part in story[:1]] == ["title"])
    found = {
        "papers": (_story(story) for story in papers if {part.role for part in story[1:]} == {"body"}),
        "Taiwan": (_story(story) for _, story in read_articles(TRADITIONAL)),
        "broadcasts": (_story(story) for _, story in islice(read_articles(BULLETINS), 0, None, 199)),
    }
    return {name: list(islice(filter(_is_one, stories), MOST_STORIES)) for name, stories in found.items()}


def _story(parts: Any) -> KnownStory:
    title, *body = (part.text for part in parts)
    return KnownStory(title.strip(), tuple(text.strip() for text in body))


def _is_one(story: KnownStory) -> bool:
    text = "".join((story.title, *story.paragraphs))
    return not any(mark in text for mark in LEFT_OUT) and "。" in story.paragraphs[0]


def measured(only: Iterable[str] = ()) -> dict[str, dict[str, float]]:
    """The figures of each row, or of those whose name contains any of ``only``."""
    only = tuple(only)
    known = collections()
    rows = {f"alone: {name}": (form, 1) for name, form in ALONE.items()}
    rows |= {f"together: {name}": (form, TOGETHER) for name, form in TOGETHER_IN_FILE.items()}
    return {
        name: _measured(known, form, count, ".md" if "Markdown" in name else ".txt")
        for name, (form, count) in rows.items()
        if not only or any(part in name for part in only)
    }


def _measured(known: Mapping[str, list[KnownStory]], form: str, count: int, suffix: str) -> dict[str, float]:
    right: dict[str, float] = {}
    told = []
    for name, stories in known.items():
        files = [stories[at : at + count] for at in range(0, len(stories) - count + 1, count)]
        results = [_read(some, form, suffix) for some in files]
        right[name] = round(sum(is_right for is_right, _ in results) / len(files), 3)
        told.append(sum(is_right or is_said for is_right, is_said in results) / len(files))
    return right | {"told": round(min(told), 3)}


def _read(stories: list[KnownStory], form: str, suffix: str) -> tuple[bool, bool]:
    """Whether a file of these stories is read right, and whether something is said of it."""
    articles, is_said = read_file("".join(story.put_into(form, n) for n, story in enumerate(stories, start=1)), suffix)
    is_right = len(articles) == len(stories) and all(map(is_same, articles, stories))
    if SOURCE in form and any(day in form for day in DAYS):
        is_right = is_right and {(article.date, article.source) for article in articles} == {(DAY, SOURCE)}
    return is_right, is_said


def read_file(content: str, suffix: str) -> tuple[list[Article], bool]:
    """The articles of a file of this content, and whether something is said of it."""
    said: list[Understood] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"1{suffix}")
        file.write_text(content, encoding="utf-8")
        found = list(read_news(SourceFile(file.name, file, file.stat().st_size, 0), ReadOptions(), {}, said.append))
    is_said = any(each.doubts for each in said) or any(isinstance(item, Problem) for item in found)
    return [item.article for item in found if isinstance(item, ReadArticle)], is_said


def is_same(article: Article, story: KnownStory) -> bool:
    """Whether an article has the title and the text of a story."""
    text = "".join(line.text for line in article.paragraphs)
    return _bare(article.title) == _bare(story.title) and _bare(text) == _bare("".join(story.paragraphs))


def _bare(text: str) -> str:
    return "".join(text.split())


def main(arguments: list[str]) -> None:
    """Print the figures; with a flag, write new floors."""
    run(FLOORS, data(), measured, arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
