"""The letter in the PDF: its parts in order, its text as typed, and pages that break where a typesetter would."""

import re

import pypdfium2
import pytest

from signon.documents import pdf
from signon.documents.pdf import styles
from signon.letters.reading import AddresseeReading, Layout
from tests.documents.make import CLOSING, SMALL, WORDS, lines, links, many, pages, petition, signee_list, words_of
from tests.documents.tagged import read

BODY = """We write about **three things**, of which *Matter of the Commons* is [one](https://example.org/a?b=1&c=2).

## What we ask

1. Publish the schedule.
2. Hold hearings:
   - in the evening
   - on a weekend

7. Begin again at seven.

### Why

> The test is who is missing
> from the waiting room.

Write to [the clerk](mailto:clerk@example.org), not [there](javascript:alert), nor [nowhere](#).
One line\\
and another, with AT&T <b>markup</b> & more.
"""


def text_of(data: bytes) -> str:
    return words_of("\n".join(pages(data)))


def test_a_letter_opens_with_date_addressee_subject_and_salutation() -> None:
    text = text_of(pdf.render(signee_list(["Alpha"]), WORDS))
    assert text == (
        "March 1, 2026 The Honorable Ada Example County Clerk Room 4 Springfield "
        "Re: Evening hours in county waiting rooms Dear Clerk Example: "
        "Please keep the waiting rooms open in the evening. Respectfully, Alpha"
    )


def test_a_petition_opens_with_its_addressees_in_a_line_and_its_title() -> None:
    text = text_of(pdf.render(petition(["Ana Example"]), WORDS))
    assert text == "To: Clerk Example, Mayor Sample Open the doors at night Sign below. Ana Example"


def test_recommendations_without_addressees_open_with_their_title() -> None:
    bare = {"addressees": (), "date": None, "subject": "", "salutation": "", "closing": ""}
    text = text_of(pdf.render(signee_list(["Alpha"], signee_heading="Signees:", **bare), WORDS))
    assert text == "A letter on waiting rooms Please keep the waiting rooms open in the evening. Signees: Alpha"


def test_a_letter_without_subject_prints_its_title() -> None:
    text = text_of(pdf.render(signee_list([], subject=""), WORDS))
    assert text.startswith("A letter on waiting rooms March 1, 2026 The Honorable")


def test_a_letter_signed_by_both_has_two_lists_under_their_headings() -> None:
    both = signee_list(["Alpha", "Beta"], signed_by="both", signee_heading="Signed:")
    people = petition(["Ana Example"]).signees
    listed = type(both)(both.letter, (*people, *both.signees), 2, 1, 3, both.as_of)
    text = text_of(pdf.render(listed, WORDS))
    assert text.endswith("Signed: Organizations Alpha Beta Individuals Ana Example")


def test_the_text_keeps_headings_lists_and_numbers_as_typed() -> None:
    text = "\n".join(pages(pdf.render(signee_list([], body=BODY), WORDS)))
    assert (
        "What we ask\n1. Publish the schedule.\n2. Hold hearings:\n• in the evening\n• on a weekend\n7. Begin" in text
    )
    assert "The test is who is missing from the waiting room." in text
    assert "One line \nand another, with AT&T <b>markup</b> & more." in text


def test_emphasis_and_headings_are_set_in_their_own_faces() -> None:
    (page,) = lines(pdf.render(signee_list([], body=BODY), WORDS))
    faces = {line.text.strip(): line.face for line in page}
    assert faces["three things"] == faces["What we ask"] == faces["Why"] == "NotoSans-Bold"
    assert faces["Matter of the Commons"] == "NotoSans-Italic"
    assert {line.face for line in page} == {"NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic"}


def test_only_links_to_the_web_and_to_mailboxes_lead_anywhere() -> None:
    data = pdf.render(signee_list([], body=BODY), WORDS)
    assert links(data) == ["https://example.org/a?b=1&c=2", "mailto:clerk@example.org"]


def test_headings_are_in_the_outline() -> None:
    document = pypdfium2.PdfDocument(pdf.render(signee_list(many(40), body=BODY, signee_heading="Signed:"), WORDS))
    outline = [(bookmark.level, bookmark.get_title()) for bookmark in document.get_toc()]
    assert outline == [(0, "What we ask"), (1, "Why"), (0, "Signed:")]


