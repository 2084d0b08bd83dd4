"""Pictures and files that are none, as people and others upload them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 30), mode: str = "RGB", **more: Any) -> bytes:
    """A red picture as a file of this kind."""
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **more)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is `width` by `height`, all of it white."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer, packed = zlib.compressobj(9), b""
    for _ in range(min(height, 5000)):
        packed += packer.compress(row)
    return SIGNATURE + head + chunk(b"IDAT", packed + packer.flush()) + chunk(b"IEND", b"")


def file_of(data: bytes, name: str = "logo.png") -> dict[str, Any]:
    """`data` as the logo form sends it: what a test client wants besides the address."""
    head = f'--edge\r\nContent-Disposition: form-data; name="logo"; filename="{name}"\r\n\r\n'.encode()
    return {"data": head + data + b"\r\n--edge--\r\n", "content_type": "multipart/form-data; boundary=edge"}


PICTURE = picture()
