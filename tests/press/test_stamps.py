"""A kept document shows the letter as it stands, whatever was done to it; a name that left is in none of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters import layout, letterheads
from signon.letters.changes import Change
from signon.letters.file import LetterFile
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.letters.publishing import as_file, take_file
from signon.letters.reading import Layout
from signon.press.drawing import Sheet, stamp_of
from signon.signatures import objecting, reviewing
from signon.signatures.listing import mark_conveners
from signon.signatures.models import ANONYMOUS, Signature
from signon.signatures.signee import SigneeList
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from signon.wording.readings import read_signee_list
from tests import make
from tests.press.documents import drawings, keep_a_drawing
from tests.signatures.own import agree, correct, forms, signed
from tests.signatures.pictures import file_of, picture

SLUG = "night-train"
COLLEAGUE = {"representative": "Bo Fern", "role": "Chair", "email": "bo@nightowls.org"}


class Owls:
    """A letter, an organization that signed it, and what both of them and staff do to it."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        make.listed(make.letter(), ["Aldermoor Readers", "Zinnia Circle"])
        self.link = signed(client)

    @property
    def letter(self) -> Letter:
        db.session.rollback()
        found = with_slug(SLUG)
        assert found is not None
        return found

    def named(self, name: str) -> Signature:
        return next(row for row in make.signatures() if row.printed_name == name)

    def sign(self, name: str) -> None:
        self.link = signed(self.client, organization=name)

    def represent(self, **said: str) -> None:
        _path, fields = forms(self.client.get(f"{self.link}/representative"))[0]
        assert self.client.post(f"{self.link}/representative", data={**fields, **said}).status_code == 303

    def hand_over(self) -> None:
        path, fields = forms(self.client.get(f"{self.link}/hand-over"))[0]
        assert self.client.post(path, data={**fields, **COLLEAGUE}).status_code == 303
        agree(self.client, f"/hand-over/{make.newest_mail('handover').token}")

    def strike(self, name: str) -> None:
        with transaction():
            reviewing.strike(self.letter, self.named(name), "no such body", now(), keys=make.keys())

    def accept(self) -> None:
        make.verified(self.client, organization="Held Guild", email="held@gmail.com")
        with transaction():
            reviewing.accept(self.letter, self.named("Held Guild"), now())

    def object_to(self, name: str) -> None:
        with transaction():
            objecting.object_to(Found(self.named(name), self.letter), make.keys(), now())

    def withdraw(self, name: str) -> None:
        with transaction():
            withdraw(Found(self.named(name), self.letter), now())

    def take(self, file: LetterFile) -> None:
        with transaction():
            letter = take_file(file, SLUG, change=Change("it was wrong"), keys=make.keys(), at=now()).letter
            mark_conveners(letter, now())

    def arrange(self, wanted: Layout) -> None:
        with transaction():
            layout.arrange(self.letter, wanted, (), now())

    def head(self, size: tuple[int, int], color: str = "RGB") -> None:
        with transaction():
            letterheads.put(self.letter, letterheads.drawn(picture(size=size, mode=color)), "Night Line", now())


