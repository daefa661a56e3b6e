"""The labels on a line, with the values behind them: ``题名：…``, ``【时间】…``, ``1. Title: …``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.readers.texts.field_lines import LINE_LOOKED_AT
from newsgrep.readers.texts.labels import role_of

if TYPE_CHECKING:
    from newsgrep.readers.field_roles import FieldMap

LABELLED = re.compile(
    r"(?:[-•·●■◆▲*#>]{1,3}\s{0,3})?(?:第\s?)?(?:[\[【(（]?\d{1,6}[\]】)）]?\s?(?:[条篇则]\s?)?[.．、:：)]?\s*)?"
    r"(?:[-•·●■◆▲*#>]{1,3}\s{0,3})?"
    r"(?:【\s{0,3}(?P<boxed>[^【】\d\n][^【】\n]{0,15})】\s{0,3}[:：]?|"
    r"\[\s{0,3}(?P<square>[^\[\]\d\n][^\[\]\n]{0,15})\]\s{0,3}[:：]?|"
    r"<\s{0,3}(?P<angle>[^<>\d\n][^<>\n]{0,15})>\s{0,3}=|"
    r"(?P<plain>[A-Za-z\uff21-\uff3a\uff41-\uff5a_\u3400-\u9fff](?:[\w\u3000 ]|\.(?=[a-z])){0,23}?)\s{0,3}"
    r"(?:[(（][^()（）\n]{2,12}[)）])?"
    r"\*{0,2}\s{0,3}(?:[:：](?!//)|\t|(?P<set>=)(?!=)))"
    r"\*{0,2}\s*(?P<value>.*)",
    re.DOTALL,
)
# What ends a label, and where at the latest: most lines have none, which is quickly seen.
LABEL_END, ENDED_WITHIN = re.compile(r"[】\]:：\t=]"), 48
# A label within a line, behind a space or behind a wider gap.
BEHIND = re.compile(
    r"(?P<gap>[^\S\n]*[\t\u3000|｜;；]\s*|\s{1,8})\*{0,2}(?P<plain>[A-Za-z_]{2,20}|[\u3400-\u9fff]{2,8})\s?\*{0,2}[:：](?!//)\*{0,2}"
    r"|\s{0,3}(?:【\s{0,3}(?P<boxed>[^【】\n]{1,16})】|\[(?P<square>[^\[\]\d\n]{1,16})\])\s?[:：]?"
)
ADDRESS = re.compile(r"https?://\S+")
GAPS = " \t\u3000|｜;；"
# A date behind a source, which has a word or no label.
DATE_BEHIND = re.compile(r"\s{1,4}(?:(?:发布于|发表于|發布於|發表於)\s?)?(?=(?:19|20)\d\d[-/.年])")
# What is before a colon and a speech.
SPEAKS = re.compile("(?:说|說|道|称|稱|表示|指出|介绍|介紹|认为|認為|[问問答])$")
# Characters of a label, of the name of a text that stands above it without a mark, of a value whose label is not known,
# and of a fact.
LONGEST_LABEL, LONGEST_ALONE, LONGEST_UNKNOWN, LONGEST_FACT = 10, 8, 20, 120
BODY = "body"
ENDS = "。！？”"
SENTENCE_ENDS = (*ENDS, "；")


class Field(NamedTuple):
    """A label, and the value behind it on its line."""

    label: str
    value: str

    @property
    def is_fact(self) -> bool:
        """Whether it may be a fact although its label is unknown, rather than what somebody says."""
        is_short = len(self.value) <= LONGEST_UNKNOWN or bool(ADDRESS.fullmatch(self.value))
        return is_short and not (SPEAKS.search(self.label) or self.is_sentence)

    @property
    def is_sentence(self) -> bool:
        """Whether the value ends as a sentence does."""
        return self.value.endswith(SENTENCE_ENDS)


def fields_on(line: str, fields: FieldMap) -> list[Field]:
    """The labels of a line and their values; none if it does not begin with one."""
    match = LABELLED.match(line) if LABEL_END.search(line, 0, ENDED_WITHIN) else None
    if not match:
        is_alone = len(line) <= LONGEST_ALONE and field_role(line, fields) == BODY
        return [Field(line, "")] if is_alone else []
    label, value = _name(match["boxed"] or match["square"] or match["angle"] or match["plain"]), match["value"]
    if match["set"]:
        value = value.strip("\"'")
    if len(label) > LONGEST_LABEL and not label.isascii():
        return []
    found, start = [], 0
    for inner in BEHIND.finditer(value, 0, LINE_LOOKED_AT):
        name = _name(inner["boxed"] or inner["square"] or inner["plain"])
        role = field_role(label, fields)
        is_apart = bool(inner["plain"]) and inner["gap"] != " " and role != "title"  # 大桥合龙　专家：明年通车
        if role == BODY:
            break
        if is_apart or is_known_label(name, fields):
            found.append(Field(label, value[start : inner.start()].strip(GAPS)))
            label, start = name, inner.end()
    last, *dated = DATE_BEHIND.split(value[start:].strip(), maxsplit=1)
    if not dated or field_role(label, fields) not in {"source", "author"}:
        return [*found, Field(label, value[start:].strip())]
    return [*found, Field(label, last), Field("date", dated[0])]


def _name(written: str) -> str:
    """A label without the spaces between its characters."""
    return written.strip() if written.isascii() else "".join(written.split())


def field_role(label: str, fields: FieldMap) -> str:
    """The role of the field that a label names, or none."""
    known = role_of(label)
    if known is None:
        picks = fields.roles({label: ""}).picks
        known = next((role for role, names in picks.items() if names), "")
    return known


def is_known_label(label: str, fields: FieldMap) -> bool:
    """Whether a label names a field, or one that is left out."""
    return bool(field_role(label, fields)) or role_of(label) is not None
