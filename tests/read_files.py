"""Files written and read in tests."""

from __future__ import annotations

from newsgrep.model import Article
from newsgrep.readers import Problem, ReadOptions, SourceFile, read_articles

BODY = "本报讯（记者何青禾）今天下午，澜江大桥在江心合龙，两岸市民从各处赶来观看。据了解，大桥全长三里，夜里灯火通明。"
OTHER = "昨天，江城大学在北校区举行开学典礼，三千名新生走进校园。校长寄语新生，要多读书，也要多走路，多看看这座城。"


def read_file(folder, name, content, reading=None):
    """The articles and problems of a file with this content."""
    location = folder / name
    location.parent.mkdir(parents=True, exist_ok=True)
    raw = content.encode() if isinstance(content, str) else content
    location.write_bytes(raw)
    return list(read_articles(SourceFile(name, location, len(raw), 0), reading or ReadOptions()))


def articles(found):
    return [item for item in found if isinstance(item, Article)]


def read_text(folder, text):
    """The articles of a text file in which nothing but articles is found."""
    found = read_file(folder, "a.txt", text)
    assert articles(found) == found
    return found


def problems(found):
    return [str(item) for item in found if isinstance(item, Problem)]


def facts(found):
    """Title, date and source of each article."""
    return [(article.title, article.date, article.source) for article in articles(found)]


def lines(article):
    return [part.text for part in article.paragraphs]


def body(article):
    return "\n".join(lines(article))


def bodies(found):
    return list(map(body, articles(found)))