# What is done, and whether a name may have left by it, or be printed otherwise: then no older document survives.
ACTS: list[tuple[str, Callable[[Owls], object], bool]] = [
    ("an organization signs", lambda it: make.verified(it.client, organization="Birch Society"), False),
    ("staff import a name", lambda it: make.listed(it.letter, ["Cedar Hall"]), False),
    ("staff accept a held name", lambda it: it.accept(), False),
    ("a name is spelled otherwise", lambda it: correct(it.client, it.link, organization="NIGHT OWLS UNION"), True),
    ("a city is corrected", lambda it: correct(it.client, it.link, city="Toledo"), True),
    ("the representative is shown", lambda it: it.represent(shown="y"), True),
    ("their role is corrected", lambda it: it.represent(role="Chair", shown="y"), True),
    ("a colleague takes over, and is not shown", lambda it: it.hand_over(), True),
    ("a name is struck", lambda it: it.strike("Aldermoor Readers"), True),
    ("a known address objects", lambda it: it.object_to("Birch Society"), True),
    ("a name is withdrawn", lambda it: it.withdraw("Cedar Hall"), True),
    ("the text is corrected", lambda it: it.take(replace(as_file(it.letter), body=f"{make.TEXT}\nSoon.\n")), False),
    ("the closing changes", lambda it: it.take(replace(as_file(it.letter), closing="Sincerely,")), False),
    ("a convener is named", lambda it: it.take(replace(as_file(it.letter), conveners=("Zinnia Circle",))), True),
    ("the names stand in columns", lambda it: it.arrange(Layout(columns=3)), False),
    ("they are grouped, and pages have a head", lambda it: it.arrange(Layout(3, grouped_by="state")), False),
    ("a letterhead is put", lambda it: it.head((60, 30)), False),
    ("another one of the same size", lambda it: it.head((60, 30), "L"), False),
    ("another organization signs", lambda it: it.sign("Fir Society"), False),
    ("its name is changed into another, and held", lambda it: correct(it.client, it.link, organization="Elm"), True),
]  # fmt: skip


def printed(letter: Letter) -> SigneeList:
    """What a document of the letter prints, but for the time."""
    return replace(read_signee_list(letter, "en", now()), as_of=letter.created_at)


def test_every_change_of_what_is_printed_moves_the_stamp_and_no_name_outlives_its_listing(client: FlaskClient) -> None:
    owls = Owls(client)
    for what, act, is_printed_otherwise in ACTS:
        keep_a_drawing(owls.letter)
        before, stamp = printed(owls.letter), stamp_of(Sheet.of(owls.letter, "pdf", "en"))
        act(owls)
        assert printed(owls.letter) != before, f"{what}: this changes nothing that is printed"
        assert stamp_of(Sheet.of(owls.letter, "pdf", "en")) != stamp, f"{what}: the stamp stays"
        assert (drawings() == []) is is_printed_otherwise, f"{what}: what was drawn before is wrongly kept or forgotten"


def test_people_who_choose_otherwise_how_they_are_shown_are_in_no_older_document(client: FlaskClient) -> None:
    petition = make.petition()
    link = signed(client, "sunday-train")
    for shown_as in ("initials", ANONYMOUS, "full", "unlisted"):
        keep_a_drawing(petition)
        before = stamp_of(Sheet.of(petition, "pdf", "en"))
        correct(client, link, shown_as=shown_as)
        db.session.rollback()
        assert stamp_of(Sheet.of(petition, "pdf", "en")) != before
        assert drawings() == [], shown_as


def test_what_is_not_printed_leaves_the_kept_document_as_it_is(client: FlaskClient) -> None:
    owls = Owls(client)
    keep_a_drawing(owls.letter)
    stamp = stamp_of(Sheet.of(owls.letter, "pdf", "en"))
    make.send_form(client, organization="Waiting Guild")
    make.verified(client, organization="Held Guild", email="held@gmail.com")
    client.post(f"{owls.link}/logo", **file_of(picture()))
    assert stamp_of(Sheet.of(owls.letter, "pdf", "en")) == stamp
    assert [row.data for row in drawings()] == [b"drawn before"]


@pytest.mark.parametrize("other", [("docx", "en", None), ("pdf", "es", None), ("pdf", "en", "columns-3")])
def test_each_document_of_a_letter_has_a_stamp_and_a_place_of_its_own(
    app: Flask, other: tuple[str, str, str | None]
) -> None:
    letter = make.letter()
    spanish = LetterFile(title="Que vuelva", language="es", translation_of=letter.slug, body="Lo pedimos.\n")
    with transaction():
        take_file(spanish, letter.slug, keys=make.keys(), at=now())
    first, second = Sheet.of(letter, "pdf", "en"), Sheet.of(letter, *other)
    assert first.name != second.name
    assert stamp_of(first) != stamp_of(second)
