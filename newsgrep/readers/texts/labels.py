"""What lines of a story may be labelled, as crawlers, papers and databases write it: one table of names and roles.

A name is written here as ``bare`` has it: it is the same in either script and any width and case, with or without
spaces and marks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsgrep.readers.field_names import bare
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of the names of no role it is only known that their lines are no text.
ROLES = {
    "title": (
        "标题 题目 题名 新闻标题 文章标题 稿件标题 主标题 正题 引题 肩题 副题 副标题 完整新闻标题 问题 主题 主旨 "
        "title headline irurltitle"
    ),
    "date": (
        "时间 日期 发布时间 发布日期 发表时间 发表日期 出版日期 出版时间 刊登日期 新闻时间 新闻日期 报纸日期 见报日期 "
        "播出时间 播出日期 发稿时间 发文时间 更新时间 发帖时间 发送时间 "
        "date time published publishedtime publishdate publicationdate "
        "publishedat pubdate irurltime irurldate"
    ),
    "source": (
        "来源 媒体 媒体来源 新闻来源 报纸 媒体名称 报纸名称 报纸名 出处 原文出处 文章来源 公众号 公众号名称 账号 网站 "
        "转自 转载自 转载来源 摘自 选自 节目 节目名称 网站名称 "
        "站点 发布机构 发布单位 信息来源 稿源 刊名 刊物 报刊名称 报刊 "
        "source publicationtitle newspaper media publisher irsrcname irsitename"
    ),
    "author": (
        "作者 记者 记者署名 通讯员 撰稿 撰文 作者姓名 文章作者 采写 发帖人 author authors byline reporter irauthors"
    ),
    "section": (
        "版面 版次 版名 版号 栏目 专栏 频道 分类 类别 新闻类别 新闻分类 所属栏目 频道名称 文章分类 一级分类 "
        "section category channel irchannel"
    ),
    "url": (
        "链接 连结 网址 url 原文链接 文章链接 新闻链接 来源链接 原文地址 网页地址 link 完整新闻连结 新闻连结 新闻网址 "
        "urlsource documenturl irurlname"
    ),
    "body": (
        "正文 内容 完整新闻内文 新闻内文 全文 新闻内容 文章内容 文章正文 正文内容 新闻正文 文字稿 "
        "body content text fulltext article markdowncontent ircontent"
    ),
    "id": "编号 文章编号 文献号 新闻编号 id docid docno newsid",
    "": (
        "备注 关键词 关键字 标签 字数 编辑 责任编辑 责编 点击 点击量 点击数 阅读 阅读量 阅读数 评论数 评论 浏览量 摘要 "
        "导语 语种 语言 数据库 地区 情感 情感倾向 情感属性 倾向性 "
        "转载量 转载数 相似文章数 媒体类型 媒体级别 相似度 序号 "
        "原刊地名 原刊期号 原刊页号 分类号 分类名 复印期号 英文标题 "
        "爬取时间 抓取时间 采集时间 入库时间 发件人 收件人 抄送 寄件者 收件者 作者简介 作者单位 内容提要 文摘 "
        "机构 作者机构 keywords keyword tags editor subject abstract language database pages issn"
    ),
}
# Those that are believed above any text, without further labels beside them.
ABOVE_TEXTS = (
    *("标题", "title", "来源", "稿源", "转自", "转载自", "source"),
    *("日期", "时间", "发布时间", "发布日期", "发表时间", "date"),
    *("作者", "记者", "author", "版面", "栏目", "版次"),
)
# Those that are labels on a line which holds nothing but facts, together with all of these roles.
BESIDE_FACTS = {"author": "文 by", "": "图 摄影 编审 审核 校对 监制 浏览 浏览次数 views"}
FACTS = ("date", "source", "author", "section", "")


def _roles_of(names_of: dict[str, str]) -> dict[str, str]:
    return {name: role for role, names in names_of.items() for name in names.split()}


_ROLE_OF = _roles_of(ROLES)
ROLE_BESIDE_FACTS = {name: role for name, role in _ROLE_OF.items() if role in FACTS} | _roles_of(BESIDE_FACTS)


@lru_cache(maxsize=1 << 10)
def role_of(name: str) -> str | None:
    """The role of a label, which is empty if its value is no fact; None if it is no label.

    >>> role_of("發佈時間"), role_of("Publication Title"), role_of("点击量"), role_of("大桥")
    ('date', 'source', '', None)
    """
    return _ROLE_OF.get(bare(name))


def role_on_line(name: str) -> str:
    """The role of a label on a line that holds nothing but facts."""
    return ROLE_BESIDE_FACTS[bare(name)]


def any_of(names: Iterable[str]) -> str:
    """A pattern of some names, for folded texts: the longer ones first, so that none is taken for another's end."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


# The label of a day, and the space that parts it from the day where a page has them in elements of their own; behind
# them is nothing, or another label.
DAY_LABEL = lazy_pattern(
    r"(?<!\S)((?:[发發][布佈表]|出版|刊登|更新|[创創]建|修改)?(?:[时時][间間]|日期))[\s\u3000]{1,4}"
    r"(?=(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s?\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?\s*(?:$|[\u3400-\u9fff]{2,6}\s?[:：]))"
)


def with_colons(line: str) -> str:
    """A line with a colon between the label of a day and the day.

    >>> with_colons("发布时间 2025-03-18 08:30 来源：江城日报"), with_colons("发布时间 2025-03-18 来源 江城日报")
    ('发布时间：2025-03-18 08:30 来源：江城日报', '发布时间 2025-03-18 来源 江城日报')
    """
    return DAY_LABEL.sub(r"\1：", line) if " " in line or "\u3000" in line else line
