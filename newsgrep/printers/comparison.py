"""Prints a comparison of two sets of articles: as a page with bars and lists, or as JSON Lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgrep.engine.near_duplicates import days_of
from newsgrep.message import Message, plural
from newsgrep.printers.counts import NARROWEST_BAR, WIDEST_BAR, bar
from newsgrep.printers.title import shown_title
from newsgrep.text.width import cut, fitted, ljust, rjust, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgrep.corpus_stats.comparison import Compared, Comparison
    from newsgrep.corpus_stats.shared_stories import SharedStory
    from newsgrep.model import Article
    from newsgrep.printers.style import Style

    Form = Callable[[Comparison, Style], Iterator[str]]

GAP = 2
INDENT = 4
LONGEST_WORD = 16
FIGURES = 14  # columns of a keyword's figures
SIDES = "AB"
BY = {
    "year": Message("articles by year"),
    "quarter": Message("articles by quarter"),
    "month": Message("articles by month"),
    "week": Message("articles by week"),
    "day": Message("articles by day"),
}


def print_page(comparison: Comparison, style: Style) -> Iterator[str]:
    """What there is on each side; then the parts of the comparison, those without anything to show left out."""
    yield from _sides(comparison, style)
    for part in (_volume, _first, _keywords, _shared, _flows, _own):
        if lines := list(part(comparison, style)):
            yield "\n"
            yield from lines


def _sides(comparison: Comparison, style: Style) -> Iterator[str]:
    if comparison.query:
        yield style.paint("title", cut(style.plain(comparison.query), style.columns)) + "\n"
    for name, side in zip(SIDES, (comparison.a, comparison.b), strict=True):
        told = plural(side.articles, "1 article", "{:,} articles")
        if comparison.query:
            told = Message("{} of {:,}", told, side.all_articles)
        yield f"{name}  {style.paint('title', style.plain(side.label))}  {told.render(style.catalogue)}\n"
    if comparison.both:
        both = plural(comparison.both, "1 article is on both sides", "{:,} articles are on both sides")
        yield f"   {both.render(style.catalogue)}\n"


def _heading(message: Message, style: Style, indent: int = 0) -> str:
    """A sentence, in as many lines as it takes."""
    lines = wrapped(message.render(style.catalogue), style.columns - indent)
    return "".join(f"{' ' * indent}{style.paint('dim', line)}\n" for line in lines)


def _volume(comparison: Comparison, style: Style) -> Iterator[str]:
    """A row per period: the articles of either side, with bars of one scale; of a query, for their shares."""
    rows = comparison.volume
    if not rows:
        return
    heights = [(_height(row.a, row.all_a, comparison), _height(row.b, row.all_b, comparison)) for row in rows]
    figures = [(f"{row.a:,}", f"{row.b:,}") for row in rows]
    first = max(width(row.period) for row in rows)
    sizes = [max(len(SIDES[0]), *(len(pair[side]) for pair in figures)) for side in (0, 1)]
    room = min((style.columns - first - sum(sizes) - GAP * 4) // 2, WIDEST_BAR)
    most = max(max(pair) for pair in heights)
    heading = BY[comparison.period]
    yield _heading(Message("{} (bars: per 1,000)", heading) if comparison.query else heading, style)
    names = [rjust(name, size) + " " * (GAP + max(room, 0)) for name, size in zip(SIDES, sizes, strict=True)]
    yield style.paint("dim", (" " * (first + GAP) + (" " * GAP).join(names)).rstrip()) + "\n"
    for row, pair, shown in zip(rows, heights, figures, strict=True):
        cells = []
        for height, figure, size in zip(pair, shown, sizes, strict=True):
            line = bar(height / most, room) if room >= NARROWEST_BAR and most else ""
            cells += [figure.rjust(size), style.paint("line", line) + " " * (max(room, 0) - width(line))]
        yield f"{ljust(row.period, first + GAP)}{(' ' * GAP).join(cells)}".rstrip() + "\n"


def _height(articles: int, every: int, comparison: Comparison) -> float:
    """What a bar shows: of a query the share of the side's articles, else their number."""
    return float(articles) if not comparison.query else articles / every if every else 0.0


