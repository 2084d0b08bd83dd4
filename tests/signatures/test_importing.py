"""Names gathered elsewhere: listed as typed, reported row by row, the same file twice the same as once."""

import pytest
from flask import Flask

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.organizations.models import Organization
from signon.organizations.register import learn_alias
from signon.refusals import Refusal
from signon.signatures import counting, importing, roll, signee_file
from signon.signatures.signing import open_contact
from tests import make
from tests.statements import listed, said_by


def take(letter: Letter, text: str, encoding: str = "utf-8") -> tuple[dict[str, int], list[importing.Row]]:
    """Import `text` as a signee file; the totals and the report."""
    rows: list[importing.Row] = []
    with transaction():
        file = signee_file.read_file(text.encode(encoding), letter)
        totals = importing.take_names(letter, file, keys=make.keys(), at=now(), say=rows.append)
    return totals, rows


def test_every_row_is_reported_with_its_line_and_listed_in_order(app: Flask) -> None:
    letter = make.letter(conveners=("Mill Street Legal Aid",))
    totals, rows = take(letter, 'organization,state\nZinnia Circle,OH\n\nMill Street Legal Aid,\n"Ålder, Inc.",MN\n')
    assert totals == {"imported": 3, "matched": 0, "refused": 0}
    assert [(row.line, row.outcome) for row in rows] == [(2, "imported"), (4, "imported"), (5, "imported")]
    names = [(signee.name, signee.convener) for signee in roll.signees(letter)]
    assert names == [("Ålder, Inc.", False), ("Mill Street Legal Aid", True), ("Zinnia Circle", False)]
    count = counting.read(letter, now())
    assert (count.organizations, count.undersigned) == (3, 2)


def test_the_same_file_twice_changes_nothing(app: Flask) -> None:
    letter = make.letter()
    text = "organization\nZinnia Circle\nAlder Union\n"
    take(letter, text)
    before = make.signatures()
    totals, _ = take(letter, text)
    assert totals == {"imported": 0, "matched": 2, "refused": 0}
    assert len(make.signatures()) == len(before)
    assert counting.read(letter, now()).organizations == 2


def test_an_organization_is_on_the_list_under_any_of_its_names(app: Flask) -> None:
    first, letter = make.letter("first-train"), make.letter()
    take(first, "organization\nZinnia Circle\n")
    with transaction():
        zinnia = db.session.query(Organization).one().id
        learn_alias(zinnia, "Circle of the Zinnia", now())
        learn_alias(zinnia, "ZC", now())
    totals, rows = take(letter, "organization\nCircle of the Zinnia\nzc\nZinnia Circle\n")
    assert totals == {"imported": 1, "matched": 2, "refused": 0}
    assert rows[2].why == "on the list as “Circle of the Zinnia”"
    assert take(letter, "organization\nZinnia Circle\n")[0]["matched"] == 1
    assert take(first, "organization\nZC\n")[0]["matched"] == 1


def test_a_name_that_differs_in_case_accents_or_quotes_only_is_the_one_on_the_list(app: Flask) -> None:
    letter = make.letter()
    totals, rows = take(letter, "organization\nÁlder's Union\nALDER’S  UNION\n")
    assert totals["matched"] == 1
    assert rows[1].why == "on the list as “Álder's Union”"


def test_two_people_of_one_name_in_two_places_are_two(app: Flask) -> None:
    letter = make.petition()
    totals, _ = take(letter, "name,city\nAna Cruz,Dayton\nAna Cruz,Toledo\nAna Cruz,Dayton\n")
    assert totals == {"imported": 2, "matched": 1, "refused": 0}


def test_two_rows_of_one_mailbox_on_a_petition_are_one_person(app: Flask) -> None:
    letter = make.petition()
    text = "name,email\nAna Cruz,ana@cruz.org\nAna M. Cruz,Ana+x@cruz.org\n"
    assert take(letter, text)[0] == {"imported": 1, "matched": 1, "refused": 0}
    assert take(letter, text)[0] == {"imported": 0, "matched": 2, "refused": 0}


