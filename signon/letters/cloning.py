"""A letter begun from another: the same words and the same look, and none of its life."""

from datetime import datetime

from signon.database import db
from signon.keys import KeyStore
from signon.letters import letterheads
from signon.letters.layout import checked_line
from signon.letters.letters import current_texts
from signon.letters.models import Letter, Letterhead, TextVersion
from signon.letters.slugs import free_slug
from signon.letters.text import refuse_unknown_places
from signon.letters.values import LONGEST_NAME
from signon.refusals import N_, Refusal

_FACTS = (
    "campaign_id",
    "signed_by",
    "conveners",
    "layout",
    "quotes",
    "goal",
    "goal_grows",
    "listing",
    "safe_mode",
    "silence",
    "deadline_zone",
    "grace_hours",
)
_WORDS = (
    "language",
    "authoritative",
    "title",
    "addressees",
    "subject",
    "salutation",
    "body",
    "closing",
    "signee_heading",
    "legal_footer",
)
_NO_TITLE = N_("Please give the letter a title.")


def checked_title(typed: str) -> str:
    """What was `typed` as a letter's title: one line, not empty. Raises Refusal about "title"."""
    title = checked_line(typed, "title", LONGEST_NAME)
    if not title:
        raise Refusal(_NO_TITLE, "title")
    refuse_unknown_places(title, "title")
    return title


def clone(letter: Letter, slug: str, title: str, *, keys: KeyStore, at: datetime) -> Letter:
    """A draft beside `letter` with its newest texts, translations, conveners, layout, letterhead and quotes.

    It has `title`, at `slug` (one proposed from the title for ""), its living numbers, a key of its own, and neither
    dates nor signatures. Raises Refusal about "title" or "slug". The caller owns the transaction.
    """
    title = checked_title(title)
    facts = {name: getattr(letter, name) for name in _FACTS}
    made = Letter(slug=free_slug(slug, title), key_name=keys.create("letter"), created_at=at, **facts)
    db.session.add(made)
    db.session.flush()
    for text in current_texts(letter):
        words = {name: getattr(text, name) for name in _WORDS}
        if text.authoritative:
            words["title"] = title
        db.session.add(TextVersion(letter_id=made.id, number=1, created_at=at, **words))
    head = letterheads.letterhead_of(letter)
    if head is not None:
        db.session.add(Letterhead(letter_id=made.id, png=head.png, width=head.width, height=head.height, alt=head.alt))
    db.session.flush()
    return made
