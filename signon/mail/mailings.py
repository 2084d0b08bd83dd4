"""Mailings on their way: counted before they are sent off, and handed to the outbox a batch at a time by the worker.

A batch is one transaction: the mails are kept, the recipients noted, and the mailing moved on, together or not at all.
Whoever has signed, left or been suppressed by then is passed over. The outbox holds only so many at once, so that a
mailing that is stopped has little on its way, and what is shown as done has nearly left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Update, insert, select, update

from signon.database import db, is_sqlite, transaction
from signon.keys import KeyGone, KeyStore
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.mail import outbox
from signon.mail.backlog import to_many_due
from signon.mail.models import OutboxMail
from signon.mail.suppressing import is_anybody_suppressed, suppressed_among
from signon.outreach import audiences, inviting, leaving, mailing, updates_mailed
from signon.outreach.audiences import PARTS, TO_INVITE, TO_REMIND, TO_UPDATE, TO_VERIFY, Recipient
from signon.outreach.models import SENDING, SENT, STOPPED, Mailing
from signon.refusals import Refusal
from signon.signatures import counting
from signon.signatures.entry import Contact
from signon.signatures.signing import PENDING_DAYS, code_hash
from signon.signatures.tokens import CODE, VERIFY, Tokens, fingerprint, new_code
from signon.signatures.ways import keep_all_ways
from signon.staff.models import StaffMember
from signon.wording.numbers import deadline_text, in_language
from signon.wording.readings import read_letter

AT_ONCE = 100  # recipients in one transaction
MOST_WAITING = 500  # mails that go to many, in the outbox and due
MOST_COUNTED = 5_000  # recipients whose mailboxes are looked at to say how many are left out


@dataclass(frozen=True)
class Reach:
    """Whom a mailing would reach: so many in all, of whom so many left the campaign or want no mail from here.

    `is_exact` is false where there are too many to look at each: then those who left are passed over all the same.
    """

    total: int
    left: int = 0
    suppressed: int = 0
    is_exact: bool = True

    @property
    def gets_it(self) -> int:
        """How many get the mail, as far as is known."""
        return self.total - self.left - self.suppressed


@dataclass(frozen=True)
class _Reached:
    """A recipient whose contact was opened."""

    one: Recipient
    contact: Contact


def reach(letter: Letter, kind: str, keys: KeyStore, at: datetime) -> Reach:
    """Whom a mailing of `kind` would reach at this moment. Raises KeyGone after the letter's key was destroyed."""
    total = audiences.size(letter, kind, at)
    if not (leaving.has_anybody_left(letter.campaign_id) or is_anybody_suppressed()):
        return Reach(total)
    if total > MOST_COUNTED:
        return Reach(total, is_exact=False)
    left = suppressed = 0
    for batch in _all_of(letter, kind, at):
        opened = _opened(letter, batch, keys)
        gone, unwanted = _gone(letter, opened, keys), suppressed_among([one.contact.email for one in opened], keys)
        left += len(gone)
        suppressed += sum(one.contact.email in unwanted and one.one.id not in gone for one in opened)
    return Reach(total, left, suppressed)


def work_due(keys: KeyStore, tokens: Tokens, host: str, at: datetime) -> bool:
    """Keep the mails of the next batch of the oldest mailing that is going out; answers whether there was one.

    Two workers never keep one batch twice. Owns its transaction.
    """
    going_out = select(Mailing.id).where(Mailing.state == SENDING).order_by(Mailing.id).limit(1)
    if db.session.scalar(going_out) is None or to_many_due(at, MOST_WAITING) >= MOST_WAITING:
        return False
    with transaction():
        if not is_sqlite():
            going_out = going_out.with_for_update(skip_locked=True)
        row = db.session.get(Mailing, db.session.scalar(going_out) or 0, populate_existing=True)
        if row is None:
            return False  # another worker has it
        return _take_batch(row, _Posting(row, keys, tokens, host, at))


def send_test(
    letter: Letter, kind: str, words: mailing.Words, language: str, *, to: str, keys: KeyStore, host: str, at: datetime
) -> None:
    """Keep one mail of these words to oneself; its links lead to an example, and nothing is noted."""
    says = example(letter, kind, words, language, to, at)
    outbox.keep(outbox.MAILING, says, language=spoken(language), keys=keys, host=host, at=at, letter=letter)