def test_a_name_of_one_letter_is_matched_like_any_other(app: Flask) -> None:
    letter = make.letter()
    assert take(letter, "organization\nX\nX\n")[0] == {"imported": 1, "matched": 1, "refused": 0}
    assert take(letter, "organization\nX\n")[0] == {"imported": 0, "matched": 1, "refused": 0}


def test_a_row_that_cannot_be_listed_is_refused_with_its_reason_and_the_others_are_taken(app: Flask) -> None:
    letter = make.letter()
    totals, rows = take(letter, "organization,scope,email\nAlder,local,\nhttps://x.org,,\nBirch,moon,\nCedar,,nobody\n")
    assert totals == {"imported": 1, "matched": 0, "refused": 3}
    assert [row.why.split(":")[0] for row in rows] == ["", "organization", "scope", "email"]


def test_excel_files_with_a_byte_order_mark_and_semicolons_are_understood(app: Flask) -> None:
    letter = make.letter()
    totals, _ = take(letter, "Organization;City\r\nAlder; Dayton \r\n", "utf-8-sig")
    assert totals["imported"] == 1
    assert roll.signees(letter)[0].city == "Dayton"


def test_contacts_that_come_with_a_file_are_sealed(app: Flask) -> None:
    letter = make.letter()
    take(letter, "organization,representative,role,email\nAlder,Ada Quill,Chair,ada@alder.org\n")
    row = make.signatures()[0]
    assert open_contact(letter, row.contact, make.keys()).representative == "Ada Quill"
    assert b"Ada" not in (row.contact or b"")


def test_an_organization_on_two_letters_is_one_in_the_register(app: Flask) -> None:
    take(make.letter("one-train"), "organization\nAlder Union\n")
    take(make.letter("two-train"), "organization\nALDER union\n")
    assert [row.name for row in db.session.query(Organization)] == ["Alder Union"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Line 1: the file is empty"),
        (b"\n\n", "Line 1: the file is empty"),
        (b"organization\n", "Line 2: the file has a heading but no names"),
        (b"orgs\nAlder\n", "Line 1: there is no column"),
        (b"organization,phone\nAlder,1\n", "Line 1: “phone” is not a column"),
        (b"organization,organization\nA,B\n", "stands twice"),
        (b"organization\nAlder\nBirch, Inc.\n", "Line 3: there are 2 cells"),
        (b'organization\nAlder\n"Birch\n', "Line 3: this is not CSV"),
        (b"organization\nAlder\nCaf\xe9\n", "Line 3: the file is not UTF-8"),
        (b"organization\nAl\x00der\n", "Line 2: there is a control character"),
        (b"name\nAda\n", "signed by organizations only"),
        (b"x" * 20_000_000, "10 MB"),
    ],
)
def test_a_malformed_signee_file_is_refused_whole_with_its_line(app: Flask, data: bytes, says: str) -> None:
    letter = make.letter()
    with pytest.raises(Refusal) as refused, transaction():
        signee_file.read_file(data, letter)
    assert says in str(refused.value)
    assert make.signatures() == []


def test_thousands_of_names_are_imported_in_a_handful_of_statements_per_five_hundred(app: Flask) -> None:
    letter = make.letter()
    text = "organization\n" + "".join(f"Union {number:05}\n" for number in range(3_000))
    said = said_by(lambda: take(letter, text))
    assert counting.read(letter, now()).organizations == 3_000
    assert len(said) <= 6 * 12, listed(said)


def test_two_people_of_one_name_and_place_are_two_when_each_gave_an_address(app: Flask) -> None:
    letter = make.petition()
    text = "name,city,email\nAna Cruz,Dayton,ana@cruz.org\nAna Cruz,Dayton,other@cruz.org\nAna Cruz,Dayton,\n"
    assert take(letter, text)[0] == {"imported": 2, "matched": 1, "refused": 0}
    assert take(letter, text)[0] == {"imported": 0, "matched": 3, "refused": 0}
