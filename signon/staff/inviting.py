"""Inviting by mail: an offer to work in a campaign, accepted by a link that leads to one mailbox.

Only the link's hash is kept. An offer ends when it is accepted or taken back, or after LASTS.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_security import hash_password
from flask_security.proxies import _security
from sqlalchemy import ColumnElement, delete, exists, func, or_, select

from signon.campaigns.models import Campaign
from signon.database import db
from signon.letters.models import Letter
from signon.refusals import N_, Refusal
from signon.staff.access import grant
from signon.staff.members import enter, with_email
from signon.staff.models import OWNER, Membership, StaffInvitation, StaffMember
from signon.staff.people import membership_of

LASTS = timedelta(days=14)
MOST_OPEN = 50  # offers in one campaign, and in every campaign
A_MOMENT = timedelta(minutes=2)  # until the same address is written to again
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 500  # characters


@dataclass(frozen=True)
class Offer:
    """An offer as its link shows it: to whom, of which role, in which campaign ("" for every one), and whether the
    address has an account already, which may be closed.
    """

    invitation: StaffInvitation
    campaign: str
    has_account: bool
    is_closed: bool


def invite(
    campaign_id: int | None, email: str, role: str, by: StaffMember, at: datetime
) -> tuple[StaffInvitation, str]:
    """Keep an offer of `role` to the address `email`, in place of one that it has; answers it and its link's token,
    which is told only here. Raises Refusal for somebody who works there, and when too many offers are open.

    The caller owns the transaction, and keeps the mail in it.
    """
    _take_turns(campaign_id)
    address = email.lower()
    member = with_email(address)
    if member is not None and membership_of(member, campaign_id) is not None:
        raise Refusal(N_("This person works here already. You can change their role in the list."), "email")
    if member is not None and not member.active:
        raise Refusal(
            N_("This person’s account is closed. Whoever looks after this installation can open it."), "email"
        )
    there = db.session.scalar(select(StaffInvitation).where(_in(campaign_id), StaffInvitation.email == address))
    _refuse_too_many(campaign_id, there, at)
    token = secrets.token_urlsafe(32)
    row = there or StaffInvitation(campaign_id=campaign_id, email=address)
    row.role, row.hash, row.invited_by = role, _hash(token), by.id
    row.created_at, row.expires_at = at, at + LASTS
    db.session.add(row)
    db.session.flush()
    return row, token


def open_invitations(campaign_id: int | None, at: datetime) -> list[StaffInvitation]:
    """The offers that still can be accepted, by address."""
    query = select(StaffInvitation).where(_in(campaign_id), StaffInvitation.expires_at > at)
    return list(db.session.scalars(query.order_by(StaffInvitation.email)))


def take_back(campaign_id: int | None, invitation_id: int) -> bool:
    """End an offer: its link leads nowhere from now on. Answers whether there was one."""
    mine = (_in(campaign_id), StaffInvitation.id == invitation_id)
    return bool(db.session.execute(delete(StaffInvitation).where(*mine)).rowcount)  # type: ignore[attr-defined]


def offer_of(token: str, at: datetime) -> Offer | None:
    """What the link with `token` offers; None when it was accepted, taken back or cut, or its time is over."""
    of_token = (StaffInvitation.hash == _hash(token), StaffInvitation.expires_at > at)
    row = db.session.scalar(select(StaffInvitation).where(*of_token).execution_options(populate_existing=True))
    if row is None:
        return None
    member = with_email(row.email)
    campaign = db.session.get(Campaign, row.campaign_id) if row.campaign_id is not None else None
    is_closed = member is not None and not member.active
    return Offer(row, campaign.name if campaign else "", member is not None, is_closed)


def checked_password(typed: str, again: str) -> str:
    """A password that may be chosen. Raises Refusal for one that is too short or too long, or typed otherwise again."""
    if len(typed) < SHORTEST_PASSWORD:
        raise Refusal(N_("Please choose at least 12 characters."), "password")
    if len(typed) > LONGEST_PASSWORD:
        raise Refusal(N_("Please choose at most 500 characters."), "password")
    if typed != again:
        raise Refusal(N_("The two passwords do not match. Please type it again."), "again")
    return typed


def accept(offer: Offer, password: str, at: datetime) -> StaffMember | None:
    """Take up the offer: the address gets an account with `password` unless it has one, and the role. None when the
    offer was accepted or taken back meanwhile. The caller owns the transaction.
    """
    row = offer.invitation
    mine = (StaffInvitation.id == row.id, StaffInvitation.hash == row.hash)
    if not db.session.execute(delete(StaffInvitation).where(*mine)).rowcount:  # type: ignore[attr-defined]
        return None
    member, first = enter(row.email, at)
    if first is not None:
        member.password = hash_password(_security._password_util.normalize(password))  # as it is read when they sign in
    if membership_of(member, row.campaign_id) is None:  # who was given a role meanwhile keeps it
        grant(member, row.role, row.campaign_id, at)
    db.session.flush()
    return member


def is_discreet(campaign_id: int | None) -> bool:
    """Whether a mail must not name the campaign, because a letter of it is not to be found by its name."""
    return bool(db.session.scalar(select(exists().where(Letter.campaign_id == campaign_id, Letter.safe_mode))))


def purge(at: datetime) -> None:
    """Delete the offers whose time is over."""
    db.session.execute(delete(StaffInvitation).where(StaffInvitation.expires_at <= at))


def _take_turns(campaign_id: int | None) -> None:
    """Hold the owners' memberships until the transaction ends: two presses at once make one offer, not two."""
    here = or_(Membership.campaign_id.is_(None), Membership.campaign_id == campaign_id)
    owners = select(Membership.id).where(here, Membership.role == OWNER).order_by(Membership.id)
    db.session.execute(owners.with_for_update()).all()


def _refuse_too_many(campaign_id: int | None, there: StaffInvitation | None, at: datetime) -> None:
    if there is not None and there.created_at > at - A_MOMENT:
        raise Refusal(N_("This address was written to a moment ago. Please wait two minutes."), "email")
    still_open = select(func.count()).where(_in(campaign_id), StaffInvitation.expires_at > at)
    if there is None and (db.session.scalar(still_open) or 0) >= MOST_OPEN:
        raise Refusal(
            N_("%(most)s invitations are open already. Please take some back first."), "email", most=MOST_OPEN
        )


def _in(campaign_id: int | None) -> ColumnElement[bool]:
    return StaffInvitation.campaign_id.is_(None) if campaign_id is None else StaffInvitation.campaign_id == campaign_id


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
