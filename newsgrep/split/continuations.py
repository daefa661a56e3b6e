"""Lines that go on with the story above them, whatever they look like: numbered sections, side boxes, speakers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.split.author_lines import is_listed, is_province
from newsgrep.split.shapes import is_short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgrep.split.shapes import Piece

_NUMERALS = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"[“「【\[]?[(第]?(\d{{1,2}}|[{_NUMERALS}]{{1,3}})(?:[)、章节讲条]|\.(?!\d)| +(?=[^\d ])|$)")
_SIDE_BOX = re.compile(
    r"[■▲●◆★○□\[【〔(]*(?:(?:相关|新闻)?链接|(?:延伸|相关)阅读|相关(?:报道|新闻)|新闻(?:背景|助读)|背景(?:资料|链接|新闻)?|名词解释|(?:记者|采访)手记|[本编][台报者]短评"
    r"|(?:专家|编辑)?点评|人物(?:小传|简介|名片)|小(?:贴士|资料|知识)|资料|编后|附[:文]?)[\]】〕):]*(?:$|(?<=[\]】〕):]))"
)
# ▲ 江城新桥通车: a mark before the headline of an item, or before a subhead.
_BULLET = re.compile(r"[●■◆○□★▲▶◎☆△▼※•] ?(?=[^●■◆○□★▲▶◎☆△▼※• ])")
_LEAST_ITEMS = 3
_SPEECH, _FARTHEST_COLON = re.compile(r"([^:，。!? ]{1,8}):"), 9
# A name before a colon at the beginning of so many blocks, one of them a text, is that of a speaker.
_LEAST_SPEECHES = 3
WHO_ASKS = frozenset({"记者", "问", "答", "提问"})
# Labels that need no text beside them: of who asks, and of the dates in a programme.
_LABELS = WHO_ASKS | {"主持人", "主持", "时间", "地点", "時間", "地點"}
_INTRODUCTION = 12
# So many provinces, each on a line of its own, divide a list.
_LEAST_PROVINCES = 3


def number_of(head: str) -> int | None:
    """Return the number before a section, or None.

    >>> [number_of(head) for head in ("二、桥面", "(12)早市", "3 灯光", "第四章 附则", "“第30条”", "三里长桥")]
    [2, 12, 3, 4, 30, None]
    """
    match = _NUMBERED.match(head)
    if not match:
        return None
    if match[1].isdigit():
        return int(match[1])
    tens, ten, ones = match[1].rpartition("十")
    return (_NUMERALS.find(tens or "一") + 1) * 10 * bool(ten) + _NUMERALS.find(ones) + 1 if ones or ten else None


def is_side_box(head: str) -> bool:
    """Return whether a narrowed line names a box that belongs to the story above.

    >>> [is_side_box(head) for head in ("■新闻链接", "相关报道:", "[本台短评]说家常话", "链接两岸的新桥")]
    [True, True, True, False]
    """
    return bool(_SIDE_BOX.match(head))


def introduces(tail: str) -> bool:
    """Return whether the narrowed end of a text announces what follows.

    >>> introduces("昨日江城网刊出署名文章,全文如下:"), introduces("昨日,新桥通车。")
    (True, False)
    """
    return tail[-1:] == ":" and len(tail) > _INTRODUCTION


def without_bullet(head: str) -> str:
    """Return a narrowed line without the bullet at its beginning.

    >>> without_bullet("▲ 江城新桥通车"), without_bullet("江城新桥通车")
    ('江城新桥通车', '江城新桥通车')
    """
    match = _BULLET.match(head)
    return head[match.end() :] if match else head


def find_bullets(pieces: Sequence[Piece]) -> frozenset[str]:
    """Return the bullets that begin several short lines above a text, as in a row of items.

    >>> from newsgrep.split.lines import make_block
    >>> from newsgrep.split.shapes import shaped
    >>> lines = ("▲新桥通车", "昨日，新桥通车。", "▲新馆开放", "昨日，新馆开放。", "▲早市搬迁", "昨日，早市搬到桥头。")
    >>> sorted(find_bullets([shaped(make_block(line, ((0, 1),), 0)) for line in lines]))
    ['▲']
    """
    counts = Counter(
        piece.block.head[0]
        for piece, below in pairwise(pieces)
        if piece.shape in ("title", "caption")
        and below.shape == "body"
        and is_short(piece.block)
        and _BULLET.match(piece.block.head)
    )
    return frozenset(bullet for bullet, count in counts.items() if count >= _LEAST_ITEMS)


def find_entries(pieces: Sequence[Piece]) -> frozenset[int]:
    """Return the indexes of the lines of a list by provinces: their names, what is below them, and persons with offices.

    Names above sentences are entries, too: a province alone is no headline of a story.

    >>> from newsgrep.split.lines import make_block
    >>> from newsgrep.split.shapes import shaped
    >>> lines = ("云南", "江城船舶焊工班党支部", "贵州", "江城大学党委", "陕西", "江城书店")
    >>> sorted(find_entries([shaped(make_block(line, ((0, 1),), 0)) for line in lines]))
    [0, 1, 2, 3, 4, 5]
    """
    provinces = [at for at, piece in enumerate(pieces) if is_province(piece.block.head)]
    if len(provinces) < _LEAST_PROVINCES:
        return frozenset()
    entries = {at for at, piece in enumerate(pieces) if is_listed(piece.block.head)}
    # Below the last name, the headline of the next story may be among the short lines.
    end = next((at for at in range(provinces[-1], len(pieces)) if pieces[at].shape == "notice"), len(pieces))
    for first, after in pairwise([*provinces, end]):
        if not any("。" in piece.block.tail for piece in pieces[first:after]):
            entries.update(range(first, after))
    return frozenset(entries.union(provinces[:-1]))


def find_speakers(pieces: Sequence[Piece]) -> frozenset[str]:
    """Return the names before a colon that begin several blocks, as in interviews and round-tables.

    >>> from newsgrep.split.lines import make_block
    >>> from newsgrep.split.shapes import shaped
    >>> lines = ("记者：桥何时通车？", "陈一帆：桥昨日通车。") * 3
    >>> sorted(find_speakers([shaped(make_block(line, ((0, 1),), 0)) for line in lines]))
    ['记者', '陈一帆']
    """
    counts = Counter(_named(piece.block.head for piece in pieces))
    often = {name for name, count in counts.items() if count >= _LEAST_SPEECHES}
    if not often:
        return frozenset()
    return frozenset(
        often.intersection(_LABELS.union(_named(piece.block.head for piece in pieces if piece.shape == "body")))
    )


def speaker_of(head: str) -> str | None:
    """Return what is before the colon at the beginning of a narrowed text, None without one."""
    match = _SPEECH.match(head) if ":" in head[:_FARTHEST_COLON] else None
    return match[1] if match else None


def _named(heads: Iterable[str]) -> Iterable[str]:
    return filter(None, map(speaker_of, heads))
