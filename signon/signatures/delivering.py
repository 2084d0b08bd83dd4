"""Delivering: the letter and its signees are frozen as an edition; who signs later goes to a numbered addendum.

What is frozen is read and kept in one transaction, in which the door holds the letter (`hold`) before it reads: a name
that is verified at that very moment is in the edition, or it came since; never both or neither.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Update, delete, select, update

from signon.campaigns.models import DELIVERED
from signon.campaigns.updates import tell
from signon.database import db
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.signatures import batches, counting
from signon.signatures.edition_models import ADDENDUM, DRAFT, EDITION, Edition, EditionFile
from signon.signatures.editions import addenda_of, bare_code, drafts_of, edition_of
from signon.signatures.freezing import freeze, sha256, without
from signon.signatures.models import VERIFIED, ChangeRequest, Signature
from signon.signatures.signee import SigneeList
from signon.signatures.text_askings import open_question
from signon.signatures.tokens import new_code

LATE_DAYS = 30  # how long late signees may sign at most
DRAFTS_KEPT, DRAFT_DAYS = 5, 30
STILL_ASKED = N_(
    "Signees are being asked whether they keep their names under the changed text. The page “Changed texts” "
    "shows who has answered: wait for the day, or end the asking there."
)


def hold(letter: Letter, at: datetime) -> None:
    """Wait for whoever changes this letter or its list, keep others from it until the transaction ends, and read the
    letter anew: what was read before may be another text, or another layout.
    """
    counting.lock(letter.id, at)
    # Not its key: whoever requests a signature at this moment need not wait.
    db.session.execute(select(Letter.id).where(Letter.id == letter.id).with_for_update(key_share=True))
    db.session.refresh(letter)


def deliver(letter: Letter, signee_list: SigneeList, late_until: datetime | None, at: datetime) -> Edition:
    """`letter` is handed over as `signee_list`, which the caller read in this transaction after `hold`.

    Signing ends, or stays open to late signees until `late_until`. Requests that wait are kept: with late signing their
    links still work, and without it they end as others do. An update of the campaign tells of it. Raises Refusal for a
    draft, for what was delivered before, while signees are asked about a changed text, about "late_until", and when the
    letter's count does not agree with its names.
    """
    counting.lock(letter.id, at)
    _refuse_too_late(late_until, at)
    if not letter.is_published(at):
        raise Refusal(N_("This letter is a draft. Publish it first."))
    if open_question(letter.id) is not None:
        raise Refusal(STILL_ASKED)
    this_one = update(Letter).where(Letter.id == letter.id, Letter.delivered_at.is_(None))
    done = db.session.execute(this_one.values(delivered_at=at, late_until=late_until))
    db.session.refresh(letter)
    if done.rowcount == 0:  # type: ignore[attr-defined]
        raise Refusal(N_("This letter was delivered already."))
    edition = _keep(letter, EDITION, 0, signee_list, at)
    _bind_unprinted(letter, edition)
    batches.hasten(letter, at)  # the edition has every name
    printed = select(Signature.id).where(Signature.edition_id == edition.id)
    db.session.execute(delete(ChangeRequest).where(ChangeRequest.signature_id.in_(printed)))  # too late for them
    tell(DELIVERED, letter.campaign_id, letter_id=letter.id, at=at)
    return edition


def add_addendum(letter: Letter, signee_list: SigneeList, at: datetime) -> Edition:
    """The names of `signee_list`, which are all that were listed since the last edition or addendum, as the next one.

    Read by the caller as for `deliver`. Raises Refusal before the delivery, and when there is no new name.
    """
    counting.lock(letter.id, at)
    if edition_of(letter) is None:
        raise Refusal(N_("The letter was not delivered yet: its names go into the edition."))
    if not signee_list.signees and not signee_list.anonymous:
        raise Refusal(N_("No name was listed since the letter was delivered, or since the last addendum."))
    addendum = _keep(letter, ADDENDUM, next_addendum(letter), signee_list, at)
    _bind_unprinted(letter, addendum)
    batches.hasten(letter, at)
    return addendum


def next_addendum(letter: Letter) -> int:
    """The number that the next addendum bears."""
    return len(addenda_of(letter)) + 1


def keep_draft(letter: Letter, signee_list: SigneeList, at: datetime) -> Edition:
    """The letter as it would be handed over now, for staff to compare with; of more than five the oldest goes."""
    counting.lock(letter.id, at)
    kept = drafts_of(letter)
    draft = _keep(letter, DRAFT, kept[0].number + 1 if kept else 1, signee_list, at)
    for old in kept[DRAFTS_KEPT - 1 :]:
        remove_draft(old)
    return draft


def remove_draft(draft: Edition) -> None:
    """Nothing is left of `draft` and its files. A draft only: what was handed over is never removed."""
    db.session.execute(delete(Edition).where(Edition.id == draft.id, Edition.kind == DRAFT))
    db.session.expunge(draft)


def purge_drafts(at: datetime) -> None:
    """Remove drafts that are older than 30 days."""
    old = at - timedelta(days=DRAFT_DAYS)
    db.session.execute(delete(Edition).where(Edition.kind == DRAFT, Edition.made_at <= old))


def forget_in_drafts(letter_id: int, signature_id: int, at: datetime, *, only_person: bool = False) -> None:
    """Take the name of a signature out of the drafts of its letter, or with `only_person` the representative beside it;
    their files are drawn again without it.
    """
    drafts = select(Edition.id).where(Edition.letter_id == letter_id, Edition.kind == DRAFT)
    for draft_id in db.session.scalars(drafts).all():
        content = db.session.scalars(
            select(Edition.content).where(Edition.id == draft_id)
        ).one()  # one at a time: large
        left = without(content, signature_id, only_person=only_person)
        if left is not None:
            less = {"content": left, "sha256": sha256(left), "names": Edition.names - (0 if only_person else 1)}
            _rewrite(update(Edition).where(Edition.id == draft_id).values(less))
            undrawn = {"data": None, "sha256": "", "asked_at": at, "drawn_at": None, "lease_until": None}
            _rewrite(update(EditionFile).where(EditionFile.edition_id == draft_id).values(undrawn))


def late_signing_ends(letter: Letter, day: date) -> datetime:
    """The last minute of `day` on the letter's own zone's clock, in which late signing ends."""
    return datetime.combine(day, time(23, 59), ZoneInfo(letter.deadline_zone))


def late_days(letter: Letter, at: datetime) -> tuple[date, date]:
    """The first and the last day that late signing may be open until, when the letter is delivered `at` this moment."""
    zone = ZoneInfo(letter.deadline_zone)
    end = (at + timedelta(days=LATE_DAYS)).astimezone(zone).date()
    return at.astimezone(zone).date(), end - timedelta(days=1)


def _refuse_too_late(late_until: datetime | None, at: datetime) -> None:
    if late_until is None:
        return
    if late_until <= at:
        raise Refusal(N_("This day is over. Choose a later one, or none."), "late_until")
    if late_until > at + timedelta(days=LATE_DAYS):
        raise Refusal(N_("Late signing ends at most 30 days after delivery."), "late_until")


def _rewrite(statement: Update) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))


def _keep(letter: Letter, kind: str, number: int, signee_list: SigneeList, at: datetime) -> Edition:
    content = freeze(signee_list)
    edition = Edition(
        letter_id=letter.id,
        text_version_id=current_texts(letter)[0].id,
        kind=kind,
        number=number,
        code=bare_code(new_code()),
        organizations=signee_list.organizations,
        individuals=signee_list.individuals,
        undersigned=signee_list.undersigned,
        names=len(signee_list.signees),
        content=content,
        sha256=sha256(content),
        made_at=at,
    )
    db.session.add(edition)
    db.session.flush()
    return edition


def _bind_unprinted(letter: Letter, edition: Edition) -> None:
    """Every listed signature that no edition has printed is printed by this one. One statement.

    Raises Refusal when these are not as many as the edition says: its numbers are for good.
    """
    unprinted = (Signature.letter_id == letter.id, Signature.state == VERIFIED, Signature.edition_id.is_(None))
    bound = db.session.execute(
        update(Signature).where(*unprinted).values(edition_id=edition.id).execution_options(synchronize_session=False)
    )
    if bound.rowcount != edition.organizations + edition.individuals:  # type: ignore[attr-defined]
        raise Refusal(N_("The letter's count does not agree with its names. Run “signon recount”, then try again."))
