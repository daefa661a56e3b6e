"""A line is an article: line corpora of whole articles, and hot lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.readers.han import HAN
from newsgrep.readers.problems import Problem
from newsgrep.readers.texts.field_lines import FieldLines, first_lines, share
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.records import Record

INDENTED = lazy_pattern(r"^[ \t\u3000]", re.MULTILINE)
# A headline before the text of the same line: no mark of a sentence, then white space. A speaker's name has a colon.
HEADED = lazy_pattern(
    r"[^。！？；，\t\u3000 ]{5,50}(?:[ \u3000][^。！？；，\t\u3000 ]{2,30}){0,2}[\t\u3000 ]{1,4}"
    r"(?=[^\s])(?![^。！？，]{0,20}[：:])"
)
# A headline in a box before the text of the same line: 【新桥通车】3月18日消息，…
BOXED = lazy_pattern(r"【([^【】\n]{4,60})】\s*(?=\S.{20})")
# A date or a time before the headline of the same line: 2025-03-18 新桥通车 本报讯…
DATED = lazy_pattern(
    r"(?:\d{1,5}[.、)）\s]\s?)?[\[(（【]?(?P<date>(?:(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?)?"
    r"(?:[\sT]?\d{1,2}:\d\d(?::\d\d)?)?)(?<=\d|日)[\])）】]?(?:\s?[|｜]\s?|\s{1,4})(?=\S)"
)
BAR = lazy_pattern(r"\s?[|｜\t]\s?")
LONGEST_TITLE, SHORTEST_BODY = 60, 20
OPENING = lazy_pattern(
    r"[^。！？]{0,50}?(?:本报讯|本報訊|本报[\u3400-\u9fff]{2,4}\d{1,2}月\d{1,2}日|(?:网|报|社)讯|央视网消息[（(]|"
    r"(?:新华社|新華社|中新社|中新网|人民网|央广网)[\u3400-\u9fff]{2,8}\d{1,2}月\d{1,2}日|"
    r"[\u3400-\u9fff]{2,6}\d{1,2}月\d{1,2}日[电電]|[（(](?:本报|见习|实习)?(?:记者|記者))"
)
SHORTEST_ARTICLE, FEWEST_ARTICLES = 40, 3
# Half of the paragraphs of a story, or of a book, are never so long, and of so many some are shorter.
USUAL_ARTICLE, MANY_ARTICLES = 250, 30
OPENED = 0.8
# A hot list of 今日头条 and the like as TrendRadar keeps it: a site, then its headlines with ranks.
SITE = lazy_pattern(r"(?P<id>[A-Za-z][\w-]{1,40})(?: \| (?P<name>[^|]{1,40}))?")
RANKED = lazy_pattern(r"(?P<rank>\d{1,4})[.．、]\s?(?P<title>\S.*)")
ADDRESS = lazy_pattern(r"\s*\[(?P<kind>URL|MOBILE):(?P<url>[^\]\s]{1,2000})\]")
FAILED = lazy_pattern(r"=+ .{0,40}失败.{0,10} =+")
MOST = 0.9
SENTENCE_MARK = lazy_pattern("[。！？；]")
# A space that may end a headline, and how the text behind it opens.
HEAD_SPACE = lazy_pattern(r"(?<![A-Za-z0-9])[ \u3000]+|[ \u3000]+(?![A-Za-z0-9])")
TEXT_OPENING = lazy_pattern(r"本[报報网網]|新[华華]社|中新|[（(]?(?:记者|記者)|据|[\u3400-\u9fff]{2,8}[讯訊电電]")


def looks_like_hot_lists(head: str) -> bool:
    r"""Whether a text is a list of sites, each with its ranked headlines.

    >>> looks_like_hot_lists("toutiao | 今日头条\n1. 新桥通车 [URL:https://t.example/1]\n2. 白鹤归来\n")
    True
    >>> looks_like_hot_lists("江城十大新闻\n1. 新桥通车\n2. 白鹤归来\n")
    False
    """
    lines = first_lines(head)
    return (
        len(lines) > 1
        and bool(SITE.fullmatch(lines[0]))
        and bool(RANKED.match(lines[1]))
        and share(SITE.fullmatch(line) or RANKED.match(line) or FAILED.fullmatch(line) for line in lines) >= MOST
    )


def read_hot_lists(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article per headline; its source is the site above it."""
    site, failed = "", False
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        ranked = RANKED.match(text)
        if FAILED.fullmatch(text):
            failed = True
        elif ranked and not failed:
            yield _headline(ranked["title"], number, site)
        elif found := SITE.fullmatch(text):
            site = found["name"] or found["id"]
        elif text and not failed:  # such as a number that is missing
            yield _headline(text, number, site)


