"""The headline of an HTML page."""

from __future__ import annotations

import re
from itertools import groupby, islice, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.readers.web.line_values import squeezed
from newsgrep.readers.web.page_phrases import JUNK
from newsgrep.text.fold import fold
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.readers.web.page_lines import PageLines

# What stands before the site's name in a page's title: 大桥合龙_要闻_江城日报网.
SEPARATOR = lazy_pattern(r"\s*[|｜_»]+\s*|\s+[-–—·•:：]+\s+|--+|——|-(?=[^-\s\d]{2,12}$)")
SPACES = lazy_pattern(r"\s+")
# So many times as long as the name of a section behind it is a headline.
BEHIND = 3
SITE_ENDS = (
    "网",
    "網",
    "报",
    "報",
    "周刊",
    "週刊",
    "新闻",
    "新聞",
    "在线",
    "社",
    "台",
    "频道",
    "時報",
    "杂志",
    "资讯",
    "通讯",
    "快讯",
    "晚报",
    "电台",
)
DATED = lazy_pattern(r"来源|來源|发布|發布|时间|日期|作者|浏览|点击")
FULL_DATE = lazy_pattern(
    r"(?<!\d)(?:19|20)\d\d\s*(?:[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)|年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
    r"|(?:中華民國|民國)\s*\d{2,3}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
)
LABELLED = lazy_pattern(r"\[[^\[\]]{1,8}\]\s*(\S.{3,})")
# Characters of a headline that is a link: shorter ones are those of sites and sections.
SHORTEST_LINKED = 8
# Parts of a page around its story, and those that have parts like them of their own.
HEAD_TAGS, FOOT_TAGS, STORY_TAGS = frozenset(("header",)), frozenset(("footer",)), frozenset(("article", "main"))
HEADLINE_TAGS = frozenset(("h1", "h2", "h3", "h4"))
HEADLINE_NAME = lazy_pattern(r"(?:^|[\s_-])(?:\w*title|\w*headline|biaoti|bt)(?=$|[\s_-]|\d)")
# Names of persons or desks, and headlines, not sentences.
LONGEST_NAME = 40
LONGEST_TITLE = 200
LINES_ABOVE, HEADING_ABOVE = 4, 8
# Lines into which a heading is broken.
MOST_BROKEN = 3
# Titles of pages that are but what such a page is.
PAGE_NAME = lazy_pattern(
    r"(?:打印|列印)(?:页面?|本页|预览|版|頁面?)?|(?:新闻|新聞|文章|信息|资讯)?(?:正文|详情|詳情|内容|內容|详细)(?:页|頁)?"
    r"|(?:无标题|無標題|未命名)(?:文档|文檔|文件|页)?|untitled(?: document)?|document|index",
    re.IGNORECASE,
)
# Names of those who keep a site, in front of the titles of its pages.
KEEPER = lazy_pattern(r"(?:政府|[委厅局院]|委员会|办公室|大学|中心|门户网站)$")
BYLINE = lazy_pattern(r"记者|記者|通讯员|作者|来源|來源|[:：]")


def find_titles(page: PageLines, written: Sequence[str]) -> tuple[str, frozenset[str]]:
    """The headline of a page, and all that repeats it, without white space; ``written`` are the titles in its head."""
    whole = [text for text in written if text]
    headings = list(_headings(page))
    broken = _broken_headings(page)
    best = (
        _as_a_line(page, whole)
        or _as_broken_line(broken, whole)
        or _confirmed([*headings, *_linked_headings(page, whole)], whole)
        or _only_heading(page, headings, "h1")
        or (_only_heading(page, headings, "h2") if _are_short(whole) else "")
        or _above_date(page, whole)
        or next(map(_without_site, whole), "")
    )
    if fold(best) in SECTION_NAMES:  # above the headline
        best = _only_heading(page, headings, "h2") or best
    if label := LABELLED.match(best):  # [时政]大桥合龙
        best = label[1] if any(label[1] in title for title in whole) else best
    parts = next((lines for lines in broken if squeezed("".join(lines)) == squeezed(best)), ())
    titles = {squeezed(text) for text in (best, *parts, *whole, *map(_without_site, whole))}
    return best[:LONGEST_TITLE], frozenset(titles - {""})


