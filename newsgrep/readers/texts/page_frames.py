"""Lines that pages have around a story, as browsers copy them: ways, buttons, words of menus and boards, notices."""

from __future__ import annotations

from itertools import takewhile

from newsgrep.readers.texts.copied_pages import BUTTON_WORDS, RIGHTS
from newsgrep.readers.web.page_phrases import JUNK
from newsgrep.text.lazy_pattern import lazy_pattern

# Characters of any such line, of one that is no button, and behind the words of a button.
LONGEST_FRAME, LONGEST_ABOVE, LONGEST_BEHIND = 160, 60, 3
# Characters of a button that is no word of a text.
SHORTEST_BUTTON = 4
# Lines at the top that are looked at.
MOST_TOP = 40
SENTENCE_ENDS = "。！？”"
# What a line with a day begins with, and characters of a line that may be a title.
DAY, LONGEST_TITLE = lazy_pattern(r"(?:19|20)\d\d\s?[-/.年]\s?\d"), 80
# The way to a page, and other lines that pages have above a story or below it.
WAYS = (
    r"[您你]?(?:当前|當前|现在|現在|目前)?(?:的|所在)?(?:位置|栏目)\s?[:：].*",
    r"[^>＞›»，。]{1,16}(?:[>＞›»]+[^>＞›»，。]{1,30}){1,6}",
    r".{1,16}\s?[>»›]",
    r"[\u3400-\u9fff]{0,6}首[页頁](?:\s[\u3400-\u9fff]{2,4}){0,12}",
    "主页|设为首页|收藏本站|返回顶部|/",
    r"[上下]一[版期]\b.{0,60}|本期共\d{1,3}版.{0,40}|版面(?:导航|概览)|标题导航|返回(?:目录|本版|版面)|朗读",
)
WORDS = (
    "(?:立即)?[注註][册冊]|登[录錄入陆]|.{0,4}登录|(?:热[点门]|熱[點門])?搜[索尋]|下[载載]|目[录錄]|English|Menu|菜单|导航|RSS|听新闻|申请入驻",
    r"(?i:skip to .*|your browser .*|back to top|top of page|jump to .*content)|跳[至到]主要?[內内]容.*|:::",
    r".{0,80}(?:隱私|隐私|(?i:cookies?)).{0,80}",
    r"(?:[为為].{0,6}(?:[浏瀏][览覽]|效果)|建[议議]|[请請]|您|推[荐薦]|本[网網]?站).{0,60}(?:[浏瀏][览覽]器|Chrome|Firefox).{0,40}",
    r"(?:#[^#，。！？\n]{1,20}){2,12}#?",
    r"跳[过過][导導][航覽览].*|打开微信.*|使用[“「]扫一扫.*",
    r"[大中小\s\[\]【】]+|(?:缩小|放大)字体|\d{1,6}|打印本[页頁文](?:\s?关闭窗口)?|(?:列印|打印)版本|友善列印",
    r"(?:发布者|发布于)\s?[:：].{0,10}",
)
# What boards have there.
OF_BOARDS = (
    r"找回密码|只需一步[,，]\s?快速开始|热搜\s?[:：].*|马上注册.*|您需要\s?登录.*|\[?复制链接\]?",
    r"查看\s?[:：]\s?\d+\s?[|｜]\s?回[复覆]\s?[:：]\s?\d+",
)
FRAME = lazy_pattern("|".join((*WAYS, *WORDS, *OF_BOARDS)))
BUTTON = lazy_pattern(rf"(?:{BUTTON_WORDS}){{1,12}}")
# What ends a line about a picture, and no title: （罗远摄）.
PICTURED = lazy_pattern(r"[(（][^()（）]{0,30}(?:[攝摄]影?|供[圖图]|提供)[)）]$")


def is_frame(line: str) -> bool:
    """Whether a line is a way to the page, a button, or other words of a page.

    >>> [is_frame(line) for line in ("首页 > 要闻", "分享到：微信 微博", ":::", "请升级您的浏览器。", "大桥合龙")]
    [True, True, True, True, False]
    """
    if len(line) > LONGEST_FRAME:
        return False
    return bool(FRAME.fullmatch(line) or BUTTON.fullmatch(line) or is_button(line))


def are_buttons(text: str) -> bool:
    """Whether a text is nothing but buttons, whatever spaces are between and in them.

    >>> are_buttons("[打印本页] [字号   ] [关闭]"), are_buttons("江城"), are_buttons("")
    (True, False, False)
    """
    return BUTTON.fullmatch("".join(text.split())) is not None


def is_button(line: str) -> bool:
    """Whether a line is the words of a button or a heading of a page, and hardly more.

    >>> [is_button(line) for line in ("阅读全文", "請繼續往下閱讀...", "阅读全文后，市民们议论纷纷。")]
    [True, True, False]
    """
    words = JUNK.match(line)
    return bool(words and len(line) - words.end() <= LONGEST_BEHIND)


def without_top(text: str) -> str:
    r"""A text without the lines of a page that it begins with, which are emptied; those that are figures alone remain.

    >>> without_top("跳至主要內容\n\n大桥合龙\n大桥今日合龙。"), without_top("1\n大桥合龙")
    ('\n\n大桥合龙\n大桥今日合龙。', '1\n大桥合龙')
    """
    lines = text.split("\n", MOST_TOP)
    filled = [at for at, line in enumerate(lines[:MOST_TOP]) if line.strip()]
    above = list(takewhile(lambda at: _is_surely_frame(lines[at].strip()), filled))
    is_all = len(above) == len(filled)
    if (
        above
        and not is_all
        and _is_no_title(lines[filled[len(above)]].strip())
        and not _is_way(lines[above[-1]].strip())
    ):
        above.pop()  # 你为谁点赞: what is above a text and its day may be its title
    for at in above if not is_all else ():
        lines[at] = ""
    return "\n".join(lines)


def _is_no_title(line: str) -> bool:
    """Whether a line below those of a page is a day or a paragraph, so that the one above it may be a title."""
    return bool(DAY.match(line)) or len(line) > LONGEST_TITLE or line[-1] in SENTENCE_ENDS


def _is_way(line: str) -> bool:
    """Whether a line is no title, whatever is below it."""
    return bool(FRAME.fullmatch(line) or BUTTON.fullmatch(line))


def _is_surely_frame(line: str) -> bool:
    """Whether a line above all others is of a page; 广告 may be what a paper says of what is below."""
    return is_frame(line) and not line.isdigit() and (len(line) >= SHORTEST_BUTTON or not JUNK.match(line))


def is_junk(line: str) -> bool:
    """Whether a line that is no title is of a page rather than of its story."""
    is_short = len(line) <= LONGEST_ABOVE and line[-1] not in SENTENCE_ENDS
    return bool(is_frame(line) or RIGHTS.match(line) or (is_short and JUNK.match(line)))


def is_credit(line: str) -> bool:
    """Whether a line names who wrote what is below it, or took the picture that it is about.

    >>> [is_credit(line) for line in ("記者何青禾∕江城報導", "两岸市民观看合龙(罗远摄)", "市长今日会见记者")]
    [True, True, False]
    """
    from newsgrep.split.bylines import is_byline  # its patterns are slow to compile
    from newsgrep.split.lines import narrow

    if line.endswith(("记者", "記者")):
        return False
    return PICTURED.search(line) is not None or is_byline(narrow(line))
