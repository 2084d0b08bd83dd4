"""The covering mail: staff hand an edition to its addressee from here, with the very PDF that was kept of it.

The outbox row holds the words and which editions they go with, never the documents: the worker attaches the kept bytes
when the mail leaves, and waits while they are still being drawn. What is too heavy for a mail is linked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import func, or_, select

from signon.database import db
from signon.keys import KeyGone, KeyStore
from signon.letters.models import Letter, TextVersion
from signon.mail import outbox
from signon.mail.links import public_link
from signon.mail.models import LATER, QUEUED, SENDING, SENT, OutboxMail
from signon.mail.suppressing import is_suppressed
from signon.refusals import N_, Refusal
from signon.signatures import counting
from signon.signatures.deliveries import note_delivery, remove_delivery
from signon.signatures.edition_models import BY_MAIL, EDITION, Delivery, Edition, EditionFile

FORMAT, MEDIA_TYPE = "pdf", "application/pdf"
MOST_ATTACHED = 10_000_000  # bytes in all: as base64 under 14 MB, which most mail servers take
TWICE = timedelta(minutes=2)  # within which the same mail is a second press of one button
WAITS, LEFT, FAILED = "waits", "left", "failed"
_FATES = {QUEUED: WAITS, LATER: WAITS, SENDING: WAITS, SENT: LEFT}
_CONTACT = "delivery contact"
_UNWANTED = N_(
    "Whoever has this mailbox asked us not to write to it. Please use another address, or hand it over another way."
)
_LEFT = N_("This mail has left, or is leaving at this moment. The log keeps it.")


class NotDrawnYet(Exception):
    """A document that a mail carries is still being drawn: the mail waits."""


@dataclass(frozen=True)
class Covering:
    """A covering mail as staff wrote it: one address each, one line, and several."""

    to: str
    reply_to: str
    subject: str
    text: str


@dataclass(frozen=True)
class Enclosure:
    """The PDF of one edition as it goes along. `size` is in bytes, None while it is not drawn; `link` leads to it where
    it is too heavy to be attached, else it is "".
    """

    edition: Edition
    name: str
    size: int | None
    link: str


@dataclass(frozen=True)
class Attachment:
    """A file in a mail."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Fate:
    """What became of a mail: it waits, left (`at` that moment), or failed."""

    name: str
    at: datetime | None


@dataclass(frozen=True)
class Shown:
    """One handing over as everybody may read it: to whom, how (see `edition_models.WAYS`) and on which day."""

    addressee: str
    way: str
    day: date


def language_of(edition: Edition) -> str:
    """The language of the text that was handed over, in which its covering mail is begun."""
    return db.session.get_one(TextVersion, edition.text_version_id).language


def spoken(language: str) -> str:
    """`language` where our own pages speak it, else "", for the pages' first one."""
    return language if language in current_app.config["LANGUAGES"] else ""


def enclosures(letter: Letter, editions: Sequence[Edition]) -> list[Enclosure]:
    """What goes along when these editions of `letter` are handed over: as many as one mail carries, the others as
    links.
    """
    sizes, room = _sizes(editions), MOST_ATTACHED
    found = []
    for edition in editions:
        size = sizes.get(edition.id)
        fits = (size or 0) <= room
        room -= (size or 0) if fits else 0
        found.append(Enclosure(edition, _file_name(letter, edition), size, "" if fits else _link_to(edition)))
    return found


def send(
    letter: Letter,
    editions: Sequence[Edition],
    covering: Covering,
    addressee: str,
    *,
    noted_by: int,
    keys: KeyStore,
    host: str,
    at: datetime,
) -> list[Delivery]:
    """Ask for the covering mail, and note the delivery of each of `editions` (one or more, of `letter`) by it.

    Asking twice for the same mail within two minutes is asking once. Raises Refusal about addressee, or about "to" when
    the owner of that mailbox wants no mail from here. The caller owns the transaction.
    """
    counting.lock(letter.id, at)  # of two presses of the button the second finds what the first has noted
    mark = _mark(letter, editions, covering, addressee, keys)
    twin = _just_noted(letter, mark, at)
    if twin:
        return twin
    mail_id = _keep(letter, editions, covering, covering.to, keys=keys, host=host, at=at, mark=mark)
    noted = []
    for edition in editions:
        row = note_delivery(edition, addressee, BY_MAIL, at=at, noted_by=noted_by, now=at)
        row.contact = keys.seal(letter.key_name, covering.to.encode(), _CONTACT)
        row.mail_id = mail_id
        noted.append(row)
    db.session.flush()
    return noted


def send_test(
    letter: Letter,
    editions: Sequence[Edition],
    covering: Covering,
    *,
    to: str,
    keys: KeyStore,
    host: str,
    at: datetime,
) -> None:
    """Ask for the same mail to one's own address `to`; nothing is noted. Raises Refusal about "to" as `send` does."""
    _keep(letter, editions, covering, to, keys=keys, host=host, at=at)


def take_back(delivery: Delivery) -> None:
    """Take a delivery out of the log; a covering mail that still waits never leaves, and all that it was to hand over
    is out of the log with it. Raises Refusal for a mail that has left, or is leaving.
    """
    mail_id = delivery.mail_id
    if mail_id is None:
        remove_delivery(delivery)
        return
    together = db.session.scalars(select(Delivery).where(Delivery.mail_id == mail_id)).all()
    if not outbox.take_back(mail_id) and fates([delivery])[mail_id].name != FAILED:
        raise Refusal(_LEFT)
    for row in together:
        remove_delivery(row)


