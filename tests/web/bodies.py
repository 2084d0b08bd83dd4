"""What somebody who means no good sends to a form."""

import gzip
from dataclasses import dataclass

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"


@dataclass(frozen=True)
class Body:
    """Something to send: its bytes, its type, further headers."""

    data: bytes
    kind: str = FORM
    headers: tuple[tuple[str, str], ...] = ()


def parts(number: int, head: bytes = b'name="a"', content: bytes = b"b") -> bytes:
    one = b"--x\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + content + b"\r\n"
    return one * number + b"--x--\r\n"


HOSTILE = {
    "a megabyte in one field": Body(b"organization=" + b"x" * 1_000_000),
    "ten thousand fields": Body("&".join(f"field{number}=1" for number in range(10_000)).encode()),
    "ten thousand short fields": Body(b"a&" * 10_000),
    "a megabyte of parts": Body(parts(15_000), PARTS),
    "a thousand parts": Body(parts(1_000), PARTS),
    "a part of a megabyte": Body(parts(1, content=b"x" * 1_000_000), PARTS),
    "a file of a megabyte": Body(parts(1, b'name="a"; filename="a.bin"', b"x" * 1_300_000), PARTS),
    "a gzip bomb": Body(gzip.compress(b"a=" + b"x" * 5_000_000), FORM, headers=(("Content-Encoding", "gzip"),)),
    "gzip that is none": Body(b"a=b", FORM, headers=(("Content-Encoding", "gzip"),)),
    "JSON": Body(b'{"organization": {"$ne": 1}}', "application/json"),
    "deep JSON": Body(b"[" * 50_000, "application/json"),
    "XML": Body(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/xml"),
    "plain text": Body(b"organization=Night Owls", "text/plain"),
    "no type at all": Body(b"organization=Night Owls", ""),
    "a type that is none": Body(b"organization=Night Owls", ";;;===\x7f"),
}
# What is read as a form: it is refused as a form with faults is, or does nothing.
ODD = {
    "an empty form": Body(b""),
    "no UTF-8": Body(b"organization=%ff%fe\xff\xfe&email=%c0%80"),
    "NUL": Body(b"organization=a%00b&email=a%00@b.example&form_token=%00&code=%00&letter=%00"),
    "surrogates": Body(b"organization=%ed%a0%80&email=%ed%a0%80&code=%ed%a0%80"),
    "half an escape": Body(b"organization=%&email=%4&%=%"),
    "brackets": Body(b"organization[$ne]=1&organization[]=2&__proto__[a]=1"),
    "every field twice": Body(b"organization=a&organization=b&email=a&email=b&form_token=a&form_token=b"),
    "a part whose head never ends": Body(b"--x\r\nContent-Disposition: " + b"y" * 60_000, PARTS),
    "parts without an end": Body(b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb", PARTS),
    "parts without a boundary": Body(b"hello", "multipart/form-data"),
    "a boundary of its own kind": Body(b"hello", "multipart/form-data; boundary=" + "z" * 300),
    "a charset that is none": Body(b"organization=a", f"{FORM}; charset=utf-9000"),
}
