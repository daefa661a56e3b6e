"""newsgrep tokens."""

from __future__ import annotations

import click

from newsgrep.cli.output import write
from newsgrep.cli.shared_options import current_settings, shared_options


@click.command("tokens")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@shared_options
def command(text: str, as_json: bool) -> bool:  # noqa: FBT001 (click's call)
    """Show how a text is folded and segmented: each word with its offsets in code points.

    Exit code: 0 done, 1 the text contains no words.
    """
    from newsgrep.analysis import load_segmenter, tokens
    from newsgrep.printers.json import SCHEMA, dump
    from newsgrep.text.fold import fold
    from newsgrep.text.repair import repair

    text, settings = repair(text), current_settings()
    found = list(tokens(text, load_segmenter(settings.user_words)))
    if as_json:
        values = {
            "type": "tokens",
            "schema": SCHEMA,
            "text": text,
            "folded": fold(text),
            "tokens": [list(token) for token in found],
        }
        write([dump(values)])
    else:
        plain = settings.style().plain
        write([f"{plain(fold(text))}\n", *(f"{token.start}\t{token.end}\t{plain(token.text)}\n" for token in found)])
    return bool(found)
