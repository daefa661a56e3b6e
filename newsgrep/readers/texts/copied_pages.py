"""A single story as it is copied from a page, a message or a dump of a browser: without what is around it there.

Lines are emptied but kept, so that line numbers stay valid; only lines at the top and at the end are looked at.
"""

from __future__ import annotations

import re
from itertools import takewhile

from newsgrep.readers.texts.digest_lines import DAY_FIRST, message_head
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.labelled_blocks import labelled, values_on_line
from newsgrep.readers.texts.ruled_blocks import SOURCE
from newsgrep.text.lazy_pattern import lazy_pattern

# Lines that are not blank, at the top and at the end, and the characters of one.
MOST_TOP, MOST_END, LONGEST = 6, 8, 60
BUTTON_WORDS = (
    r"[【\[(（]?(?:分享(?:到|至)?|字[体號号體]|打印(?:本[页頁文])?|关闭(?:窗口)?|收藏(?:本[页頁文])?|关注|關注|订阅|訂閱|微信|微博|QQ空间|QQ|朋友圈|复制链接|大|中|小|回复|回覆|举报|舉報|"
    r"点赞|转发|评论|只看该作者|引用|支持|反对|A[+-])[】\])）]?[\s:：|｜/·、]*"
)
BUTTONS = rf"(?:{BUTTON_WORDS}){{2,12}}"
CRUMBS = (
    r"(?:[您你]?(?:当前|現在|现在|目前)?(?:的|所在)?位置\s?[:：]\s?)?(?:首\s?[页頁]|主[页頁])"
    r"(?:\s?[>＞›»]+\s?[^>＞›»。，]{1,12}){1,5}"
)
COUNTED = "(?:阅读|閱讀|浏览|瀏覽|点赞|赞|在看|转发|评论|分享|收藏|喜欢|播放|观看)(?:量|数|次数)?"
COUNTS = rf"(?i:(?:{COUNTED}\s?[:：]?\s?[\d.,]{{1,9}}\s?[万萬wk]?\+?[\s|｜·]*){{1,6}})"
FOLLOW = r"(?:点击|點擊|戳|长按|扫码)[^。，]{0,2}[上下]方[^。]{2,30}(?:关注|订阅|訂閱)[^。，]{0,8}"
TAGS = r"(?:#[^\s#]{1,20}#?\s*){1,10}"
END_MARK = r"[-—=·\s]{1,6}(?i:END|全文完|完)[-—=·\s]{1,6}"
EDITORS = r"[\[【(（]\s?(?:责任编辑|責任編輯|责编|编辑|編輯|值班编辑)[\s\u3000]+[\u3400-\u9fff、\s]{2,16}[\]】)）]"
# Lines above and below a story that are none of it.
ABOVE = lazy_pattern(f"{CRUMBS}|{BUTTONS}|{FOLLOW}")
BELOW = lazy_pattern(f"{BUTTONS}|{COUNTS}|{TAGS}|{END_MARK}|{EDITORS}")
# What a site says of the rights in a text, above or below it.
RIGHTS = lazy_pattern(
    r"[\s（(\[【*※■]*(?:(?:特别|免责|版权|郑重|重要|本网|转载|平台)?[声聲]明\s?[:：】\]].{0,300}(?:版权|转载|侵权|观点|立场|来源|删除|平台|作者)|"
    r"凡(?:本|注明|标注|来源|转载).{0,200}(?:转载|版权|法律责任)|"
    r"(?:(?:发布者|作者|编辑)\s?[:：][^。]{0,30}[,，]\s?)?(?:如需)?转载请(?:注明|联系)|Notice: The|"
    r"(?:本|该|此|以上)?(?:文章?|内容|观点|稿件).{0,10}(?:不代表|仅代表).{0,30}(?:观点|立场)|"
    r"如(?:有|涉|需).{0,20}(?:侵权|转载|版权).{0,60}(?:联系|注明|告知|删除))"
)
# A dateline and nothing else: 新华社江城3月18日电
DATELINE = lazy_pattern(
    r"[(（〔\[【]?(?:[据據])?(?:本[报報刊台社]|(?P<source>[\u3400-\u9fff]{1,7}(?:[社报報网網台]|新闻|新聞)))[\u3400-\u9fff·、]{0,12}?"
    r"\s?\d{1,2}月\d{1,2}日[专專]?[电電讯訊][)）〕\]】]?"
)
# Behind the time of a post, and before it.
BUTTON_BEHIND = lazy_pattern(r"\s?[|｜]\s?(?:只看该作者|只看樓主|只看楼主|倒序浏览)\s*$")
POSTED = ("发表于", "發表於", "发布于", "發佈於")
# Characters of a name, and of a labelled line and its value.
LONGEST_PERSON, LONGEST_LABELLED, LONGEST_VALUE = 4, 500, 30
SENTENCE_END = lazy_pattern("[。！？；，]")
QUOTE = re.compile(r"\s{0,3}>\s?")
MOST_QUOTED, MOST_ABOVE_QUOTE = 0.9, 2
# The links of a page, as browsers in a terminal list them below it, and what stands for them in its text.
REFERENCES = lazy_pattern(r"\n\s*(?:References|Links|引用)\s*\n(?:\s*\n)*(?=\s*\[?1[.\]]\s+(?:https?|file)://)")
REFERENCE, LINKED_LINE = lazy_pattern(r"\[\d{1,4}\]"), lazy_pattern(r"[ \t]*#.{0,200}\n")


