"""How well stories are read in the records, tables, notes and pages in which people keep them; run by hand, it prints.

python tests/eval/container_forms.py [--raise | --lower] [FORM...]

Only rows whose names contain a FORM are measured, if any is given; the others keep their floors.

A row is a form of a file, with one story or some; a figure is the share of files of a collection that are read right:
each story an article, with its title, its whole text and the facts that the form has, which differ between stories.
``told`` is the least share, over the collections, of files that are read right or said to be in doubt.
"""

from __future__ import annotations

import csv
import html
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run by hand, only its own folder is on the path
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from eval.floors import run
from eval.forms import data
from eval.plain_forms import collections, is_same, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eval.plain_forms import KnownStory
    from newsgrep.model import Article

FLOORS = Path(__file__).with_name("container_form_floors.json")
# Numbers of stories in a file, of which those of a column decide what it is; of files with one.
TOGETHER, MOST_ALONE = (2, 3, 5, 12, 24), 24
SOURCES = ("江城日报", "搜狐", "ETtoday新聞雲", "江城新闻网", "北山晚报")
SECTIONS = ("国内", "财经", "体育", "文化")
AUTHORS = ("何青禾", "韩露", "丁苇")
MENU = "".join(f"<li><a href='/{name}/'>{name}</a></li>" for name in ("首页", "新闻", "国内", "财经", "视频"))
RELATED = "".join(f"<li><a href='/{n}.html'>{n}号线明年通车，沿线市民出行更方便</a></li>" for n in "一二三四")
FOOT = "<p>关于我们 | 联系我们</p><p>版权所有 未经授权禁止转载</p>"


class Filed(NamedTuple):
    """A story with facts of its own."""

    story: KnownStory
    facts: dict[str, str]

    @property
    def title(self) -> str:
        """Its title."""
        return self.story.title

    @property
    def lines(self) -> str:
        """Its paragraphs, a line each."""
        return "\n".join(self.story.paragraphs)

    @property
    def spaced(self) -> str:
        """Its paragraphs with blank lines between them."""
        return "\n\n".join(self.story.paragraphs)

    @property
    def markup(self) -> str:
        """Its paragraphs as elements."""
        return "".join(f"<p>{html.escape(part)}</p>" for part in self.story.paragraphs)

    def named(self, **names: str) -> dict[str, Any]:
        """A record with its facts under these names."""
        return {name: self.facts[role] for role, name in names.items()}


class Form(NamedTuple):
    """What makes a file, its suffix, the facts that it has, and whether it has but one story."""

    make: Callable[[Sequence[Filed]], str]
    suffix: str
    roles: str = ""
    is_alone: bool = False


def filed(stories: Iterable[KnownStory]) -> list[Filed]:
    """Stories with facts that differ."""
    return [
        Filed(
            story,
            {
                "date": f"20{10 + at % 15}-{1 + at % 12:02}-{1 + at % 28:02}",
                "source": SOURCES[at % len(SOURCES)],
                "section": SECTIONS[at % len(SECTIONS)],
                "author": AUTHORS[at % len(AUTHORS)],
                "url": f"https://j.example/{at}.html",
            },
        )
        for at, story in enumerate(stories)
    ]


def _lines_of_json(records: Iterable[Any]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)


def _table(rows: Iterable[Sequence[Any]], delimiter: str = ",") -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue()


def _page(story: Filed, body: str, head: str = "") -> str:
    name = f"<title>{html.escape(story.title)}_江城网</title>"
    menu, more = f"<ul class='nav'>{MENU}</ul>", f"<div class='relate'><h3>相关新闻</h3><ul>{RELATED}</ul></div>"
    head = f"<head><meta charset='utf-8'>{name}{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{menu}{body}{more}{FOOT}</body></html>"


def crawled(stories: Sequence[Filed]) -> str:
    """As crawlers keep what they find, with lists of strings and the domain of the site."""
    return _lines_of_json(
        {
            **each.named(url="url", date="pub_time", source="src", section="cate", author="author"),
            "domain": "j.example",
            "title": [each.title],
            "content": list(each.story.paragraphs),
            "tags": None,
        }
        for each in stories
    )


def answered(stories: Sequence[Filed]) -> str:
    """As services answer, with what is inside what."""
    found = [
        {
            "item_type": 2,
            "item_info": {
                "article_info": {
                    "title": each.title,
                    "brief_content": each.lines[:50],
                    "mark_content": each.lines,
                    **each.named(date="ctime", url="link_url"),
                },
                "category": {"category_name": each.facts["section"]},
            },
        }
        for each in stories
    ]
    return json.dumps({"err_no": 0, "data": found}, ensure_ascii=False, indent=1)


def with_remarks(stories: Sequence[Filed]) -> str:
    """Articles with remarks of readers and related ones."""
    return _lines_of_json(
        {
            "title": each.title,
            "content": each.lines,
            **each.named(date="time", source="source"),
            "comments": [{"user": "网友", "content": "说得好，希望早点落实到位。"}] * 2,
            "related": [{"title": other.title, "url": other.facts["url"]} for other in stories[:2]],
        }
        for each in stories
    )


