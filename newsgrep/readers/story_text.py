"""The lines of a page → the body of its story: text density chooses the element, then what is no story is cut off."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from newsgrep.readers.page_lines import PageLine, PageLines

# What a level of elements between a text and the element that is judged takes away.
LEVEL = 0.85
# What the characters of a line without a sentence are worth, those of one with a sentence being worth 1.
NO_SENTENCE = 0.2
# What is left of a line's worth where stories seldom are.
BEFORE_HEADLINE, AFTER_ENDING, BETWEEN_LINKS = 0.5, 0.2, 0.3
SHORTEST_HEADLINE = 8
SENTENCE = re.compile(r"[，。！？；：、…”」]|[.!?;:,](?:\s|$)")
# Tags and names of elements that are seldom part of a story. A strong name is believed unless nearly all text is in it.
ASIDE_TAGS = frozenset(("nav", "footer", "aside", "menu"))
STRONG = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|navi|menus?|footer?|copyright|comments?(?:list|box|area)?|reply|replies|pinglun|relat(?:ed?|ive|es|ions)\w*"
    r"|recommend\w*|tuijian|xiangguan|xgxw|xgyd|share\w*|bdshare\w*|breadcrumbs?|crumbs?|sidebar|login|qrcode|erweima|ewm"
    r"|disclaimer|mianze|shengming|guess\w*|next-?prev|prev-?next|pagination|pager?|paging|advert\w*|adsbygoogle|toolbar"
    r"|ops_share\w*|post_comment|js_comment\w*|rank\w*|hotnews|hot-?list|zebian)(?=$|[\s_-])"
)
WEAK = re.compile(
    r"(?:^|[\s_-])(?:side\w*|right|hot\w*|tags?|keywords?|tools?|ad|ads|ad\w*box|banner|edit(?:or)?|zrbj|path|location"
    r"|position|weizhi|search|popup|modal|subscribe|follow|social|bottom|foot|statement|declare|remark|more|page|links?"
    r"|comment\w*|cmt\w*|reply\w*|vote|like|praise|digg|weixin|wechat|app\w*down\w*|download|printer?|fontsize)(?=$|[\s_-])"
)
STRONG_UNLESS, WEAK_UNLESS = 0.95, 0.3
# Around a line: brackets, spaces and signs.
OPENING = r"^[\s（(\[【■◆●▶▼>*—–-]*"
CREDIT = re.compile(
    OPENING + r"(?:(?:本文|本期|本版|本栏目|见习|执行|值班|流程|网络|新媒体|微信|版面|文字|图文|图片|视频|美术|统筹|内容|技术|责任|实习|本报|网站)?"
    r"(?:责编|編輯|编辑|責任編輯|责任编辑|主编|主編|校对|校對|审核|審核|审校|编审|編審|终审|初审|复审|监制|監製|排版|制作|美编|美編|设计|策划|"
    r"签发|值班主任|值班总编|总值班|编校|审读|統籌|统筹|出品|运营|供稿|审签|编发|来源|來源|稿源|文章来源|信息来源|本文来源|原标题|原標題|"
    r"作者|标签|關鍵字|关键词|关键字|分享到|分享至|转载自|阅读|浏览次数|浏览量|点击数?|点击量|字号|字體|訂閱|编号|栏目|投稿邮箱|投稿))"
    r"\s*(?:[:：|丨｜/／]|\s).{0,60}$"
)
EDITOR = re.compile(OPENING + r"(?:责编|责任编辑|編輯|编辑|責任編輯|校对|审核)\s*[:：/／|丨].{1,40}$")
JUNK = re.compile(
    OPENING + r"(?:"
    r"版权(?:所有|声明)|版權所有|Copyright|©|All Rights? Reserved|未经.{0,20}(?:授权|许可|允许|同意).{0,30}$"
    r"|(?:京|沪|粤|浙|苏|津|渝|鲁|川|鄂|湘|皖|闽|赣|冀|晋|豫|辽|吉|黑|陕|甘|青|琼|贵|云|桂|蒙|藏|宁|新)(?:ICP|公网安备)"
    r"|(?:点击|戳|按|长按|扫描?|扫一扫|识别|请扫|微信扫)[^，。]{0,24}(?:二维码|关注|下载|查看更多|进入专题|阅读原文|分享|专题)[^，。]{0,12}[>》→!！]*$"
    r"|用微信扫描|微信扫一扫|扫一扫|打开微信|关注(?:微信|我们|公众号).{0,20}$|长按.{0,10}关注"
    r"|上一篇|下一篇|上一頁|下一頁|上一页|下一页|返回(?:首页|顶部|列表)|回到顶部|打印(?:本页|本文)?$|关闭(?:窗口)?$|收藏$|纠错|举报$|我要(?:评论|纠错|反馈)"
    r"|分享(?:到|至|让更多人看到)|分享[:：]|举报/反馈|点赞|喜欢$|赞\(?\d*\)?$|评论\(?\d*\)?$|收藏\(?\d*\)?$|阅读原文|阅读全文|展开全文|查看原文|查看更多|加载更多|正在加载"
    r"|复制链接|字体?[:：]?\s*[大中小]|\[?[大中小]\]?\s*[大中小]\s*[大中小]?$|AD$|广告$|推广$|廣告$|Advertisement$|延伸閱讀$|责任编辑$|放大图片$|点击查看大图|查看大图"
    r"|您的浏览器|浏览器不支持|请使用.{0,20}浏览器|视频加载中|Loading|window\.|var |\$\("
    r"|人民日报客户端下载|手机人民网|领导留言板|客户端下载|下载.{0,8}(?:APP|客户端).{0,20}$|打开APP|打开.{0,8}客户端|請繼續往下閱讀|點我(?:下載|看)|不用抽.{0,6}不用搶|一手掌握.{0,8}脈動|※|【\d+】(?:\s*【\d+】)*$"
    r"|\(?(?:完|END|本文完)\)?$)",
    re.IGNORECASE,
)
# What begins with one of these is no longer the story.
ENDING = re.compile(
    OPENING + r"(?:相关(?:新闻|阅读|报道|链接|文章|推荐|专题|内容|资讯|稿件|附件|热词|搜索|产品)|相關(?:新聞|報導|文章|閱讀|新闻)|延伸(?:阅读|閱讀)|继续阅读|头条新闻$|特别推荐$|熱門新訊|熱門新聞|焦點新聞|推荐(?:阅读|文章|新闻|视频)"
    r"|推薦(?:閱讀|文章)|更多(?:新闻|精彩|报道|内容|推荐|相关|文章).{0,12}|热门(?:推荐|文章|新闻|评论|排行|标签|专题|搜索)|熱門(?:新聞|文章)|猜你喜欢|猜您喜欢|猜你喜歡|大家(?:都)?(?:在看|爱看|在搜)"
    r"|为您推荐|為您推薦|为你推荐|精彩(?:推荐|图片|视频|阅读)|往期(?:回顾|推荐|精彩|文章)|编辑推荐|今日(?:热点|推荐)|新闻排行.{0,4}|点击排行.{0,4}|阅读排行.{0,4}|今日头条$|最新(?:新闻|文章|资讯|评论|推荐)|网友(?:评论|跟贴|热评)|全部评论|用户评论|最新评论|发表评论|发布评论|评论区"
    r"|文章评论|参与评论|评论|跟贴|跟帖|网友跟帖|我来说两句|我有话说|登录后.{0,6}评论|网友评论.{0,30}|留言(?:板)?|文明上网.{0,30}|上一篇|下一篇|为你推荐|看过本文的人还看过|你可能(?:还|也|会|感|喜).{0,8}|你可能還.{0,10}|看更多.{0,10}|.{0,8}(?:新闻|内容|文章)精选|更多精彩内容.{0,20}|热点(?:新闻|推荐|专题|排行)|作者最新文章|相关标签)"
    r"\s*[:：（(>》】\]\d]*.{0,6}$"
)
# Such a sentence ends a story if it is near its end.
NOTICE = re.compile(
    OPENING + r"(?:(?:特别|免责|版权|郑重|温馨|本网|转载|平台)(?:声明|提示|提醒|说明)|声明[:：]|聲明[:：]|免责[:：]|以上内容(?:为|由|来)|本文(?:仅代表|为.{0,12}(?:上传|发布)|由.{0,12}(?:上传|发布)|转载自|来自)|本平台仅提供|凡(?:本|注明).{0,4}(?:网|站|报|来源|“)|本(?:网站|网|站)所(?:刊载|登载|转载)"
    r"|Notice: The content above|(?:以上|该)?(?:文章|内容).{0,10}(?:不代表|仅代表).{0,30}(?:观点|立场)|【?版权声明|特别声明|\*?以上内容|如(?:有|涉|需).{0,20}(?:侵权|转载|版权)|海量资讯、精准解读|新浪声明|转载请注明|欢迎(?:关注|转发|投稿).{0,40}"
    r"|.{0,10}(?:报料|爆料)(?:热线|电话)?[:：]|投诉(?:电话|热线|邮箱)|新闻(?:线索|热线)|爆料(?:热线|电话)|违法和不良信息)"
)
META = re.compile(
    r"(?:19|20)\d\d\s*[-/年.]\s*\d{1,2}\s*[-/月.]\s*\d{1,2}|\d{1,2}:\d{2}|来源|來源|作者|记者[:：]|发布(?:时间|日期|于|單位)|發布|发表|责编|编辑[:：]|責任|责任|阅读|浏览|评论|字号|分享|打印|点击|稿源|时间[:：]|日期[:：]|關注|关注|订阅|收藏|听新闻"
)
MOST_META = 90
# Lines between a headline and the line with its date, and how long such a line is.
MOST_ABOVE, LONGEST_ABOVE = 6, 30
# So long a line is a sentence, whatever part of it is linked.
LONG = 60


class Story(NamedTuple):
    """The body of a story: the indexes of its lines, and the paragraphs that they are."""

    lines: tuple[int, ...]
    paragraphs: tuple[str, ...]


def find_story(page: PageLines, titles: Collection[str], chosen: Sequence[int] = ()) -> Story:
    """The body of the page's story; ``titles`` are what its headline may be, ``chosen`` are elements known to have it.

    Nothing if there is no text with sentences outside of links.
    """
    values = _values(page, titles)
    aside = _aside(page, values, titles)
    if not chosen:
        chosen = _densest(page, values, aside)
    inside = _inside(page, chosen)
    top = set(chosen)
    indexes = [
        index
        for index, line in enumerate(page.lines)
        if line.element in inside and not _is_aside(page, line.element, aside, top)
    ]
    indexes = list(_story_lines(page, indexes, values, titles))
    if not any(values[index] for index in indexes):
        return Story((), ())
    return Story(tuple(indexes), tuple(_paragraphs(page, indexes)))


def _values(page: PageLines, titles: Collection[str]) -> list[float]:
    """What each line is worth: less above the headline, below the heading of another list, and between links."""
    headline = next((index for index, line in enumerate(page.lines) if _squeezed(line.text) in titles), 0)
    values, factor = [], BEFORE_HEADLINE if headline else 1.0
    for index, line in enumerate(page.lines):
        if index == headline:
            factor = 1.0
        elif index > headline and (ENDING.match(line.text) or _heads_links(page, index)):
            factor = AFTER_ENDING
        teaser = BETWEEN_LINKS if _is_teaser(page, index) else 1.0
        values.append(0.0 if NOTICE.match(line.text) or JUNK.match(line.text) else _value(line) * factor * teaser)
    return values


def _heads_links(page: PageLines, index: int) -> bool:
    """Whether a line is the heading of a list of links."""
    below = page.lines[index + 1 : index + 4]
    return (
        page.elements[page.lines[index].element].tag in {"h2", "h3", "h4", "dt"}
        and len(page.lines[index].text) < LONGEST_ABOVE
        and sum(line.linked * 10 >= len(line.text) * 8 for line in below) >= len(("one", "another"))
    )


def _is_teaser(page: PageLines, index: int) -> bool:
    """Whether a line stands between two links, as the summaries in a list of headlines do."""
    neighbours = page.lines[max(0, index - 1) : index] + page.lines[index + 1 : index + 2]
    return len(neighbours) == len(("above", "below")) and all(
        line.linked * 10 >= len(line.text) * 8 and len(line.text) >= SHORTEST_HEADLINE for line in neighbours
    )


def _value(line: PageLine) -> float:
    """The number of characters outside of links, less without a sentence."""
    free = max(0, len(line.text) - line.linked)
    if free * 2 < len(line.text) and not (len(line.text) > LONG and SENTENCE.search(line.text)):
        return 0
    return free if SENTENCE.search(line.text) else free * NO_SENTENCE


def _sums(page: PageLines, values: Sequence[float]) -> list[float]:
    """The value of the lines within each element."""
    sums = [0.0] * len(page.elements)
    for line, value in zip(page.lines, values, strict=True):
        sums[line.element] += value
    for index in range(len(page.elements) - 1, 0, -1):
        sums[page.elements[index].parent] += sums[index]
    return sums


def _aside(page: PageLines, values: Sequence[float], titles: Collection[str]) -> list[bool]:
    """Whether each element is beside the story, by its tag and name, unless it has the headline or nearly all text."""
    sums = _sums(page, values)
    whole = sums[0] or 1
    headline = next((line.element for line in page.lines if _squeezed(line.text) in titles and not line.linked), 0)
    around, strong_unless = {0}, STRONG_UNLESS if not headline else 2.0
    while headline > 0:
        around.add(headline)
        headline = page.elements[headline].parent
    return [
        index not in around
        and (
            (sums[index] < strong_unless * whole and (element.tag in ASIDE_TAGS or bool(STRONG.search(element.name))))
            or (sums[index] < WEAK_UNLESS * whole and bool(WEAK.search(element.name)))
        )
        for index, element in enumerate(page.elements)
    ]


def _is_aside(page: PageLines, element: int, aside: Sequence[bool], top: Collection[int]) -> bool:
    """Whether an element, or one around it up to those at the ``top``, is beside the story."""
    while element >= 0 and element not in top:
        if aside[element]:
            return True
        element = page.elements[element].parent
    return False


def _densest(page: PageLines, values: Sequence[float], aside: Sequence[bool]) -> tuple[int, ...]:
    """The element with most text, each level between counting against it, and its siblings of the same kind."""
    count = len(page.elements)
    own = [0.0] * count
    for line, value in zip(page.lines, values, strict=True):
        own[line.element] += value
    scores = [0.0] * count
    for index in range(count - 1, -1, -1):
        element = page.elements[index]
        if aside[index]:
            continue
        filled = [scores[child] for child in element.children if scores[child]]
        alone = len(filled) == 1 and not own[index]
        scores[index] = own[index] + sum(filled) * (1 if alone else LEVEL)
    best = max(range(count), key=lambda index: (scores[index], index))
    if not scores[best]:
        return ()
    if page.elements[best].tag in {"p", "tr"} and page.elements[best].parent > 0:
        best = page.elements[best].parent
    return _with_siblings(page, best, scores)


def _with_siblings(page: PageLines, best: int, scores: Sequence[float]) -> tuple[int, ...]:
    """An element, and its siblings with text that have the same tag and class."""
    element = page.elements[best]
    if element.parent < 0 or not element.name or element.tag in {"td", "li"}:
        return (best,)
    return tuple(
        child
        for child in page.elements[element.parent].children
        if child == best
        or (scores[child] and (page.elements[child].tag, page.elements[child].name) == (element.tag, element.name))
    )


def _inside(page: PageLines, chosen: Sequence[int]) -> set[int]:
    """The chosen elements and all within them."""
    found: set[int] = set()
    left = list(chosen)
    while left:
        index = left.pop()
        found.add(index)
        left += page.elements[index].children
    return found


def _story_lines(
    page: PageLines, indexes: Sequence[int], values: Sequence[float], titles: Collection[str]
) -> Iterator[int]:
    """The lines that are the story's."""
    indexes = indexes[_head(page, indexes, titles) :]
    indexes = indexes[: _tail(page, indexes, values)]
    lists = _link_lists(page, indexes)
    for at, index in enumerate(indexes):
        text = page.lines[index].text
        is_near_edge = at < len(("source", "headline")) or at >= len(indexes) - 8
        if index in lists or JUNK.match(text) or EDITOR.match(text) or (is_near_edge and CREDIT.match(text)):
            continue
        yield index