def _as_a_line(page: PageLines, whole: Sequence[str]) -> str:
    """The longest beginning of the page's title that is a line of its own."""
    lines = {squeezed(line.text): line.text for line in page.lines if line.linked * 2 < len(line.text)}
    for title in whole:
        ends = [len(title), *(match.start() for match in reversed(list(islice(SEPARATOR.finditer(title), 20))))]
        texts = [text for text in (squeezed(title[:end]) for end in ends) if len(text) > len("头条") and text in lines]
        if texts:  # a page to print may have its whole title above it, with the name of the site
            headings = {squeezed(line.text) for line in page.lines if page.elements[line.element].tag in HEADLINE_TAGS}
            return lines[next(filter(headings.__contains__, texts), texts[0])]
        for match in islice(SPACES.finditer(title), 20):  # 大桥今日合龙 东区_江城新闻网
            text, behind = squeezed(title[: match.start()]), SEPARATOR.split(title[match.end() :])[0]
            if len(text) >= BEHIND * len(behind) and text in lines and squeezed(behind) not in lines:
                return lines[text]
        for match in islice(SEPARATOR.finditer(title), 20):  # 江城新闻网--大桥合龙
            text = squeezed(title[match.end() :])
            if len(text) > len("头条") and text in lines and title[: match.start()].endswith(SITE_ENDS):
                return lines[text]
    return ""


def _broken_headings(page: PageLines) -> list[tuple[str, ...]]:
    """The lines of each heading that is broken into several."""
    groups = groupby(page.lines, key=attrgetter("element"))
    headings = (tuple(group) for element, group in groups if page.elements[element].tag in HEADLINE_TAGS)
    return [
        tuple(line.text for line in lines)
        for lines in headings
        if 1 < len(lines) <= MOST_BROKEN and not any(line.linked for line in lines)
    ]


def _as_broken_line(broken: Sequence[tuple[str, ...]], whole: Sequence[str]) -> str:
    """The beginning of the page's title that is a heading which is broken into lines; as it is in the title."""
    joined = {squeezed("".join(lines)) for lines in broken}
    for title in whole if joined else ():
        ends = [len(title), *(match.start() for match in reversed(list(islice(SEPARATOR.finditer(title), 20))))]
        if text := next((title[:end] for end in ends if squeezed(title[:end]) in joined), ""):
            return " ".join(text.split())
    return ""


def _above_date(page: PageLines, whole: Sequence[str]) -> str:
    """The line above the one that has date and source, if the page's title is only the site's name."""
    if not _are_short(whole):
        return ""
    for above, line in pairwise(page.lines):
        if FULL_DATE.search(line.text) and DATED.search(line.text) and not above.linked:
            return above.text if len("大桥今日") < len(above.text) <= LONGEST_NAME * 2 else ""
    return ""


