"""Posting lists: sorted document numbers and term frequencies, packed list by list with array operations.

Each list takes the shortest form: a bitmap; two bytes per document number, or three in a large segment; or the gaps
between the numbers, in codes of 4, 8, 12 or 16 bits. A code of all ones is continued: its value is added to that of the
next code. Compared with bitmaps and numbers alone (Chambi et al. 2016, "Better bitmap performance with Roaring
bitmaps"), gaps save a third of the bytes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from newsgrep.analysis.minhash import bit_counts
from newsgrep.engine.segments.doc_lists import Bitmap, NumberList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from newsgrep.storage.array_file import ArrayFile, ArrayFileWriter

# Document numbers fit in three bytes, and size and form of a list in four: no list is longer than its bitmap.
MOST_DOCUMENTS = 1 << 22
# In a segment of so many documents at most, both fit in two bytes.
SMALL = 65_000
# The forms; for gaps, form → bits of a code.
NUMBERS, BITS, GAPS = 0, 1, {2: 4, 3: 8, 4: 12, 5: 16}
HALF_BYTE = 4
FORM_BITS = 3
# Byte for a count that does not fit in a byte.
MORE = 255
# Lists per stored file offset; within a block of lists, sizes are added up.
BLOCK = 64
# Postings packed at a time, and lists and bytes unpacked at a time, so that memory use does not grow with the segment.
POSTINGS_AT_ONCE = 1 << 19
LISTS_AT_ONCE = 1 << 14
BYTES_AT_ONCE = 1 << 19
# Bits of bitmaps unpacked at a time.
BITS_AT_ONCE = 1 << 22


class Postings(NamedTuple):
    """Posting lists, one after another.

    ``starts``, shape (lists,), has the index of each list's first posting; ``documents`` and ``counts`` (term
    frequencies; None: all are 1) have shape (postings,).
    """

    starts: NDArray[np.int64]
    documents: NDArray[Any]
    counts: NDArray[np.uint32] | None = None

    def pieces(self) -> Iterator[Postings]:
        """Split into pieces of whole lists, each of about ``POSTINGS_AT_ONCE`` postings."""
        first = 0
        while first < len(self.starts):
            limit = self.starts[first] + POSTINGS_AT_ONCE
            last = max(first + 1, int(np.searchsorted(self.starts, limit, side="right")) - 1)
            if last + 1 >= len(self.starts):
                last = len(self.starts)
            begin = self.starts[first]
            end = self.starts[last] if last < len(self.starts) else len(self.documents)
            counts = None if self.counts is None else self.counts[begin:end]
            yield Postings(self.starts[first:last] - begin, self.documents[begin:end], counts)
            first = last

    def sums(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The total count of each list in the documents of a mask: shape (lists,) from shape (documents,)."""
        marked = mask[self.documents] if self.counts is None else mask[self.documents] * self.counts
        sums: NDArray[np.int64] = np.add.reduceat(marked, self.starts, dtype=np.int64)
        return sums

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The number of postings of each list, shape (lists,)."""
        return np.diff(self.starts, append=len(self.documents))


def number_type(documents: int) -> type[np.uint16 | np.uint32]:
    """The type of document numbers in a segment of ``documents`` documents."""
    return np.uint16 if documents <= SMALL else np.uint32


def write_postings(
    writer: ArrayFileWriter, name: str, pieces: Iterable[Postings], documents: int, *, counted: bool = False
) -> None:
    """Write posting lists over ``documents`` documents, given in pieces of whole lists, ``counted`` or not.

    The parts are ``name.lists``, ``.sizes``, ``.offsets``, and if there are counts ``.counts``, ``.count_sizes``,
    ``.count_offsets``.
    """
    size_type = number_type(documents)
    sizes, count_sizes, counts = [np.empty(0, size_type)], [np.empty(0, np.int64)], []
    writer.begin(f"{name}.lists", np.uint8)
    for piece in pieces:
        forms, lengths, packed = pack_lists(piece, documents)
        writer.append(packed)
        sizes.append((lengths << FORM_BITS | forms).astype(size_type))
        if counted:
            lengths, packed = pack_counts(piece)
            counts.append(packed)
            count_sizes.append(lengths)
    all_sizes = np.concatenate(sizes)
    writer.add(f"{name}.sizes", all_sizes)
    writer.add(f"{name}.offsets", _block_offsets(all_sizes >> FORM_BITS))
    if not counted:
        return
    writer.begin(f"{name}.counts", np.uint8)
    for packed in counts:
        writer.append(packed)
    all_sizes = np.concatenate(count_sizes)
    writer.add(f"{name}.count_sizes", all_sizes.astype(np.min_scalar_type(int(all_sizes.max(initial=0)))))
    writer.add(f"{name}.count_offsets", _block_offsets(all_sizes))


def _block_offsets(sizes: NDArray[Any]) -> NDArray[np.uint64]:
    ends = np.cumsum(sizes, dtype=np.uint64)
    return np.append(np.zeros(1, np.uint64), ends)[: len(sizes) : BLOCK]


def pack_lists(postings: Postings, documents: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Pack lists over ``documents`` documents.

    Returns the form of each list and its size in bytes, shape (lists,) each, and the packed lists, one after another.
    """
    starts, lengths = postings.starts, postings.lengths
    numbers = postings.documents.astype(np.int64)
    gaps = np.diff(numbers, prepend=0) - 1
    gaps[starts] = numbers[starts]
    width = _width(documents)
    choices = [width * lengths, np.full_like(lengths, -(-documents // 8))]
    codes_of = [bits for bits in GAPS.values() if bits < 8 * width]
    choices += [_gap_bytes(lengths + np.add.reduceat(gaps // _ones(bits), starts), bits) for bits in codes_of]
    forms = np.argmin(choices, axis=0)
    sizes = np.min(choices, axis=0)
    offsets = np.cumsum(sizes) - sizes
    packed = np.zeros(int(sizes.sum()), np.uint8)
    form_of = np.repeat(forms, lengths)

    plain = forms == NUMBERS
    in_list, in_bytes = ranges(starts[plain], lengths[plain]), ranges(offsets[plain], sizes[plain])
    packed[in_bytes] = _number_bytes(numbers[in_list], width)
    for form, bits in GAPS.items():
        chosen = forms == form
        codes = _gap_codes(gaps[form_of == form], lengths[chosen], sizes[chosen], bits)
        packed[ranges(offsets[chosen], sizes[chosen])] = _join_codes(codes, bits)
    for index in np.flatnonzero(forms == BITS):
        mask = np.zeros(documents, np.uint8)
        mask[numbers[starts[index] : starts[index] + lengths[index]]] = 1
        packed[offsets[index] : offsets[index] + sizes[index]] = np.packbits(mask, bitorder="little")
    return forms, sizes, packed


def _width(documents: int) -> int:
    """The bytes of a document number."""
    return 2 if documents <= SMALL else 3


def _number_bytes(numbers: NDArray[np.int64], width: int) -> NDArray[np.uint8]:
    """Document numbers in ``width`` bytes each, in little-endian order."""
    return numbers.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :width].ravel()


def _numbers_of(packed: NDArray[np.uint8], documents: int) -> NDArray[Any]:
    """The document numbers in the bytes made by ``_number_bytes``, of ``number_type``."""
    if documents <= SMALL:
        return packed.view("<u2")
    wide = np.zeros((len(packed) // 3, 4), np.uint8)
    wide[:, :3] = packed.reshape(-1, 3)
    return wide.view("<u4").ravel()


def _ones(bits: int) -> int:
    """The code of all ones, which is continued by the next code."""
    return (1 << bits) - 1


def _gap_bytes(codes: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """The number of bytes that codes take; codes of 4 or 12 bits are stored in pairs."""
    return codes * bits // 8 if bits % 8 == 0 else (codes + 1) // 2 * bits // 4


def _codes_in(sizes: NDArray[np.int64], bits: int) -> NDArray[np.int64]:
    """The number of codes in ``sizes`` bytes."""
    return sizes * 8 // bits


def _gap_codes(
    gaps: NDArray[np.int64], lengths: NDArray[np.int64], sizes: NDArray[np.int64], bits: int
) -> NDArray[np.int64]:
    """The codes for the gaps of lists. Lists are padded with codes of all ones, which end no gap."""
    counts = _codes_in(sizes, bits)
    codes = np.full(int(counts.sum()), _ones(bits), np.int64)
    mores = gaps // _ones(bits)
    used = np.cumsum(mores + 1)
    first = np.cumsum(lengths) - lengths
    before = np.append(0, used)[first]
    codes[used - 1 + np.repeat(np.cumsum(counts) - counts - before, lengths)] = gaps - mores * _ones(bits)
    return codes


def _join_codes(codes: NDArray[np.int64], bits: int) -> NDArray[np.uint8]:
    """Codes as bytes, in little-endian order."""
    if bits % 8 == 0:
        return codes.astype(f"<u{bits // 8}").view(np.uint8)
    pairs = codes[::2] | codes[1::2] << bits
    return np.stack([pairs >> shift & 0xFF for shift in range(0, 2 * bits, 8)], axis=1).astype(np.uint8).ravel()


def _split_codes(packed: NDArray[np.uint8], bits: int) -> NDArray[Any]:
    """The codes in the bytes made by ``_join_codes``, as uint8, or uint16 if they have more bits."""
    if bits % 8 == 0:
        return packed.view(f"<u{bits // 8}")
    if bits == HALF_BYTE:
        low, high = packed & _ones(bits), packed >> bits
    else:
        first, middle, last = (packed[at::3].astype(np.uint16) for at in range(3))
        low, high = first | (middle & 0xF) << 8, middle >> 4 | last << 4
    codes = np.empty(2 * len(low), low.dtype)
    codes[::2], codes[1::2] = low, high
    return codes


def unpack_list(form: int, packed: NDArray[np.uint8], documents: int) -> NDArray[np.intp]:
    """Unpack a list that is no bitmap: its document numbers, shape (postings,)."""
    if form == NUMBERS:
        return _numbers_of(packed, documents).astype(np.intp)
    steps, ends = _steps(packed, GAPS[form])
    # A code of all ones ends no gap, so 1 is added only to smaller codes, which cannot overflow.
    numbers: NDArray[np.intp] = np.cumsum(steps, dtype=np.intp)
    numbers -= 1
    return numbers if ends.all() else numbers.take(np.flatnonzero(ends))


def _steps(packed: NDArray[np.uint8], bits: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """How far each code leads from the document before it, and whether it ends its gap, shape (codes,) each."""
    if bits == HALF_BYTE:
        steps, ends = _half_bytes()
        return steps.take(packed).view(np.uint8), ends.take(packed).view(np.bool_)
    codes = _split_codes(packed, bits)
    ends = codes != _ones(bits)
    return codes + ends, ends


@cache
def _half_bytes() -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """The same for each byte of two codes, as pairs of bytes, shape (256,) each."""
    codes = _split_codes(np.arange(256, dtype=np.uint8), HALF_BYTE)
    ends = codes != _ones(HALF_BYTE)
    return (codes + ends).view(np.uint16), ends.view(np.uint16)


def unpack_lists(sizes: NDArray[Any], packed: NDArray[np.uint8], documents: int) -> Postings:
    """Unpack many lists, packed one after another; ``sizes``, shape (lists,), has the size and form of each."""
    forms, sizes_in_bytes = sizes & _ones(FORM_BITS), (sizes >> FORM_BITS).astype(np.int64)
    form_of = np.repeat(forms.astype(np.uint8), sizes_in_bytes)
    lengths = np.zeros(len(sizes), np.int64)
    unpacked: list[tuple[NDArray[np.bool_], NDArray[Any]]] = []
    for form in (NUMBERS, BITS, *GAPS):
        chosen = forms == form
        if chosen.any():
            found = _unpack_form(form, packed[form_of == form], sizes_in_bytes[chosen], documents)
            lengths[chosen] = found.lengths
            unpacked.append((chosen, found.documents))
    starts = np.cumsum(lengths) - lengths
    numbers = np.empty(int(lengths.sum()), number_type(documents))
    for chosen, values in unpacked:
        numbers[ranges(starts[chosen], lengths[chosen])] = values
    return Postings(starts, numbers)


def _unpack_form(form: int, packed: NDArray[np.uint8], sizes: NDArray[np.int64], documents: int) -> Postings:
    """Unpack lists of the same form; ``sizes``, shape (lists,), is in bytes."""
    if form == NUMBERS:
        return Postings((np.cumsum(sizes) - sizes) // _width(documents), _numbers_of(packed, documents))
    if form == BITS:
        return _unpack_bitmaps(packed.reshape(len(sizes), -1), documents)
    steps, ends = _steps(packed, GAPS[form])
    sums = np.cumsum(steps, dtype=np.int64)
    codes_in = _codes_in(sizes, GAPS[form])
    first = np.cumsum(codes_in) - codes_in
    sums -= np.repeat(np.append(0, sums)[first], codes_in)
    return Postings(np.append(0, np.cumsum(ends))[first], (sums[ends] - 1).astype(number_type(documents)))


def _unpack_bitmaps(packed: NDArray[np.uint8], documents: int) -> Postings:
    """Unpack bitmaps, shape (lists, bytes), some at a time."""
    numbers, lengths = [], []
    rows = 1 + BITS_AT_ONCE // documents
    for start in range(0, len(packed), rows):
        bits = np.unpackbits(packed[start : start + rows], axis=1, count=documents, bitorder="little")
        lengths.append(bits.sum(axis=1, dtype=np.int64))
        numbers.append(bits.view(np.bool_).nonzero()[1].astype(number_type(documents)))
    in_lists = np.concatenate(lengths)
    return Postings(np.cumsum(in_lists) - in_lists, np.concatenate(numbers))


def pack_counts(postings: Postings) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Pack the counts of lists: the size of each in bytes, shape (lists,), and the packed counts, one after another.

    A list whose counts are all 1 takes no bytes. Any other is a bitmap of the counts above 1, then a byte for each of
    these, the count less 2; if that is 255 or more, the byte is 255, and the count follows after them in four bytes.
    """
    counts = postings.counts
    assert counts is not None
    starts, lengths = postings.starts, postings.lengths
    above = counts > 1
    large = counts >= MORE + 2
    bit_bytes = -(-lengths // 8)
    above_in, large_in = (np.add.reduceat(mask, starts, dtype=np.int64) for mask in (above, large))
    sizes = np.where(above_in > 0, bit_bytes + above_in + 4 * large_in, 0)
    offsets = np.cumsum(sizes) - sizes
    packed = np.zeros(int(sizes.sum()), np.uint8)

    kept = np.repeat(above_in > 0, lengths)
    rank = np.arange(len(counts)) - np.repeat(starts, lengths)
    padded_at = np.cumsum(8 * bit_bytes) - 8 * bit_bytes
    bits = np.zeros(int(8 * bit_bytes.sum()), np.uint8)
    bits[np.repeat(padded_at, lengths) + rank] = above
    bitmaps = np.packbits(bits, bitorder="little")
    listed = above_in > 0
    packed[ranges(offsets[listed], bit_bytes[listed])] = bitmaps[ranges(padded_at[listed] // 8, bit_bytes[listed])]

    more_at = offsets + bit_bytes
    packed[ranges(more_at[listed], above_in[listed])] = np.minimum(counts[above & kept] - 2, MORE)
    rest = counts[large].astype("<u4").view(np.uint8)
    packed[ranges((more_at + above_in)[listed], 4 * large_in[listed])] = rest
    return sizes, packed


def unpack_counts(packed: NDArray[np.uint8], length: int) -> NDArray[np.int64]:
    """Unpack the counts of a list of ``length`` postings, shape (length,)."""
    counts = np.ones(length, np.int64)
    if not len(packed):
        return counts
    bit_bytes = -(-length // 8)
    above = np.flatnonzero(np.unpackbits(packed[:bit_bytes], count=length, bitorder="little").view(np.bool_))
    more = packed[bit_bytes : bit_bytes + len(above)]
    counts[above] = more.astype(np.uint16) + 2
    large = above[more == MORE]
    if len(large):
        rest = packed[bit_bytes + len(above) :]
        counts[large] = np.frombuffer(rest.tobytes(), "<u4", len(large))
    return counts


def unpack_some_counts(packed: NDArray[np.uint8], length: int, places: NDArray[np.intp]) -> NDArray[np.int64]:
    """The same of the postings at some places, shape (places,)."""
    counts = np.ones(len(places), np.int64)
    if not len(packed):
        return counts
    bits = packed[: -(-length // 8)]
    at, shift = places >> 3, (places & 7).astype(np.uint8)
    own = bits.take(at) >> shift
    above = np.flatnonzero(own & 1)
    if not len(above):
        return counts
    # How many of the list are above 1 up to the end of a byte, less those of the byte from the place on.
    ends = np.cumsum(bit_counts().take(bits), dtype=np.intp)
    rank = ends.take(at[above]) - bit_counts().take(own[above])
    more = packed[len(bits) + rank]
    if (more == MORE).any():
        return unpack_counts(packed, length)[places]
    counts[above] = more.astype(np.uint16) + 2
    return counts


def unpack_all_counts(sizes: NDArray[np.int64], packed: NDArray[np.uint8], lengths: NDArray[np.int64]) -> NDArray[Any]:
    """Unpack the counts of many lists, packed one after another: shape (postings,), uint32.

    ``sizes``, in bytes, and ``lengths``, in postings, have shape (lists,).
    """
    counts = np.ones(int(lengths.sum()), np.uint32)
    listed = sizes > 0
    if not listed.any():
        return counts
    starts, offsets = (np.cumsum(lengths) - lengths)[listed], (np.cumsum(sizes) - sizes)[listed]
    lengths = lengths[listed]
    bit_bytes = -(-lengths // 8)
    bits = np.unpackbits(packed[ranges(offsets, bit_bytes)], bitorder="little")
    above = bits[ranges(np.cumsum(8 * bit_bytes) - 8 * bit_bytes, lengths)].view(np.bool_)
    above_in = np.add.reduceat(above, np.cumsum(lengths) - lengths, dtype=np.int64)
    more = packed[ranges(offsets + bit_bytes, above_in)]
    places = ranges(starts, lengths)[above]
    counts[places] = more.astype(np.uint32) + 2
    large = more == MORE
    if large.any():
        large_in = np.add.reduceat(large, np.cumsum(above_in) - above_in, dtype=np.int64)
        counts[places[large]] = packed[ranges(offsets + bit_bytes + above_in, 4 * large_in)].view("<u4")
    return counts


def cuts(sizes: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Cut lists, of some sizes in bytes, into ranges of ``LISTS_AT_ONCE`` and about ``BYTES_AT_ONCE`` at most."""
    ends = np.cumsum(sizes, dtype=np.int64)
    first = 0
    while first < len(ends):
        limit = BYTES_AT_ONCE + (int(ends[first - 1]) if first else 0)
        last = min(first + LISTS_AT_ONCE, max(first + 1, int(np.searchsorted(ends, limit, side="right"))))
        last = min(last, len(ends))
        yield first, last
        first = last


def ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers in the ranges from ``starts`` of ``lengths`` each, one range after another."""
    ends = np.cumsum(lengths)
    numbers: NDArray[np.int64] = np.repeat(starts - (ends - lengths), lengths)
    return numbers + np.arange(len(numbers))


class PostingLists:
    """Reads the lists that ``write_postings`` wrote, by list number."""

    def __init__(self, array_file: ArrayFile, name: str, documents: int) -> None:
        self._array_file = array_file
        self._name = name
        self._documents = documents
        kinds = [kind for kind in ("", "count_") if f"{name}.{kind}offsets" in array_file]
        self._offsets = {kind: array_file[f"{name}.{kind}offsets"] for kind in kinds}

    def size(self, first: int, last: int) -> int:
        """The size of the lists from ``first`` to ``last``, exclusive, in bytes: estimates their documents."""
        return int((self._array_file.slice(f"{self._name}.sizes", first, last) >> FORM_BITS).sum(dtype=np.int64))

    def least(self, index: int) -> int:
        """A lower bound of a list's postings, from its size."""
        size, form = divmod(int(self._array_file.slice(f"{self._name}.sizes", index, index + 1)[0]), 1 << FORM_BITS)
        width = _width(self._documents)
        if form == NUMBERS:
            return size // width
        if form == BITS:  # with fewer, gaps of four bits would take less
            return max(0, 2 * (self._documents // 8) - self._documents // _ones(HALF_BYTE) - 2)
        bits = GAPS[form]
        # All codes but those that are continued, each of which spans many documents, and one of padding; but with still
        # fewer postings, their numbers would take less.
        return max(size // width, size * 8 // bits - self._documents // _ones(bits) - 1)

    def documents(self, index: int) -> NDArray[np.intp]:
        """The document numbers of a list, ascending, shape (postings,)."""
        return self.posting_list(index).documents

    def posting_list(self, index: int) -> NumberList | Bitmap:
        """A list, a bitmap as it is stored."""
        form, packed = self._packed(index)
        if form == BITS:
            return Bitmap(packed, self._documents)
        return NumberList(unpack_list(form, packed, self._documents), self._documents)

    def counts(self, index: int, length: int, places: NDArray[np.intp] | None = None) -> NDArray[np.int64]:
        """The counts of a list of ``length`` postings, or of those at some places in it."""
        sizes, offset = self._place("count_", index)
        packed = self._array_file.slice(f"{self._name}.counts", offset, offset + int(sizes[-1]))
        return unpack_counts(packed, length) if places is None else unpack_some_counts(packed, length, places)

    def mark(self, mask: NDArray[np.bool_], first: int, last: int) -> None:
        """Set ``mask``, shape (documents,), for the documents of the lists from ``first`` to ``last``, exclusive."""
        forms = self._array_file.slice(f"{self._name}.sizes", first, last) & _ones(FORM_BITS)
        bitmaps = (first + np.flatnonzero(forms == BITS)).tolist()
        for index in bitmaps:
            self.posting_list(index).mark(mask)
        for start, end in zip([first, *(index + 1 for index in bitmaps)], [*bitmaps, last], strict=True):
            for postings in self._pieces(start, end, counted=False):
                mask[postings.documents] = True

    def each(self) -> Iterator[Postings]:
        """All lists, some at a time, so that memory use does not grow with the segment."""
        return self._pieces(0, len(self), counted=self._counted)

    def read(self, first: int, last: int) -> Postings:
        """The lists from ``first`` to ``last``, exclusive, with their counts."""
        return self._read(first, last, counted=self._counted)

    def sizes(self) -> NDArray[np.int64]:
        """The size of each list and its counts in bytes, shape (lists,)."""
        sizes = (self._array_file[f"{self._name}.sizes"] >> FORM_BITS).astype(np.int64)
        return sizes + self._array_file[f"{self._name}.count_sizes"] if self._counted else sizes

    @property
    def size_in_bytes(self) -> int:
        """The size of all lists and counts in bytes."""
        counts = self._array_file.length(f"{self._name}.counts") if self._counted else 0
        return self._array_file.length(f"{self._name}.lists") + counts

    def __len__(self) -> int:
        return self._array_file.length(f"{self._name}.sizes")

    def _pieces(self, first: int, last: int, *, counted: bool) -> Iterator[Postings]:
        """The lists from ``first`` to ``last``, exclusive, some at a time."""
        sizes = self._array_file.slice(f"{self._name}.sizes", first, last) >> FORM_BITS
        for start, end in cuts(sizes):
            yield self._read(first + start, first + end, counted=counted)

    def _read(self, first: int, last: int, *, counted: bool) -> Postings:
        sizes = self._array_file.slice(f"{self._name}.sizes", first, last)
        start = self._offset("", first)
        end = start + int((sizes >> FORM_BITS).sum(dtype=np.int64))
        packed = self._array_file.slice(f"{self._name}.lists", start, end)
        postings = unpack_lists(sizes, packed, self._documents)
        if not counted:
            return postings
        sizes = self._array_file.slice(f"{self._name}.count_sizes", first, last).astype(np.int64)
        start = self._offset("count_", first)
        packed = self._array_file.slice(f"{self._name}.counts", start, start + int(sizes.sum()))
        return postings._replace(counts=unpack_all_counts(sizes, packed, postings.lengths))

    @property
    def _counted(self) -> bool:
        return f"{self._name}.counts" in self._array_file

    def _packed(self, index: int) -> tuple[int, NDArray[np.uint8]]:
        sizes, offset = self._place("", index)
        size, form = divmod(int(sizes[-1]), 1 << FORM_BITS)
        return form, self._array_file.slice(f"{self._name}.lists", offset, offset + size)

    def _offset(self, kind: str, index: int) -> int:
        return self._place(kind, index)[1]

    def _place(self, kind: str, index: int) -> tuple[NDArray[Any], int]:
        """The sizes of the lists in a list's block, up to and including it, and the offset of the list in bytes."""
        block = index // BLOCK
        sizes = self._array_file.slice(f"{self._name}.{kind}sizes", block * BLOCK, index + 1)
        lengths = sizes[:-1] if kind else sizes[:-1] >> FORM_BITS
        return sizes, int(self._offsets[kind][block]) + int(lengths.sum(dtype=np.int64))