def without_page(text: str) -> str:
    r"""A text without links, buttons and notices of rights above it and below its title, or these and counts below it.

    >>> without_page("首页 > 要闻\n大桥合龙\n分享到：微信 微博\n大桥今日合龙。\n阅读 1.2万\n在看 3")
    '\n大桥合龙\n\n大桥今日合龙。\n\n'
    """
    lines = _without_references(text).split("\n")
    filled = [at for at, line in enumerate(lines) if line.strip()]
    if not filled:
        return text
    for at in filled[:MOST_TOP]:
        line = lines[at].strip()
        if (len(line) <= LONGEST and ABOVE.fullmatch(line)) or RIGHTS.match(line):
            lines[at] = ""
    for at in filled[: -MOST_END - 1 : -1]:
        line = lines[at].strip()
        if (len(line) <= LONGEST and BELOW.fullmatch(line)) or RIGHTS.match(line):
            lines[at] = ""
        elif not _is_fact_below(line):
            break
    return "\n".join(_without_quotes(lines, filled))


def _without_references(text: str) -> str:
    r"""The dump of a page without its list of links and what stands for them.

    >>> _without_references("   #[1]首页\n大桥合龙\n[2]江城日报\n\nReferences\n\n   1. https://j.example/\n")
    '\n大桥合龙\n江城日报\n\n\n\n\n'
    """
    if "://" not in text or not (found := REFERENCES.search(text)):
        return text
    page, below = text[: found.start()], text[found.start() :]
    page = LINKED_LINE.sub("\n", page, count=1) if LINKED_LINE.match(page) else page
    return REFERENCE.sub("", page) + "\n" * below.count("\n")


def _without_quotes(lines: list[str], filled: list[int]) -> list[str]:
    """The lines of a story that is quoted as a whole, without the marks and what is said above it."""
    if not QUOTE.match(lines[filled[-1]]):
        return lines
    first = next(at for at in filled if QUOTE.match(lines[at]))
    inside = [at for at in filled if at >= first]
    is_whole = len(filled) - len(inside) <= MOST_ABOVE_QUOTE < len(inside)
    if not is_whole or share(bool(QUOTE.match(lines[at])) for at in inside) < MOST_QUOTED:
        return lines
    return [QUOTE.sub("", line, count=1) if at >= first else "" for at, line in enumerate(lines)]


def head_of_post(line: str) -> dict[str, str]:
    """The day and the outlet in the head of a post or message; none if a line is no such head.

    >>> head_of_post("江城新闻频道, [18/03/2025 08:30]"), head_of_post("发表于 2025-3-18 08:30:15 | 只看该作者")
    ({'date': '2025-03-18', 'source': '江城新闻频道'}, {'date': '2025-03-18'})
    >>> head_of_post("2025年3月18日 08:30"), head_of_post("大桥今日合龙")
    ({}, {})
    """
    head = message_head(BUTTON_BEHIND.sub("", line)) if 0 < len(line) <= LONGEST else None
    if head is None or not (head.date or DAY_FIRST.search(line)) or not (head.name or line.startswith(POSTED)):
        return {}
    is_outlet = len(head.name) > LONGEST_PERSON or SOURCE.fullmatch(head.name)
    return {"date": head.date, "source": head.name} if is_outlet else {"date": head.date}


def take_dateline(text: str) -> tuple[str, str]:
    r"""A text without the dateline of an agency that stands alone above its title, and this dateline.

    >>> take_dateline("新华社江城3月18日电\n\n大桥合龙\n\n大桥今日合龙。")
    ('\n\n大桥合龙\n\n大桥今日合龙。', '新华社江城3月18日电')
    >>> take_dateline("新华社江城3月18日电　大桥今日合龙。")[1]
    ''
    """
    filled = (line.strip() for line in text[: MOST_TOP * LONGEST].split("\n") if line.strip())
    first, title = next(filled, ""), next(filled, "")
    is_title = bool(title) and len(title) <= LONGEST and title[-1] not in "。；：" and title[0] not in "（("
    if not is_title or not DATELINE.fullmatch(first):
        return text, ""
    above, _, below = text.partition(first)
    return above + below, first


def source_of_dateline(line: str) -> str | None:
    """The agency or paper that a dateline begins with; None if it says 本报.

    >>> source_of_dateline("中国新闻网江城3月18日电"), source_of_dateline("本报江城3月18日电")
    ('中国新闻网', None)
    """
    match = DATELINE.fullmatch(line)
    return match["source"] if match else None


def take_facts_below(text: str) -> tuple[str, dict[str, str]]:
    r"""A text without the labelled lines at its end, if these say where it is from, and the facts in them.

    >>> take_facts_below("大桥今日合龙。\n来源：江城日报\n编辑：何青禾")
    ('大桥今日合龙。\n\n', {'source': '江城日报'})
    """
    lines = text.split("\n")
    filled = [at for at, line in enumerate(lines) if line.strip()]
    below = list(takewhile(lambda at: _is_fact_below(lines[at].strip()), filled[:0:-1][:MOST_END]))
    found = [label for at in reversed(below) if (label := labelled(lines[at].strip()))]
    named = (each for label in found for each in values_on_line(label))
    facts = {role: value for role, value in named if role in {"source", "date", "url", "author"}}
    if not {"source", "url"} & facts.keys():
        return text, {}
    for at in below:
        lines[at] = ""
    return "\n".join(lines), facts


def _is_fact_below(line: str) -> bool:
    """Whether a line is a label and a short value: 来源：江城日报."""
    found = labelled(line) if len(line) <= LONGEST_LABELLED else None
    if found is None or not found.value or found.role in {"title", "body", "id", "section"}:
        return False
    return "://" in found.value or (len(found.value) <= LONGEST_VALUE and not SENTENCE_END.search(found.value))
