"""Text files of one story each, as corpora and crawlers write them: what their form and their path tell."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from newsgrep.model import Paragraph
from newsgrep.readers.han import HAN
from newsgrep.readers.texts.copied_pages import head_of_post
from newsgrep.readers.texts.headed_stories import facts_on
from newsgrep.readers.texts.labelled_blocks import RULE, is_mark, labelled
from newsgrep.readers.texts.page_frames import PICTURED, is_credit
from newsgrep.readers.texts.ruled_blocks import facts_of
from newsgrep.readers.texts.section_names import SECTION_NAMES
from newsgrep.text.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgrep.model import Story

# 20250318-01-02.txt: date, page, article; rmrb_2025-03-18_01_02, 2025-03-18-A03-2.
NUMBERED = lazy_pattern(
    r"(?:[\w]{1,12}[_-])?(?:19|20)\d{2}-?\d{2}-?\d{2}[-_](?:第)?([A-Z]?\d{1,2})版?[-_]\d{1,3}(?:[-_]\D.*)?"
)
# 第01版：要闻, A03版_民生.
PAGE = lazy_pattern(r"(?:第\s?)?([A-Z]?\d{1,3})\s?版(?:[-_：: ]{1,2}([\u3400-\u9fff]{1,8}))?")
# The last line of a text in databases: 【2025-03-18/江城日报/A3版/要闻】
SIGNED = lazy_pattern(r"【([^【】\n]{8,60})】\s*$")
# The same as a line above the title, in brackets of any kind.
BOXED_FACTS = lazy_pattern(r"【[^【】]{8,60}】|\[[^\[\]]{8,60}\]|[（(][^（）()]{8,60}[)）]")
COUNTED = lazy_pattern(r"[（(]?([一二三四五六七八九十]{1,3}|\d{1,2})[)）]?\s?[、.．]\s?(?=[^\d\s]|(?:19|20)\d\d年)")
HAN_DIGITS = ("", *"一二三四五六七八九")
HAN_NUMERALS = tuple(f"{tens}{one}" for tens in ("", "十", "二十", "三十") for one in HAN_DIGITS if tens or one)
DIGIT_NUMERALS = tuple(map(str, range(1, 100)))
FEWEST_COUNTED = 3
INDENT = "\u3000"
# Entities that no one writes, and all.
CRAWLED = lazy_pattern(r"&(?:nbsp|[lr]dquo|quot|hellip|mdash|middot|#\d{2,5});")
ENTITY = lazy_pattern(r"&(?:[a-z]{2,6}|#\d{2,5});", re.IGNORECASE)
# Lines at the top that may be facts of a story, the lines of its title, and the longest address.
MOST_TOP_LINES, MOST_TITLES, LONGEST_FACTS = 8, 2, 2000
# A line with which no headline of several goes on: it leads to others, begins or numbers a part, is a day or has one
# behind a name.
NO_HEADLINE = lazy_pattern(
    r".*[:：]|【[^【】]*[:：][^【】]*】|[【\[(（]\s?(?:文|图文|作者)\s?[/／|｜:：].{2,40}[】\])）]|"
    r"[(（](?:[^()（）]{0,16}(?:[攝摄]|提供|[圖图]片?|照片?|截[圖图]))[)）]|[\u3400-\u9fff]{2,10}(?:院|局|社|系|部|会|會|所|中心|大学|大學|公司)[\s\u3000]+[\u3400-\u9fff]{2,3}|[一二三四五六七八九十]{1,2}(?:、.*)?|"
    r"(?:[\u3400-\u9fff]{2,16}[\s\u3000]{0,4})?(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}(?:\s?[-/.月]\s?\d{1,2})?\s?[日月]?"
)
NAME = lazy_pattern("[\u3400-\u9fff]{2,3}")
# The title of a translation, below one in Chinese.
ENGLISH = lazy_pattern(r"(?=.{12,200}$)(?:[A-Za-z][A-Za-z'’.-]*[\s,:;&]+){3}[^\u3400-\u9fff]*[^\u3400-\u9fff.;,]")
MOST_HEADLINES, LONGEST_HEADLINE, FEWEST_PARAGRAPHS = 4, 60, 2
# The first line of a story as long as this may be its title, if no sentence ends in it.
LONGEST_TITLE = 160
BOXED_TITLE, IN_BRACKETS = lazy_pattern("【([^【】]{4,120})】"), lazy_pattern(r"\[[^\[\]\n]{2,80}\]")
SENTENCE_END, LETTER = lazy_pattern(r"[。；;]|[!?！？…]$"), lazy_pattern(r"\w")
# A single story is hardly ever split into more; what is split into more is a page, whatever its name.
MOST_OF_ONE = 2


def section_in_path(path: str) -> str | None:
    """The section that a path names: a page in the name of the file, or a folder named like a section.

    >>> [section_in_path(path) for path in ("20250318/20250318-01-02.txt", "THUCNews/社会/4.txt", "稿件/4.txt")]
    ['01版', '社会', None]
    """
    folders, _, name = path.rpartition("/")
    folder, stem = folders.rpartition("/")[2], _stem(name)
    if match := NUMBERED.fullmatch(stem):
        page = match[1]
        return f"{page if page[:1].isalpha() else page.zfill(2)}版"
    if match := PAGE.fullmatch(stem) or PAGE.fullmatch(folder):
        return " ".join(filter(None, (f"{match[1]}版", match[2])))
    return folder if folder in SECTION_NAMES else None


def _stem(name: str) -> str:
    """The name of a file without its suffix."""
    return name.rpartition(".")[0] or name


def is_one_story(path: str, text: str, stories: Sequence[Story]) -> bool:
    """Whether a file that was split into several stories has only one.

    Its name numbers the story, and it was split into two; or only lines at its top are not indented; or what was taken
    for the first story is a long headline.
    """
    is_numbered = NUMBERED.fullmatch(_stem(path.rpartition("/")[2])) is not None
    return (is_numbered and len(stories) <= MOST_OF_ONE) or _is_indented(text) or _is_below_title(stories)


def _is_below_title(stories: Sequence[Story]) -> bool:
    """Whether the first of two stories is a line that is no sentence, and the other has no headline."""
    if len(stories) != MOST_OF_ONE or any(story.headlines for story in stories):
        return False
    return _is_title(tuple(line for story in stories for line in story.paragraphs)) and len(stories[0].paragraphs) == 1


def _is_title(lines: Sequence[Paragraph]) -> bool:
    """Whether the first of some paragraphs is no sentence, however long, and the next is one."""
    if len(lines) < MOST_OF_ONE:
        return False
    first, after = lines[:MOST_OF_ONE]
    return bool(
        not SENTENCE_END.search(first.text)
        and len(first.text) <= LONGEST_TITLE
        and SENTENCE_END.search(after.text)
        and first.line < after.line
        and not is_credit(first.text)
    )


def _is_indented(text: str) -> bool:
    r"""Whether only lines at the top of a text are not indented.

    >>> _is_indented("新桥通车\n\u3000\u3000昨日，新桥通车。\n\u3000\u3000全长三公里。\n")
    True
    >>> _is_indented("新桥通车\n\u3000\u3000昨日，新桥通车。\n新馆开放\n\u3000\u3000新馆昨日开放。\n")
    False
    """
    lines = [line for line in text.split("\n") if line.strip()]
    top = next((at for at, line in enumerate(lines) if line.startswith(INDENT)), 0)
    below = lines[top:]
    return (
        0 < top <= MOST_HEADLINES
        and all(len(line) <= LONGEST_HEADLINE for line in lines[:top])
        and len(below) >= FEWEST_PARAGRAPHS
        and all(line.startswith(INDENT) for line in below)
    )


def take_facts(text: str) -> tuple[str, dict[str, str]]:
    r"""A text without the lines of facts around its title, such as an address and a date, and these facts.

    The lines are emptied but kept. The first line of a page may have its date; it is left to the splitter.

    >>> take_facts("https://j.example/1\n新桥通车\n2025-03-18 江城日报\n昨日，新桥通车。")
    ('\n新桥通车\n\n昨日，新桥通车。', {'date': '2025-03-18', 'source': '江城日报', 'url': 'https://j.example/1'})
    """
    lines = text.split("\n", MOST_TOP_LINES)
    facts: dict[str, str] = {}
    titles = 0
    for index, line in enumerate(lines[:MOST_TOP_LINES]):
        if not titles and not facts and (head := head_of_post(line.strip())):
            facts, lines[index] = head, ""
            continue
        found = _facts_in(line.strip()) if len(line) < LONGEST_FACTS and not labelled(line.strip()) else None
        if found and (titles or "url" in found or _is_signature(line, found)):
            facts = {**found, **facts}
            lines[index] = ""
            if titles > 1 and "author" not in facts and (author := _author_above(lines[:index], found)):
                name = next(at for at in range(index - 1, 0, -1) if lines[at].strip())
                facts, lines[name] = {**facts, "author": author}, ""
        elif line.strip():
            titles += 1
            if titles > MOST_TITLES or len(line) > LONGEST_HEADLINE:
                break
    text = "\n".join(lines)
    if below := SIGNED.search(text, max(0, len(text) - LONGEST_FACTS)):
        found = facts_of(below[1])
        if found and "date" in found:
            text, facts = text[: below.start(1) - 1], found | facts
    return text, facts


def take_translation(text: str) -> tuple[str, tuple[Paragraph, ...]]:
    r"""A text without the English title below its Chinese one, and this as a paragraph.

    >>> take_translation("大桥合龙\nRiver City Closes Its Bridge\n\n大桥今日合龙。")[0]
    '大桥合龙\n\n\n大桥今日合龙。'
    """
    lines = text.split("\n", MOST_TOP_LINES)
    filled = [at for at, line in enumerate(lines[:MOST_TOP_LINES]) if line.strip()]
    title, below = (lines[at].strip() for at in filled[:MOST_TITLES]) if len(filled) > MOST_TITLES else ("", "")
    if not (HAN.search(title) and len(title) <= LONGEST_HEADLINE and ENGLISH.fullmatch(below)):
        return text, ()
    lines[filled[1]] = ""
    return "\n".join(lines), (Paragraph(below, ((0, filled[1] + 1),), "body"),)


def _is_signature(line: str, facts: Mapping[str, str]) -> bool:
    """Whether a line of facts is one of those in brackets that databases print above a title."""
    return facts.keys() >= {"date", "source"} and BOXED_FACTS.fullmatch(line.strip()) is not None


def _author_above(lines: Sequence[str], facts: Mapping[str, str]) -> str:
    """The names on the line between a title and the paper and day below it; empty if there are none."""
    from newsgrep.split.names import is_name_line

    line = next((line.strip() for line in reversed(lines) if line.strip()), "")
    is_told = facts.keys() >= {"date", "source"} and line not in SECTION_NAMES
    return line if is_told and is_name_line(line) else ""


def _facts_in(line: str) -> dict[str, str] | None:
    """The facts of a line; a word beside a source and a date may be the name of its author."""
    if (found := facts_of(line)) or not line:
        return found
    facts = facts_on(line) or {}
    if not {"source", "date"} <= facts.keys():
        return None
    word = facts.get("section", "")
    if word in SECTION_NAMES or not word:
        return facts
    facts = {role: fact for role, fact in facts.items() if role != "section"}
    return {"author": word, **facts} if NAME.fullmatch(word) else facts


def with_title(story: Story) -> Story:
    """The only story of a file; if it has no headline, a first line that is no sentence is it, however long."""
    if story.headlines or not _is_title(story.paragraphs):
        return story
    first, *rest = story.paragraphs
    return story._replace(headlines=(first._replace(role="headline"),), paragraphs=tuple(rest))


def without_caption(story: Story) -> Story:
    """A story whose headline is no line in brackets of which there are more in its text, such as [图1：…]."""
    first = story.headlines[0] if story.headlines else None
    if not first or not IN_BRACKETS.fullmatch(first.text):
        return story
    if not any(IN_BRACKETS.fullmatch(line.text) for line in story.paragraphs):
        return story
    text = tuple(line._replace(role="body") for line in story.headlines)
    return story._replace(headlines=(), paragraphs=(*text, *story.paragraphs))


def without_box(story: Story) -> Story:
    """A story without the brackets around its only headline: 【大桥合龙】."""
    if len(story.headlines) != 1 or not (boxed := BOXED_TITLE.fullmatch(story.headlines[0].text)):
        return story
    return story._replace(headlines=(story.headlines[0]._replace(text=boxed[1]),))


def with_fewer_headlines(story: Story) -> Story:
    """The only story of a file, whose headlines end above a line that leads to others, numbers a part, or is a day.

    On a page what is above the first sentence is headlines; here it may be a greeting or the heading of a part.
    """
    others = enumerate(story.headlines[1:], start=1)
    end = next((at for at, line in others if NO_HEADLINE.fullmatch(line.text) or PICTURED.search(line.text)), None)
    if end is None:
        return story
    text = tuple(line._replace(role="body") for line in story.headlines[end:])
    return story._replace(headlines=story.headlines[:end], paragraphs=(*text, *story.paragraphs))


def without_entities(text: str) -> str:
    """A text with the characters that entities of HTML stand for, if a crawler has left any in it.

    >>> without_entities("&ldquo;大桥&rdquo;&nbsp;&lt;3"), without_entities("&lt; 是小于号，AT&T")
    ('“大桥” <3', '&lt; 是小于号，AT&T')
    """
    if "&" not in text or not CRAWLED.search(text):
        return text
    return ENTITY.sub(lambda match: unescape(match[0]).replace("\xa0", " "), text)


def without_rule(story: Story) -> Story:
    """A story without the rule below its headline, or below its first line, and that at its end."""
    *others, last = story.paragraphs or (None,)
    story = story._replace(paragraphs=tuple(others)) if last and others and is_mark(last.text) else story
    at = 0 if story.headlines else 1
    is_below = len(story.paragraphs) > at + 1 and RULE.fullmatch(story.paragraphs[at].text)
    return story._replace(paragraphs=story.paragraphs[:at] + story.paragraphs[at + 1 :]) if is_below else story


def without_rules(stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """The stories but those that are rules or signs alone, which part the others."""
    filled = tuple(
        story
        for story in stories
        if story.headlines or any(LETTER.search(line.text) and not is_mark(line.text) for line in story.paragraphs)
    )
    return filled or stories


def without_ordinals(stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """The stories of a digest without the numbers before their headlines, if these count (一、二、三)."""
    firsts = [story.headlines[0] for story in stories if story.headlines]
    found = [match for first in firsts if (match := COUNTED.match(first.text))]
    marks = [match[1] for match in found]
    counted = any(marks == list(numerals[: len(marks)]) for numerals in (HAN_NUMERALS, DIGIT_NUMERALS))
    if len(marks) < FEWEST_COUNTED or len(marks) < len(firsts) or not counted:
        return stories
    return tuple(
        story._replace(
            headlines=(
                story.headlines[0]._replace(text=COUNTED.sub("", story.headlines[0].text, count=1)),
                *story.headlines[1:],
            )
        )
        if story.headlines
        else story
        for story in stories
    )


def joined_story(stories: tuple[Story, ...]) -> Story:
    """One story of those that a file was split into: headlines of later ones are paragraphs of the first."""
    first, *others = stories
    paragraphs = [*first.paragraphs]
    for story in others:
        paragraphs += [line._replace(role="body") for line in story.headlines]
        paragraphs += story.paragraphs
    return first._replace(paragraphs=tuple(paragraphs), kind="article")
