"""The headings of a document whose styles name none: paragraphs in larger or bold letters, or above each page."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgrep.readers.documents.doc_blocks import (
    BODY,
    BOXED,
    LONGEST_SECTION,
    LONGEST_TITLE,
    NUMBERED,
    SHORTEST_TEXT,
    DocBlock,
    TableBlock,
)
from newsgrep.readers.documents.word_styles import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    Looks: TypeAlias = Sequence[tuple[DocBlock, "Letters"]]

# A paragraph that looks like a heading has letters so much larger than most of the text.
LARGER = 1.2
# Bold paragraphs that are titles are so many, and such a part of them is bold or has text below.
FEWEST_BOLD, MOST_BOLD = 3, 0.8
# Sections of which each has its name in larger letters than the headlines.
FEWEST_NAMED = 2
# Pages that someone parted with a story on each.
FEWEST_PAGES = 3


class Letters:
    """How the letters of a paragraph look: their sizes, how many are bold, and whether it is centred."""

    def __init__(self) -> None:
        self.centred = False
        self.sizes: Counter[int] = Counter()
        self.bold = 0

    @property
    def size(self) -> int:
        """The size of most letters; 0 if there are none."""
        return self.sizes.most_common(1)[0][0] if self.sizes else 0


def with_shown_headings(
    found: Iterable[DocBlock | TableBlock], styled: Looks, pages: Sequence[int]
) -> list[DocBlock | TableBlock]:
    """The blocks; where no style names a heading, short paragraphs in larger letters are headings.

    ``styled`` are the paragraphs with their letters, ``pages`` where pages begin in it.
    """
    named = sum(block.level < BODY for block, _ in styled)
    if named:
        display = _bold_levels(styled, set()) if named == 1 else {}
        found = [block for block in found if isinstance(block, TableBlock) or block.level != CONTENTS]
    else:
        sizes: Counter[int] = Counter()
        for _, letters in styled:
            sizes.update(letters.sizes)
        usual = sizes.most_common(1)[0][0] if sizes else 0
        shown = {at for at, (block, letters) in enumerate(styled) if _is_display(block, letters, usual)}
        display = _bold_levels(styled, shown) if len(shown) == 1 else {}
        display.update(_levels_by_size(styled, shown) or dict.fromkeys(_page_titles(styled, pages), 1))
    return [
        block._replace(level=display.get(block.number, block.level)) if isinstance(block, DocBlock) else block
        for block in found
    ]


def _bold_levels(styled: Looks, shown: set[int]) -> dict[int, int]:
    """The levels of short bold paragraphs if there are several, and most have a paragraph of text below.

    A name right above one of these is that of a section, and not counted; nor are those ``shown`` otherwise.
    """
    bold = [at for at, (block, letters) in enumerate(styled) if _is_bold(block, letters) and at not in shown]
    names = {
        at for at, below in pairwise(bold) if below == at + 1 and len(styled[at][0].text.strip()) <= LONGEST_SECTION
    }
    titles = [at for at in bold if at not in names]
    texts = (styled[at + 1][0].text for at in titles if at + 1 < len(styled))
    if sum(len(text) >= SHORTEST_TEXT for text in texts) < max(FEWEST_BOLD, MOST_BOLD * len(titles)):
        return {}
    return {styled[at][0].number: BODY - 2 if at in names else BODY - 1 for at in bold}


def _levels_by_size(styled: Looks, shown: set[int]) -> dict[int, int]:
    """The levels of short paragraphs in larger or bold letters: one, unless those in the largest are sections.

    Such are right above headlines in smaller letters, of which there are more; only the name of the whole is not.
    So are names in brackets: 【国内】.
    """
    boxed = {at for at in shown if at + 1 in shown and BOXED.fullmatch(styled[at][0].text.strip())}
    if FEWEST_NAMED <= len(boxed) < len(shown):
        return {styled[at][0].number: 1 if at in boxed or not at else 2 for at in sorted(shown)}
    names = {at for at in shown if at + 1 in shown and styled[at][1].size > styled[at + 1][1].size}
    least = min((styled[at][1].size for at in names), default=0)
    are_all = all(at in names for at in shown if at and styled[at][1].size >= least)
    others = sum(styled[at][1].size < least for at in shown)
    are_sections = are_all and FEWEST_NAMED <= len(names - {0}) < others
    return {styled[at][0].number: 2 if are_sections and styled[at][1].size < least else 1 for at in sorted(shown)}


def _page_titles(styled: Looks, begins: Sequence[int]) -> list[int]:
    """The numbers of the first paragraphs of pages, if each page with text begins with a title of its own."""
    ends = [*begins[1:], len(styled)]
    pages = [[block for block, _ in styled[at:end]] for at, end in zip(begins, ends, strict=True)]
    with_text = [page for page in pages if any(len(block.text) >= SHORTEST_TEXT for block in page[1:4])]
    titles = {page[0].text for page in with_text if _is_title_of_page(page[0])}
    is_each = len(titles) == len(with_text) >= max(FEWEST_PAGES, len(pages) - 1)
    return [page[0].number for page in with_text] if is_each else []


def _is_title_of_page(block: DocBlock) -> bool:
    """Whether the first paragraph of a page is a title, rather than what goes on or the name of a part of a story."""
    text = block.text.strip()
    is_part = NUMBERED.match(text) or text.startswith(("附", "目录", "续"))
    return len(text) <= LONGEST_TITLE and not text.endswith(("。", "；", "，", "：")) and not is_part


def _is_bold(block: DocBlock, letters: Letters) -> bool:
    text = block.text.strip()
    is_short = len(text) <= LONGEST_TITLE and not text.endswith(("。", "；", "，", "："))
    return block.level == BODY and is_short and letters.bold >= MOST_BOLD * len(text)


def _is_display(block: DocBlock, letters: Letters, usual: int) -> bool:
    """Whether a paragraph has the form of a heading: short, larger than most of the text, or centred and bold."""
    text = block.text.strip()
    if len(text) > LONGEST_TITLE or text.endswith(("。", "；", "，")):
        return False
    is_large = bool(usual) and letters.size >= LARGER * usual
    is_bold = 2 * letters.bold > len(text)
    return is_large or (letters.centred and is_bold)
