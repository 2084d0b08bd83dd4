"""Writing an SVG anew from what draws: a whitelist of elements and attributes, and no reference out of the file.

The file is read as a stream, by a parser that fetches nothing and knows no entities but XML's own five, so that what is
too deep, too much or refused is met before it has cost anything.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from signon.pictures.redrawing import Drawn, Wanted, drawn_anew
from signon.pictures.svg_size import size_in_pixels, view_box
from signon.refusals import N_, Refusal

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_MOST_ELEMENTS = 10_000
_DEEPEST = 40
_MOST_PICTURES = 4  # inside the SVG; each is drawn anew
_LARGEST_PICTURE = Wanted(2400, 2400, field="")


def _words(said: str) -> frozenset[str]:
    return frozenset(said.split())


_DRAWS = _words(
    "circle clipPath defs ellipse g image line linearGradient mask path pattern polygon polyline radialGradient rect "
    "stop style svg symbol use"
)
_SAYS = _words("desc metadata title")  # about the picture, not in it: left out with all they hold
_LETTERS = _words("text textPath tspan")  # would be set in a font that only the sender has
_ATTRIBUTES = _words(
    "class clip-path clip-rule clipPathUnits color cx cy d display fill fill-opacity fill-rule fr fx fy "
    "gradientTransform gradientUnits height id mask mask-type maskContentUnits maskUnits offset opacity overflow "
    "paint-order patternContentUnits patternTransform patternUnits points preserveAspectRatio r rx ry spreadMethod "
    "stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-opacity stroke-width style transform vector-effect viewBox visibility width x x1 x2 y y1 "
    "y2"
)
# What a style may not do: fetch, or write in escapes what is looked for here. "url(#..." stays in the file.
_REACHES_OUT = re.compile(r"[@\\]|url\s*\(\s*(?![\s'\"]*#)", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,([A-Za-z0-9+/=\s]+)", re.ASCII)

_NO_SVG = N_("This file could not be read as an SVG picture. Please save it as a PNG, and choose that.")
_ENTITIES = N_("This SVG file defines entities, which are not read here. Please save it as a plain SVG, or as a PNG.")
_TOO_MUCH = N_("This SVG file has too many parts. Please save it as a PNG, and choose that.")
_HAS_LETTERS = N_(
    "This SVG file has text that needs a font. Please turn the text into paths in your drawing program, or save the "
    "picture as a PNG."
)
_UNKNOWN = N_("This SVG file has <%(name)s>, which is not drawn here. Please save it as a plain SVG, or as a PNG.")
_OUTSIDE = N_(
    "This SVG file asks for something outside itself. Please put it into the file, or save the picture as a PNG."
)
_NO_SIZE = N_("This SVG file does not say how large the picture is. Please save it with a width and a height.")


class Unreadable(Exception):
    """Why an SVG is not taken: a sentence for a Refusal, and what stands in its places."""

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


def plain(data: bytes, width: int, height: int) -> str:
    """The SVG file `data` written anew, as large as `width` by `height` pixels hold it. Raises Unreadable."""
    writing = _Writing(width, height)
    try:
        writing.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Unreadable(_NO_SVG) from None
    return "".join(writing.out)


class _Writing:
    """What was written so far. `leaving` counts the open elements of a part that is left out."""

    def __init__(self, width: int, height: int) -> None:
        self.room = (width, height)
        self.out: list[str] = []
        self.open: list[str] = []
        self.leaving = self.elements = self.pictures = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = parser.SkippedEntityHandler = _refuse_entities

    def doctype(self, name: str, system: str | None, public: str | None, has_more: int) -> None:
        """Many programs name the DTD of SVG 1.1, which is never fetched; none of its own may stand there."""
        if has_more:
            raise Unreadable(_ENTITIES)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.elements += 1
        self.open.append(name)
        if self.elements > _MOST_ELEMENTS or len(self.open) > _DEEPEST:
            raise Unreadable(_TOO_MUCH)
        namespace, _, tag = name.rpartition(" ")
        if self.leaving or (len(self.open) > 1 and (namespace != SVG or tag in _SAYS)):
            self.leaving += 1
            return
        if len(self.open) == 1 and (namespace, tag) != (SVG, "svg"):
            raise Unreadable(_NO_SVG)
        if tag not in _DRAWS:
            raise Unreadable(_HAS_LETTERS) if tag in _LETTERS else Unreadable(_UNKNOWN, name=_shown(tag))
        kept = self.attributes(tag, attributes)
        if len(self.open) == 1:
            kept |= {"xmlns": SVG, **self.size(attributes)}
        self.out.append(f"<{tag}{''.join(f' {key}={quoteattr(value)}' for key, value in kept.items())}>")

    def end(self, name: str) -> None:
        """An element ends."""
        self.open.pop()
        if self.leaving:
            self.leaving -= 1
        else:
            self.out.append(f"</{name.rpartition(' ')[2]}>")

    def text(self, said: str) -> None:
        """Characters: of a style sheet, or between elements, where they mean nothing."""
        if not self.leaving and self.open[-1] == f"{SVG} style":
            _refuse_outside(said)
            self.out.append(escape(said))

    def attributes(self, tag: str, given: Mapping[str, str]) -> dict[str, str]:
        """The attributes of an element that draw; a reference to the file's own parts as `href`."""
        kept = {key: value for key, value in given.items() if key in _ATTRIBUTES}
        for value in kept.values():
            _refuse_outside(value)
        reference = given.get("href", given.get(f"{XLINK} href", "")).strip()
        if tag == "image":
            kept["href"] = self.picture(reference)
        elif reference:
            if not reference.startswith("#"):
                raise Unreadable(_OUTSIDE)
            kept["href"] = reference
        return kept

    def picture(self, reference: str) -> str:
        """A picture inside the SVG, drawn anew as any other."""
        embedded = _EMBEDDED.fullmatch(reference)
        self.pictures += 1
        if embedded is None:
            raise Unreadable(_OUTSIDE)
        if self.pictures > _MOST_PICTURES:
            raise Unreadable(_TOO_MUCH)
        return f"data:image/png;base64,{base64.b64encode(_redrawn(embedded[1]).png).decode()}"

    def size(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """The picture's own proportions at the size wanted, and which part of it is seen."""
        box = view_box(attributes.get("viewBox", ""))
        own = size_in_pixels(attributes.get("width", ""), attributes.get("height", "")) or (box and box[2:])
        if own is None:
            raise Unreadable(_NO_SIZE)
        scale = min(self.room[0] / own[0], self.room[1] / own[1])
        width, height = (max(1, round(side * scale)) for side in own)
        seen = " ".join(f"{number:.6f}" for number in box or (0.0, 0.0, *own))
        return {"width": str(width), "height": str(height), "viewBox": seen}


def _refuse_entities(*_: Any) -> None:
    raise Unreadable(_ENTITIES)


def _refuse_outside(said: str) -> None:
    if _REACHES_OUT.search(said):
        raise Unreadable(_OUTSIDE)


def _redrawn(encoded: str) -> Drawn:
    try:
        return drawn_anew(base64.b64decode("".join(encoded.split()), validate=True), _LARGEST_PICTURE)
    except binascii.Error:
        raise Unreadable(_NO_SVG) from None
    except Refusal as refusal:
        raise Unreadable(refusal.sentence) from None


def _shown(tag: str) -> str:
    return "".join(mark if mark.isprintable() else "\ufffd" for mark in tag[:40])
