"""What is written like a field, checked against the index: it may be text as well, or the name of no field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import Message, located
from newsgrep.query.field_names import FILTER_FIELD_NAMES, TEXT_FIELD_NAMES
from newsgrep.query.plan_nodes import Literal, Plan
from newsgrep.query.syntax import And, BareText, Boost, InField, Not, Or, Quoted, WildcardSyntax
from newsgrep.text.fold import fold
from newsgrep.text.repair import repair

if TYPE_CHECKING:
    from newsgrep.engine.base import EngineReader
    from newsgrep.query.field_names import WrittenField
    from newsgrep.query.parse import Parsed
    from newsgrep.query.syntax import Tree

FIELDS = ("title", "body", "by", "source", "section", "kind", "path", "id", "date")
NAMES = (*TEXT_FIELD_NAMES, *FILTER_FIELD_NAMES)
# What other programs, or other people, call our fields; and fields of others that are none of ours.
FOREIGN = {
    "题目": "标题", "大标题": "标题", "subject": "title", "inurl": "id", "link": "id", "site": "source",
    "内容": "正文", "全文": "正文", "intext": "body", "媒体": "来源", "报纸": "来源", "报社": "来源", "出处": "来源",
    "撰文": "作者", "摄影": "作者", "编辑": None, "频道": "版面", "文件": "路径", "filetype": "path", "ext": "path",
    "时间": "日期", "time": "date", "since": "date", "until": "date", "before": "date", "after": "date",
    "place": None, "地点": None, "location": None, "lang": None, "tag": None, "keyword": None, "关键词": None,
}  # fmt: skip
CLOSE = 0.7


def resolve(engine: EngineReader, parsed: Parsed) -> Parsed:
    """Take what is written like a field as text, too, where an article contains it; note the names of no field."""
    if not parsed.fields:
        return parsed
    also: dict[Tree, Tree] = {}
    notes = dict.fromkeys(parsed.notes)
    for field in parsed.fields:
        is_field = not isinstance(field.tree, BareText | WildcardSyntax)
        if not field.value and is_field:
            continue
        if _occurs(engine, field.text):
            notes.pop(field.note, None)  # type: ignore[arg-type]  # None is among no notes
            if is_field:
                also[field.tree] = Or((also.get(field.tree, field.tree), Quoted(field.text)))
        elif note := None if is_field or field.note else _note(engine, field):
            notes[note] = None
    return parsed._replace(tree=replaced(parsed.tree, also) if also else parsed.tree, notes=tuple(notes))


def _occurs(engine: EngineReader, text: str) -> bool:
    """Whether an article contains a text."""
    return engine.search(Plan(Literal(fold(repair(text)).strip())), limit=0).total > 0


def _note(engine: EngineReader, field: WrittenField) -> Message | None:
    """What to say of the name of no field; nothing if it may begin a text, as in ``注意:大风`` or ``NBA:决赛``."""
    from difflib import get_close_matches

    name = fold(field.name)
    close = get_close_matches(name, NAMES, n=1, cutoff=CLOSE)
    meant = name if name in NAMES else close[0] if close else FOREIGN.get(name)
    is_text = not name.isascii() or field.name.isupper() or _occurs(engine, f"{name}:")
    if not meant and name not in FOREIGN and is_text:
        return None
    if meant == name:
        return Message("“{}:” has no value; searching for the text instead", field.name)
    hint = Message("did you mean {}?", f"{meant}:") if meant else Message("the fields are {}", FIELDS)
    return located(Message("“{}:” is not a field; searching for the text instead", field.name), hint=hint)


def replaced(tree: Tree, also: dict[Tree, Tree]) -> Tree:
    """A tree in which some parts are replaced by others."""
    if tree in also:
        return also[tree]
    match tree:
        case And(parts) | Or(parts):
            return type(tree)(tuple(replaced(part, also) for part in parts))
        case Not(inner):
            return Not(replaced(inner, also))
        case Boost(inner, factor):
            return Boost(replaced(inner, also), factor)
        case InField(name, inner):
            return InField(name, replaced(inner, also))
        case _:
            return tree
