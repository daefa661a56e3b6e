"""What all commands say where nothing is found: that it is so, and why, in one line on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.cli.language import tr, translate
from newsgrep.cli.output import note_raw
from newsgrep.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgrep.engine.base import EngineReader
    from newsgrep.search.search import Request


def note_nothing_found(reasons: Iterable[Message] = (), *, about: str = "") -> None:
    """Say that nothing is found, and why; ``about`` is the query, where there are several."""
    sentence = translate(Message("nothing found"))
    if told := tr("; ").join(map(translate, reasons)):
        sentence = tr("{}: {}", sentence, told)
    note_raw(tr("{}: {}", about, sentence) if about else sentence)


def note_nothing_full(engine: EngineReader, request: Request) -> None:
    """Say why no article holds all of a request, beside those that hold some of it; nothing if that is not known."""
    if reasons := reasons_for(engine, request, has_partial=True):
        note_raw(tr("; ").join(map(translate, reasons)))


def reasons_for(engine: EngineReader, request: Request, *, has_partial: bool = False) -> list[Message]:
    """Why a request finds nothing, or only what holds some of it."""
    from newsgrep.search.nothing_found import explain_nothing

    return explain_nothing(engine, request, engine.segmenter(), has_partial=has_partial)