def example(letter: Letter, kind: str, words: mailing.Words, language: str, to: str, at: datetime) -> dict[str, str]:
    """What a mail of `kind` and these words says to somebody who is none of its recipients."""
    with in_language(language):
        name = _("Example Organization")
    return {
        "to": to,
        "heading": words.subject,
        "text": words.text,
        "reply_to": to,
        "part": PARTS[kind][0],
        "example": "y",
        "organization": name,
        **_facts(letter, language, at),
    }


class _Posting:
    """What one batch of a mailing needs to know of its letter, its writer and the moment."""

    def __init__(self, row: Mailing, keys: KeyStore, tokens: Tokens, host: str, at: datetime) -> None:
        self.row, self.keys, self.tokens, self.host, self.at = row, keys, tokens, host, at
        self.letter = db.session.get_one(Letter, row.letter_id, populate_existing=True)
        self.part = PARTS[row.kind][row.part]
        self.own_language = current_texts(self.letter)[0].language
        writer = db.session.get(StaffMember, row.written_by) if row.written_by else None
        self.reply_to = writer.email if writer else ""
        self.facts: dict[str, dict[str, str]] = {}

    def says(self, reached: _Reached, ways: dict[str, str]) -> tuple[str, dict[str, str]]:
        """The language of one recipient's mail, and what it says."""
        wanted = reached.one.language
        language, words = mailing.words_in(self.row, [self.own_language], wanted)
        if language not in self.facts:
            self.facts[language] = _facts(self.letter, language, self.at)
        said = {"heading": words.subject, "text": words.text, "reply_to": self.reply_to, "part": self.part}
        name = reached.contact.full_name or reached.one.name
        who = {"to": reached.contact.email, "organization": name, "mailing": str(self.row.id)}
        if self.row.update_id is not None:
            who["update"] = str(self.row.update_id)
        if self.part == TO_UPDATE:
            who["asked"] = str(reached.one.id)
        return spoken(language), who | said | self.facts[language] | ways


def _take_batch(row: Mailing, posting: _Posting) -> bool:
    letter, since = posting.letter, row.begun_at or posting.at
    if mailing.is_withheld(row, posting.at):  # taken back while it went out
        return _move(row, state=STOPPED, finished_at=posting.at)
    try:
        mailing.refuse_unless_due(letter, row.kind, posting.at)
        batch = audiences.recipients(letter, posting.part, since, after=row.last_id, most=AT_ONCE)
        reached = _welcome(letter, _opened(letter, batch, posting.keys), posting.keys)
    except (Refusal, KeyGone):  # signing ended, or what is known of them was erased, while it went out
        return _move(row, state=STOPPED, finished_at=posting.at)
    # Moved on first: whoever could not, notes nobody.
    if not _move(row, **_next(row, batch, posting.at)):
        return False
    reached = _not_mailed_yet(row, reached, posting)
    db.session.execute(_row(row).values(done=Mailing.done + len(reached)).execution_options(synchronize_session=False))
    _keep(reached, posting)
    return True


def _next(row: Mailing, batch: Sequence[Recipient], at: datetime) -> dict[str, Any]:
    """Where the mailing stands after `batch`."""
    if len(batch) == AT_ONCE:
        return {"last_id": batch[-1].id}
    if row.part + 1 < len(PARTS[row.kind]):
        return {"part": row.part + 1, "last_id": 0}
    return {"state": SENT, "finished_at": at}


def _move(row: Mailing, **values: Any) -> bool:
    """Move the mailing on, if nobody else has, or has stopped it."""
    as_it_was = (Mailing.state == SENDING, Mailing.part == row.part, Mailing.last_id == row.last_id)
    moved = _row(row).where(*as_it_was).values(**values)
    done = db.session.execute(moved.execution_options(synchronize_session=False))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def _row(row: Mailing) -> Update:
    return update(Mailing).where(Mailing.id == row.id)


