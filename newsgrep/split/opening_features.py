"""The feature tables that decide whether a story begins at a boundary.

The names and values of features are keys in ``weights.json``; after a change, the weights have to be learned again.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING

from newsgrep.split.boundary import ends_with_sender
from newsgrep.split.linear_model import Feature, binned, bucket, capped, char_class, pair, triple
from newsgrep.split.shapes import is_numbered, leads_on, opens_news
from newsgrep.split.small_items import SMALL

if TYPE_CHECKING:
    from newsgrep.split.boundary import Boundary

_COLUMN = re.compile(r"\([^()]{2,24}\)$")

_TITLE_LENGTHS = (4, 6, 8, 10, 12, 14, 16, 18, 20, 23, 27, 32, 40)
_TEXT_LENGTHS = (20, 40, 60, 80, 120, 180, 260, 400)
_PICTURE_LENGTHS = (40, 60, 80, 100, 120, 160, 200, 260, 330, 400, 600)
_AHEAD_LENGTHS = (0, 60, 120, 200, 300, 450, 700, 1000, 1500)
_FEW_CHARACTERS = _AHEAD_LENGTHS[:6]
_COUNTS, _FEW = (0, 1, 2, 3, 4, 6, 8, 12, 16, 24), (0, 1, 2, 4, 8, 16)
_SHARES = (0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75)
_DIFFERENCES = (-0.4, -0.3, -0.2, -0.1, -0.05, 0, 0.05, 0.1, 0.2, 0.4)


def _length(place: Boundary) -> int:
    return bucket(place.page.lengths[place.first], _TITLE_LENGTHS)


def _tiny_first(place: Boundary) -> bool:
    return place.lines > 1 and place.page.lengths[place.first] <= 4


def _has(mark: str) -> Feature:
    return Feature(f"has {mark}", lambda place: mark in place.text, "headlines and subheads differ in punctuation")


# Values that several features share.
_shape_above, _shape_below = attrgetter("shape_above"), attrgetter("shape_below")
_shape_next, _shape_last = attrgetter("shape_next"), attrgetter("shape_last")
_author, _next_author, _last_author = attrgetter("author"), attrgetter("next_author"), attrgetter("story.last_author")
_story_author, _box = attrgetter("story.author"), attrgetter("story.box")
_end_above, _text_opens, _sender = attrgetter("end_above"), attrgetter("text_opens"), attrgetter("sender")
_like_next, _like_last, _news_verb = attrgetter("like_next"), attrgetter("like_last"), attrgetter("news_verb")
_blocks_to_credit = capped("to_credit", 4)
_manner = attrgetter("page.manner")


def _less_than_title(place: Boundary) -> int:
    """How many characters longer the headlines of the story above are."""
    return bucket(place.story.title_length - place.longest, (-8, -4, -1, 1, 4, 8, 12))


def _more_than_usual(place: Boundary) -> int:
    return bucket(place.longest - place.page.usual_title, (-8, -4, -1, 1, 4, 8))


# What surrounds the boundary.
AROUND: tuple[Feature, ...] = (
    Feature("always", lambda _: True, "half of all runs of short lines are subheads"),
    Feature("shape", attrgetter("shape"), "what the story would begin with"),
    Feature("above", _shape_above, "captions and signatures end a story"),
    pair("two above", lambda place: place.page.shapes[place.first - 2], _shape_above, "a name below a title does not"),
    Feature("below", _shape_below, "headlines have text or an author below them"),
    Feature("sentences below", attrgetter("caption_sentences"), "the caption of a stand-alone picture is longer"),
    pair("two below", _shape_below, lambda place: place.page.shapes[place.after + 1], "an author and then text"),
    Feature("author", _author, "an author line follows headlines"),
    Feature("apart", lambda place: place.page.pieces[place.first].block.gap > place.gap_below, "more space above it"),
    Feature("end above", _end_above, "the text above ends in a full stop"),
    pair("end above, author", _end_above, _author, "or breaks off, where an author line follows"),
    Feature(
        "length above", lambda place: bucket(place.page.lengths[place.first - 1], _TEXT_LENGTHS), "endings are short"
    ),
    pair(
        "signature above",
        lambda place: place.page.signature(place.first - 1),
        _author,
        "above all one that names an author",
    ),
    Feature("signed above", lambda place: place.page.is_signed(place.first - 1), "the author in brackets ends a story"),
    Feature("text length", lambda place: bucket(place.page.lengths[place.text_at], _TEXT_LENGTHS), "leads are long"),
    Feature("text opens", _text_opens, "近日 opens news"),
    pair("text opens, author", _text_opens, _author, "less so below a byline"),
    Feature("text leads on", lambda place: leads_on(place.text_head), "此外 continues a story"),
    Feature("text quotes", lambda place: place.text_head[:1] in "“‘", "so does a quotation"),
    Feature("text says I", lambda place: place.text_head[:1] in "我他她", "so does a pronoun"),
    Feature("paragraphs", binned("paragraphs", _COUNTS), "sections of a story are of similar length"),
    Feature("characters", binned("characters", _AHEAD_LENGTHS), "a brief is short"),
    pair("paragraphs, author", binned("paragraphs", _FEW), _author, "above all with a dateline"),
    Feature("last below", _shape_last, "a picture or a signature ends what follows"),
    pair(
        "last below, characters",
        _shape_last,
        binned("characters", _FEW_CHARACTERS),
        "a picture ends a short text about it",
    ),
    pair("manner, author", _manner, _author, "where stories name their authors, one without is a subhead"),
    triple("manner, opens", _manner, _author, _text_opens, "where they do not, the text has to tell"),
    pair("manner, end above", _manner, _shape_above, "or what ends the story above"),
    pair("manner, paragraphs", _manner, binned("paragraphs", _FEW), "or its length"),
    pair("manner, characters", _manner, binned("characters", _AHEAD_LENGTHS), "in characters"),
    pair("furniture", lambda place: place.page.after_furniture(place.first), _manner, "it is often between stories"),
    Feature("next", _shape_next, "an advertisement or the end of the page"),
    pair("last below, next", _shape_last, _shape_next, "a signature, and then a title"),
    Feature("next author", _next_author, "subheads follow each other without authors"),
    pair("next author, author", _next_author, _author, "headlines follow each other with authors"),
    Feature(
        "where",
        lambda place: bucket(place.first / len(place.page.pieces), (0.1, 0.25, 0.5, 0.75, 0.9)),
        "short items are at the end of the page",
    ),
)
# The story above.
STORY: tuple[Feature, ...] = (
    Feature("story paragraphs", binned("story.paragraphs", _COUNTS), "a story has text before it ends"),
    pair("story paragraphs, author", binned("story.paragraphs", _FEW), _author, "long stories have subheads"),
    Feature("story author", _story_author, "long reports have a byline"),
    pair("story author, author", _story_author, _author, "a story with a byline gets no second one"),
    Feature("subheads", capped("story.subheads", 5), "subheads come in numbers"),
    pair("subheads, author", capped("story.subheads", 3), _author, "up to an author line"),
    triple(
        "subheads, authors",
        _story_author,
        _author,
        capped("story.subheads", 2),
        "parts of a feature article have authors of their own",
    ),
    pair("above, author", _shape_above, _author, "an author line after a signature is of a new story"),
    pair("above, story author", _shape_above, _story_author, "a signature ends a story without a byline"),
    Feature("story headlines", attrgetter("story.headlines"), "major stories have several headlines"),
    Feature("box", _box, "items in a box of briefs have headlines of their own"),
    pair("box, author", _box, _author, "and datelines of their own"),
    triple("box, authors", _box, _story_author, _author, "as its first item has"),
    pair("last author, author", _last_author, _author, "the items of a box are alike"),
    pair("manner, story author", _manner, _story_author, "as the story above does"),
    pair("manner, story paragraphs", _manner, binned("story.paragraphs", _FEW), "a story is longer than a section"),
    pair("manner, subheads", _manner, capped("story.subheads", 3), "subheads come in numbers"),
    triple(
        "no text, above",
        lambda place: place.story.paragraphs == 0,
        _shape_above,
        _author,
        "a picture with its caption ends above an author line",
    ),
    triple("manner, authors", _manner, _author, _story_author, "each story has an author where most have"),
    Feature("story opens with", attrgetter("story.opens_with"), "a stand-alone picture has no text after its caption"),
    Feature("section", binned("story.since_last", _COUNTS), "subheads are some paragraphs apart"),
    pair("section, author", binned("story.since_last", _FEW), _author, "so are headlines"),
    pair(
        "signed below, story author",
        lambda place: place.page.is_signed(place.next - 1),
        _story_author,
        "text signed at its end is not of a story with a byline",
    ),
    Feature("ended", attrgetter("story.ended"), "a signature ends a story"),
    Feature("section dateline", attrgetter("story.dateline_since"), "an item of a box"),
)
# Shared vocabulary.
WORDS: tuple[Feature, ...] = (
    Feature("title above", binned("words.title_above", _SHARES), "a subhead shares its story's words"),
    Feature("title opening", binned("words.title_opening", _SHARES), "and those of its beginning"),
    Feature("title text", binned("words.title_text", _SHARES), "a headline summarises its text"),
    Feature("text above", binned("words.text_above", _SHARES), "a new story has other words"),
    Feature("text opening", binned("words.text_opening", _SHARES), "than the story above began with"),
    Feature("text near", binned("words.text_near", _SHARES), "than it ended with"),
    Feature("near text", binned("words.near_text", _SHARES), "and vice versa"),
    Feature("opening text", binned("words.opening_text", _SHARES), "and vice versa"),
    Feature("near above", binned("words.near_above", _SHARES), "how coherent the story above is"),
    pair(
        "manner, title text", _manner, binned("words.title_text", _SHARES), "without authors the words have to decide"
    ),
    pair("manner, text opening", _manner, binned("words.text_opening", _SHARES), "above all those of the text"),
    pair("manner, text above", _manner, binned("words.text_above", _SHARES), "and of the story above"),
    pair("manner, title above", _manner, binned("words.title_above", _SHARES), "and of the headline"),
    pair("manner, title opening", _manner, binned("words.title_opening", _SHARES), "and how the story began"),
    pair(
        "text above, author",
        binned("words.text_above", (0.05, 0.12, 0.2, 0.3)),
        _author,
        "an author line is stronger evidence",
    ),
    triple(
        "text opening, authors",
        binned("words.text_opening", (0.04, 0.1, 0.18, 0.3)),
        _author,
        lambda place: place.story.author != "none",
        "without authors the words have to decide",
    ),
    triple(
        "title both",
        binned("words.title_opening", (0, 0.1, 0.25)),
        _author,
        binned("words.title_text", (0.1, 0.3, 0.5)),
        "a headline fits the text below, not the story above",
    ),
    Feature(
        "text less near",
        lambda place: bucket(place.words.text_above - place.words.near_above, _DIFFERENCES),
        "the vocabulary changes at a boundary",
    ),
    Feature(
        "title less above",
        lambda place: bucket(place.words.title_text - place.words.title_above, _DIFFERENCES),
        "and the headline with it",
    ),
)
# The form of the short lines.
LINES: tuple[Feature, ...] = (
    Feature("lines", capped("lines", 5), "two lines are headlines, many are a list or verse"),
    pair("lines, author", capped("lines", 4), _author, "above all with an author"),
    Feature("length", _length, "subheads are shorter than headlines"),
    Feature(
        "last length", lambda place: bucket(place.page.lengths[place.after - 1], _TITLE_LENGTHS), "on the last line"
    ),
    pair("length, author", _length, _author, "above all without an author"),
    *map(_has, ",;:?!、“(—·《…"),
    Feature("halves", lambda place: any(" " in place.page.heads[at] for at in place.shown), "a title in two halves"),
    Feature("end", lambda place: char_class(place.tail[-1]), "（今日谈） ends a title"),
    Feature("first end", lambda place: char_class(place.page.tails[place.first][-1]), "—— ends a kicker"),
    Feature(
        "numbered",
        lambda place: any(
            is_numbered(place.page.pieces[at].block) and not place.page.is_item(at) for at in place.shown
        ),
        "numbered lines divide a text",
    ),
    Feature("digits", lambda place: any(map(str.isdigit, place.text)), "news has figures"),
    Feature("sender", _sender, "the sender of a letter is named below it"),
    pair("sender, above", _sender, _shape_above, "below text, not below headlines"),
    Feature("column", lambda place: bool(_COLUMN.search(place.tail)), "the column's name in brackets ends a title"),
    Feature("deck", lambda place: place.page.heads[place.after - 1].startswith("—"), "——访 is the deck of a headline"),
    Feature("news verb", _news_verb, "headlines report events"),
    pair("news verb, author", _news_verb, _author, "above all with a dateline"),
    Feature("tiny first", _tiny_first, "a box has a short name"),
    pair("tiny first, author", _tiny_first, _author, "and authors inside"),
    pair("less than title", _less_than_title, _manner, "subheads are shorter than the headlines above them"),
    pair("more than usual", _more_than_usual, _manner, "and than those of the page"),
    pair("manner, like next", _manner, _like_next, "subheads are alike"),
    pair("manner, like last", _manner, _like_last, "throughout"),
    pair("manner, news verb", _manner, _news_verb, "headlines report events"),
    pair("manner, length", _manner, _length, "at some length"),
    Feature("like next", _like_next, "subheads are of the same length"),
    triple("like next, authors", _like_next, _author, _next_author, "so are headlines, but they have authors"),
    pair(
        "parallel to next",
        lambda place: place.is_parallel(place.next, place.next_after),
        _like_next,
        "subheads have the same punctuation",
    ),
    Feature("like last", _like_last, "the same for the previous subhead"),
    pair("like last, author", _like_last, _author, "and without an author"),
    Feature("parallel to last", attrgetter("parallel_to_last"), "the same punctuation"),
    Feature("lines of last", attrgetter("lines_of_last"), "the same number of lines"),
    Feature("longer than last", attrgetter("longer_than_last"), "a headline is longer than the subheads above it"),
    Feature("dash of last", attrgetter("dash_of_last"), "一是—— is above each section"),
)
INSIDE: tuple[Feature, ...] = (
    Feature("length before", lambda place: bucket(place.page.lengths[place.first - 1], _TITLE_LENGTHS), "small print"),
    Feature("end before", _end_above, "a web address, a number"),
    Feature("sender before", lambda place: ends_with_sender(place.tail_above), "the sender of the letter above"),
    Feature("column before", lambda place: bool(_COLUMN.search(place.tail_above)), "(均为北京时间) ends a table"),
)
PICTURE: tuple[Feature, ...] = (
    Feature("to credit", attrgetter("to_credit"), "the credit follows one or two paragraphs"),
    pair("to credit, opens", capped("to_credit", 5), _text_opens, "the first opens with a time"),
    pair("credit", lambda place: place.page.shapes[place.credit_at], _blocks_to_credit, "a credit on its own line"),
    Feature("picture length", binned("picture_length", _PICTURE_LENGTHS), "88 of 90 have at most 267 characters"),
    Feature("titles to credit", lambda place: min(place.count_to_credit("title"), 3), "a poem under a picture"),
    Feature("captions to credit", lambda place: min(place.count_to_credit("caption"), 3), "several pictures"),
    pair(
        "above credit",
        _blocks_to_credit,
        lambda place: place.page.shapes[place.credit_at - 1],
        "a headline there is that of the picture",
    ),
    Feature("below credit", lambda place: place.page.shapes[place.credit_at + 1], "no text follows the credit"),
    pair(
        "opens, above opens",
        lambda place: place.shape_above == "body" and opens_news(place.page.heads[place.first - 1]),
        _text_opens,
        "the paragraph above is the beginning",
    ),
    Feature("later opens", attrgetter("opens_later"), "a later paragraph is the beginning"),
    Feature("pictured", attrgetter("pictured"), "图为 refers to a picture"),
    pair("pictured to credit", attrgetter("pictured_later"), _blocks_to_credit, "here or in a later paragraph"),
    pair("to credit, above", _blocks_to_credit, _shape_above, "below a headline it is the text of that headline"),
)
_TITLE, _INSIDE = AROUND + STORY + LINES, AROUND + STORY + LINES + INSIDE
# All features but those of shared vocabulary, by table. Small items and text without some or all of its marks have their own, apart from news.
FORMS: dict[str, tuple[Feature, ...]] = {
    "title": _TITLE,
    "inside": _INSIDE,
    "picture": AROUND + STORY + PICTURE,
    "small title": _TITLE + SMALL,
    "small inside": _INSIDE + SMALL,
    "unmarked title": _TITLE,
    "unmarked inside": _INSIDE,
    "lossy title": _TITLE,
    "lossy inside": _INSIDE,
}
