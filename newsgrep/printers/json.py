"""JSON Lines: one object per hit, then a ``summary``; within a schema number, keys are only ever added."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from newsgrep.printers.title import shown_title
from newsgrep.search.batches import each
from newsgrep.text.repair import STEERING, any_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgrep.engine.base import Contribution, Hit
    from newsgrep.model import Article, Paragraph, Snippet
    from newsgrep.printers.style import Style
    from newsgrep.search.search import Answer
    from newsgrep.search.shown import Shown

SCHEMA = 1


def print_answer(answer: Answer, hits: Iterable[Shown], _: Style) -> Iterator[str]:
    """One line per hit, then the summary."""
    shown = reprints = 0
    saved = {"saved": answer.request.name} if answer.request.name else {}
    # The answer has all hits, of which a line needs none, and the index, which stays in this process.
    is_literal = answer._replace(found=answer.found._replace(hits=()), literal_counter=None).is_literal
    lines = partial(_line, is_literal if answer.is_literal_counted else None, saved)
    for shown, (line, copies) in enumerate(each(hits, lines), start=1):  # noqa: B007 (the count is needed after the loop)
        reprints += copies
        yield line
    literal = answer.total_literal()  # may take longer than all of the hits
    yield dump(
        {
            "type": "summary",
            "schema": SCHEMA,
            **saved,
            "query": answer.request.line,
            "total": answer.found.total,
            "total_all": answer.total_all,
            **({} if literal is None else {"total_literal": literal}),
            "shown": shown,
            **({"reprints": reprints} if answer.request.unique else {}),
            "relaxed": answer.relaxed,
            "warnings": list(map(str, answer.warnings)),
            "took_ms": round(answer.milliseconds, 1),
            "articles": answer.articles,
            "index_version": answer.version,
        }
    )


def _line(is_literal: Callable[[Hit], bool] | None, saved: dict[str, str], hit: Shown) -> tuple[str, int]:
    """The line of a hit, and the number of its reprints."""
    literal = {"literal": is_literal(hit.hit)} if is_literal else {}
    return dump(hit_object(hit) | {"match": hit.match} | literal | saved), hit.hit.reprints or 0


def hit_object(shown: Shown) -> dict[str, Any]:
    """A hit as a JSON object; scores are rounded, spans are [start, end) in code points."""
    return {
        "type": "hit",
        "schema": SCHEMA,
        "rank": shown.rank,
        "score": round(shown.hit.score, 3),
        **identity_object(shown.article),
        "title_matches": [list(span) for span in shown.title_matches],
        "snippets": [_snippet(snippet) for snippet in shown.snippets],
        **({} if shown.hit.reprints is None else {"reprints": shown.hit.reprints}),
        **(_explanation(shown) if shown.contributions else {}),
    }


def article_object(article: Article) -> dict[str, Any]:
    """A whole article as a JSON object, with its paragraphs."""
    byline = [part.text for part in article.paragraphs if part.role == "byline"]
    return {
        "type": "article",
        "schema": SCHEMA,
        **identity_object(article),
        "byline": " ".join(byline) or None,
        "paragraphs": [_paragraph(part) for part in article.paragraphs if part.role == "body"],
        "captions": [_paragraph(part) for part in article.paragraphs if part.role == "caption"],
    }


def identity_object(article: Article) -> dict[str, Any]:
    """The identity and metadata of an article as JSON keys."""
    return {
        "id": article.id,
        "path": article.path,
        "line": article.line,
        "end_line": article.end_line,
        "title": article.title,
        "shown_title": shown_title(article),
        "headlines": [line.text for line in article.headlines],
        "kind": article.kind,
        "date": article.date,
        "source": article.source,
        "section": article.section,
        "reporters": list(article.reporters),
        "correspondents": list(article.correspondents),
        "photographers": list(article.photographers),
        "agency": article.agency,
        "place": article.place,
        "url": article.url,
        "unit": article.unit,
    }


def dump(value: dict[str, Any]) -> str:
    """Format a value as one line of JSON, Unicode unescaped except for characters that could control a terminal."""
    line = json.dumps(value, ensure_ascii=False)
    if not line.isprintable():
        line = any_of(STEERING).sub(lambda match: f"\\u{ord(match[0]):04x}", line)
    return line + "\n"


def _snippet(snippet: Snippet) -> dict[str, Any]:
    return {
        "text": snippet.text,
        "field": snippet.field,
        "line": snippet.line,
        "matches": [list(span) for span in snippet.matches],
    }


def _explanation(shown: Shown) -> dict[str, Any]:
    """The parts of the score: contributions of words, reranking bonuses, and the decay factor."""
    return {
        "contributions": [_contribution(contribution) for contribution in shown.contributions],
        "pairs": round(shown.hit.pairs, 3),
        "lead": round(shown.hit.lead, 3),
        "closeness": round(shown.hit.proximity, 3),
        "likeness": round(shown.hit.feedback, 3),
        "recency": round(shown.hit.recency, 3),
    }


def _contribution(contribution: Contribution) -> dict[str, Any]:
    return {**contribution._asdict(), "score": round(contribution.score, 3)}


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"text": paragraph.text, "line": paragraph.line}
