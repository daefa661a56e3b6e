"""The title and the body of a record, whatever its fields are called."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsgrep.model import Paragraph
from newsgrep.readers.authors import splitter
from newsgrep.readers.field_names import bare
from newsgrep.readers.han import HAN
from newsgrep.readers.headlines import bracketed_headline, is_headline, without_emphasis, without_repeated_title
from newsgrep.readers.picks import Joined
from newsgrep.readers.role_names import ANSWERS, LAST_NAMES, NOTES, OTHER_TEXTS
from newsgrep.readers.values import NO_VALUE, FieldText, first_value, is_conversation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newsgrep.readers.field_roles import Roles
    from newsgrep.readers.picks import Pick
    from newsgrep.readers.records import Record

# Characters of a title without a name of its own.
LONGEST_TITLE = 60
# Characters of a text without a name of its own, and of one that is the only one.
SHORTEST_TEXT, SHORTEST_ONLY = 50, 8
# What parts clauses, and words in a row, and characters of most clauses.
CLAUSES, USUAL_CLAUSE = re.compile(r"[，,、；;|/\s]+"), 7
# The part of a text in any script that is letters of words, but for capitals.
MOST_OF_WORDS = 0.5
# Characters by which it is seen whether a text has its lead in it.
LEAD_COMPARED = 20
# The end of a line that says on which page of a paper a text was printed.
PAGE_ENDS = ("版）", "版)", "版 ）", "版 )", "版")


def title_and_body(
    record: Record, picks: Mapping[str, tuple[Pick, ...]]
) -> tuple[FieldText, Pick | None, FieldText, Pick | None]:
    """The title and the body: one value is not both, and a long text is no title unless it is named so."""
    body, body_pick = first_value(record, "body", picks["body"])
    if body.text and len(picks["body"]) > 1 and is_remnant(body.text):
        body, body_pick = _instead_of_remnant(record, picks["body"], body, body_pick)
    titles = picks["title"]
    if body_pick in titles:
        titles = tuple(pick for pick in titles if pick != body_pick)
    title, pick = first_value(record, "title", titles)
    if _may_be_either(pick) and len(title.text) > LONGEST_TITLE:
        return (NO_VALUE, None, body, body_pick) if body.text else (NO_VALUE, None, title, pick)
    has_own_title = any(pick in record.values for pick in titles if isinstance(pick, str) and not _may_be_either(pick))
    if not title.text and not has_own_title and _may_be_either(body_pick) and len(body.text) <= LONGEST_TITLE:
        return body, body_pick, NO_VALUE, None
    return title, pick, body, body_pick


def is_remnant(text: str) -> bool:
    """Whether a text is what is left of a Chinese one without its characters: figures and capitals, hardly a word.

    >>> [is_remnant(text) for text in ("518(NASDAQ:DOYU)2021MAU()1.92 CEO UGC", "The bridge opened.", "3月18日")]
    [True, False, False]
    """
    if HAN.search(text):
        return False
    words = sum(1 for character in text if character.isalpha() and not character.isupper())
    return words < MOST_OF_WORDS * len("".join(text.split()))


def _instead_of_remnant(
    record: Record, picks: Sequence[Pick], body: FieldText, pick: Pick | None
) -> tuple[FieldText, Pick | None]:
    """The abstract of a record if that is in Chinese, instead of a text that has lost its characters."""
    told, told_pick = first_value(record, "body", [other for other in picks if other != pick and is_abstract(other)])
    return (told, told_pick) if HAN.search(told.text) else (body, pick)


@lru_cache(maxsize=1 << 10)
def is_abstract(pick: Pick | None) -> bool:
    """Whether a value is a body only where there is no other, such as a summary."""
    return isinstance(pick, str) and bare(pick) in LAST_NAMES["body"]


def unnamed_body(
    record: Record, roles: Roles, body: FieldText, pick: Pick | None, *, has_title: bool
) -> tuple[FieldText, Pick | None]:
    """The text of a record that no name tells, or its abstract if there is none; a short one is below a title."""
    found, found_pick = _only_text(record, roles, max(SHORTEST_TEXT, 2 * len(body.text)))
    if has_title and not found.text and not body.text:
        found, found_pick = _only_text(record, roles, SHORTEST_ONLY)
        if found_pick is None:  # one that has no full stop
            found, found_pick = _only_text(record, roles, SHORTEST_TEXT, _is_prose)
        if isinstance(found_pick, str) and NOTES.search(bare(found_pick)):
            return body, pick
    return (found, found_pick) if found.text else (body, pick)


def _has_sentence(text: str) -> bool:
    return "。" in text


def _is_prose(text: str) -> bool:
    """Whether a text without a full stop is one, rather than words or headlines in a row.

    >>> _is_prose("酒廠經過嚴格的審核，正式獲得認證..."), _is_prose("大桥，通车，江城市交通局；新桥，开学典礼")
    (True, False)
    """
    clauses = CLAUSES.split(text)
    return len(HAN.findall(text)) >= USUAL_CLAUSE * len(clauses) and (len(clauses) == 1 or "，" in text)


def _only_text(
    record: Record, roles: Roles, shortest: int, test: Callable[[str], bool] = _has_sentence
) -> tuple[FieldText, Pick | None]:
    """The only long text of a record, whatever it is called; none if there are several, or if it is a remark."""
    taken = {pick for picks in roles.picks.values() for pick in picks} | {*roles.kickers, *roles.decks}
    names = [
        name
        for name, value in record.values.items()
        if type(value) is str and len(value) >= shortest and test(value) and name not in taken
    ]
    if len(names) > 1:  # the text, and the page that it is from
        names = [name for name in names if "</" not in record.values[name]]
    if len(names) != 1 or bare(names[0]).startswith(OTHER_TEXTS):
        return NO_VALUE, None
    return first_value(record, "body", names)


def answered(record: Record, body: FieldText) -> tuple[FieldText, Pick | None]:
    """The headline that is the answer to a text, in sets for training language models."""
    names = list(filter(is_answer, record.values))
    title, pick = first_value(record, "title", names)
    is_short = 0 < len(title.text) < len(body.text) and "\n" not in title.text
    is_wording = any(map(str.isalpha, title.text))  # a number is the answer to a question of which kind something is
    return (title, pick) if is_short and is_wording and not title.text.endswith(("。", "；")) else (NO_VALUE, None)


@lru_cache(maxsize=1 << 10)
def is_answer(name: str) -> bool:
    """Whether a field has the answer of a language model."""
    return bare(name) in ANSWERS


@lru_cache(maxsize=1 << 10)
def _may_be_either(pick: Pick | None) -> bool:
    """Whether the name of a value is one of both a title and a body, such as a summary."""
    return isinstance(pick, str) and bare(pick) in LAST_NAMES["title"]


def with_lead(
    record: Record, leads: Sequence[Pick], paragraphs: tuple[Paragraph, ...], body: Pick | None
) -> tuple[tuple[Paragraph, ...], Pick | None]:
    """The text with the first paragraph that a field of its own has, unless that is in it already; and where it is."""
    lead, pick = first_value(record, "body", leads)
    begin = lead.text.strip()[:LEAD_COMPARED]
    if pick is None or pick == body or "。" not in lead.text or any(begin in each.text for each in paragraphs):
        return paragraphs, body
    return (*paragraphs_of(lead), *paragraphs), Joined((pick, *([body] if body else [])))


def with_headline(
    headlines: tuple[Paragraph, ...], paragraphs: tuple[Paragraph, ...], *, has_title: bool
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Headlines and text: the headline may be the first line of the text, or stand there a second time."""
    first, has_more = paragraphs[0], len(paragraphs) > 1
    if headlines:
        return without_repeated_title(headlines, paragraphs) if has_more else (headlines, paragraphs)
    if has_title:  # a title that is empty
        return bracketed_headline(first), paragraphs
    if has_more and is_headline(first.text):
        return (without_emphasis(first._replace(role="headline")),), paragraphs[1:]
    return headlines, paragraphs


