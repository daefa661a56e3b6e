"""Furniture: the lines that a page has of its own, in or between its stories: who edited it, folios, codes, ornaments."""

from __future__ import annotations

import re
from operator import methodcaller

from newsgrep.split.chains import is_chain
from newsgrep.text.lazy_pattern import lazy_pattern

_EDITOR = (
    r"(?:(?:本版|本期|见习|实习|值班|执行|首席|[一二三四五六七八九十]{1,2}版)?"
    r"(?:责编|责任编辑|编辑|编审|主编|美编|美术编辑|校对|检校|校检|组版|排版|图编|图片编辑|审校|审读|终审|编务|值班编委|值班主任))"
)
# Who designed or planned a story, on a line of its own, is told below it.
_DESIGNER = r"(?:版式|版式设计|设计|视觉|视觉设计|统筹|策划|制图)"
_NAMES = r"(?:[\u3400-\u9fff·]{1,4}(?:[ 、/][\u3400-\u9fff·]{1,4}){0,7})"
# 责编 周舟 美编/陈一帆 电话:0700-1234: an editor with a name, further ones, an address.
_CREDITS = (
    lazy_pattern(rf"[(【]?(?:{_EDITOR}[/、 ]?)+[: |/]+{_NAMES}"),
    lazy_pattern(rf"[ ,;|/]+(?:(?:{_EDITOR}|{_DESIGNER})[/、 ]?)+[: |/]*{_NAMES}"),
    lazy_pattern(r"(?:[ |/]*(?:电话|邮箱|热线|E-?mail)?[: ]*[\w.@ -]+)?[)】]?"),
)
_CODE = lazy_pattern(
    r"^[(【▶▲]?(?:请|欢迎|敬请)?(?:用|打开)?(?:手机|微信)?(?:扫一扫|扫码|扫描|长按)(?:$|.{0,14}(?:看|听|关注|阅读|下载|精彩|了解|进入|加入|参与|更多|二维码|识别|订阅|客户端)).{0,10}$"
    r"|^(?:更多|详细|详情).{0,10}(?:请|扫|关注|登录|下载).{0,20}$"
    r"|^.{0,12}(?:二维码|微信公众号|官方微博|官方微信)$|^欢迎(?:扫码|关注|订阅|下载|登录|投稿).{0,20}$"
)
_CONTACT = lazy_pattern(
    r"^(?:本版|本报|本刊|新闻|读者|投稿|编辑部|爆料|报料|发行|订报|采编|\d{1,2}小时).{0,6}(?:邮箱|信箱|热线|电话|传真|QQ群?|微信号?|网址)[:： ]*[\w.@:/ ()-]{5,40}$"
    r"|^(?:E-?mail|QQ|邮箱|电子邮箱|网址)[:： ]*[\w.@:/-]{5,40}$|^(?:https?://|www\.)\S+$|^[\w.-]+@[\w.-]+$",
    re.IGNORECASE,
)
_FOLIO = lazy_pattern(
    r"^[-—–·.( ]*(?:第 ?[A-Z]?\d{1,3} ?[版页]|[A-Z]?\d{1,3} ?版|[A-Z]\d{1,2}|P\.? ?\d{1,3})[-—–·.) ]*$"
    r"|^[-—–·.(] ?\d{1,3} ?[-—–·.)]$"
)
# What web pages have around a story.
_WEB = lazy_pattern(
    r"^(?:分享(?:到|至)?|facebook|twitter|line|weibo|微博|微信|收藏|打印|列印|转发|点赞|留言|评论|举报|关闭|返回顶部|上一[篇页]|下一[篇页]|"
    r"(?:推荐阅读|相关新闻)|延伸阅读(?=:)|[你您]?(?:或许|可能)(?:也|还)?(?:想看|喜欢)|小编推荐|更多新闻|看更多|(?:回到|看)更多\w{0,8}|放大|缩小|默认)[: ]*$",
    re.IGNORECASE,
)
# The buttons and small print of a paper's site, one or several on a line: 【打印】 【关闭】, □ 放大 □ 缩小, 版次:05 版名:要闻.
_BUTTON = (
    r"[【\[□○●|<>《》+ -]{0,3}(?:放大|缩小|默认|打印|关闭|返回|收藏|分享|复制链接|纠错|字号|[大中小]|上一[篇版期页]|下一[篇版期页]|(?:返回)?(?:目录|首页|顶部)"
    r"|(?:本版|标题|版面)(?:目录|导航|新闻)|PDF版?|朗读|听新闻|推荐|评论)[】\]|<>《》+○ -]{0,3}"
)
_SITE = lazy_pattern(
    rf"^(?:{_BUTTON}){{1,8}}$|^(?:版次|版名|版面|期号|期次|日期|栏目|字号|来源版面)[: ]*[^。,:]{{1,12}}(?:[ |]+(?:版次|版名|版面|期号|期次|日期|栏目|字号)[: ]*[^。,:]{{1,12}}){{1,3}}$"
    r"|^(?:版面|版次|栏目|专栏):[^ 。,:]{1,10}$|^(?:版权所有|Copyright|©)(?:[ :©(].{0,50})?$|^.{0,20}(?:版权所有|未经.{0,6}(?:授权|许可|允许).{0,16})$",
    re.IGNORECASE,
)
_ORNAMENT = lazy_pattern(r"^[^\w,。、;:?!”’》」』)】%…][^\w”’》」』)】]*$")
# In lower case, each line of furniture but folios and ornaments has one of these; a cheap test that rules out most
# headlines. Expressions whose branches all begin with a plain character are the fastest.
_MARK = lazy_pattern(
    "编|校|版|设计|统筹|值班|审|编务|视觉|扫|长按|更多|详|码|公众号|官方|欢迎|邮箱|信箱|热线|电话|传真|qq|微信|网址|mail|http|www|@"
    "|分享|facebook|twitter|line|微博|收藏|打印|列印|转发|点赞|留言|评论|举报|关闭|返回|上一|下一|阅读|新闻|报道|想看|喜欢|推荐|看|回到|放大|缩小|默认|目录|首页|顶部|复制|纠错|字号|朗读|期|pdf|copyright|©"
)
LONGEST = 60


def is_furniture(head: str) -> bool:
    """Return whether a narrowed, simplified line is furniture.

    >>> [is_furniture(line) for line in ("责编 周舟", "扫一扫 更精彩", "· 3 ·", "* * *", "扫码点餐走进小店", "编辑部的故事")]
    [True, True, True, True, False, False]
    >>> [is_furniture(line) for line in ("【打印】 【关闭】", "版次:05 版名:要闻", "上一版 下一版", "下一期彩票开出大奖", "版权所有者起诉网站")]
    [True, True, True, False, False]
    """
    if len(head) > LONGEST or head[-1] in "。!?":
        return False
    if _MARK.search(head.lower()):
        return is_chain(head, *_CREDITS) or any(
            map(methodcaller("search", head), (_CODE, _CONTACT, _WEB, _SITE, _FOLIO))
        )
    return bool(_FOLIO.search(head) or _ORNAMENT.search(head))


def is_contact(head: str) -> bool:
    """Return whether a narrowed line is an address, which belongs to a text that asks to write or call.

    >>> is_contact("本版邮箱:news@example.com"), is_contact("责编 周舟")
    (True, False)
    """
    return bool(_CONTACT.search(head))
