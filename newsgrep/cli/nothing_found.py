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


def reasons_for(engine: EngineReader, request: Request) -> list[Message]:
    """Why a request finds nothing."""
    from newsgrep.search.nothing_found import explain_nothing

    return explain_nothing(engine, request, engine.segmenter())
