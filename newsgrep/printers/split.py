"""How the splitter decided, place by place, and how well it did on annotated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.message import Message
from newsgrep.text.repair import visible
from newsgrep.text.width import ljust

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgrep.split.explain import Judgement
    from newsgrep.split.score import Score

# Of a place, this many characters of its text, and this many pieces of evidence are shown.
SHOWN_TEXT, SHOWN_EVIDENCE = 24, 12
# Of annotated pages, the wrong places of this many are named.
SHOWN_PAGES = 20


def print_judgement(path: str, place: Judgement) -> str:
    """Return the lines of a place: its line, decision, score and text, then its evidence, the heaviest first."""
    score = "" if place.score is None else f"{place.score:+.1f}"
    lines = ["\t".join((f"{path}:{place.line}", place.decision, score, visible(place.text[:SHOWN_TEXT])))]
    lines += [
        f"\t{evidence.weight:+.2f}\t{evidence.feature}\t{visible(str(evidence.value))}"
        for evidence in place.evidence[:SHOWN_EVIDENCE]
    ]
    return "\n".join(lines) + "\n"


def print_score(score: Score, shown: Callable[[Message], str]) -> Iterator[str]:
    """Yield the figures, then the places where pages were split wrongly; ``shown`` says a message."""
    yield shown(Message("{:,} annotated pages", score.counts["pages"])) + "\n"
    figures = (
        (Message("beginnings of articles (F1)"), score.f1("start")),
        (Message("pages split exactly"), score.share("exact", "pages")),
        (Message("broken paragraphs joined (F1)"), score.f1("join")),
        (Message("headline groups"), score.share("group", "groups")),
    )
    for name, value in figures:
        yield f"{ljust(shown(name), 32)}{value:.3f}\n"
    wrong = [outcome for outcome in score.outcomes if outcome.false or outcome.missed]
    for outcome in wrong[:SHOWN_PAGES]:
        yield f"{visible(outcome.name)}\n"
        yield from (f"  + {visible(text[:SHOWN_TEXT])}\n" for text in outcome.false)
        yield from (f"  - {visible(text[:SHOWN_TEXT])}\n" for text in outcome.missed)