def _headline(title: str, number: int, site: str) -> Record:
    fields = FieldLines()
    fields.add("title", ADDRESS.sub("", title), number)
    for found in ADDRESS.finditer(title):
        if found["kind"] == "URL" and "url" not in fields:
            fields.add("url", found["url"], number)
    fields.add("source", site, number)
    return fields.record(number)


def looks_like_articles_by_line(head: str) -> bool:
    r"""Whether each line of a text is an article.

    Lines are as long as articles are, and most begin as one does: with a headline, or as reports open. Paragraphs of
    one story do not.

    >>> line = "新桥昨日通车　本报讯（记者何青禾）昨日上午，新桥通车，全长三公里，双向六车道，预计每天通行四万辆次。"
    >>> looks_like_articles_by_line(f"{line}\n" * 3), looks_like_articles_by_line(line)
    (True, False)
    """
    lines = first_lines(head)
    whole = lines if head.endswith("\n") else lines[:-1] if len(lines) > FEWEST_ARTICLES else lines
    if len(whole) < FEWEST_ARTICLES or min(map(len, whole)) < SHORTEST_ARTICLE:
        return False
    if not all(map(HAN.search, whole)) or INDENTED.search(head):  # paragraphs are indented, articles are not
        return False
    usual = sorted(map(len, whole))[len(whole) // 2]
    return (len(whole) >= MANY_ARTICLES and usual >= USUAL_ARTICLE) or share(map(_begins_an_article, whole)) >= OPENED


def _begins_an_article(line: str) -> bool:
    if (dated := DATED.match(line)) and headed(line[dated.end() :]):
        return True
    return bool(HEADED.match(line) or OPENING.match(line[:120]) or BOXED.match(line))


def read_articles_by_line(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """An article per line, without a title unless that is in a box or behind a date: else its end is not written."""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text:
            fields = FieldLines()
            if (dated := DATED.match(text)) and (parts := headed(text[dated.end() :])):
                values = {"date": dated["date"], "title": parts[0], "body": parts[1]}
            elif title := BOXED.match(text):
                values = {"title": title[1], "body": text[title.end() :]}
            else:
                values = {"body": text}
            for name, value in values.items():
                fields.add(name, value, number)
            yield fields.record(number)


def headed(text: str) -> tuple[str, str] | None:
    """The headline and the text behind it, which a bar parts or the last space before the first sentence ends.

    >>> headed("新桥通车 设计者谈感受 昨日上午，新桥正式建成通车，全长三公里。")
    ('新桥通车 设计者谈感受', '昨日上午，新桥正式建成通车，全长三公里。')
    """
    if len(cells := BAR.split(text)) > 1:
        title, body = cells[0], max(cells[1:], key=len)
    else:
        head = SENTENCE_MARK.split(text, maxsplit=1)[0]
        spaces = list(HEAD_SPACE.finditer(head))
        opening = next((space for space in spaces if TEXT_OPENING.match(text, space.end())), None)
        end = opening or (spaces[-1] if spaces else None)
        title, body = (text[: end.start()], text[end.end() :]) if end else ("", "")
    return (title, body) if 0 < len(title) <= LONGEST_TITLE and len(body) >= SHORTEST_BODY else None


# A list of words is no news: stop words, dictionaries, vocabularies lie beside corpora.
FEWEST_NAMES = 5
LONGEST_WORD, FEWEST_WORDS, FEWEST_WEIGHTED, ALMOST_ALL = 6, 100, 20, 0.95
NUMBER = lazy_pattern(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")


def looks_like_word_list(head: str) -> bool:
    r"""Whether a text is a list of words, one per line, perhaps with numbers or tags.

    >>> words = "".join(f"词{number} 12 n\n" for number in range(100))
    >>> looks_like_word_list(words), looks_like_word_list("江城\n日报\n")
    (True, False)
    """
    lines = first_lines(head)
    if len(lines) >= FEWEST_NAMES and all(line.isascii() and len(line.split()) == 1 for line in lines):
        return True
    cells = [line.split() for line in lines]
    weighted = share(len(row) > 1 and NUMBER.fullmatch(row[-1]) for row in cells) >= ALMOST_ALL
    if len(lines) < (FEWEST_WEIGHTED if weighted else FEWEST_WORDS):
        return False
    return share(map(_is_word, cells)) >= ALMOST_ALL and len({row[0] for row in cells}) >= ALMOST_ALL * len(cells)


def _is_word(cells: list[str]) -> bool:
    return (
        len(cells[0]) <= LONGEST_WORD
        and all(cell.isascii() for cell in cells[1:])
        and len(cells) <= len(("word", "count", "tag"))
    )


def read_word_list(path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """Nothing but a problem."""
    del lines
    yield Problem(
        path,
        None,
        Message("a list of words, not news; skipped"),
        Message("move it out of the corpus, or rename it to a suffix that is not read"),
        lost=True,
    )
