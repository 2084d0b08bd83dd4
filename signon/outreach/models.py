"""The invitation, the mailing, the partner, and who wants no more of it."""

import datetime as dt
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from signon.campaigns.models import Campaign, Update
from signon.database import Base, BytewiseString, UtcDateTime
from signon.letters.models import Letter
from signon.organizations.models import Organization
from signon.signatures.models import Signature
from signon.staff.models import StaffMember

# An invitation: kept, its mail asked for, its signature requested or listed, or the invited said no.
ADDED, INVITED, SIGNED, DECLINED = "added", "invited", "signed", "declined"

# What a mailing is, and so whom it goes to.
INVITATION, REMINDER, UNVERIFIED, LAST_CALL, UPDATE = "invitation", "reminder", "unverified", "last_call", "update"
MAILINGS = (INVITATION, REMINDER, UNVERIFIED, LAST_CALL, UPDATE)
DRAFT, SENDING, SENT, STOPPED = "draft", "sending", "sent", "stopped"


class Invitation(Base):
    """That an organization is asked to sign a letter, by a personal link to one mailbox.

    `contact` (a JSON object: email, representative, role) is sealed under the letter's key, `address_hash` keyed by it.
    Only the link's hash is kept, and a new link with every mail. That somebody opened it is not noted.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        Index("uq_invitation_letter_address", "letter_id", "address_hash", unique=True),
        Index("ix_invitation_letter_state", "letter_id", "state", "id"),
        Index("ix_invitation_letter_name", "letter_id", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey(Organization.id), index=True)
    name: Mapped[str]
    identity: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(BytewiseString, default="")
    website: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    home_state: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    contact: Mapped[bytes] = mapped_column(LargeBinary)
    address_hash: Mapped[str]
    state: Mapped[str] = mapped_column(default=ADDED)
    mails: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey(Signature.id, ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InvitationLink(Base):
    """One personal link of an invitation, by its hash. Earlier ones stay valid: a reminder does not end the first."""

    __tablename__ = "invitation_link"

    hash: Mapped[str] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey(Invitation.id, ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mailing(Base):
    """One mail to many, of a kind in MAILINGS: a draft until somebody sends it, then handed to the outbox bit by bit.

    `words` maps a language to {"subject", "text"}: whoever's language is not there gets the letter's own. The worker
    has kept the mails of the parts of its audience before `part` (see `audiences.PARTS`), and of that part's
    recipients up to `last_id` (an invitation's or a signature's id). `update_id` is the campaign's update that it
    mails.
    """

    __tablename__ = "mailing"
    __table_args__ = (Index("ix_mailing_letter_id", "letter_id", "id"), Index("ix_mailing_state", "state", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    kind: Mapped[str]
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(default=DRAFT)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    part: Mapped[int] = mapped_column(default=0)
    last_id: Mapped[int] = mapped_column(default=0)
    update_id: Mapped[int | None] = mapped_column(ForeignKey(Update.id, ondelete="SET NULL"), index=True)
    written_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Reminded(Base):
    """How often, and when last, a signature that was never verified was reminded of its link."""

    __tablename__ = "reminded"

    signature_id: Mapped[int] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), primary_key=True)
    mails: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OptOut(Base):
    """A mailbox that wants no more invitations, reminders and updates of a campaign: a keyed hash, nothing else."""

    __tablename__ = "opt_out"

    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id), primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class Partner(Base):
    """An organization that brings its people to a letter by a link of its own, `/letters/<slug>?from=<code>`."""

    __tablename__ = "partner"
    __table_args__ = (Index("uq_partner_letter_code", "letter_id", "code", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    name: Mapped[str]
    code: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UpdateMailed(Base):
    """That a campaign's update was mailed to a mailbox, by its keyed hash: who signed two letters gets it once."""

    __tablename__ = "update_mailed"

    update_id: Mapped[int] = mapped_column(ForeignKey(Update.id, ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PartnerKey(Base):
    """With this a partner's own programs may request signatures on the letters of a campaign: by its hash only.

    What they request is brought by the partner called `name`; every mailbox still proves itself. `last_used_on` is a
    day. An ended key works no more.
    """

    __tablename__ = "partner_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey(Campaign.id), index=True)
    name: Mapped[str]
    code: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_on: Mapped[dt.date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
