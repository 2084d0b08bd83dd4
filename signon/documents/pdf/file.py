"""The PDF as a file: its objects, numbered and packed small (PDF 1.7, object streams and a cross-reference stream).

Whatever is big is written once, as bytes, and never read again; the same objects give the same bytes.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate
from threading import Lock
from typing import Any

from reportlab.pdfbase import pdfdoc

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ROW = 8  # bytes of a cross-reference: predictor, kind, four of offset or stream, two of place in the stream
_MOST_IN_STREAM = 500  # small objects that share a stream: a viewer has to unpack all of them for one
_PLACES = [place.to_bytes(2, "big") for place in range(65536)]
_FREE = bytes(6) + b"\xff\xff"
_EFFORT = 6  # of zlib, 1 to 9

# A face that is being embedded reads its file at a position of its own: one document at a time.
_EMBEDDING = Lock()


def text(string: str) -> str:
    """A text string of the document level: a title, an address, what is read aloud."""
    if string.isascii() and string.isprintable():
        escaped = string.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<feff{string.encode('utf-16-be', 'replace').hex()}>"


class Deflated:
    """A stream that can be added to after most of it was packed: the first part is kept packed, not as it is."""

    def __init__(self, first: bytes):
        self._sum = zlib.adler32(first)
        packer = _packer()
        self._packed = packer.compress(first) + packer.flush(zlib.Z_SYNC_FLUSH)

    def closed_with(self, last: bytes) -> bytes:
        """The whole stream, `last` added, as zlib writes it."""
        packer = _packer()
        rest = packer.compress(last) + packer.flush()
        return b"".join((b"\x78\x9c", self._packed, rest, zlib.adler32(last, self._sum).to_bytes(4, "big")))


def _packer() -> Any:
    return zlib.compressobj(_EFFORT, zlib.DEFLATED, -zlib.MAX_WBITS)


class Document(pdfdoc.PDFDocument):
    """What a canvas draws into: reportlab's own objects (faces and pictures) and ours, numbered in one row."""

    def __init__(self) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7))
        self._parts = [_HEADER]
        self._offset = len(_HEADER)
        self._small: dict[int, str] = {}
        self._rows: dict[int, bytes] = {}  # the first number of a run of objects, and where each of them is

    @property
    def faces(self) -> str:
        """The reference to the dictionary of all faces."""
        number, _ = self.idToObjectNumberAndVersion[pdfdoc.BasicFonts]
        return f"{number} 0 R"

    def reserve(self, count: int = 1) -> int:
        """The first of so many numbers that are free, one after the other; each must be given to an object."""
        first: int = self.objectcounter + 1
        self.objectcounter += count
        return first

    def put(self, number: int, body: str) -> None:
        """A small object."""
        self._small[number] = body

    def put_many(self, first: int, bodies: Sequence[str]) -> None:
        """Small objects numbered one after the other from `first`, packed away at once. At most 65,536."""
        self._pack(range(first, first + len(bodies)), bodies)

    def put_stream(self, number: int, entries: str, data: bytes) -> None:
        """A stream; `data` is as it is to stand in the file, and `entries` say how it is packed."""
        self._write(number, f"<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1"), data, b"\nendstream")

    def finish(self, catalog: int, info: int) -> bytes:
        """The file. Nothing can be put into it afterwards."""
        self._put_registered()
        numbers = sorted(self._small)
        for start in range(0, len(numbers), _MOST_IN_STREAM):
            some = numbers[start : start + _MOST_IN_STREAM]
            self._pack(some, [self._small[number] for number in some])
        return self._closed(catalog, info)

    def _put_registered(self) -> None:
        """Puts what reportlab has made: faces and pictures. Formatting an object may register more."""
        with _EMBEDDING:
            for face in self.delayedFonts:
                face.addObjects(self)
        done: set[int] = set()
        while numbers := self.numberToId.keys() - done:
            for number in sorted(numbers):
                body = pdfdoc.format(self.idToObject[self.numberToId[number]], self, toplevel=1)
                if body.endswith(b"endstream\n"):
                    self._write(number, body)
                else:
                    self._small[number] = body.decode("latin-1")
            done |= numbers

    def _write(self, number: int, *body: bytes) -> None:
        parts = (b"%d 0 obj\n" % number, *body, b"\nendobj\n")
        self._rows[number] = b"\0\1" + self._offset.to_bytes(4, "big") + bytes(2)
        self._parts.extend(parts)
        self._offset += sum(map(len, parts))

    def _pack(self, numbers: Sequence[int], bodies: Sequence[str]) -> None:
        """Writes an object stream."""
        starts = accumulate((len(body) + 1 for body in bodies), initial=0)
        head = " ".join([f"{number} {start}" for number, start in zip(numbers, starts, strict=False)])
        data = zlib.compress("\n".join((head, *bodies)).encode("latin-1"), _EFFORT)
        stream = self.reserve()
        self.put_stream(stream, f"/Type/ObjStm/N {len(bodies)}/First {len(head) + 1}/Filter/FlateDecode", data)
        here = b"\0\2" + stream.to_bytes(4, "big")
        if isinstance(numbers, range):
            self._rows[numbers[0]] = here + here.join(_PLACES[: len(bodies)])
        else:
            for place, number in enumerate(numbers):
                self._rows[number] = here + _PLACES[place]

    def _closed(self, catalog: int, info: int) -> bytes:
        own, start = self.reserve(), self._offset
        identity = hashlib.sha256(b"".join(self._parts)).hexdigest()[:32]
        self._rows[own] = b"\0\1" + start.to_bytes(4, "big") + bytes(2)
        self.put_stream(
            own,
            f"/Type/XRef/Size {own + 1}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{identity}><{identity}>]"
            f"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {_ROW - 1}>>",
            zlib.compress(_predicted(b"".join(self._table(own))), _EFFORT),
        )
        self._parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self._parts)

    def _table(self, last: int) -> Iterable[bytes]:
        """Where each object is, from number 0 to `last`."""
        expected = 0
        for first in sorted(self._rows):
            # A number that was given away and never used is free.
            yield _FREE * (first - expected)
            yield self._rows[first]
            expected = first + len(self._rows[first]) // _ROW


def _predicted(table: bytes) -> bytes:
    """Each byte of a table less the byte above it: rows that count up become rows that are all alike.

    All bytes are subtracted at once, as one long number: the high bits are set apart so that nothing is carried over.
    """
    high = int.from_bytes(b"\x80" * len(table), "big")
    these = int.from_bytes(table, "big")
    above = these >> (8 * _ROW)
    less = ((these | high) - (above & ~high)) ^ ((these ^ ~above) & high)
    up = int.from_bytes((b"\2" + bytes(_ROW - 1)) * (len(table) // _ROW), "big")
    return (less | up).to_bytes(len(table), "big")
