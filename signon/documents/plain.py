"""Plain text made safe to set: what no paper can print is taken out (control and half characters), and only that."""

import re

# C0 and C1 controls break lines in a PDF and are forbidden in XML, and with it in DOCX; so are U+FFFE and U+FFFF.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` as it can be set: a control character becomes a space, a lone surrogate U+FFFD; all else byte for byte."""
    if text.isascii() and text.isprintable():
        return text
    return _HALF.sub("\ufffd", _CONTROL.sub(" ", text))