def _head(page: PageLines, indexes: Sequence[int], titles: Collection[str]) -> int:
    """The number of lines before the story begins: its headline and what stands above and just below it."""
    begin = 0
    total = sum(len(page.lines[index].text) for index in indexes)
    before = 0
    for at, index in enumerate(indexes[:60]):
        text = page.lines[index].text
        if before * 4 > total:
            break
        if _squeezed(text) in titles:
            begin = at + 1
        before += len(text)
    for at, index in enumerate(indexes[begin : begin + MOST_ABOVE], start=begin):
        line = page.lines[index]
        if _is_meta(line):
            begin = at + 1
        elif len(line.text) > LONGEST_ABOVE or line.text[-1] in "。！？”":
            break
    return begin


def _is_meta(line: PageLine) -> bool:
    """Whether a line below the headline gives date, source and the like."""
    text = line.text
    if text[-1] in "。！？”":
        return False
    return len(text) <= MOST_META and (bool(META.search(text)) or line.linked * 2 > len(text))


def _tail(page: PageLines, indexes: Sequence[int], values: Sequence[float]) -> int:
    """The number of lines up to the end of the story."""
    left = sum(values[index] for index in indexes)
    whole = left or 1
    for at, index in enumerate(indexes):
        text = page.lines[index].text
        if at and left < 0.5 * whole and ENDING.match(text):
            return at
        if at and left < 0.25 * whole and NOTICE.match(text):
            return at
        left -= values[index]
    return len(indexes)