def _not_mailed_yet(row: Mailing, reached: list[_Reached], posting: _Posting) -> list[_Reached]:
    """Those of `reached` who do not have the campaign's update that this mails, if it is one, by another letter."""
    if row.update_id is None:
        return reached
    campaign_id = posting.letter.campaign_id
    marks = {one.one.id: leaving.mark_of(campaign_id, one.contact.email, posting.keys) for one in reached}
    new = updates_mailed.note_mailed(row.update_id, marks.values(), posting.at)
    return [one for one in reached if marks[one.one.id] in new]


def _keep(reached: Sequence[_Reached], posting: _Posting) -> None:
    """Keep one mail for each, with a new way of their own, and note that they were written to."""
    ids = [one.one.id for one in reached]
    ways = _ways(ids, posting)
    rows = []
    for one in reached:
        language, says = posting.says(one, ways.get(one.one.id, {}))
        signature_id = one.one.id if posting.part == TO_VERIFY else None
        how = {"keys": posting.keys, "host": posting.host, "at": posting.at, "letter": posting.letter}
        row = outbox.row_of(outbox.MAILING, says, language=language, signature_id=signature_id, **how)  # type: ignore[arg-type]
        rows.append(row)
    if rows:
        db.session.execute(insert(OutboxMail), rows)


def _ways(ids: Sequence[int], posting: _Posting) -> dict[int, dict[str, str]]:
    """New links, and codes where there are some, by recipient."""
    at, tokens = posting.at, posting.tokens
    if posting.part in (TO_INVITE, TO_REMIND):
        links = inviting.new_links(posting.letter, ids, tokens=tokens, at=at)
        inviting.note_mailed(ids, at)
        return {number: {"token": token} for number, token in links.items()}
    if posting.part != TO_VERIFY:
        return {}
    ways = {number: {"token": tokens.issue(VERIFY), "code": new_code()} for number in ids}
    hashed = [(number, VERIFY, fingerprint(way["token"])) for number, way in ways.items()]
    hashed += [(number, CODE, code_hash(posting.keys, way["code"])) for number, way in ways.items()]
    keep_all_ways(hashed, at + timedelta(days=PENDING_DAYS))
    audiences.note_reminded(ids, at)
    return ways


def _welcome(letter: Letter, opened: Sequence[_Reached], keys: KeyStore) -> list[_Reached]:
    """Those of `opened` who may be written to."""
    gone = _gone(letter, opened, keys)
    unwanted = suppressed_among([one.contact.email for one in opened], keys)
    return [one for one in opened if one.one.id not in gone and one.contact.email not in unwanted]


def _gone(letter: Letter, opened: Sequence[_Reached], keys: KeyStore) -> set[int]:
    """The ids of those who left the campaign. Who left, and then asked for updates of this letter, did not mean it."""
    marks = {one.one.id: leaving.mark_of(letter.campaign_id, one.contact.email, keys) for one in opened}
    since = leaving.left_since(letter.campaign_id, set(marks.values()))
    found = set()
    for one in opened:
        left, asked = since.get(marks[one.one.id]), one.one.asked_at
        if left is not None and (asked is None or left >= asked):
            found.add(one.one.id)
    return found


def _opened(letter: Letter, batch: Sequence[Recipient], keys: KeyStore) -> list[_Reached]:
    """Those of `batch` who have an address."""
    opened = [_Reached(one, audiences.open_recipient(letter, one, keys)) for one in batch]
    return [one for one in opened if one.contact.email]


def _all_of(letter: Letter, kind: str, at: datetime) -> Iterator[list[Recipient]]:
    for part in PARTS[kind]:
        after = 0
        while batch := audiences.recipients(letter, part, at, after=after, most=AT_ONCE):
            after = batch[-1].id
            yield batch


def _facts(letter: Letter, language: str, at: datetime) -> dict[str, str]:
    """What the places of a mail in `language` say of the letter. One in safe mode is not named."""
    with in_language(language):
        deadline = deadline_text(letter)
    title = "" if letter.safe_mode else read_letter(letter, counting.read(letter, at), language).title
    return {"letter": title, "deadline": deadline, "lang": language}


def spoken(language: str) -> str:
    """`language` where our own pages speak it, else their first one."""
    spoken: list[str] = list(current_app.config["LANGUAGES"])
    return language if language in spoken else spoken[0]