def fates(deliveries: Iterable[Delivery]) -> dict[int, Fate]:
    """What became of the covering mails of these deliveries, by the mail's id."""
    ids = {row.mail_id for row in deliveries if row.mail_id is not None}
    rows = db.session.execute(
        select(OutboxMail.id, OutboxMail.state, OutboxMail.sent_at).where(OutboxMail.id.in_(ids))
    ).all()
    return {row.id: Fate(_FATES.get(row.state, FAILED), row.sent_at) for row in rows}


def written_to(letter: Letter, delivery: Delivery, keys: KeyStore) -> str:
    """The address that the covering mail went to; "" where there was none, or the letter's key was destroyed."""
    try:
        return keys.open(letter.key_name, delivery.contact, _CONTACT).decode() if delivery.contact else ""
    except KeyGone:
        return ""


def shown_deliveries(letter: Letter) -> list[Shown]:
    """To whom the letter was handed over, as everybody may read it, the earliest first. A covering mail counts when it
    has left; what happened twice on one day is said once. One question.
    """
    rows = db.session.execute(
        select(Delivery.addressee, Delivery.way, func.coalesce(OutboxMail.sent_at, Delivery.delivered_at))
        .join(Edition, Edition.id == Delivery.edition_id)
        .outerjoin(OutboxMail, OutboxMail.id == Delivery.mail_id)
        .where(Edition.letter_id == letter.id, Edition.kind == EDITION)
        .where(or_(Delivery.mail_id.is_(None), OutboxMail.state == SENT))
        .order_by(Delivery.delivered_at, Delivery.id)
    ).all()
    zone = ZoneInfo(letter.deadline_zone)
    return list(dict.fromkeys(Shown(to, way, at.astimezone(zone).date()) for to, way, at in rows))


def enclosed(says: dict[str, str], letter: Letter) -> tuple[list[Attachment], list[str]]:
    """What the mail that `says` this carries, and the links to what is too heavy. Raises NotDrawnYet."""
    ids = [int(number) for number in says["editions"].split()]
    editions = db.session.scalars(select(Edition).where(Edition.id.in_(ids)).order_by(Edition.number)).all()
    along = enclosures(letter, editions)
    if any(one.size is None for one in along):
        raise NotDrawnYet
    attached = [Attachment(one.name, MEDIA_TYPE, _data(one.edition)) for one in along if not one.link]
    return attached, [one.link for one in along if one.link]


def _keep(
    letter: Letter,
    editions: Sequence[Edition],
    covering: Covering,
    to: str,
    *,
    keys: KeyStore,
    host: str,
    at: datetime,
    mark: str = "",
) -> int:
    if is_suppressed(to, keys):
        raise Refusal(_UNWANTED, "to")
    says = {
        "to": to,
        "reply_to": covering.reply_to,
        "heading": covering.subject,
        "text": covering.text,
        "editions": " ".join(str(edition.id) for edition in editions),
    }
    language = language_of(editions[0])
    return outbox.keep(outbox.COVERING, says, language=language, keys=keys, host=host, at=at, letter=letter, mark=mark)


def _mark(letter: Letter, editions: Sequence[Edition], covering: Covering, addressee: str, keys: KeyStore) -> str:
    """By what the same mail is known again after it has left, and not told: a keyed hash of its words."""
    said = repr((addressee, covering, sorted(edition.id for edition in editions)))
    return keys.hash(letter.key_name, said, "covering mail")[:16]


def _just_noted(letter: Letter, mark: str, at: datetime) -> list[Delivery]:
    """What the same press of the button has noted already."""
    rows = db.session.scalars(
        select(Delivery)
        .join(OutboxMail, OutboxMail.id == Delivery.mail_id)
        .where(OutboxMail.letter_id == letter.id, OutboxMail.message_id.startswith(f"<{mark}"))
        .where(Delivery.noted_at > at - TWICE)
        .order_by(Delivery.id)
    ).all()
    fate = fates(rows)
    return [row for row in rows if row.mail_id is not None and fate[row.mail_id].name != FAILED]


def _sizes(editions: Sequence[Edition]) -> dict[int, int]:
    """The sizes in bytes of those PDFs that are drawn."""
    drawn = (EditionFile.format == FORMAT, EditionFile.drawn_at.is_not(None))
    ids = [edition.id for edition in editions]
    rows = db.session.execute(
        select(EditionFile.edition_id, func.length(EditionFile.data)).where(EditionFile.edition_id.in_(ids), *drawn)
    ).all()
    return {row[0]: row[1] for row in rows}


def _data(edition: Edition) -> bytes:
    which = (EditionFile.edition_id == edition.id, EditionFile.format == FORMAT)
    return db.session.scalars(select(EditionFile.data).where(*which)).one() or b""


def _file_name(letter: Letter, edition: Edition) -> str:
    return f"{letter.slug}-addendum-{edition.number}.pdf" if edition.number else f"{letter.slug}.pdf"


def _link_to(edition: Edition) -> str:
    """The page on which everybody finds its files."""
    return public_link("documents.edition", language=spoken(language_of(edition)), code=edition.code)
