"""Taking contacts away: all that listed signees left to be reached by, opened for somebody who may have it."""

from sqlalchemy import select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.signatures.entry import Contact
from signon.signatures.models import UNLISTED, VERIFIED, Signature
from signon.signatures.signing import open_contact


def contacts_of(letter: Letter, keys: KeyStore) -> dict[int, Contact]:
    """The contacts of the letter's listed signatures by their ids; names that came without one are not there. Raises
    KeyGone after the letter's key was destroyed.
    """
    rows = db.session.execute(
        select(Signature.id, Signature.contact).where(
            Signature.letter_id == letter.id,
            Signature.state == VERIFIED,
            Signature.shown_as != UNLISTED,
            Signature.contact.is_not(None),
        )
    ).all()
    return {number: open_contact(letter, sealed, keys) for number, sealed in rows}
