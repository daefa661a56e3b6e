"""jieba's search mode as a Whoosh analyzer, as one would write it after the manuals."""

from collections.abc import Iterator

from whoosh.analysis import Token, Tokenizer

from newsgrep.analysis import JiebaSegmenter, tokens

SEGMENTER = JiebaSegmenter()


class JiebaWords(Tokenizer):  # type: ignore[misc]
    """Words with positions."""

    def __call__(self, value: str, **_: object) -> Iterator[Token]:
        """The words of a text; Whoosh's token object is one, reused."""
        token = Token(positions=True)
        for position, word in enumerate(tokens(value, SEGMENTER)):
            token.text, token.pos, token.stopped, token.boost = word.text, position, False, 1.0
            yield token