def test_pages_are_us_letter_and_numbered() -> None:
    data = pdf.render(signee_list(many(300)), WORDS)
    document = pypdfium2.PdfDocument(data)
    assert {page.get_size() for page in document} == {(612, 792)}
    for number, page in enumerate(lines(data), start=1):
        assert f"Page {number} of {len(document)}" in [line.text.strip() for line in page if line.size == SMALL]


def test_pages_after_the_first_are_headed_with_the_subject() -> None:
    first, *later = lines(pdf.render(signee_list(many(300)), WORDS))
    subject = "Evening hours in county waiting rooms"
    assert subject not in [line.text.strip() for line in first if line.size == SMALL]
    assert all(subject in [line.text.strip() for line in page if line.size == SMALL] for page in later)


@pytest.mark.parametrize("times", [1, 60])
def test_the_legal_footer_is_on_every_page_or_after_the_names_if_it_is_long(times: int) -> None:
    legal = "Paid for by the Open Door Coalition, 1 Main Street. " * times
    found = [
        words_of(" ".join(line.text for line in page))
        for page in lines(pdf.render(signee_list(many(300), legal_footer=legal), WORDS))
    ]
    has_it = ["Paid for by the Open Door Coalition" in page for page in found]
    assert all(has_it) if times == 1 else has_it[-1] and not any(has_it[:3])


@pytest.mark.parametrize("count", range(100, 130, 5))
def test_a_long_legal_footer_stands_with_names_and_before_the_code(count: int) -> None:
    legal = "Paid for by the Open Door Coalition, 1 Main Street. " * 20
    data = pdf.render(signee_list(many(count), legal_footer=legal), WORDS, check_address="https://example.org/e/1")
    last = words_of(" ".join(line.text for line in lines(data)[-1]))
    assert last.index(f"{count - 1} ") < last.index("Paid for by") < last.index(WORDS.check)


def paragraphs(number: int) -> str:
    return "\n\n".join(f"Paragraph {i} " + "with some more words " * 9 for i in range(number))


