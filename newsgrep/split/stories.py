"""The pieces of a story → ``Story``: headlines, roles, kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgrep.model import Kind, Paragraph, Role, Story
from newsgrep.split.closings import announced, closing, is_organisation
from newsgrep.split.headers import NOTHING, Header
from newsgrep.split.role_words import ROLE
from newsgrep.split.shapes import Shape, has_dateline, is_box_name, is_numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgrep.split.lines import Block
    from newsgrep.split.shapes import Piece

# Of 1,537 tuning articles 925 have one headline, 607 two and 5 three; one more is allowed for other papers.
MOST_HEADLINES = 4
# Of 90 picture texts on the tuning pages 88 have at most 267 characters, the other two over 570.
LONGEST_PHOTO = 400
# One in several paragraphs longer than verse, or with a dateline, is a report with a picture if it is longer: of the tuning pages' 17 with at
# most 200 characters all are pictures, of 22 longer ones all but one are reports.
LONGEST_TOLD = 200
_LONGEST_VERSE = 40
# Of 38 tuning articles of one paragraph 27 are at most this long (median 106); the gold standard has no briefs.
LONGEST_BRIEF = 120
# Advertisements are shorter than reports about a company.
LONGEST_AD = 400

_CONTACT = re.compile(
    r"(?:招商|订购|咨询|服务|加盟|销售|报名|售楼)(?:热线|电话|專線)[:： ]?[\d ()-]{5,}|^(?:地址|電話|电话)[:：].*\d{6,}"
)
# Every such line has one of these; a cheap test that rules out most texts.
_CONTACT_MARK = re.compile("[线線话話址]")
# A short title that is an announcement by itself; long ones are news about announcements.
_ANNOUNCEMENT = re.compile(r"^.{0,12}(?:启事|啟事|声明|聲明|通告|公告|通知|更正|讣告|訃告)(?:\(.{1,8}\))?$")
_BELOW_HEADLINE = re.compile(
    r"^(?:人物(?:小传|名片|简介|档案)|核心阅读|阅读提示|头条看点|内容提要|编者按|开栏的?话|新闻背景|引 {0,2}子|开 {0,2}篇|【.{2,8}】.*)$"
)
_ROLE = re.compile(ROLE)
_PICTURE_TEXT = re.compile(r"(?:^|[。!?;”)】 ])图为|图[①-⑳]|[左右上下]图|[摄攝](?:$|[(/])|供图")


def build_story(pieces: Sequence[Piece], header: Header = NOTHING) -> Story:
    r"""Return the story made of pieces, with the metadata of the header above it.

    >>> from newsgrep.split.page_blocks import read_blocks
    >>> from newsgrep.split.shapes import shaped
    >>> story = build_story([shaped(block) for block in read_blocks("江城新桥通车\n本报记者 陈一帆\n昨日，新桥通车。")])
    >>> [line.text for line in story.headlines], [part.role for part in story.paragraphs]
    (['江城新桥通车'], ['byline', 'body'])
    """
    count = count_headlines(pieces)
    kind = find_kind(pieces, pieces[count:])
    return Story(
        tuple(_paragraph(piece.block, "headline") for piece in pieces[:count]),
        tuple(_paragraphs(pieces[count:], kind)),
        kind,
        *header,
    )


def count_headlines(pieces: Sequence[Piece]) -> int:
    """Return the number of leading pieces that are headlines: short lines, and a bracket or dash line below them."""
    if pieces[0].shape in ("notice", "furniture"):
        return 0
    if pieces[0].shape in ("guide", "ad") or is_box_name(pieces[0].block.head):
        return 1
    count = 0
    while (
        count < min(MOST_HEADLINES, len(pieces))
        and _is_headline(pieces[count].shape, count)
        and not _names_a_box(pieces, count)
        and not (count and pieces[0].block.text.endswith(pieces[count].block.text))  # web dumps repeat the title
    ):
        count += 1
    return count


def _names_a_box(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a line below a headline names what follows it: 人物小传, 核心阅读."""
    return at > 0 and bool(_BELOW_HEADLINE.match(pieces[at].block.head))


