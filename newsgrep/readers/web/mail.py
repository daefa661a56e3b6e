"""E-mail: messages, mailboxes and web pages saved as MHTML."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import CloseBoundaryNotFoundDefect, MessageError
from email.header import decode_header
from typing import IO, TYPE_CHECKING, Any

from newsgrep.errors import ReadError
from newsgrep.message import Message
from newsgrep.readers.problems import Problem, shown_name, unclosed
from newsgrep.readers.records import Record
from newsgrep.readers.stories_in_text import DIGEST_FORMATS, several_stories
from newsgrep.readers.web.forwarded import first_message
from newsgrep.readers.web.html import html_stories_and_record
from newsgrep.readers.web.page_encoding import decode_page
from newsgrep.text.encoding import SAMPLE_BYTES, decode_lines, detect_encoding, is_binary
from newsgrep.text.repair import repair
from newsgrep.text.timestamps import timestamp_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message as Mail

    from newsgrep.readers.field_roles import FieldMap

# Bytes. A page with its pictures has some ten million.
LONGEST_MAIL = 1 << 26
MOST_PARTS = 1_000
MOST_HEADERS = 1 << 16
# A header line, as mail and MHTML begin.
HEADER = re.compile(
    rb"(?:From |(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Content-Type|Delivered-To|X-[\w-]+"
    rb"|Snapshot-Content-Location|DKIM-Signature|Reply-To|Sender|Cc|List-[\w-]+)\s*:)",
    re.IGNORECASE,
)
NAMES = re.compile(rb"^(?:Subject|MIME-Version|Content-Type|Message-ID|Date|From)\s*:", re.IGNORECASE | re.MULTILINE)
FEWEST_NAMES = 3
HTML_TYPES = ("text/html", "application/xhtml+xml")
# Fields one of which every message has.
NAMED = ("From", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Received", "To")
TEXTS = ("text/plain", *HTML_TYPES)
# What a news digest is attached as, and attachments that are named.
DOCUMENT = re.compile(
    r"\.(?:docx?|wps|rtf|odt|pdf|xlsx?|et|ods|csv|txt|md|html?|mht|mhtml|eml|msg|epub|zip|rar|7z|tar|gz)$",
    re.IGNORECASE,
)
MOST_NAMED = 5
# How a text may be encoded (RFC 2045), and what older programs do.
ENCODINGS = ("", "7bit", "8bit", "binary", "quoted-printable", "base64", "x-uuencode", "uuencode", "uue", "x-uue")
NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})日")
# What a mail program puts before the name and address of who writes (RFC 3676), to the end of a text.
SIGNATURE = re.compile(r"^-- $", re.MULTILINE)
MBOX = re.compile(rb"From \S+.*\d\d:\d\d")
# What a mail program puts before the subject of an answer.
ANSWER = re.compile(r"^(?:(?:re|fw|fwd|回复|答复|转发|轉寄|回覆)\s*[:：]\s*)+", re.IGNORECASE)
# What the library calls the charset of bytes that no charset was given for.
UNKNOWN = "unknown-8bit"
ADDRESS = re.compile(r"\s*<[^<>]*>\s*$")
# A name behind an address, as archives of mailing lists write senders: zhang at j.example (Zhang San)
NAMED_BEHIND = re.compile(r"\S+(?:@| at )\S+ \((.+)\)")
SAVED_PAGE = re.compile(r"saved by (?:blink|webkit|windows internet explorer)|由.{0,20}保存", re.IGNORECASE)
MAIL_ERRORS = (MessageError, LookupError, ValueError, AttributeError, TypeError, AssertionError, IndexError)


def read_mail(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | Problem]:
    """The message of a file (RFC 5322), or the page that a browser saved in one (RFC 2557)."""
    content = file.read(LONGEST_MAIL + 1)
    if len(content) > LONGEST_MAIL:
        raise ReadError("message longer than {} MB; not read", LONGEST_MAIL >> 20, hint="move it out of the corpus")
    yield from _items(path, content, 1, fields)


def read_mailbox(path: str, file: IO[bytes], fields: FieldMap) -> Iterator[Record | Problem]:
    """The messages of a mailbox (RFC 4155), each at the line that begins with ``From``."""
    lines: list[bytes] = []
    size, begin, was_blank, number = 0, 1, True, 0
    while line := file.readline(LONGEST_MAIL):
        number += 1
        if was_blank and MBOX.match(line):
            if lines:
                yield from _items(path, b"".join(lines), begin, fields)
            lines, size, begin, was_blank = [], 0, number, False
            continue
        size += len(line)
        if size <= LONGEST_MAIL:
            lines.append(line[1:] if line.startswith(b">From ") else line)
        was_blank = not line.strip()
    if lines:
        yield from _items(path, b"".join(lines), begin, fields)


def looks_like_mail(head: bytes) -> bool:
    r"""Whether a file begins like a message: with several header fields.

    >>> looks_like_mail(b"From: a@example.cn\nSubject: x\nDate: Tue, 18 Mar 2025 09:15:00 +0800\n")
    True
    """
    header = re.split(rb"\r?\n\r?\n", head[:MOST_HEADERS].lstrip(b"\xef\xbb\xbf\r\n"), maxsplit=1)[0]
    if MBOX.match(header) or not HEADER.match(header):
        return False
    return len({match[0].lower() for match in NAMES.finditer(header)}) >= FEWEST_NAMES


def looks_like_mailbox(head: bytes) -> bool:
    r"""Whether a file begins like a mailbox.

    >>> looks_like_mailbox(b"From a@b.cn Tue Mar 18 09:15:00 2025\nSubject: x\n"), looks_like_mailbox(b"From: a")
    (True, False)
    """
    first, _, rest = head[:MOST_HEADERS].lstrip(b"\r\n").partition(b"\n")
    return bool(MBOX.match(first)) and bool(HEADER.match(rest))


def _items(path: str, content: bytes, line: int, fields: FieldMap) -> Iterator[Record | Problem]:
    """The record of a message, and whether it is cut off."""
    is_cut_off = False
    attached: list[str] = []
    try:
        mail = email.message_from_bytes(content, policy=email.policy.compat32)
        if problem := _unreadable(path, line, mail, content):
            yield problem
            return
        values, stories = _read(path, mail, fields)
        attached = _attached(mail)
        if "In-Reply-To" in mail:  # an answer quotes the message that it answers, with the head of that
            stories = []
        elif not stories:
            stories = several_stories(path, values["body"].split("\n"), fields, DIGEST_FORMATS)
        is_cut_off = any(isinstance(each, CloseBoundaryNotFoundDefect) for part in mail.walk() for each in part.defects)
    except MAIL_ERRORS:
        values, stories = {}, []
    except RecursionError:
        yield Problem(path, line, Message("nested too deeply"), Message("move it out of the corpus"), lost=True)
        return
    if stories:
        known = {"date": timestamp_day(values["date"]) or "", "source": values["source"]}
        facts = {role: text for role, text in known.items() if text and "@" not in text}
        dated = (_with_year(story, facts.get("date", "")) for story in stories)
        yield from (story._replace(line=line, unit="line", defaults=facts) for story in dated)
    elif values.get("title") or values.get("body"):
        yield Record(values, line)
    else:
        yield Problem(path, line, Message("no text in this message"), Message("its text may be in an attachment"))
    if is_cut_off:
        yield unclosed(path, line)
    if attached:
        names = tuple(map(shown_name, attached[:MOST_NAMED]))
        yield Problem(
            path, line, Message("has attachments that are not read: {}", names), Message("save them in the corpus")
        )


def _with_year(story: Record, sent: str) -> Record:
    """A story whose day has no year (3月18日), with the year of the last such day when its letter was sent."""
    day = NO_YEAR.fullmatch(str(story.values.get("date", "")))
    if not day or not sent:
        return story
    month_day = f"{int(day[1]):02}-{int(day[2]):02}"
    year = int(sent[:4]) - (month_day > sent[5:])
    return story._replace(values={**story.values, "date": f"{year}-{month_day}"})


def _unreadable(path: str, line: int, mail: Mail, content: bytes) -> Problem | None:
    """What is no message, or one whose text is encoded in a way that is not known."""
    if is_binary(content[:SAMPLE_BYTES]) and not any(name in mail for name in NAMED):
        return Problem(
            path, line, Message("not an e-mail message; not read"), Message("move it out of the corpus"), lost=True
        )
    for part in _parts(mail):
        encoding = _header(part, "Content-Transfer-Encoding").lower()
        if encoding not in ENCODINGS and part.get_content_type() in TEXTS:
            name = shown_name(encoding)
            return Problem(path, line, Message("unknown transfer encoding: {}; not read", name), lost=True)
    return None


def _attached(mail: Mail) -> list[str]:
    """The names of the documents that are attached to a message; pictures and the like are none."""
    parts = (part for part, _ in zip(mail.walk(), range(MOST_PARTS), strict=False))
    names = (part.get_filename() or "" for part in parts if part.get_content_disposition() == "attachment")
    return [name for name in map(_words, names) if DOCUMENT.search(name)]


def _read(path: str, mail: Mail, fields: FieldMap) -> tuple[dict[str, Any], list[Record]]:
    """What a message says, and the stories of its page, if that has several; the page is parsed once."""
    parts = list(_parts(mail))
    location = _header(mail, "Snapshot-Content-Location")
    is_page = bool(location) or bool(SAVED_PAGE.search(_header(mail, "From"))) or _has_addresses(mail)
    pages = [part for part in parts if part.get_content_type() in HTML_TYPES]
    if is_page and pages:
        page = _first_page(pages, location)
        address = location or _header(page, "Content-Location")
        stories, values = html_stories_and_record(path, _text(page), fields, address)
        values["title"] = values["title"] or _header(mail, "Subject")
        return values, stories
    stories, from_page = html_stories_and_record(path, _text(pages[0]), fields) if pages else ([], {})
    body, first = first_message(_body(parts, from_page.get("body", "")))
    sender = first.get("source") or _header(mail, "From")
    values = {
        "title": ANSWER.sub("", first.get("title") or _header(mail, "Subject")),
        "body": body,
        "date": first.get("date") or _header(mail, "Date"),
        "source": NAMED_BEHIND.sub(r"\1", ADDRESS.sub("", sender)).strip(" \"'"),
        "id": _header(mail, "Message-ID").strip("<>"),
    }
    return values, stories


def _parts(mail: Mail) -> Iterator[Mail]:
    """The parts that are texts and no attachments."""
    for count, part in enumerate(mail.walk()):
        if count >= MOST_PARTS:
            return
        if part.get_content_maintype() in {"text", "application"} and part.get_content_disposition() != "attachment":
            yield part


def _has_addresses(mail: Mail) -> bool:
    """Whether the parts of a message are those of a web page, as their addresses say."""
    return mail.get_content_type() == "multipart/related" and any(
        _header(part, "Content-Location").startswith(("http", "file:"))
        for part, _ in zip(mail.walk(), range(9), strict=False)
    )


def _first_page(pages: list[Mail], location: str) -> Mail:
    return next((page for page in pages if location and _header(page, "Content-Location") == location), pages[0])


def _body(parts: list[Mail], from_page: str) -> str:
    """The plain text of a message, unless that only refers to its HTML, of which the text is ``from_page``."""
    texts = (_text(part) for part in parts if part.get_content_type() == "text/plain")
    plain = "\n".join(SIGNATURE.split(text, maxsplit=1)[0] for text in texts).strip()
    return plain if len(plain) * 2 >= len(from_page) and "</" not in plain else from_page or plain


def _text(part: Mail) -> str:
    """The text of a part, by its charset if that fits."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    if part.get_content_subtype() in {"html", "xhtml+xml"} and not part.get_content_charset():
        return decode_page(content)
    detected = detect_encoding(content)
    charset = (part.get_content_charset() or "").lower()
    if not detected.startswith("utf") and charset in {"gb2312", "gbk", "gb18030", "big5", "big5-hkscs"}:
        detected = "gb18030" if charset.startswith("gb") else "big5hkscs"
    return repair(decode_lines(content, detected))


def _header(mail: Mail, name: str) -> str:
    """A header field, decoded; raw bytes in it are taken for what they look like."""
    return _words(mail.get(name))


def _words(value: Any) -> str:
    """What a value of a header says, decoded."""
    if value is None:
        return ""
    pieces = [_decoded(piece, charset) for piece, charset in decode_header(value)]
    return " ".join(repair("".join(pieces)).split())


def _decoded(piece: str | bytes, charset: str | None) -> str:
    raw = piece.encode("utf-8", "surrogateescape") if isinstance(piece, str) else piece
    codec = detect_encoding(raw)
    if charset and charset != UNKNOWN and not codec.startswith("utf"):
        codec = "gb18030" if charset.lower().startswith("gb") else charset
    try:
        return raw.decode(codec, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")