def _first(comparison: Comparison, style: Style) -> Iterator[str]:
    """The earliest reports of each side."""
    sides = (comparison.a, comparison.b)
    if not any(side.first for side in sides):
        return
    yield _heading(Message("first reports"), style)
    for name, side in zip(SIDES, sides, strict=True):
        for article in side.first[:1]:
            yield from _line(name, article, style)
        if more := side.first_day - len(side.first[:1]):
            yield _note(plural(more, "and 1 more of that day", "and {:,} more of that day"), style)
        if side.undated:
            told = plural(
                side.undated,
                "1 article is not dated to the day: it may be earlier",
                "{:,} articles are not dated to the day: they may be earlier",
            )
            yield _note(told, style)
    if earlier := _earlier(*(side.first[0].date if side.first else None for side in sides)):
        yield _note(earlier, style)


def _earlier(a: str | None, b: str | None) -> Message | None:
    """Which of two days is earlier, and by how many days."""
    if not (a and b):
        return None
    days = days_of(b).first - days_of(a).first
    if not days:
        return Message("both on the same day")
    name = "A" if days > 0 else "B"
    return Message("{}: {} earlier", name, plural(abs(days), "1 day", "{:,} days"))


def _note(message: Message, style: Style) -> str:
    return _heading(message, style, INDENT)


def _line(lead: str, article: Article, style: Style, note: str = "") -> Iterator[str]:
    """An article: date, source, title and a note on a line, its id on the next."""
    known = [part for part in (article.date, article.source) if part]
    head = style.plain("  ".join(known))
    title = style.plain(shown_title(article)) or style.tr("(untitled)")
    room = max(style.columns - INDENT - width(head) - GAP * 2 - width(note), INDENT)
    shown = fitted(title, room)
    tail = f"  {style.paint('dim', note)}" if note else ""
    yield f"{ljust(lead, INDENT)}{head}{' ' * GAP if head else ''}{style.paint('title', shown)}{tail}\n"
    yield " " * INDENT + style.linked(style.paint("path", style.plain(article.id)), article.path, article.line) + "\n"