def _is_headline(shape: Shape, count: int) -> bool:
    return shape == "title" or (count > 0 and shape == "signature")


def find_kind(pieces: Sequence[Piece], texts: Sequence[Piece]) -> Kind:
    """Return the kind of a story by its form; ``texts`` are the pieces below the headlines."""
    if pieces[0].shape in ("notice", "guide", "furniture"):
        return "notice"
    if _announces(pieces[: len(pieces) - len(texts)] or pieces[:1]) and not any(
        has_dateline(piece.block) for piece in texts[:2]
    ):
        return "notice"
    if (
        pieces[0].shape == "ad"
        or any(_CONTACT_MARK.search(piece.block.tail) and _CONTACT.search(piece.block.tail) for piece in pieces[-6:])
        or _is_company_ad(pieces, texts)
    ):
        return "ad"
    if not texts and all(is_numbered(piece.block) for piece in pieces):
        return "notice"  # a table of contents
    if is_photo(texts):
        return "photo"
    if is_brief(texts):
        return "brief"
    return "article"


def _announces(headlines: Sequence[Piece]) -> bool:
    """Return whether a headline is the title of an announcement: 遗失声明, or 公告 below the name of a company."""
    return any(
        _ANNOUNCEMENT.match(piece.block.head) or announced(piece.block.head) == "announcement" for piece in headlines
    )


def _is_company_ad(pieces: Sequence[Piece], texts: Sequence[Piece]) -> bool:
    """Return whether a short text is headed by the name of a company and says how to reach it, without a dateline."""
    return (
        is_organisation(pieces[0].block.head)
        and sum(len(piece.block.text) for piece in texts) <= LONGEST_AD
        and any(closing(piece.block.tail) == "contact" for piece in texts)
        and not any(has_dateline(piece.block) for piece in texts[:2])
    )


def is_photo(texts: Sequence[Piece]) -> bool:
    """Return whether a story is a picture with its text, by the pieces below the headlines."""
    length = sum(len(piece.block.text) for piece in texts)
    long = sum(piece.shape == "body" and len(piece.block.text) > _LONGEST_VERSE for piece in texts)
    dated = any(has_dateline(piece.block) for piece in texts)
    if (
        not texts
        or length > (LONGEST_TOLD if dated or long > 1 else LONGEST_PHOTO)
        or texts[0].shape in ("byline", "name")
        or any(map(_names_reporter, texts))
    ):
        return False
    return texts[-1].shape in ("credit", "caption", "artwork") or (
        not dated and any(_PICTURE_TEXT.search(piece.block.tail) for piece in texts)
    )


def _names_reporter(piece: Piece) -> bool:
    """Return whether a line of its own says which reporter wrote a text; one below a picture names a photographer."""
    return piece.shape in ("byline", "signature") and bool(_ROLE.search(piece.block.head))


def is_brief(texts: Sequence[Piece]) -> bool:
    """Return whether a story is one short paragraph with a dateline, by the pieces below the headlines."""
    return len(texts) == 1 and len(texts[0].block.text) <= LONGEST_BRIEF and has_dateline(texts[0].block)


def _paragraphs(texts: Sequence[Piece], kind: Kind) -> Iterator[Paragraph]:
    """Yield the paragraphs with their roles; names on a line of their own are a byline only before the text."""
    rest: Role = "caption" if kind == "photo" else "body"
    opening = True
    for piece in texts:
        signed = piece.shape == "byline" or (opening and piece.shape in ("name", "dateline"))
        role: Role = "caption" if piece.shape in ("caption", "credit", "artwork") else rest
        yield _paragraph(piece.block, "byline" if signed else role)
        opening = opening and piece.shape in ("name", "byline", "caption", "credit", "note")


def _paragraph(block: Block, role: Role) -> Paragraph:
    return Paragraph(block.text, block.lines, role)
