"""The person on the staff, as Flask-Security wants accounts, and what they may do in which campaign."""

from datetime import datetime

from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, LargeBinary
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signon.campaigns.models import Campaign
from signon.database import Base, UtcDateTime

OWNER, EDITOR, REVIEWER, VIEWER = "owner", "editor", "reviewer", "viewer"
ROLES = (OWNER, EDITOR, REVIEWER, VIEWER)


class StaffMember(Base, UserMixin):
    """A person who signs in with a password and a one-time code.

    The column names are Flask-Security's. Its stock models would bring columns for IP addresses and telephone numbers;
    what is not there cannot be stored. `roles` stays empty: what staff may do depends on the campaign (see Membership).
    """

    __tablename__ = "staff_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    # The last one-time code that was accepted: a code works once.
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True)  # type: ignore[assignment]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]
        back_populates="member", cascade="all, delete-orphan"
    )
    memberships: Mapped[list["Membership"]] = relationship(back_populates="member", lazy="selectin")
    roles = ()  # type: ignore[assignment]  # read-only and empty: Flask-Security asks for it


class Membership(Base):
    """What a staff member may do in a campaign; in every campaign where `campaign_id` is empty."""

    __tablename__ = "membership"
    __table_args__ = (Index("uq_membership_member_campaign", "member_id", "campaign_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id, ondelete="CASCADE"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey(Campaign.id))
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    member: Mapped[StaffMember] = relationship(back_populates="memberships")


class Passkey(Base, WebAuthnMixin):
    """A key in a person's device, by which they sign in without a password. The column names are Flask-Security's."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(StaffMember.id, ondelete="CASCADE"), index=True)
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool] = mapped_column(Boolean)
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    lastuse_datetime: Mapped[datetime] = mapped_column(UtcDateTime)
    usage: Mapped[str]

    member: Mapped[StaffMember] = relationship(back_populates="webauthn")


class StaffInvitation(Base):
    """An offer to join the staff of a campaign, until it is accepted or `expires_at`. Only the link's hash is kept."""

    __tablename__ = "staff_invitation"
    __table_args__ = (Index("uq_staff_invitation_campaign_email", "campaign_id", "email", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey(Campaign.id))
    email: Mapped[str]
    role: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey(StaffMember.id, ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
