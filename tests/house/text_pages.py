"""The pages on which staff write a letter, translate it and lead it through its life, in each of their states."""

from collections.abc import Iterator
from typing import Any

from werkzeug.test import TestResponse

from tests import make
from tests.browser import Browser
from tests.staff.people import csrf

LETTER = "/staff/letters/written-train"
TEXT, LIFE, TRANSLATIONS = f"{LETTER}/text", f"{LETTER}/life", f"{LETTER}/translations"
NEW, SPANISH = f"{TRANSLATIONS}/new", f"{TRANSLATIONS}/es"
ADA = {"name": "Ada Quill", "title": "Minister", "address": "1 Rail Street\nDayton"}
FACTS: dict[str, Any] = {"addressees": (ADA,)}


def text_pages(owner: Browser) -> Iterator[tuple[str, str, TestResponse]]:
    """An endpoint, what it shows, and the answer to `owner`, who is signed in."""
    make.listed(make.letter("written-train", published=False, **FACTS), ["Alder Union", "Zinnia Circle"])
    yield "staff.text", "a draft", owner.get(TEXT)
    typed = {"csrf_token": csrf(owner.get(TEXT)), "title": "Night trains", "language": "en", "body": "We {{ ask }}."}
    yield "staff.save_text", "with errors", owner.post(TEXT, data={**typed, "do": "save", "revision": "1"})
    typed = {**typed, "body": "We ask for the FIVE THINGS:\n\n1. Trains"}
    yield "staff.save_text", "a preview", owner.post(TEXT, data={**typed, "do": "preview", "revision": "1"})
    owner.post(TEXT, data={**typed, "do": "save", "revision": "1"})
    mine = {**typed, "title": "Mine", "body": "We ask.\n\nFor two."}
    yield "staff.save_text", "somebody saved meanwhile", owner.post(TEXT, data={**mine, "do": "save", "revision": "1"})
    yield from _translations(owner, typed)
    yield from _life(owner, typed["csrf_token"])


def _translations(owner: Browser, typed: dict[str, str]) -> Iterator[tuple[str, str, TestResponse]]:
    yield "staff.translations", "none yet", owner.get(TRANSLATIONS)
    yield "staff.new_translation", "empty", owner.get(NEW)
    yield "staff.add_translation", "with errors", owner.post(NEW, data={**typed, "title": "", "do": "save"})
    spanish = {**typed, "language": "es", "title": "Trenes", "do": "save", "revision": "2"}
    owner.post(NEW, data=spanish)
    yield "staff.translations", "one", owner.get(TRANSLATIONS)
    yield "staff.translation", "as it is", owner.get(SPANISH)
    meanwhile = {**spanish, "title": "El tren", "revision": "1"}
    yield "staff.save_translation", "somebody saved meanwhile", owner.post(SPANISH, data=meanwhile)


def _life(owner: Browser, token: str) -> Iterator[tuple[str, str, TestResponse]]:
    yield "staff.life", "a draft", owner.get(LIFE)
    past = {"csrf_token": token, "do": "embargo", "until": "2020-01-01T10:00"}
    yield "staff.live", "with errors", owner.post(LIFE, data=past)
    owner.post(LIFE, data={**past, "until": "2035-01-01T10:00"})
    yield "staff.life", "under embargo", owner.get(LIFE)
    owner.post(LIFE, data={"csrf_token": token, "do": "circulate"})
    yield "staff.life", "circulating", owner.get(LIFE)
    owner.post(LIFE, data={"csrf_token": token, "do": "publish"})
    yield "staff.text", "published", owner.get(TEXT)
    dates = {"deadline": "2035-01-01T10:00", "zone": "America/New_York", "grace_hours": "24", "seen": ""}
    owner.post(LIFE, data={"csrf_token": token, "do": "deadline", **dates})
    yield "staff.life", "open", owner.get(LIFE)
    owner.post(LIFE, data={"csrf_token": token, "do": "close"})
    yield "staff.life", "closed", owner.get(LIFE)
    owner.post(TEXT, data={"csrf_token": token, "do": "save", "revision": "3", "title": "Trains", **_correction()})
    yield "staff.translations", "one that is behind", owner.get(TRANSLATIONS)
    yield "staff.translation", "that is behind", owner.get(SPANISH)


def _correction() -> dict[str, str]:
    return {"language": "en", "body": "We ask.", "kind": "correction", "reason": "A spelling."}
