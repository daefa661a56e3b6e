"""Titles that a text shows by repeating a form: marks around them, rules, the first line of each block, short lines.

A form alone is not believed, since lists and subheads have forms too: titles must share words with the text that
follows them, as headlines do.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsgrep.readers.shared_pairs import LOG_ODDS, evidence, pairs_of
from newsgrep.readers.texts.digest_headings import BRIEFS
from newsgrep.readers.texts.field_lines import LINE_LOOKED_AT, LINES_LOOKED_AT, share
from newsgrep.readers.texts.labelled_blocks import is_mark
from newsgrep.readers.texts.line_corpora import headed
from newsgrep.readers.texts.ruled_blocks import facts_of
from newsgrep.readers.topics import are_other_topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What a title has before and behind its words.
MARKED = re.compile(
    r"(?P<mark>[^\w\s“‘\"'《〈「『（(]{1,12}|(?:第\s?)?[\[【(（<]?\d{1,5}[\]】)）>]?\s?(?:[.．、:：)](?!\d{1,3}(?!\d))|[条篇则]\s?[:：]?)|"
    r"[《〈](?=.+[》〉]$)|(?:标题|題目|题目|標題|title)\s?[:：])?\s?"
    r"(?P<words>.*?)\s?(?P<end>[^\w\s。．.！!？?；;…”’\"'」』)）》〉%％+]{1,12}|(?<=.)[》〉](?=$))?",
    re.DOTALL | re.IGNORECASE,
)
# The letters that a mark may begin with.
NAMED = "第标標题題tT"
DIGITS = re.compile(r"\d+")
# A rule without a line end, before what is below it.
GLUED = re.compile(r"([-=*_~#])\1{7,}(?=[^\W_])")
LABEL = re.compile(r"[A-Za-z\u3400-\u9fff]")
# A line that is an author's has other short lines around it than titles: such a text is a page.
BYLINE = re.compile(r"[□■◎●\s（(]{0,3}(?:本[报報]|文[/／]|[\u3400-\u9fff]{0,6}(?:记者|記者|通[讯訊][员員]))")
LONGEST_BYLINE = 30
BOXES, DASH = {"【": "】", "[": "]", "［": "］", "<": ">"}, "——"
# A title with a number as sections have, and items of a digest: which of the two, a page tells.
ORDINAL_TITLE = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]")
# What parts a title from a text on the same line, the rarer first.
PARTING = ("\t", "|", "｜", "——", "--", "：", ":", "　", " ")
OTHER_COLON = {"：": ":", ":": "："}
FEWEST, FEWEST_UNMARKED, FEWEST_NAMED, MOST = 3, 4, 2, 0.9
SHORTEST_TITLE, LONGEST_TITLE, LONGEST_MARKED, LONGEST_NAME = 4, 60, 90, 12
SHORTEST_TEXT, LOOKED_AT = 15, 150
MOST_ABOVE, MOST_PARAGRAPHS = 2, 3
# The sum of evidence that must be reached, that of titles which are named so, and the part of titles that may share
# nothing with their text; how much more marks are worth.
ENOUGH, CERTAIN, STRANGERS, RATHER_MARKED = 3.0, 100.0, 0.25, 1.3
# Of texts that are about the title of a whole, so many share two pairs with it.
OF_A_WHOLE = 0.6
# A line with a date before its title, which is no part of that.
DATED = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d")
NO_TITLE_END = tuple("。．，、；,;…：:")
TEXT_END = re.compile(r"[。！？!?；;…][”’」』）)》\]】]{0,3}$|[a-z]\.$")

Kind = Literal["marked", "underlined", "first of block", "short", "parted"]


class FilledLine(NamedTuple):
    """A line that is not blank, without white space around it, and what is above: nothing, a blank one, a rule."""

    number: int
    text: str
    above: str


class TitleForm(NamedTuple):
    """What makes a line a title, and the marks before and behind it."""

    kind: Kind
    mark: str = ""
    end: str = ""

    def title(self, line: FilledLine, below: FilledLine | None) -> str:
        """The words of a title, or an empty text if the line is none; ``below`` is the next line.

        >>> TitleForm("marked", "***", "***").title(FilledLine(1, "***新桥通车***", ""), None)
        '新桥通车'
        """
        match self.kind:
            case "marked":
                mark, words, end = marks_of(line.text)
                return words if (mark, end) == (self.mark, self.end) else ""
            case "underlined":
                return line.text if below is not None and below.above == "rule" and is_short(line.text) else ""
            case "first of block":
                return line.text if line.above and not facts_of(line.text) else ""
            case "short":
                is_title = is_short(line.text) and not _names_briefs(line.text)
                return line.text if is_title and below is not None and _begins_text(below.text) else ""
            case "parted":
                return parted(line.text, self.mark)[0]


class Titled(NamedTuple):
    """A form, the numbers of the lines that are titles by it, and how much speaks for it."""

    form: TitleForm
    titles: tuple[int, ...]
    evidence: float


def lines_of(text: str) -> list[FilledLine]:
    r"""The first lines of a text that are neither blank nor rules.

    >>> lines_of("新桥通车\n====\n昨日，新桥通车。\n")[1]
    FilledLine(number=3, text='昨日，新桥通车。', above='rule')
    """
    return list(_lines_of(text))


@lru_cache(maxsize=1)  # what is made of a text is compared with its form
def _lines_of(text: str) -> tuple[FilledLine, ...]:
    lines = text.split("\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT]
    return tuple(line for line, _ in filled_lines(line[:LINE_LOOKED_AT] for line in lines))


def filled_lines(lines: Iterable[str]) -> Iterator[tuple[FilledLine, str]]:
    """The lines that are neither blank nor rules, also as written; one below facts at the top is the first."""
    above = "nothing"
    for number, written in enumerate(lines, start=1):
        if rule := GLUED.match(written):
            above, written = above if above == "nothing" else "rule", written[rule.end() :]  # noqa: PLW2901
        text = written.strip()
        if not text:
            above = above or "blank"
        elif is_mark(text[:LINE_LOOKED_AT]):
            above = above if above == "nothing" else "rule"
        else:
            yield FilledLine(number, text, above), written
            above = above if above == "nothing" and facts_of(text) else ""


def marks_of(line: str) -> tuple[str, str, str]:
    """The mark before a title, its words, and the mark behind it; all numbers are one mark.

    >>> marks_of("12、新桥通车"), marks_of("#新桥通车#"), marks_of("新桥通车")
    (('0、', '新桥通车', ''), ('#', '新桥通车', '#'), ('', '新桥通车', ''))
    """
    first = line[:1]
    if first.isalpha() and first not in NAMED and line[-1] not in ":：":
        return "", line, ""  # most lines
    match = MARKED.fullmatch(line) if len(line) <= LONGEST_MARKED else None
    if not match or match["mark"] == DASH:
        return "", line, ""
    mark, words, end = match["mark"] or "", match["words"], match["end"] or ""
    if mark[-1:] in BOXES and BOXES[mark[-1:]] in words:  # what is in the box is part of the title
        mark, words = mark[:-1], mark[-1] + words
    if not mark and end not in {":", "："}:
        return "", line, ""
    return DIGITS.sub("0", mark).strip(), words, end


def parted(line: str, mark: str) -> tuple[str, str]:
    """The title and the text of a line; the whole line is text if it has not both."""
    title, _, text = line.partition(mark)
    if mark == " ":  # a title may have spaces
        title, text = headed(line) or (title, text)
    is_both = _is_title(title.strip()) and len(text) >= SHORTEST_TEXT and not text.startswith("//")
    is_both = is_both and not (mark != "\t" and DATED.match(line))
    return (title.strip(), text.strip()) if is_both else ("", line)


def is_short(line: str) -> bool:
    """Whether a line may be a title: short, no sentence, no facts."""
    return _is_title(line) and not facts_of(line)


def _begins_text(line: str) -> bool:
    """Whether a line is neither one that may be a title nor one that leads to the first, such as 江城电台消息：."""
    return not (is_short(line) or (line.endswith((":", "：")) and "。" not in line))


def _names_briefs(line: str) -> bool:
    """Whether a line is the name of brief news, such as 国内联播快讯."""
    name = BRIEFS.search(line) if len(line) <= LONGEST_NAME else None
    return name is not None and name.end() == len(line)


def _is_title(words: str) -> bool:
    return SHORTEST_TITLE <= len(words) <= LONGEST_TITLE and not words.endswith(NO_TITLE_END) and "。" not in words


def forms_in(lines: Sequence[FilledLine]) -> Iterator[TitleForm]:
    """The forms that may make lines titles."""
    marks = Counter((mark, end) for mark, _, end in (marks_of(line.text) for line in lines) if mark or end)
    for (mark, end), number in marks.most_common():
        if number < FEWEST:
            break
        yield TitleForm("marked", mark, end)
    if sum(line.above == "rule" for line in lines) >= FEWEST - 1:
        yield TitleForm("underlined")
    if not any(len(line.text) <= LONGEST_BYLINE and BYLINE.match(line.text) for line in lines):
        yield TitleForm("first of block")
        yield TitleForm("short")
    if mark := next((mark for mark in PARTING if all(mark in line.text for line in lines)), ""):
        other = OTHER_COLON.get(mark, mark)
        is_later = all(0 < line.text.find(other) < line.text.find(mark) for line in lines)
        yield TitleForm("parted", other if is_later else mark)


def titled(lines: Sequence[FilledLine]) -> Titled | None:
    """The form for which most speaks, if that is enough."""
    return _best_form(tuple(lines))


@lru_cache(maxsize=1)
def _best_form(lines: tuple[FilledLine, ...]) -> Titled | None:
    forms = forms_in(lines) if len(lines) > FEWEST else ()
    found = [each for form in forms if (each := _titled(form, lines)) and each.evidence >= ENOUGH]
    return max(found, key=lambda each: each.evidence * (RATHER_MARKED if each.form.mark else 1), default=None)


def _titled(form: TitleForm, lines: Sequence[FilledLine]) -> Titled | None:
    words = [form.title(line, below) for line, below in zip_longest(lines, lines[1:])]
    at = [index for index, title in enumerate(words) if title]
    is_named = form.kind == "short" and bool(at) and any(BRIEFS.search(line.text) for line in lines[: at[0]])
    fewest = FEWEST_UNMARKED if form.kind == "parted" else FEWEST_NAMED if is_named else FEWEST
    if len(at) < fewest or _is_far_down(lines[: at[0] + 1]):
        return None
    titles = [words[index] for index in at]
    texts = [[line.text for line in lines[begin + 1 : end]] for begin, end in pairwise([*at, len(lines)])]
    if not form.mark and sum(bool(ORDINAL_TITLE.match(title)) for title in titles) > 1:
        return None
    if form.kind == "short" and not (_have_a_paragraph(texts) or _are_other_briefs(titles, texts)):
        return None  # such a text is a page, for whose paragraphs and subheads more must be considered
    if form.kind == "parted":
        texts = [[parted(lines[index].text, form.mark)[1]] for index in at]
        if len(at) < MOST * len(lines):
            return None
    if len(lines) >= FEWEST * len(at) and len(at) > FEWEST:  # the last one may be cut off
        titles, texts = titles[:-1], texts[:-1]
    has_form = share(map(_is_title, titles)) >= MOST and share(map(_is_text, texts)) >= MOST
    if not has_form or (len(set(titles)) < MOST * len(titles) and not LABEL.match(form.mark)):
        return None
    above = [line.text for line in lines[: at[0]]]
    if any(len(line) > LONGEST_TITLE for line in above) or (form.kind == "short" and _has_frame((*above, *titles))):
        return None
    found = CERTAIN if LABEL.match(form.mark) else evidence_of_all(titles, ["".join(text) for text in texts], above)
    return Titled(form, tuple(lines[index].number for index in at), found)


def _is_far_down(lines: Sequence[FilledLine]) -> bool:
    """Whether the last of the first lines of a text has more above it than a name, a line below that, and facts."""
    *above, _ = lines
    return len(above) > 2 * MOST_ABOVE or sum(not facts_of(line.text) for line in above) > MOST_ABOVE


def _have_a_paragraph(texts: Sequence[Sequence[str]]) -> bool:
    """Whether each of some texts is a paragraph."""
    is_one = share(sum(not facts_of(line) for line in text) == 1 for text in texts) >= MOST
    return is_one and len(texts) >= FEWEST_UNMARKED


def _are_other_briefs(titles: Sequence[str], texts: Sequence[Sequence[str]]) -> bool:
    """Whether each text is some paragraphs at most, and about another thing than the one above it."""
    *most, last = texts
    is_brief = max(map(len, most)) <= MOST_PARAGRAPHS and len(last) <= MOST_PARAGRAPHS + 1  # and who edited them
    return is_brief and are_other_topics(titles, ["\n".join(text) for text in texts])


def _has_frame(lines: Sequence[str]) -> bool:
    """Whether a line is of a page that was copied: its paragraphs are those of one story, more or less."""
    from newsgrep.readers.texts.page_frames import is_frame  # slow to load

    return any(map(is_frame, lines))


def _is_text(lines: Sequence[str]) -> bool:
    return sum(map(len, lines)) >= SHORTEST_TEXT


def evidence_of_all(titles: Sequence[str], texts: Sequence[str], above: Sequence[str]) -> float:
    """How much speaks for titles being those of the texts; nothing if one is the title of them all."""
    of_titles = list(map(pairs_of, titles))
    of_texts = [pairs_of(text[:LOOKED_AT]) for text in texts]
    own = [evidence(title, text) for title, text in zip(of_titles, of_texts, strict=True)]
    before = [evidence(title, text) for title, text in zip(of_titles[1:], of_texts, strict=False)]
    wholes = [of_titles[0], *map(pairs_of, above)]
    if any(share(len(whole & text) > 1 for text in of_texts[1:]) > OF_A_WHOLE for whole in wholes):
        return float("-inf")
    if share(each == LOG_ODDS[0] for each in own) > STRANGERS or sum(own[1:]) <= sum(before):
        return float("-inf")
    return sum(own)