def _keywords(comparison: Comparison, style: Style) -> Iterator[str]:
    """The words of either side that the other has less often, side by side."""
    sides = (comparison.a.keywords, comparison.b.keywords)
    if not any(sides):
        return
    yield _heading(Message("keywords of each against the other (how often, log ratio)"), style)
    longest = min(LONGEST_WORD, (style.columns - 2 * INDENT) // 2 - FIGURES)
    rows = [
        [(cut(style.plain(one.word), longest), f"{one.count:,}", f"{one.log_ratio:.1f}") for one in words]
        for words in sides
    ]
    sizes = [[max(map(width, column)) for column in zip(*side, strict=True)] if side else [0, 0, 0] for side in rows]
    half = [sum(size) + GAP * 2 for size in sizes]
    blank = ("", "", "")
    yield style.paint("dim", " " * INDENT + ljust(SIDES[0], half[0] + INDENT) + SIDES[1]) + "\n"
    for number in range(max(map(len, rows))):
        cells = []
        for side, size in zip(rows, sizes, strict=True):
            word, *numbers = side[number] if number < len(side) else blank
            texts = [rjust(text, columns) for text, columns in zip(numbers, size[1:], strict=True)]
            cells.append((" " * GAP).join([ljust(word, size[0]), *texts]))
        yield (" " * INDENT + (" " * INDENT).join(cells)).rstrip() + "\n"


def _shared(comparison: Comparison, style: Style) -> Iterator[str]:
    """Who has the stories first that both have, and these stories."""
    if not (comparison.a.articles and comparison.b.articles):
        return
    if not comparison.shared_stories:
        yield _heading(Message("no story is on both sides in the same words"), style)
        return
    unknown = comparison.shared_stories - comparison.a_first - comparison.b_first
    told = plural(comparison.shared_stories, "1 story on both sides", "{:,} stories on both sides")
    firsts = (comparison.a_first, comparison.b_first, unknown)
    yield _heading(told, style)
    yield _note(Message("A first {:,}, B first {:,}, same day or not known {:,}", *firsts), style)
    for story in comparison.shared:
        earlier, later = (story.b, story.a) if story.first == "b" else (story.a, story.b)
        names = ("B", "A") if story.first == "b" else ("A", "B")
        yield from _line(names[0], earlier, style)
        yield from _line(names[1], later, style, _lead(story).render(style.catalogue))


def _lead(story: SharedStory) -> Message:
    """By how much the first report is earlier."""
    if story.first is None:
        return Message("same day") if story.days == 0 else Message("which is earlier is not known")
    return Message("later") if story.days is None else plural(story.days, "1 day later", "{:,} days later")


def _flows(comparison: Comparison, style: Style) -> Iterator[str]:
    """From which source to which the stories went."""
    if not comparison.flows:
        return
    yield _heading(Message("reprints from one side on the other"), style)
    names = [f"{style.plain(one.source or '?')} → {style.plain(one.to or '?')}" for one in comparison.flows]
    first = max(map(width, names))
    for flow, name in zip(comparison.flows, names, strict=True):
        arrow = "A→B" if flow.side == "a" else "B→A"
        yield f"{ljust(arrow, INDENT)}{ljust(name, first + GAP)}{flow.articles:,}\n"


def _own(comparison: Comparison, style: Style) -> Iterator[str]:
    """What one side has and the other has no copy of."""
    sides = (comparison.a, comparison.b)
    for name, side in zip(SIDES, sides, strict=True):
        if not (side.own and all(one.articles for one in sides)):
            continue
        if name == SIDES[1] and comparison.a.own:
            yield "\n"
        yield _heading(Message("stories only on side {}: {:,} of {:,}", name, side.own_stories, side.stories), style)
        for story in side.own:
            note = plural(story.articles, "1 article", "{:,} articles").render(style.catalogue)
            yield from _line("", story.report, style, note if story.articles > 1 else "")
        if more := side.own_stories - len(side.own):
            yield _note(Message("… {:,} more", more), style)


def print_json(comparison: Comparison, _: Style) -> Iterator[str]:
    """JSON Lines: an object per side, period, keyword, shared story, flow and story of one side, then a summary."""
    from newsgrep.printers.json import SCHEMA, dump

    for record in _records(comparison):
        yield dump({"type": record.pop("type"), "schema": SCHEMA, **record})


def _records(comparison: Comparison) -> Iterator[dict[str, Any]]:
    sides = (("a", comparison.a), ("b", comparison.b))
    for name, side in sides:
        yield {"type": "side", "side": name, "query": side.label, **_sizes(side)}
    for row in comparison.volume:
        yield {"type": "volume", "by": comparison.period, **row._asdict()}
    for name, side in sides:
        for word in side.keywords:
            measures = {"log_likelihood": round(word.log_likelihood, 3), "log_ratio": round(word.log_ratio, 3)}
            yield {"type": "keyword", "side": name, "word": word.word, "count": word.count, **measures}
    for story in comparison.shared:
        both = {"a": _report(story.a), "b": _report(story.b)}
        yield {"type": "shared", **story._asdict(), **both}
    for flow in comparison.flows:
        yield {"type": "flow", "from": flow.source, "to": flow.to, "from_side": flow.side, "articles": flow.articles}
    for name, side in sides:
        for own in side.own:
            yield {"type": "own", "side": name, "articles": own.articles, **_report(own.report)}
    yield {
        "type": "summary",
        "query": comparison.query,
        "both": comparison.both,
        "shared_stories": comparison.shared_stories,
        "a_first": comparison.a_first,
        "b_first": comparison.b_first,
        "warnings": list(map(str, comparison.warnings)),
    }


def _sizes(side: Compared) -> dict[str, Any]:
    return {
        "articles": side.articles,
        "all_articles": side.all_articles,
        "undated": side.undated,
        "stories": side.stories,
        "own_stories": side.own_stories,
        "first": [_report(article) for article in side.first],
    }


def _report(article: Article) -> dict[str, Any]:
    known: Sequence[str | None] = (article.id, article.date, article.source, shown_title(article))
    return dict(zip(("id", "date", "source", "title"), known, strict=True))


FORMS: dict[str, Form] = {"terminal": print_page, "json": print_json}
