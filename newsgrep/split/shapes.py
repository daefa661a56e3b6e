"""Block → shape: classifies a block by its own form, whatever its neighbours are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.split.bylines import is_byline
from newsgrep.split.closings import is_contact_line
from newsgrep.split.dateline_forms import DATELINE, is_dateline_line
from newsgrep.split.furniture import is_furniture
from newsgrep.split.lines import EDGE, Block
from newsgrep.split.names import is_name_line
from newsgrep.split.role_words import ROLE

if TYPE_CHECKING:
    from collections.abc import Callable

Shape = Literal[
    "ad",
    "notice",
    "guide",
    "furniture",
    "dateline",
    "credit",
    "signature",
    "byline",
    "name",
    "caption",
    "note",
    "artwork",
    "body",
    "title",
]

# 99.5 % of the 2,211 headline lines on the tuning pages are at most this long; the rest are decisions of parliament.
LONGEST_TITLE = 60
# 记者探访——: a kicker that tells what the story is about may be longer.
LONGEST_KICKER = 110
# The longest of 62 photo credits has 24 characters; several names need more.
LONGEST_CREDIT = 40

_AGENCY = r"(?: ?[(/][^()。]{2,14}\)?)?"
_CREDIT = re.compile(
    rf"(?:摄|摄影报道|摄影报导|[者/ ][\u4e00-\u9fff]{{0,4}}摄影|供图|提供|资料图片|资料照片?|[/ ]图){_AGENCY}$"
    r"|[(/ ]?(?:图片?|照片|摄影)(?:来源)?[/:] ?[^。,;]{2,20}$|(?:翻摄|[取撷截]自)[^。,]{0,14}$|^[(].{2,20}(?:摄|提供|资料照)[)]$"
)
# Every credit has one of these characters; a cheap test that rules out most ends of texts.
_CREDIT_MARK = re.compile("[摄图提料照自]")
# Where a site has cut off a text.
_CUT = ("…", "⋯")
# Every dateline has one of these within its first words, in the form that rules read; a cheap test, too.
_DATELINE_MARK, _FARTHEST_MARK = re.compile(r"[讯电息稿(〔\[【《]"), 60
_NOTICE = re.compile(
    r"^(?:[本一二三四五六七八九十]{1,3}版|本期|今日)(?:责编|责任编辑|責任編輯|值班编委|值班主任|编辑|編輯|主编)(?:[: /]|$)"
)
_FURNITURE = re.compile(
    r"^[^。,:]{0,8}(?:责编|编辑|編輯|版式|设计|設計|美编|美術編輯|校对|制图|视觉|視覺|邮箱|信箱|热线|电话|地址|统筹|策划|创作|编务|邮编|邮政编码|网址|网站|字数|制作|绘 ?制|信息来源|联系人)(?:[: /]|$)"
    r"|^\(?(?:下转|上接|相关报道见|轉)第?.{1,6}版|^[(注▲■]?(?:本版|本报|以上|文中|图中)(?:图片|照片|图文).{0,20}$"
)
_GUIDE = re.compile(r"^(?:今日|本期|本版)?(?:导读|導讀|要目|内容提要|版面导读)$")
_AD = re.compile(r"^[(\[【]?(?:公益|分类|商业)?(?:广告|廣告)[)\]】]?$")
_SIGNATURE = re.compile(
    rf"^[(〔【](?:[^()]{{0,6}}(?:作者|编辑|译者|核稿|摄影/)|[^()]{{0,60}}(?:整理|采写|报道|供稿)|[^()]*{ROLE}"
    r"|(?:据|新华社|本报|中新社|新華社)[^()]{1,30}|[^()]{0,40}(?:电|日|版)|《[^》]{1,24}》[^()。]{0,16}|完|全文完|[\u4e00-\u9fff]{2,4})[^。]*[)〕】]\d{0,8}(?: ?(?:※[^。]{2,40}|[你您].{0,4}想看|延伸阅读))?$"
    r"|^(?:美联社|路透社?|法新社|中央社|新华社|彭博社?|共同社|德新社|中新社|综合外电)$"
    r"|^—{1,2} ?[^。]{1,30}$"
)
_PICTURE = re.compile(r"^(?:图[①-⑳为:]|[左右上下]图[为:、]|圖為|[▲▶■▼△]|大图[:为]|资料图)")
_CHART = re.compile(r"^(?:数据来源|資料來源|来源|制图|製圖|图表|注)[:：]")
# 中国画《…》,作者…: the line below a picture of a work of art.
_ARTWORK = re.compile(r"^[\u4e00-\u9fff]{0,8}(?:画|图|照片|雕塑|版画|书法|漫画|摄影|剧照)《[^》]{1,24}》")
_NUMBERED = re.compile(
    r"^(?:[(]?[一二三四五六七八九十\d]{1,3}(?:[)、]|\.(?!\d))|第[一二三四五六七八九十百\d]{1,4}[章节条部编]|[①-⑳●■◆○□★▲])"
)
_NEWS_OPENING = re.compile(
    r"^(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|^(?:近[日年]|日前|昨[日天]|今[日天年]|最近|眼下|连日来|记者|前不久|[前去]年|.{2,8}(?:近日|日前))"
)
_COMES_FROM = re.compile(r"[(\[【]?[紧緊]?(?:上接|接)第? ?[A-Z]?[\d一二三四五六七八九十]{1,3} ?版")
# 简讯, 环球扫描: the name of a box of briefs.
_BOX = re.compile(
    r"[简短快零][讯訊]|要闻|速递|扫描|一览|集[纳萃锦]|传真|动态|点击|播报|资讯|短波|之窗|速览|快览|汇总|看点|来信|征集|信箱"
)
LONGEST_BOX_NAME = 8
# SetCookie("left", "0"): of a script that was left in the text of a web page.
_CODE = re.compile(r"""[^\u3000-\u9fff]*(?:[;{}=\\]|\w\(["'])[^\u3000-\u9fff]*$""")
_LEADS_ON = re.compile(
    r"此外|同时|目前|据介绍|据了解|在|对此|对于|而|但|然而|因此|不仅|为此|如今|随着|其中|其次|首先|一是|二是|我|他|她|这|那|该|除了|当前|“|问|答|与此|作为|通过|从|要|坚持|加强|推动|以"
)


class Piece(NamedTuple):
    """A block and its shape."""

    block: Block
    shape: Shape


class Rule(NamedTuple):
    """One row of the table: a block that passes ``test`` has ``shape``, for the reason ``why``."""

    shape: Shape
    test: Callable[[Block], bool]
    why: str


def is_short(block: Block) -> bool:
    """Return whether a block could be a line of display type: short, without the end of a sentence.

    >>> from newsgrep.split.lines import make_block
    >>> is_short(make_block("江城新桥今日通车", ((0, 1),), 0)), is_short(make_block("桥通了。", ((0, 1),), 0))
    (True, False)
    """
    longest = LONGEST_KICKER if block.tail.endswith("—") else LONGEST_TITLE
    return (
        len(block.text) <= longest
        and "。" not in block.head
        and block.tail[-1] not in "。;,、"
        and block.head not in _CUT
        and not _CODE.match(block.head)
    )


def _is_credit(block: Block) -> bool:
    return (
        len(block.text) <= LONGEST_CREDIT
        and "。" not in block.head
        and ends_with_credit(block)
        and not _PICTURE.match(block.head)
    )


def _is_caption(block: Block) -> bool:
    return len(block.text) <= EDGE * 2 and bool(_PICTURE.match(block.head) or ends_with_credit(block))


def _is_note(block: Block) -> bool:
    return len(block.text) <= LONGEST_TITLE and bool(
        _CHART.match(block.head) or _FURNITURE.match(block.head) or is_contact_line(block.head)
    )


def _is_artwork(block: Block) -> bool:
    return len(block.text) <= LONGEST_TITLE and bool(_ARTWORK.match(block.head))


RULES: tuple[Rule, ...] = (
    Rule("ad", lambda block: len(block.text) <= 8 and bool(_AD.match(block.head)), "this word alone marks a paid box"),
    Rule(
        "guide", lambda block: len(block.text) <= 6 and bool(_GUIDE.match(block.head)), "a box that lists other pages"
    ),
    Rule("notice", lambda block: bool(_NOTICE.match(block.head)), "the page's own credits belong to no story"),
    Rule("furniture", lambda block: is_furniture(block.head), "so do folios, codes, ornaments"),
    Rule("dateline", lambda block: is_dateline_line(block.head), "a dateline and nothing else"),
    Rule(
        "body",
        lambda block: (len(block.text) > 20 or block.tail[-1] == ":") and has_dateline(block),
        "a dateline opens a first paragraph",
    ),
    Rule("credit", _is_credit, "a photo credit and nothing else"),
    Rule("byline", lambda block: is_byline(block.head), "本报记者 and names, and nothing else"),
    Rule("name", lambda block: is_name_line(block.head), "nothing but names"),
    Rule(
        "signature",
        lambda block: len(block.text) <= 90 and bool(_SIGNATURE.match(block.head)),
        "an author in brackets or after a dash",
    ),
    Rule("caption", _is_caption, "begins like a caption or ends with a photo credit"),
    Rule("note", _is_note, "small print: the source of a chart, an address"),
    Rule("artwork", _is_artwork, "the line below a work of art"),
    Rule("title", is_short, "short and not a sentence"),
)


def classify(block: Block) -> Shape:
    """Return the shape of a block, that of the first rule it passes; a block that passes none is running text.

    >>> from newsgrep.split.lines import make_block
    >>> [classify(make_block(text, ((0, 1),), 0)) for text in ("江城新桥今日通车", "本报记者 陈一帆", "林小雨摄", "新桥昨日通车。")]
    ['title', 'byline', 'credit', 'body']
    """
    if (
        len(block.text) > LONGEST_TITLE
        and not block.tail.endswith("—")
        and not ends_with_credit(block)
        and not block.head.startswith(_EDGED)
    ):
        return "body"
    for shape, test, _ in RULES:
        if test(block):
            return shape
    return "body"


def shaped(block: Block) -> Piece:
    """Return a block with its shape."""
    return Piece(block, classify(block))


# The first characters of long blocks that some rule other than the last can match.
_EDGED = ("(", "图", "左", "右", "上", "下", "▲", "▶", "■", "▼", "△", "大", "资", "圖", "—", "一版", "本版")


def ends_with_credit(block: Block) -> bool:
    """Return whether a block ends with a photo credit.

    >>> from newsgrep.split.lines import make_block
    >>> ends_with_credit(make_block("图为江城新桥。林小雨 摄", ((0, 1),), 0))
    True
    """
    end = block.tail[-LONGEST_CREDIT:]
    return bool(_CREDIT_MARK.search(end) and _CREDIT.search(end))


def is_numbered(block: Block) -> bool:
    """Return whether a block begins with a number or bullet, as subheads, list items and articles of law do."""
    return bool(_NUMBERED.match(block.head))


def has_dateline(block: Block) -> bool:
    """Return whether a block begins with a dateline such as 本报讯."""
    return bool(_DATELINE_MARK.search(block.head, 0, _FARTHEST_MARK) and DATELINE.match(block.head))


def comes_from_page(head: str) -> bool:
    """Return whether a narrowed text begins with a jump line, as the continuation of a story from another page.

    >>> comes_from_page("(上接第一版)新桥通车"), comes_from_page("上接高速的新桥")
    (True, False)
    """
    return bool(_COMES_FROM.match(head))


def is_box_name(head: str) -> bool:
    """Return whether a narrowed headline is the name of a box of briefs.

    >>> is_box_name("文体速递"), is_box_name("江城新桥速递业务开通")
    (True, False)
    """
    return len(head) <= LONGEST_BOX_NAME and bool(_BOX.search(head))


def leads_on(head: str) -> bool:
    """Return whether a narrowed text begins like a paragraph in the middle of a story.

    >>> leads_on("此外,新桥还将亮灯。"), leads_on("江城新桥昨日通车。")
    (True, False)
    """
    return bool(_LEADS_ON.match(head))


def opens_news(head: str) -> bool:
    """Return whether a narrowed text begins with a time, as first paragraphs do.

    >>> opens_news("3月8日,新桥通车。"), opens_news("据介绍,新桥长三里。")
    (True, False)
    """
    return bool(_NEWS_OPENING.match(head))
