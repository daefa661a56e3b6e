"""The title that agencies put behind the dateline of a report: 新华社江城3月18日电　题：大桥合龙记."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from newsgrep.model import Paragraph, Story

TOLD = lazy_pattern(
    r"([(（【]?(?:[\u3400-\u9fff]{2,8}?(?:社|网|網|報|报|台))[^，。！？：:]{0,24}?[电電讯訊][)）】]?)\s*[题題]\s?[:：]\s?"
    r"(?=[^。；\n]{4,90}$)"
)


def parts_of(paragraph: Paragraph, at: int) -> tuple[Paragraph, Paragraph]:
    """A paragraph parted at a character, with the lines of each part.

    >>> from newsgrep.model import Paragraph
    >>> [part.lines for part in parts_of(Paragraph("大桥合龙两岸争看", ((0, 1), (4, 2))), 4)]
    [((0, 1),), ((0, 2),)]
    >>> [part.lines for part in parts_of(Paragraph("题：大桥合龙", ((0, 1),)), 2)]
    [((0, 1),), ((0, 1),)]
    """
    begin = max(number for number, (start, _) in enumerate(paragraph.lines) if start <= at)
    above = tuple(place for place in paragraph.lines if place[0] < at)
    below = tuple((max(start - at, 0), line) for start, line in paragraph.lines[begin:])
    return (
        paragraph._replace(text=paragraph.text[:at], lines=above or paragraph.lines[:1]),
        paragraph._replace(text=paragraph.text[at:], lines=below),
    )


def with_told_title(story: Story) -> Story:
    """A story whose title is told behind its dateline; the dateline is the first line of its text.

    If another headline is above it, which says the same or more, the line is left to the text.
    """
    lines = story.headlines or story.paragraphs[:1]
    number, match = next(((at, found) for at, line in enumerate(lines) if (found := TOLD.match(line.text))), (0, None))
    if match is None:
        return story
    dateline, title = parts_of(lines[number], match.end())
    others = story.headlines[number + 1 :] if story.headlines else ()
    below = story.paragraphs if story.headlines else story.paragraphs[1:]
    if number:
        line = lines[number]._replace(role="body")
        text = (line, *(other._replace(role="body") for other in others), *below)
        return story._replace(headlines=lines[:number], paragraphs=text)
    title, dateline = title._replace(role="headline"), dateline._replace(text=match[1], role="body")
    return story._replace(headlines=(title, *others), paragraphs=(dateline, *below))
