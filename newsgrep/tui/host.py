"""What browse needs of the program around it: the index, the settings, the user's files and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from newsgrep.analysis import Segmenter
    from newsgrep.engine.base import EngineReader
    from newsgrep.message import Message
    from newsgrep.model import Article
    from newsgrep.printers.style import Style
    from newsgrep.saved import SavedSearches
    from newsgrep.search.search import Request
    from newsgrep.tui.history import History
    from newsgrep.tui.view import View


class Host(NamedTuple):
    """Functions and values of the command line.

    ``open_index`` opens the index, ``stamp`` tells its commits apart without opening it; they raise ``NewsgrepError``
    or ``OSError``. ``request`` is the request for the first articles of a view. ``told`` is what an error says, with
    what to do. ``export`` writes the articles of a view, or those with some ids, to a file; ``save`` keeps a view under
    a name; both say what they did. ``source`` is the file that an article comes from. ``edit`` and ``page`` are command
    lines.
    """

    open_index: Callable[[], tuple[EngineReader, Segmenter]]
    stamp: Callable[[], object]
    request: Callable[[View, int], Request]
    told: Callable[[Exception], Message]
    export: Callable[[EngineReader, Segmenter, View, Sequence[str], Path], Message]
    save: Callable[[str, View], Message]
    source: Callable[[Article], Path | None]
    style: Style
    saved: SavedSearches
    history: History
    edit: Sequence[str] = ()
    page: Sequence[str] = ()
    places: Sequence[str] = ()
