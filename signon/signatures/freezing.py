"""Freezing: a signee list as bytes that say the same in ten years, and the list that such bytes hold.

The bytes are UTF-8 JSON, written one way only (sorted keys, no spaces, nothing that is as if it were not said), so that
equal lists have equal bytes and one hash. Fields that a later release adds are missing in older bytes, and are then
what they are by default.
"""

import base64
import hashlib
import json
from dataclasses import MISSING, Field, fields
from datetime import date, datetime
from typing import Any

from signon.letters.reading import AddresseeReading, Layout, LetterReading
from signon.signatures.signee import LetterheadReading, LogoReading, Signee, SigneeList

# The first word of what is frozen: bytes that are written another way will need another number.
_FORMAT = 1
_PERSON = ("representative", "role")
_Reading = SigneeList | LetterReading | AddresseeReading | Layout | LetterheadReading | Signee | LogoReading


def freeze(signee_list: SigneeList) -> bytes:
    """`signee_list` with its text, layout, letterhead, order, numbers and signature ids, to the microsecond."""
    return _written({"format": _FORMAT, **_said(signee_list)})


def thaw(content: bytes) -> SigneeList:
    """The signee list that was frozen into `content`, equal to what it was. Raises ValueError for other bytes."""
    said = json.loads(content)
    if not isinstance(said, dict) or said.pop("format", None) != _FORMAT:
        raise ValueError("these bytes hold no frozen signee list")
    said["letter"] = _letter(said["letter"])
    said["signees"] = tuple(_signee(one) for one in said.get("signees", ()))
    said["as_of"] = datetime.fromisoformat(said["as_of"])
    if "letterhead" in said:
        picture = said["letterhead"]
        said["letterhead"] = LetterheadReading(**picture | {"png": base64.b64decode(picture.get("png", ""))})
    return SigneeList(**said)


def without(content: bytes, signature_id: int, *, only_person: bool = False) -> bytes | None:
    """`content` without the name of this signature, or with `only_person` without the representative beside it; None
    when it holds no such name.

    Its numbers stay those of the moment at which it was frozen.
    """
    named = f'"signature_id":{signature_id}'.encode()
    if named + b"," not in content and named + b"}" not in content:
        return None  # a hundred thousand names are not read for one that came later
    said = json.loads(content)
    kept = []
    for one in said["signees"]:
        if one.get("signature_id") != signature_id:
            kept.append(one)
        elif only_person:
            kept.append({name: value for name, value in one.items() if name not in _PERSON})
    return _written({**said, "signees": kept})


def sha256(data: bytes) -> str:
    """The SHA-256 of `data`, 64 small hex digits."""
    return hashlib.sha256(data).hexdigest()


def _written(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _said(reading: _Reading) -> dict[str, Any]:
    """What `reading` says, by field, without what it does not say."""
    said = {}
    for name, default in _fields(type(reading)):
        value = getattr(reading, name)
        if value != default:
            said[name] = _plain(value)
    return said


_KNOWN: dict[type, list[tuple[str, object]]] = {}


def _fields(of: type[_Reading]) -> list[tuple[str, object]]:
    if of not in _KNOWN:  # asked for each of a hundred thousand names
        _KNOWN[of] = [(field.name, _default(field)) for field in fields(of)]
    return _KNOWN[of]


def _default(field: Field[Any]) -> object:
    return field.default if field.default is not MISSING else _ALWAYS_SAID


_ALWAYS_SAID = object()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    return _said(value) if isinstance(value, _Reading) else value


def _letter(said: dict[str, Any]) -> LetterReading:
    said = dict(said)
    if "date" in said:
        said["date"] = date.fromisoformat(said["date"])
    if "layout" in said:
        layout = said["layout"]
        said["layout"] = Layout(**layout | {"details": tuple(layout.get("details", ()))})
    said["addressees"] = tuple(
        AddresseeReading(**to | {"address": tuple(to.get("address", ()))}) for to in said.get("addressees", ())
    )
    return LetterReading(**said)


def _signee(said: dict[str, Any]) -> Signee:
    return Signee(**said | {"logo": LogoReading(**said["logo"])} if "logo" in said else said)
