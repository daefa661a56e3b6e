"""Lines between a headline and its text that say only where, when and by whom it was published."""

from __future__ import annotations

from newsgrep.readers.outlets import OF_SITE, PORTALS
from newsgrep.readers.texts.labels import ROLE_BESIDE_FACTS, any_of, role_on_line, with_colons
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.split.names import SURNAMES, is_signed_name
from newsgrep.text.dates import parse_date
from newsgrep.text.fold import fold
from newsgrep.text.lazy_pattern import lazy_pattern

LONGEST = 120
_SENTENCE_END = lazy_pattern(r"[。！？!?]")
MOST_PARTS = 12

_PARTS = lazy_pattern(r"[\s|｜·•丨/／，,;；]+|(?<=[\u3400-\u9fff])\s*[-—]{1,2}\s*(?=[\u3400-\u9fff])")
# What is between facts.
_BETWEEN = " \u3000|｜·/，,;；（）()"
# Of a folded text: 来源：江城日报, 文 | 何青禾
_LABEL_END = lazy_pattern("[:：/／|｜]")
_LABELLED = lazy_pattern(rf"({any_of(ROLE_BESIDE_FACTS)})\s*:\s*|(?<![\u3400-\u9fff])(文|图|摄影)\s?[/|]\s?")
DAY = lazy_pattern(
    r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|(?:19|20)\d\d年/\d{1,2}月/\d{1,2}日|(?:19|20)\d{6}|[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_TIME = lazy_pattern(
    r"(?:上午|下午|晚上|凌晨)?\d{1,2}[:：]\d\d(?:[:：]\d\d)?|星期[一二三四五六日天]|周[一二三四五六日]"
)
# Between a time and what follows it without a space: 07:01江城晚报.
_BEHIND_TIME = lazy_pattern(r"(?<=\d[:：]\d\d)(?=[\u3400-\u9fff])")
MEDIUM = lazy_pattern(
    rf"(?:(?!此件)[\w-]{{1,16}}(?:{OF_SITE}|报|報|网|網|社|台|周刊|週刊|杂志|新闻|新聞|客户端|发布|在线|融媒|传媒|通讯|日報|晚報)(?:海外版)?|{PORTALS})"
)
# What ends as an outlet may, and is longer than names are: 江城数据服务平台正式发布.
_IS_HEADLINE = lazy_pattern(r"[\u3400-\u9fff]{8,}(?:发布|新闻|新聞|通讯|在线|网|網|台|社)")
# What a site says of an account of an outlet: 江城晚报官方账号.
_ACCOUNT = lazy_pattern(r"(?<=[\u3400-\u9fff])官方[帐账]号\s*$")
# The name of an outlet that does not say what it is: 江城一线.
_UNNAMED = lazy_pattern(
    r"(?!\d|第?[\d一二三四五六七八九十]{1,4}期|原创|编辑|责编|作者|记者|来源|发布|阅读|点击|浏览|字号)(?!.{0,6}(?:官方|[帐账]号|\d{3}))[\w·]{3,8}"
)
# 江城晚报记者 韩露: a reporter's paper and role without a space between them.
_BEHIND_MEDIUM = lazy_pattern(
    rf"(?<!\S)(?!本[报報网網社台])({MEDIUM.pattern})((?:首席|见习|实习|特派|特约)?(?:记者|記者|通讯员))(?=\s|[:：]|$)"
)
# What is said before the name of a paper.
_PRINTED_IN = frozenset(("原载", "原載", "载于", "載於", "刊于", "刊於", "原刊", "摘自", "转自", "转载自"))
# Characters of two names without a space between them.
_LONGEST_NAMES = 6
_NAME = lazy_pattern(r"[\u3400-\u9fff]{2,4}")
# Places that begin like a surname.
_PLACE = lazy_pattern(r".*[市县区省州镇城村]")
_BY = lazy_pattern(r"(?:本报|本网|本社|本刊|特约|实习|见习)?(?:记者|通讯员|作者|記者)")
# 《江城日报》（2025年3月18日 第 01 版）
_MARKS, _BRACKETS = dict.fromkeys(map(ord, "《》"), " "), dict.fromkeys(map(ord, "（）()"), " ")
_PAGE = lazy_pattern(r"(第?)\s*\b([A-Z]?\d{1,3})\s*版(?![\u3400-\u9fff])")
_SECTION = lazy_pattern(r"第?\s?[A-Z]?\d{1,3}\s?版(?:[:：]\S{1,8})?|[A-Z]\d{2}")


def meta_line(line: str, *, unnamed: bool = False) -> dict[str, str] | None:
    """The facts of a line if it holds nothing else: source, date, author, section; None if it is text.

    With ``unnamed`` a word beside a date that is nothing else is the source, whatever its name.

    >>> meta_line("江城日报　2025-03-18　作者：何青禾")
    {'author': '何青禾', 'date': '2025-03-18', 'source': '江城日报'}
    >>> meta_line("2025年3月18日 09:15 江城晚报 韩露"), meta_line("江城日报今天创刊。"), meta_line("何青禾")
    ({'date': '2025年3月18日', 'source': '江城晚报', 'author': '韩露'}, None, None)
    >>> meta_line("2025-03-18 07:01江城晚报")
    {'date': '2025-03-18', 'source': '江城晚报'}
    >>> meta_line("2025-03-18 07:01江城晚报官方账号")
    {'date': '2025-03-18', 'source': '江城晚报'}
    >>> meta_line("文｜何青禾"), meta_line("图文并茂")
    ({'author': '何青禾'}, None)
    >>> meta_line("何青禾 《江城日报》（2025年03月18日 第 01 版）")
    {'date': '2025年03月18日', 'source': '江城日报', 'section': '第01版', 'author': '何青禾'}
    >>> meta_line("《 江城日报 》（ 2025年03月18日 04 版）")
    {'date': '2025年03月18日', 'source': '江城日报', 'section': '04版'}
    >>> meta_line("江城晚报记者 韩露 2025-03-18")
    {'date': '2025-03-18', 'source': '江城晚报', 'author': '韩露'}
    >>> meta_line("2025-03-18 江城一线 韩露", unnamed=True)
    {'date': '2025-03-18', 'source': '江城一线', 'author': '韩露'}
    """
    line = with_colons(line.strip().strip("（）()【】[]"))
    if not line or len(line) > LONGEST or _SENTENCE_END.search(line):
        return None
    line = _PAGE.sub(r" \1\2版", line.translate(_MARKS))
    if DAY.search(line):
        line = line.translate(_BRACKETS)
    facts: dict[str, str] = {}
    rest = _take_labels(line, facts)
    day = DAY.search(rest)
    if day and parse_date(day[0].replace("年/", "年").replace("月/", "月")):
        facts.setdefault("date", day[0].strip().replace("年/", "年").replace("月/", "月"))
        rest = f"{rest[: day.start()]} {_ACCOUNT.sub('', _BEHIND_TIME.sub(' ', rest[day.end() :]))}"
    names = _names_in(_BEHIND_MEDIUM.sub(r"\1 \2", rest), facts, unnamed=unnamed and "date" in facts)
    if names is None or not (facts or _BY.match(line)) or _IS_HEADLINE.fullmatch(line):
        return None
    if names:
        facts.setdefault("author", "、".join(names))
    return facts


def _names_in(text: str, facts: dict[str, str], *, unnamed: bool) -> list[str] | None:
    """The names in a text whose other parts are facts, which are added; None if one of them is neither."""
    parts = [part for part in _PARTS.split(text) if part and not _TIME.fullmatch(part)]
    if len(parts) > MOST_PARTS:
        return None
    names: list[str] = []
    for part in parts:
        if part in _PRINTED_IN:
            continue
        if _SECTION.fullmatch(part) or part in SECTION_NAMES:
            facts.setdefault("section", part)
        elif MEDIUM.fullmatch(part) and "source" not in facts:
            facts["source"] = part
        elif _BY.match(part) or _is_name(part):
            name = _BY.sub("", part, count=1)
            if len(name) > _LONGEST_NAMES or (name and name[0] not in SURNAMES and not is_signed_name(name)):
                return None  # 记者跟访三天见闻
            names.append(name)
        elif names and not names[-1] and _NAME.fullmatch(part):
            names[-1] = part
        elif unnamed and "source" not in facts and _UNNAMED.fullmatch(part) and not _PLACE.fullmatch(part):
            facts["source"] = part
        else:
            return None
    return list(filter(None, names))


def _is_name(part: str) -> bool:
    return bool(_NAME.fullmatch(part)) and part[0] in SURNAMES and is_signed_name(part) and not _PLACE.fullmatch(part)


def _take_labels(line: str, facts: dict[str, str]) -> str:
    """The line without what follows labels, which is put into ``facts``."""
    labels = list(_LABELLED.finditer(fold(line))) if _LABEL_END.search(line) else []
    if not labels:
        return line
    ends = [label.start() for label in labels[1:]] + [len(line)]
    for label, end in zip(labels, ends, strict=True):
        value = line[label.end() : end].strip(_BETWEEN)
        role = role_on_line(label[1] or label[2])
        day = DAY.search(value)
        if day and role != "date":
            facts.setdefault("date", day[0].strip())
            value = value[: day.start()].rstrip(_BETWEEN)
        if value and role:
            facts.setdefault(role, value)
    return line[: labels[0].start()]