@pytest.mark.parametrize("fillers", range(0, 60, 3))
def test_no_heading_is_left_at_the_foot_of_a_page(fillers: int) -> None:
    body = f"{paragraphs(9)}\n\n{'One.' if fillers % 2 else paragraphs(1)}" + "\n\nA line." * (fillers // 4)
    body += f"\n\n## Heading\n\n### Under it\n\n{'last ' * (20 + fillers)}"
    for page in pages(pdf.render(signee_list([], body=body), WORDS)):
        assert page.rstrip().splitlines()[-1] not in ("Heading", "Under it")


@pytest.mark.parametrize("fillers", range(0, 45, 2))
@pytest.mark.parametrize("layout", ["columns-3", "one-column"])
def test_the_closing_stands_with_at_least_two_names(layout: str, fillers: int) -> None:
    body = paragraphs(6) + "\n\nA line." * (fillers // 3) + "\n\n" + "last " * (fillers % 3 * 20)
    (page,) = [page for page in pages(pdf.render(signee_list(many(9), body=body), WORDS, layout)) if CLOSING in page]
    assert len(page[page.index(CLOSING) :].rstrip().splitlines()) > 2


@pytest.mark.parametrize("extra", range(0, 160, 8))
def test_no_line_of_a_paragraph_stands_alone_on_a_page(extra: int) -> None:
    body = "Opening. " * extra + "\n\n" + "\n\n".join(f"<{i}> " + "word " * 60 + f"<end {i}>" for i in range(14))
    for page in pages(pdf.render(signee_list([], body=body), WORDS)):
        printed = page.rstrip().splitlines()
        assert not re.fullmatch(r"<\d+>.*", printed[-1])
        assert not re.search(r"<end \d+>$", printed[1 if printed[0].startswith("Evening") else 0])


@pytest.mark.parametrize("fillers", range(0, 45, 3))
def test_a_sentence_that_announces_a_list_stands_with_it(fillers: int) -> None:
    body = paragraphs(6) + "\n\nA line." * fillers + "\n\nWe ask for two things:\n\n- this\n- that"
    for page in pages(pdf.render(signee_list([], body=body), WORDS)):
        assert not page.rstrip().endswith("things:")


@pytest.mark.parametrize("fillers", range(0, 45, 4))
def test_the_closing_does_not_begin_a_page(fillers: int) -> None:
    body = paragraphs(6) + "\n\nA line." * (fillers // 3) + "\n\n" + "last " * (40 + fillers % 3 * 20)
    (page,) = [page for page in pages(pdf.render(signee_list(many(40), body=body), WORDS)) if CLOSING in page]
    assert len(page[: page.index(CLOSING)].split("\n")) > 2


def test_a_list_that_has_room_on_one_page_is_not_torn() -> None:
    body = paragraphs(7)
    for count in (20, 35, 50):
        listed = signee_list(many(count), body=body, closing="", signee_heading="Signed:")
        found = [page for page in pages(pdf.render(listed, WORDS)) if re.search(r" \d+$", page, re.MULTILINE)]
        assert "Signed:" in found[-1]


@pytest.mark.parametrize("fillers", range(1, 40, 3))
@pytest.mark.parametrize(("names", "columns"), [(90, 3), (30, 1)])
def test_no_page_is_left_more_than_a_third_empty_for_a_list_to_begin_the_next(
    names: int, columns: int, fillers: int
) -> None:
    body = "A short line of text.\n\n" * fillers + "last " * 90
    signees = [f"Night Nurses of Springfield {i}" for i in range(names)]
    data = pdf.render(signee_list(signees, body=body, layout=Layout(columns=columns)), WORDS)
    for page in lines(data)[:-1]:
        text = [line for line in page if line.size != SMALL]
        assert min(line.y for line in text) < styles.BOTTOM + (styles.PAGE[1] - styles.TOP - styles.BOTTOM) * 0.35
    assert not any(page.lstrip().startswith(CLOSING) for page in pages(data))


def test_no_paragraph_ends_in_a_line_of_one_word_that_could_be_helped() -> None:
    sentence = "The waiting rooms of the county are closed to everyone who works in the daytime and to all of their"
    for word in ("children.", "neighbors.", "representatives."):
        body = f"{sentence} families, friends, {word}"
        (page,) = lines(pdf.render(signee_list([], body=body), WORDS))
        last = [line for line in page if line.text.strip().endswith(word)]
        assert last[0].text.strip() != word


def test_a_paragraph_of_a_right_to_left_script_is_set_from_the_right() -> None:
    body = "- نطلب أن تبقى غرف الانتظار مفتوحة في المساء وفي أيام العطلة لمن يعمل طوال النهار"
    (page,) = pypdfium2.PdfDocument(pdf.render(signee_list([], body=body), WORDS))
    boxes = [one.get_bounds() for one in page.get_objects([1])]
    (bullet,) = [one for one in boxes if one[0] > 510]
    assert bullet[2] < 528
    assert max(one[2] for one in boxes if one != bullet and one[1] < bullet[3] < one[3] + 30) == pytest.approx(
        510, abs=1
    )


def test_a_line_break_is_a_space_to_whoever_listens() -> None:
    document = read(pdf.render(signee_list([], body=BODY), WORDS)).document
    said = [one.words for one in document.those("P")]
    assert "The Honorable Ada Example County Clerk Room 4 Springfield" in said
    assert "One line and another, with AT&T <b>markup</b> & more." in said[-2]


@pytest.mark.parametrize(
    "field", ["title", "subject", "salutation", "closing", "signee_heading", "legal_footer", "campaign"]
)
@pytest.mark.parametrize(
    "value", ["<b>oops", "</para>", "&bogus; &amp;", "<img src='/etc/hostname'/>", "x" * 5000, "\ud800\x00", "中文"]
)
def test_no_part_of_a_letter_stops_the_document(field: str, value: str) -> None:
    for changed in (signee_list(["Alpha"], **{field: value}), petition(["Ana"], **{field: value})):
        text = words_of("\n".join(pages(pdf.render(changed, WORDS))))
        assert field not in ("salutation", "closing", "signee_heading") or value[0] not in "<&" or value in text


@pytest.mark.parametrize(
    "body", ["", "1. # Heading in a list\n2. ---\n", "- - - nested", "> > > deep\n\n" + "x" * 9000, "#" * 6 + " six"]
)
def test_odd_texts_are_set_too(body: str) -> None:
    assert pages(pdf.render(signee_list(["Alpha"], body=body), WORDS))


def test_many_addressees_flow_over_pages() -> None:
    addressees = tuple(AddresseeReading(f"Member {i}", "Legislator", ("Room", "Town")) for i in range(60))
    text = text_of(pdf.render(signee_list(["Alpha"], addressees=addressees), WORDS))
    assert all(f"Member {i} Legislator Room Town" in text for i in range(0, 60, 7))


def test_before_anybody_has_signed_there_is_no_heading_above_nothing() -> None:
    text = text_of(pdf.render(signee_list([], signee_heading="Signees:"), WORDS))
    assert CLOSING in text
    assert "Signees:" not in text
