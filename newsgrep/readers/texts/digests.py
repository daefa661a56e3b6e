"""Digests: stories below headings of days, pages or papers, messages of a chat, briefs, stories below their contents.

What is no story's own shows in that it recurs: headings that are nothing else, heads of messages, lines that are alike
but for their numbers at the beginning or end of stories, titles that are listed above. Without these lines, a story
begins with a title that is listed, with a mark that recurs, above a line of credits, or below what was left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.readers.texts.browser_copies import leads_to_others
from newsgrep.readers.texts.digest_form import digest_form
from newsgrep.readers.texts.digest_frame import may_be_digest
from newsgrep.readers.texts.digest_lines import lines_of
from newsgrep.readers.texts.digest_parser import stories_of
from newsgrep.readers.texts.field_lines import first_lines, with_beginning
from newsgrep.readers.texts.headed_stories import is_text
from newsgrep.readers.texts.parted_stories import rules_part_stories
from newsgrep.readers.texts.recurring_labels import labels_recur

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgrep.readers.field_roles import FieldMap
    from newsgrep.readers.problems import Problem
    from newsgrep.readers.records import Record


def looks_like_digest(head: str) -> bool:
    r"""Whether a text is a digest.

    >>> story = "第0{}版：要闻\n\n{}大桥今日合龙\n江城大桥今天合龙，全长三公里。\n\n"
    >>> looks_like_digest("".join(map(story.format, (1, 2, 3), "一二三"))), looks_like_digest(story.format(1, "一"))
    (True, False)
    """
    if not may_be_digest(first_lines(head)):
        return False
    form = digest_form(list(lines_of(enumerate(with_beginning(head.split("\n"))[0], start=1))))
    return form is not None and not (labels_recur(head) or rules_part_stories(head) or leads_to_others(head))


def read_digest(_path: str, lines: Iterable[str], _: FieldMap) -> Iterator[Record | Problem]:
    """A record per story, with the facts of the headings above it."""
    beginning, rows = with_beginning(lines)
    first = list(lines_of(enumerate(beginning, start=1)))
    form = digest_form(first) or digest_form(first[: len(first) // 2])  # as it was sniffed, if its lines are long
    if form is None:
        return
    for place, story in enumerate(stories_of(form, lines_of(rows))):
        is_masthead = place == 0 and story.title is not None and not any(is_text(line) for _, line in story.text)
        if not is_masthead and not (form.has_heads and story.is_chatter):
            yield story.record(form)
