"""What the names of the sheets of a workbook say of the news in them: their sections or sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.readers.han import HAN
from newsgrep.readers.tables.column_roles import is_source_cell
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

FEWEST_SHEETS = 2
# A name in Chinese or a few capital letters, without figures: those of months and parts have some.
_NAME = re.compile(r"(?=.*[\u3400-\u9fff])[\u3400-\u9fffA-Za-z·、/]{2,10}|[A-Z]{2,4}")
# Names of sheets that say what is done with them, or what any news is.
_OTHER = lazy_pattern(
    r".*(?:表|页|頁|数据|數據|结果|結果|汇总|彙總|合计|全部|所有|明细|列表|清单|原始|样本|备份|副本|说明|模板|集|[一二三四五六七八九十]月|日期|周|年度?|季度?)"
    r"|(?:新闻|新聞|文章|资讯|資訊|报道|報導|正文|内容|标题|其他|未命名.*|待.*|已.*|未.*|不.*|[是否有无]|正面|负面|中性|第.*)"
)


def facts_of_sheets(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """The facts that the names of all sheets with news tell, by name; none if one of them tells none.

    The only one tells a section if it is called as sections usually are.

    >>> facts_of_sheets(["国内新闻", "体育"]), facts_of_sheets(["江城日报", "新浪"])["江城日报"]
    ({'国内新闻': {'section': '国内新闻'}, '体育': {'section': '体育'}}, {'source': '江城日报'})
    >>> facts_of_sheets(["大桥"]), facts_of_sheets(["3月", "4月"]), facts_of_sheets(["国内", "汇总表"])
    ({}, {}, {})
    >>> facts_of_sheets(["国内"])
    {'国内': {'section': '国内'}}
    """
    sheets = {name: name.strip() for name in names}
    if len(sheets) < FEWEST_SHEETS and not SECTION_NAMES.issuperset(sheets.values()):
        return {}
    if not HAN.search("".join(sheets)):
        return {}
    if not all(_NAME.fullmatch(name) and not _OTHER.fullmatch(name) for name in sheets.values()):
        return {}
    # 国内新闻 ends as the names of outlets do.
    is_of_sources = all(is_source_cell(name.removesuffix("新闻").removesuffix("新聞")) for name in sheets.values())
    role = "source" if is_of_sources else "section"
    return {sheet: {role: name} for sheet, name in sheets.items()}