def without_imprint(paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], Mapping[str, str]]:
    """A text without its last line if that says where it was printed: 《江城日报》（2025年03月18日 04版）; and that."""
    last = paragraphs[-1].text if len(paragraphs) > 1 else ""
    if not last.endswith(PAGE_ENDS) or "《" not in last:
        return paragraphs, {}
    from newsgrep.readers.documents.meta_line import meta_line  # the names that it knows are slow to load

    facts = meta_line(last) or {}
    return (paragraphs[:-1], facts) if {"source", "section"} <= facts.keys() else (paragraphs, {})


def has_conversation(record: Record, pick: Pick | None) -> bool:
    """Whether the body is a conversation, whose first line is a question and no headline."""
    return isinstance(pick, str) and is_conversation(record.values.get(pick))


def paragraphs_of(body: FieldText) -> tuple[Paragraph, ...]:
    """The paragraphs of a body, each with its source lines; a value on one source line is one."""
    texts = splitter().read_whole_lines(body.text)
    if body.spread and texts is not None:
        numbered = enumerate(texts)
        return tuple([Paragraph(text, ((0, body.line_at(index)),), "body") for index, text in numbered if text])
    if not body.spread:
        place = ((0, body.start),)
        texts = texts if texts is not None else [text for text, _ in splitter().read_body(body.text)]
        return tuple([Paragraph(text, place, "body") for text in texts if text])
    return tuple(
        Paragraph(text, tuple((offset, body.line_at(line - 1)) for offset, line in lines), "body")
        for text, lines in splitter().read_body(body.text)
    )