def noted(story: Filed, above: str, below: str = "") -> str:
    """A note in Markdown with something above its text and below."""
    return f"# {story.title}\n\n{above}\n\n{story.spaced}\n{below}"


def facts_in_table(stories: Sequence[Filed]) -> str:
    """A note with its facts in a table."""
    rows = {"来源": "source", "作者": "author", "日期": "date", "链接": "url"}
    lines = "".join(f"| {name} | {stories[0].facts[role]} |\n" for name, role in rows.items())
    return noted(stories[0], f"| 项目 | 内容 |\n| --- | --- |\n{lines}\n## 正文")


def facts_in_callout(stories: Sequence[Filed]) -> str:
    """A note with its facts in a callout, and a heading for what has not been written yet."""
    facts = stories[0].facts
    return noted(stories[0], f"> [!info] 信息\n> 来源：{facts['source']}\n> 日期：{facts['date']}", "\n## 笔记\n")


def _digest(stories: Sequence[Filed], form: str) -> str:
    told = ({"n": at, "title": each.title, "text": each.spaced, **each.facts} for at, each in enumerate(stories, 1))
    return "# 一周要闻\n\n" + "".join(form.format(**each) for each in told)


def page_of_portal(stories: Sequence[Filed]) -> str:
    """A page of tables, as portals had them."""
    story = stories[0]
    text = "<br><br>".join(f"　　{html.escape(part)}" for part in story.story.paragraphs)
    line = f"http://www.j.example {story.facts['date']} 09:15 {story.facts['source']}"
    head = f"<center><font size=5><b>{html.escape(story.title)}</b></font><br><font size=2>{line}</font></center>"
    return _page(story, f"<table><tr><td>{head}<hr>{text}</td></tr></table>")


def page_of_blocks(stories: Sequence[Filed]) -> str:
    """A page of blocks, with the way to it."""
    story, facts = stories[0], stories[0].facts
    way = f"<div><a href='/'>首页</a> &gt; <a href='/x/'>{facts['section']}</a> &gt; 正文</div>"
    told = f"<div><span>{facts['date']} 09:15</span><span>来源：{facts['source']}</span></div>"
    text = story.markup.replace("<p>", "<div>").replace("</p>", "</div>")
    return _page(
        story, f"{way}<div>{html.escape(story.title)}</div>{told}<div>{text}</div><div>分享到：微信 微博</div>"
    )


def page_of_schema(stories: Sequence[Filed]) -> str:
    """A page whose elements say what they are."""
    story, facts = stories[0], stories[0].facts
    told = "".join(
        f"<span itemprop='{name}' itemscope><meta itemprop='name' content='{facts[role]}'></span>"
        for name, role in (("publisher", "source"),)
    )
    day = f"<span itemprop='datePublished' content='{facts['date']}T09:15:00+08:00'></span>"
    section = f"<meta itemprop='articleSection' content='{facts['section']}'>"
    title = f"<h1 itemprop='headline'>{html.escape(story.title)}</h1>"
    return _page(story, f"{title}{section}{day}{told}<div itemprop='articleBody'>{story.markup}</div>")


def page_of_data(stories: Sequence[Filed]) -> str:
    """A page whose story is in its data alone."""
    names = {role: role for role in ("source", "section", "author", "url")}
    article = {"title": stories[0].title, "content": stories[0].markup, "publishedAt": stories[0].facts["date"]}
    value = {"props": {"pageProps": {"article": {**article, **stories[0].named(**names)}}}}
    written = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
    return _page(stories[0], f"<div>加载中…</div><script type='application/json'>{written}</script>")


def page_of_several(stories: Sequence[Filed]) -> str:
    """A page of several stories."""
    parts = (
        f"<h2>{html.escape(each.title)}</h2><p>{each.facts['source']} {each.facts['date']}</p>{each.markup}"
        for each in stories
    )
    return (
        f"<html><head><meta charset='utf-8'><title>剪报</title></head><body><h1>剪报</h1>{''.join(parts)}</body></html>"
    )


