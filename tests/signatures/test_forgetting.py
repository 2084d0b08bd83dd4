"""What an organization left with a campaign ends with its last signature there."""

from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.organizations.models import Remembrance
from signon.signatures.forgetting import forget_orphaned_word
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make
from tests.signatures import word


def left() -> int:
    """How many organizations left word."""
    db.session.rollback()
    return db.session.query(Remembrance).count()


def forget() -> None:
    """What the hourly purge does."""
    with transaction():
        forget_orphaned_word(make.keys())


def test_word_ends_with_the_last_signature_in_the_campaign_and_not_before(client: FlaskClient) -> None:
    letter, other = word.first_letter(), make.letter("other-train", campaign="Another Line")
    make.listed(other, [word.OWLS])
    word.wants_the_next(letter, word.OWLS, word.MOTHS)
    forget()
    assert left() == 2
    owls = next(row for row in make.signatures() if row.printed_name == word.OWLS and row.letter_id == letter.id)
    with transaction():
        withdraw(Found(owls, letter), now())
    forget()
    assert left() == 1
