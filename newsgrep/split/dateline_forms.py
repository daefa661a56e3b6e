"""How datelines are written: 新华社西宁4月26日电, 本报讯, (据新华社电)."""

from __future__ import annotations

from newsgrep.split.role_words import REPORTER, ROLE
from newsgrep.text.lazy_pattern import lazy_pattern

# The day of a month, in digits or in numerals: 3月8日, 廿八日, 十二月三十一日.
NUMBER = r"[\d〇○零一二三四五六七八九十廿卅]{1,3}"
DAY = rf"(?:(?:(?:\d{{4}}|[一二〇○零三四五六七八九]{{4}})年)?{NUMBER}月)?{NUMBER}日[晨午晚夜]?"
_NO_WIRE = "[影视力话商子网站池动器报梯价源缆]"

DATELINE = lazy_pattern(
    r"^(?![另又]据)(?:[(\[【〔] ?)?(?:(?:本[报報刊台]|[\u4e00-\u9fff]{1,6}(?:社|[报報网網]|快报|晨报|时报))"
    rf"(?:[\u4e00-\u9fff·]{{0,12}}?{DAY})?(?:[专專]?[电電]|[讯訊]|消息|特稿)"
    rf"|据?[\u4e00-\u9fff]{{0,6}}社[\u4e00-\u9fff·]{{1,14}}{DAY}[电電]"
    rf"|(?:[晨晚时快日][报報]|[\u4e00-\u9fff]{{2,4}})[讯訊] ?\(|[\u4e00-\u9fff]{{2,8}}消息 ?\(|[(〔]{ROLE}[ :]?[\u4e00-\u9fff]{{2,4}}[^()〔〕]{{0,40}}[)〕]"
    rf"|[(\[【〔][\u4e00-\u9fff·]{{2,10}}?{DAY}(?:[专專]?[电電]|[讯訊])|[\u4e00-\u9fff·]{{2,8}}?{DAY}[专專]?[电電](?!{_NO_WIRE})"
    r"|[(\[【〔](?:本市|本埠|又|同日)[讯訊电電]|[專专]?訊[】\])]|[\u4e00-\u9fff]{0,6}[讯訊][】\])]"
    # (吉隆坡路透电), 〔本报柏林专电〕, 【陈一帆/江城报道】, 【美国《某报》网站3月8日文章】题:, (本报综合报道)
    r"|(?<=^[(\[【〔])(?:[\u4e00-\u9fff·]{2,12}[专專]?[电電]|[\u4e00-\u9fff·、 ]{2,20}/[\u4e00-\u9fff/-]{2,16}(?:报道|報導|报导|報道)"
    r"|[^()【】〔〕]{2,40}(?:文章|报道|報導|报导|報道))[)\]】〕](?=.{16})"
    # 《江城导报》记者陈一帆发自北京
    rf"|《[\u4e00-\u9fff]{{2,12}}》{REPORTER}[ :]?[\u4e00-\u9fff、 ]{{2,16}}?(?:[发發]自|报道|報導|報道)"
    # 江城时报【陈一帆/综合报道】
    r"|[\u4e00-\u9fff]{2,6}[报報社网網](?=[(\[【〔][^()【】〔〕]{2,24}/[^()【】〔〕]{2,8}(?:报道|报导|報導|報道)[)\]】〕].{16}))"
)
# Every dateline has one of these.
DATELINE_MARK = lazy_pattern(r"[讯电訊電息稿(（\[［【〔]")
_DATELINE_ALONE = lazy_pattern(
    rf"^[(\[【〔]?(?:综合|据|綜合|據)?[\u4e00-\u9fff]{{0,6}}(?:社|[本日晚晨]报|本刊)(?:[\u4e00-\u9fff·、]{{0,12}}?{DAY})?"
    rf"(?:(?:综合)?[专專]?[电電]|[讯訊]|消息|综合报道)(?:[ (]*{ROLE}[^。()]{{2,20}})?[)\]】〕]*$"
    rf"|^[(\[【〔]?[\u4e00-\u9fff·、]{{2,10}}{DAY}[专專]?[电電][)\]】〕]*$"
    # 央视网消息(新闻联播):
    r"|^[\u4e00-\u9fff]{1,10}[社报台网]消息(?: ?\([^()]{2,16}\))?:?$"
)
_WIRED = lazy_pattern("[电電讯訊]|消息|报道")
_LONGEST_DATELINE = 40


def is_dateline_line(line: str) -> bool:
    """Return whether a narrowed line is a dateline and nothing else, as below the text of a story.

    >>> [is_dateline_line(line) for line in ("新华社西宁4月26日电", "(据新华社电)", "伦敦廿八日电", "江城网消息(新闻):", "新华社西宁分社成立")]
    [True, True, True, True, False]
    >>> is_dateline_line("本报江城6月11日电 (记者陈一帆)新桥昨日")
    False
    """
    return len(line) <= _LONGEST_DATELINE and bool(_WIRED.search(line)) and bool(_DATELINE_ALONE.match(line))