def _link_lists(page: PageLines, indexes: Sequence[int]) -> set[int]:
    """Lines that are only links, if there are several in a row, or if they are not sentences."""
    linked = [
        index
        for index in indexes
        if page.lines[index].linked * 10 >= len(page.lines[index].text) * 8 and 1 < len(page.lines[index].text) <= LONG
    ]
    neighbours = {index for pair in pairwise(linked) if pair[1] - pair[0] == 1 for index in pair}
    return neighbours | {index for index in linked if page.lines[index].text[-1] not in "。！？”"}


def _paragraphs(page: PageLines, indexes: Sequence[int]) -> Iterator[str]:
    """The lines as paragraphs; the short cells of a table row are one."""
    rows: dict[int, list[str]] = defaultdict(list)
    for index in indexes:
        line = page.lines[index]
        row = _row(page, line.element)
        rows[row if row >= 0 else -1 - index].append(line.text)
    for row, texts in rows.items():
        if row >= 0 and max(map(len, texts)) <= 40:
            yield " ".join(texts)
        else:
            yield from texts


def _row(page: PageLines, element: int) -> int:
    """The index of the table row of which an element is a cell, or -1."""
    cell = page.elements[element]
    return cell.parent if cell.tag in {"td", "th"} and page.elements[cell.parent].tag == "tr" else -1


def _squeezed(text: str) -> str:
    return "".join(text.split())
