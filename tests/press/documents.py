"""What tests of the press share: the text of a PDF, the documents of a letter that are kept, a worker."""

import pypdfium2
from flask import Flask

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.press import Press, drawing
from signon.press.drawing import Sheet
from signon.press.worker import draw_due
from signon.signatures.drawing_models import Drawing
from signon.signatures.edition_models import Edition, EditionFile


def press(app: Flask) -> Press:
    """The press of the application under test."""
    return Press.of(app.config)


def work(app: Flask) -> int:
    """The worker draws all that waits; how many documents."""
    db.session.rollback()
    return draw_due(press(app))


def text_of(pdf: bytes) -> str:
    """All text of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def drawings() -> list[Drawing]:
    """The drawings there are, read anew."""
    db.session.rollback()
    return db.session.query(Drawing).order_by(Drawing.letter_id, Drawing.name).populate_existing().all()


def files_by_format(edition: Edition) -> dict[str, EditionFile]:
    """The edition's files, read anew."""
    db.session.rollback()
    rows = db.session.query(EditionFile).filter_by(edition_id=edition.id).populate_existing()
    return {row.format: row for row in rows}


def keep_a_drawing(letter: Letter, data: bytes = b"drawn before") -> None:
    """A document of the letter as it stands is drawn and kept; what it looks like does not matter."""
    sheet = Sheet.of(letter, "pdf", "en")
    with transaction():
        stamp = drawing.stamp_of(sheet)
        drawing.want(sheet, stamp, now())
        job = drawing.claim(now(), sheet)
        assert job is not None
        assert drawing.keep(job, str(stamp), data, now())
