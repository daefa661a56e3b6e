"""The stories of a document whose titles show by nothing but this: the first lines of all texts are indented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.documents.doc_blocks import BODY, NUMBERED, SHORTEST_TEXT, DocSection, is_text, is_title
from newsgrep.readers.documents.letterheads import ISSUE
from newsgrep.readers.documents.meta_line import DAY
from newsgrep.readers.texts.field_lines import share
from newsgrep.readers.texts.markdown_headlines import are_headlines
from newsgrep.readers.texts.markdown_names import is_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgrep.readers.documents.doc_blocks import DocBlock

# Titles that tell the form, and the share of the texts that is indented, or of the titles that is parted from above.
FEWEST_TITLES, MOST = 3, 0.9


def indented_sections(blocks: Sequence[DocBlock]) -> list[DocSection]:
    """The stories of a document whose texts are indented and whose titles are not, below what is above them all.

    Empty if these are no headlines. Headings within one story look the same: so the number of an issue or the name of a
    digest must be above all of them, or a blank paragraph above each but the first.
    """
    is_indented = [block.text[:1].isspace() and block.level == BODY for block in blocks]
    begins = [
        at for at in range(len(blocks) - 1) if is_indented[at + 1] and not is_indented[at] and _is_headline(blocks[at])
    ]
    texts = [at for at, block in enumerate(blocks) if len(block.text.strip()) >= SHORTEST_TEXT]
    if len(begins) < FEWEST_TITLES or share(is_indented[at] for at in texts) < MOST or is_text(blocks[: begins[0]]):
        return []
    above = blocks[: begins[0]]
    is_issue = any(ISSUE.search(block.text) for block in above) or any(is_digest(block.text) for block in above[:1])
    is_parted = [blocks[at].number - blocks[at - 1].number > 1 for at in begins[1:]]
    found = [
        DocSection([blocks[begin]], list(blocks[begin + 1 : end]), {})
        for begin, end in zip(begins, [*begins[1:], len(blocks)], strict=True)
    ]
    heads = [(section.headings[0].text.strip(), [line.text for line in section.paragraphs]) for section in found]
    is_several = (is_issue or share(is_parted) >= MOST) and are_headlines(heads)
    return [DocSection([], list(above), {})] * bool(above) + found if is_several else []


def _is_headline(block: DocBlock) -> bool:
    """Whether a paragraph may be a headline, and has neither a number nor a day."""
    return is_title(block) and not NUMBERED.match(block.text) and not DAY.search(block.text)
