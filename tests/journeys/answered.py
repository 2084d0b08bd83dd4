"""A letter that was handed over in several ways, and answered: what is long in it cannot be broken."""

from datetime import date

from signon.database import now, transaction
from signon.signatures import deliveries as act
from signon.signatures.edition_models import BY_POST
from signon.signatures.receipts import receipt
from tests import make
from tests.mail.covering import colleague, drawn, send
from tests.signatures.pictures import PICTURE

HANDED = "handed-over"


def hand_over(long_word: str) -> None:
    """Hand it over by post and by email, with an addendum; two answers are public, and one is not."""
    to = ({"name": "Ada Quill", "title": "Minister of Libraries"}, {"name": long_word})
    letter = make.letter(HANDED, title="A letter that was handed over", addressees=to)
    make.listed(letter, ["Aldermoor Readers"])
    edition = make.delivered(letter)
    drawn(edition)
    by = colleague("scribe@nightline.example.org")
    send(letter, [edition], by=by)
    paper = receipt(PICTURE, f"{long_word}.png")
    with transaction():
        how = {"at": edition.made_at, "note": f"Room 4\n{long_word}", "receipt": paper}
        act.note_delivery(edition, long_word, BY_POST, **how, noted_by=by, now=now())  # type: ignore[arg-type]
        for text in ("Thank you.\n\nKindly,\nAda Quill", f"{long_word * 3} {'Yes. ' * 300}"):
            answer = act.note_answer(letter, long_word, date(2026, 1, 2), text, now())
            act.show_answer(answer, now())
        act.note_answer(letter, "Ada Quill", date(2026, 1, 3), long_word * 3, now())
    make.listed(letter, ["Harbour Choir"])
    make.addendum(letter)
