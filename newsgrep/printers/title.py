"""What is shown as the title of an article: of one without, its first sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgrep.text.sentences import sentence_ends

if TYPE_CHECKING:
    from newsgrep.model import Article

LONGEST = 60  # code points


def shown_title(article: Article) -> str:
    """The title, or the beginning of the text up to the end of a sentence; empty if there is no text either."""
    if article.title:
        return article.title
    bodies = [part.text.strip() for part in article.paragraphs if part.role == "body" and part.text.strip()]
    text = next(iter(bodies or [part.text.strip() for part in article.paragraphs if part.text.strip()]), "")
    sentence = text[: sentence_ends(text)[0]]
    return sentence if len(sentence) <= LONGEST else sentence[: LONGEST - 1] + "…"
