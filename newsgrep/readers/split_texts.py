"""The text of a page → its stories, without what is around them, and with the facts that the lines there tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.model import Article, Paragraph
from newsgrep.readers.front_matter import apply_front_matter, parse_front_matter
from newsgrep.readers.lines import page_of
from newsgrep.readers.texts.browser_copies import with_known_title, without_browser
from newsgrep.readers.texts.copied_pages import source_of_dateline, take_dateline, take_facts_below, without_page
from newsgrep.readers.texts.page_ends import without_end
from newsgrep.readers.texts.page_frames import without_top
from newsgrep.readers.texts.story_files import (
    is_one_story,
    joined_story,
    section_in_path,
    take_facts,
    take_translation,
    with_fewer_headlines,
    with_title,
    without_box,
    without_caption,
    without_entities,
    without_ordinals,
    without_rule,
    without_rules,
)
from newsgrep.readers.texts.wire_titles import with_told_title
from newsgrep.text.dates import date_in_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgrep.model import Page, Story
    from newsgrep.split import TextKind


def stories_of_text(
    path: str, lines: Iterable[str], known: Mapping[str, str], texts: TextKind = "auto"
) -> Iterator[Article]:
    """The stories of a text, each with the metadata of its page and its own byline; ``known`` is what the path says."""
    from newsgrep.split import split  # its patterns are slow to compile, and an update that reads no text needs none

    whole = without_entities(page_of(lines))
    found = without_browser(whole)
    whole = whole if found else without_top(whole)
    text = without_page(whole)
    copied, told = found or (whole, {})
    bare, below = take_facts_below(text if copied is whole else without_page(copied))
    bare, facts = parse_front_matter(bare)
    bare, dateline = take_dateline(bare)
    bare, further = take_facts(bare)
    bare, translation = take_translation(bare)
    facts = below | further | facts | told
    page = split(bare, texts=texts)
    is_one = copied != whole or is_one_story(path, bare, page.stories)
    if texts == "auto" and len(page.stories) > 1 and is_one:
        page = page._replace(stories=(joined_story(page.stories),))
    if len(page.stories) == 1:
        story = page.stories[0] if copied != whole else without_end(page.stories[0])
        story = with_known_title(without_rule(story), told.get("title"))
        story = with_fewer_headlines(without_box(without_caption(with_title(story))))
        page = page._replace(stories=(story,))
    page = page._replace(stories=tuple(map(with_told_title, without_ordinals(without_rules(page.stories)))))
    if bare != text and len(page.stories) > 1:  # on a page such lines belong to one story, not to all
        page, facts, dateline, translation = split(text, texts=texts), {}, "", ()
    for number, story in enumerate(page.stories, start=1):
        article = apply_front_matter(_article(path, number, page, story, known.get("date")), facts)
        article = _with_dateline(article, dateline) if dateline else article
        article = article._replace(paragraphs=(*translation, *article.paragraphs))
        yield _titled(article, known["title"]) if "title" in known and len(page.stories) == 1 else article


def _with_dateline(article: Article, line: str) -> Article:
    """An article with what the dateline above its title says."""
    from newsgrep.split import find_dateline

    found = find_dateline((Paragraph(line, ((0, article.line),), "body"),))
    return article._replace(
        source=article.source or source_of_dateline(line),
        agency=found.agency or article.agency,
        place=found.place or article.place,
    )


def _titled(article: Article, title: str) -> Article:
    """An article with the title that its path says; what was taken for one is text, unless it is the same."""
    if article.title == title:
        return article
    text = tuple(line._replace(role="body") for line in article.headlines)
    headline = Paragraph(title, ((0, article.line),), "headline")
    return article._replace(headlines=(headline,), paragraphs=(*text, *article.paragraphs))


def _article(path: str, number: int, page: Page, story: Story, date: str | None) -> Article:
    from newsgrep.split import find_dateline, find_people

    return Article(
        path=path,
        key=str(number),
        headlines=story.headlines,
        paragraphs=story.paragraphs,
        kind=story.kind,
        date=story.date or page.date or date or date_in_path(path),
        source=story.source or page.source,
        section=story.section or page.section or section_in_path(path),
        **find_people(story.paragraphs)._asdict(),
        **find_dateline(story.paragraphs)._asdict(),
    )
