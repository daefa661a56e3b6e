"""PDF files for tests: texts in Chinese at places on a page, rules and pictures."""

from __future__ import annotations

WIDTH, HEIGHT = 800, 1200


def text(x, y, size, content):
    """A text whose baseline begins at x, y (from the top left corner), in a Chinese font that is not embedded."""
    return f"BT /F1 {size} Tf 1 0 0 1 {x:.2f} {HEIGHT - y:.2f} Tm <{content.encode('utf-16-be').hex()}> Tj ET"


def rule(x0, y0, x1, y1):
    return f"1 w {x0:.2f} {HEIGHT - y0:.2f} m {x1:.2f} {HEIGHT - y1:.2f} l S"


def picture(x, y, width, height):
    return f"q {width} 0 0 {height} {x} {HEIGHT - y - height} cm /I1 Do Q"


def column(x, y, width, size, paragraphs, lines=None):  # noqa: PLR0913, PLR0917 (a place and a form)
    """Paragraphs set in a column, hard-wrapped, first lines indented: drawings, what did not fit, and where it ends."""
    per_line = int(width // size)
    rows = [row for paragraph in paragraphs for row in wrapped("\u3000\u3000" + paragraph, per_line)]
    fitting = rows if lines is None else rows[:lines]
    return [text(x, y + size * 1.4 * (at + 1), size, row) for at, row in enumerate(fitting)], rows[len(fitting) :]


def columns(x, y, width, gap, size, paragraphs, count):  # noqa: PLR0913, PLR0917 (a place and a form)
    """Paragraphs set in several columns of the same height: drawings, and the height."""
    per_line = int((width - gap * (count - 1)) / count // size)
    rows = [row for paragraph in paragraphs for row in wrapped("\u3000\u3000" + paragraph, per_line)]
    high = -(-len(rows) // count)
    step = (width - gap * (count - 1)) / count + gap
    drawn = [text(x + step * (at // high), y + size * 1.4 * (at % high + 1), size, row) for at, row in enumerate(rows)]
    return drawn, high * size * 1.4


def wrapped(paragraph, per_line):
    return [paragraph[at : at + per_line] for at in range(0, len(paragraph), per_line)]


def pdf(*pages):
    """A PDF of pages, each a list of drawings."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> "
        b"/DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
    )
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
        b"stream\n\x80\nendstream"
    )
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        font,
        image,
    ]
    for at, page in enumerate(pages):
        content = "\n".join(page).encode("latin-1")
        resources = "<< /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >>"
        box = f"[0 0 {WIDTH} {HEIGHT}]"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {resources} /Contents {6 + 2 * at} 0 R >>".encode(),
            f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        ]
    raw, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(raw))
        raw += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(raw)
    raw += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    raw += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    raw += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(raw)