FORMS = {
    "records: of a crawler": Form(crawled, ".jsonl", "date source section author url"),
    "records: of a service": Form(answered, ".json", "date section url"),
    "records: with remarks": Form(with_remarks, ".jsonl", "date source"),
    "records: text with its title": Form(
        lambda stories: _lines_of_json({"text": f"{each.title}\n{each.lines}"} for each in stories), ".jsonl"
    ),
    "records: asked for a title": Form(
        lambda stories: _lines_of_json(
            {"instruction": "写一个标题。", "input": each.lines, "output": each.title} for each in stories
        ),
        ".jsonl",
    ),
    "records: by section": Form(
        lambda stories: json.dumps(
            {
                name: [{"name": each.title, "body": each.lines} for each in stories if each.facts["section"] == name]
                for name in dict.fromkeys(each.facts["section"] for each in stories)
            },
            ensure_ascii=False,
        ),
        ".json",
        "section",
    ),
    "table: of an export": Form(
        lambda stories: _table(
            (
                ("序号", "标题", "发布时间", "来源", "作者", "正文", "备注"),
                *(
                    (at, each.title, each.facts["date"], each.facts["source"], each.facts["author"], each.lines, "")
                    for at, each in enumerate(stories, 1)
                ),
            )
        ),
        ".csv",
        "date source author",
    ),
    "table: numbers and texts": Form(
        lambda stories: _table((at, each.title, "".join(each.story.paragraphs)) for at, each in enumerate(stories)),
        ".csv",
    ),
    "table: columns that are numbered": Form(
        lambda stories: _table(
            (
                ("字段1", "字段2", "字段3", "字段4_文本"),
                *((at, each.facts["date"], each.title, each.lines) for at, each in enumerate(stories)),
            )
        ),
        ".csv",
        "date",
    ),
    "table: odd names": Form(
        lambda stories: _table(
            (
                ("publish_date", "headline_text", "article_text", "topic", "from"),
                *(
                    (each.facts["date"], each.title, each.lines, each.facts["section"], each.facts["source"])
                    for each in stories
                ),
            ),
            "\t",
        ),
        ".tsv",
        "date section source",
    ),
    "table: title and text": Form(
        lambda stories: "".join(f"{each.title}\t{''.join(each.story.paragraphs)}\n" for each in stories), ".txt"
    ),
    "note: facts in a table": Form(facts_in_table, ".md", "date source author url", is_alone=True),
    "note: facts in a callout": Form(facts_in_callout, ".md", "date source", is_alone=True),
    "notes: headlines": Form(
        lambda stories: "".join(f"# {each.title}\n\n{each.spaced}\n\n" for each in stories), ".md"
    ),
    "notes: sections in brackets": Form(
        lambda stories: _digest(stories, "### 【{section}】{title}\n\n来源：{source}\n\n{text}\n\n"),
        ".md",
        "source section",
    ),
    "notes: bold items": Form(
        lambda stories: _digest(stories, "{n}. **{title}**（{source}，{date}）\n\n   {text}\n\n"), ".md", "date source"
    ),
    "notes: folded away": Form(
        lambda stories: "".join(
            f"<details>\n<summary>{each.facts['date']} {each.title}</summary>\n\n[原文]({each.facts['url']})\n\n"
            f"{each.spaced}\n\n</details>\n\n"
            for each in stories
        ),
        ".md",
        "date url",
    ),
    "page: of a portal": Form(page_of_portal, ".html", "date source", is_alone=True),
    "page: blocks": Form(page_of_blocks, ".html", "date source section", is_alone=True),
    "page: marked elements": Form(page_of_schema, ".html", "date source section", is_alone=True),
    "page: data": Form(page_of_data, ".html", "date source section url", is_alone=True),
    "pages: several stories": Form(page_of_several, ".html", "date source"),
}


def measured(only: Iterable[str] = ()) -> dict[str, dict[str, float]]:
    """The figures of each row, or of those whose name contains any of ``only``."""
    only = tuple(only)
    known = {name: filed(stories) for name, stories in collections().items()}
    return {
        name: _measured(known, form) for name, form in FORMS.items() if not only or any(part in name for part in only)
    }


def _measured(known: dict[str, list[Filed]], form: Form) -> dict[str, float]:
    right: dict[str, float] = {}
    told = []
    for name, stories in known.items():
        files = list(_files(stories, is_alone=form.is_alone))
        results = [_read(some, form) for some in files]
        right[name] = round(sum(is_right for is_right, _ in results) / len(files), 3)
        told.append(sum(is_right or is_said for is_right, is_said in results) / len(files))
    return right | {"told": round(min(told), 3)}


def _files(stories: list[Filed], *, is_alone: bool) -> Iterable[list[Filed]]:
    """The stories of each file: one, or some of all parts of a collection."""
    if is_alone:
        yield from ([each] for each in stories[:: max(1, len(stories) // MOST_ALONE)][:MOST_ALONE])
        return
    for count in TOGETHER:
        yield from (stories[at : at + count] for at in range(0, len(stories) - count + 1, max(12, count)))


def _read(stories: list[Filed], form: Form) -> tuple[bool, bool]:
    """Whether a file of these stories is read right, and whether something is said of it."""
    articles, is_said = read_file(form.make(stories), form.suffix)
    by_title = {"".join(article.title.split()): article for article in articles}
    found = [by_title.get("".join(each.title.split())) for each in stories]
    same = all(article and _has_all(article, each, form.roles) for article, each in zip(found, stories, strict=True))
    return len(articles) == len(stories) and same, is_said


def _has_all(article: Article, known: Filed, roles: str) -> bool:
    """Whether an article is a story, with its facts; reporters that the text names may be among its authors."""
    is_told = all(
        known.facts[role] in article.reporters if role == "author" else known.facts[role] == getattr(article, role)
        for role in roles.split()
    )
    return is_told and is_same(article, known.story)


def main(arguments: list[str]) -> None:
    """Print the figures; with a flag, write new floors."""
    run(FLOORS, data(), measured, arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