def _are_short(whole: Sequence[str]) -> bool:
    """Whether the titles in the head of a page are but the name of a site, or of what the page is."""
    return all(len(text) <= LONGEST_NAME // 2 for text in whole)


def title_above(page: PageLines, title: str, story: Sequence[int]) -> str:
    """The line above a story that is its headline, if the page's title is only the name of the site; else the title."""
    known = {squeezed(line.text) for line in page.lines}
    known.update(squeezed("".join(lines)) for lines in _broken_headings(page))
    if not story or len(title) > LONGEST_NAME // 2 or squeezed(title) in known:
        return title
    if heading := _only_heading_above(page, story[0]):
        return heading
    if not title.endswith(SITE_ENDS) and not PAGE_NAME.fullmatch(title):
        return title
    for line in reversed(page.lines[max(0, story[0] - LINES_ABOVE) : story[0]]):
        if line.text.startswith("——"):  # the line below a headline
            continue
        is_short = len("大桥今日") < len(line.text) <= LONGEST_NAME * 2
        is_other = any((line.linked, BYLINE.search(line.text), FULL_DATE.search(line.text), JUNK.match(line.text)))
        if is_short and not is_other:
            return line.text
    return title


def _only_heading_above(page: PageLines, first: int) -> str:
    """The only line above a story, by the tag or name of its element, that is a headline; empty if there are more."""
    above = page.lines[max(0, first - HEADING_ABOVE) : first]
    found = [
        line.text
        for line in above
        if line.linked * 2 < len(line.text)
        and SHORTEST_LINKED <= len(line.text) <= LONGEST_NAME * 2
        and (page.elements[line.element].tag in HEADLINE_TAGS or HEADLINE_NAME.search(page.elements[line.element].name))
        and not line.text.endswith(SITE_ENDS)
        and HAN.search(line.text)
        and not FULL_DATE.search(line.text)
        and not JUNK.match(line.text)
    ]
    return found[0] if len(found) == 1 else ""


def _headings(page: PageLines) -> Iterator[str]:
    for line in page.lines:
        if len(line.text) <= LONGEST_TITLE and line.linked * 2 < len(line.text):
            element = page.elements[line.element]
            if element.tag in HEADLINE_TAGS or HEADLINE_NAME.search(element.name):
                yield line.text


def _linked_headings(page: PageLines, whole: Sequence[str]) -> Iterator[str]:
    """Headings that are links, as those of blogs to their own page are, with which the page's title begins."""
    for line in page.lines:
        if page.elements[line.element].tag not in HEADLINE_TAGS or line.linked * 2 < len(line.text):
            continue
        text = squeezed(line.text)
        if SHORTEST_LINKED <= len(text) <= LONGEST_TITLE and not text.endswith(SITE_ENDS):
            rests = [squeezed(title)[len(text) :] for title in whole if squeezed(title).startswith(text)]
            if any(not rest[:1].isalnum() for rest in rests):
                yield line.text


def _confirmed(headings: Sequence[str], whole: Sequence[str]) -> str:
    """The longest heading that the page's title contains; that which begins it is best."""
    found = [
        (squeezed(title).startswith(squeezed(text)), len(text), text)
        for text in headings
        for title in whole
        if len(squeezed(text)) > len("头条") and squeezed(text) in squeezed(title)
    ]
    best = max(found, default=(False, 0, ""))
    short = min((len(_without_site(title)) for title in whole), default=0)
    return best[2] if best[0] or best[1] * 2 >= short else ""


def _only_heading(page: PageLines, headings: Sequence[str], tag: str) -> str:
    found = [line for line in page.lines if page.elements[line.element].tag == tag and line.text in headings]
    found = [line for line in found if not _is_in(page, line.element, FOOT_TAGS)]
    if len(found) > 1:
        found = [line for line in found if not _is_in(page, line.element, HEAD_TAGS)]
    is_one = len({line.element for line in found}) == 1 and len(found) <= MOST_BROKEN
    return " ".join(line.text for line in found) if is_one else ""


def _is_in(page: PageLines, element: int, tags: frozenset[str]) -> bool:
    """Whether an element is in one with such a tag, which is part of the page rather than of an article."""
    around: set[str] = set()
    while element >= 0:
        around.add(page.elements[element].tag)
        element = page.elements[element].parent
    return bool(around & tags) and not around & STORY_TAGS


# The name of a digital newspaper before a title: 江城日报数字报-大桥合龙
EDITION_TITLE = lazy_pattern(
    r"^[\u3400-\u9fff]{2,12}(?:数字报|数字版|电子报|电子版|數字報|數位報|電子報)\s?[-_|—–]+\s?(?=[\u3400-\u9fff《“])"
)


def _without_site(title: str) -> str:
    """A page's title without the site's name, and the sections before it.

    >>> [_without_site(title) for title in ("大桥合龙_要闻_江城网", "大桥合龙--社会", "3-1 主场取胜", "大桥-江城网")]
    ['大桥合龙', '大桥合龙', '3-1 主场取胜', '大桥']
    >>> _without_site("江城日报数字报-大桥合龙"), _without_site("江城市人民政府 | 关于大桥通车的公告")
    ('大桥合龙', '关于大桥通车的公告')
    """
    title = EDITION_TITLE.sub("", title, count=1)
    before, _, behind = map(str.strip, title.partition("|"))
    if KEEPER.search(before) and "|" not in behind and len(behind) > len(before):
        return behind
    for match in islice(SEPARATOR.finditer(title), 20):
        tail = title[match.end() :]
        if match.start() and all(
            len(piece) <= LONGEST_NAME // 3 or piece.endswith(SITE_ENDS) for piece in SEPARATOR.split(tail)
        ):
            return title[: match.start()]
    return title
