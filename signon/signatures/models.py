"""The signature, its tokens, and the counter of each letter."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, BytewiseString, UtcDateTime
from signon.letters.models import Letter, TextVersion
from signon.organizations.models import Organization

PENDING, VERIFIED, HELD, WITHDRAWN, STRUCK = "pending", "verified", "held", "withdrawn", "struck"
FULL, INITIALS, UNLISTED = "full", "initials", "unlisted"
SHOWN_AS = (FULL, INITIALS, UNLISTED)
FROM_FORM, FROM_IMPORT = "form", "import"

_LISTED = text("state = 'verified' AND shown_as <> 'unlisted'")
_ONE_ORGANIZATION = text("state = 'verified' AND organization_id IS NOT NULL")
_ONE_PERSON = text("state = 'verified' AND kind = 'individual' AND address_hash <> ''")


class Signature(Base):
    """One name on one letter, and what became of it.

    `printed_name` is all that is ever shown of the signee: whoever asked for initials or to stay unlisted has the full
    name only inside `contact`, which is sealed under the letter's key (a JSON object: email, representative, role,
    ...).
    `address_hash` is keyed by the same key. `organization_id` is empty until the signature is listed.
    """

    __tablename__ = "signature"
    __table_args__ = (
        Index(
            "uq_signature_listed_organization",
            "letter_id",
            "organization_id",
            unique=True,
            sqlite_where=_ONE_ORGANIZATION,
            postgresql_where=_ONE_ORGANIZATION,
        ),
        Index(
            "uq_signature_verified_address",
            "letter_id",
            "address_hash",
            unique=True,
            sqlite_where=_ONE_PERSON,
            postgresql_where=_ONE_PERSON,
        ),
        Index("ix_signature_letter_state", "letter_id", "state", "requested_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    text_version_id: Mapped[int] = mapped_column(ForeignKey(TextVersion.id))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey(Organization.id), index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=PENDING)
    origin: Mapped[str] = mapped_column(default=FROM_FORM)
    form_id: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str]
    printed_name: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(BytewiseString, default="")
    own_sort_key: Mapped[str] = mapped_column(default="")
    shown_as: Mapped[str] = mapped_column(default=FULL)
    is_convener: Mapped[bool] = mapped_column(default=False)
    website: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    home_state: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
    address_hash: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


# The printed order: organizations before individuals, then by name. A page of a long list is read without sorting it.
Index(
    "ix_signature_roll",
    Signature.letter_id,
    Signature.kind.desc(),
    Signature.sort_key,
    Signature.id,
    sqlite_where=_LISTED,
    postgresql_where=_LISTED,
)


class SignatureToken(Base):
    """A way to prove the mailbox: an emailed link or a typed code. Only its hash is kept; it works for one purpose."""

    __tablename__ = "signature_token"
    __table_args__ = (Index("uq_signature_token_purpose_hash", "purpose", "hash", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    hash: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Counter(Base):
    """How many have signed a letter: one small row that changes in the transaction which lists or unlists a signature.

    `organizations` and `individuals` count verified signatures, `conveners` those organizations among them that the
    letter names as its leads, `unlisted` those who are counted but asked not to be listed.
    """

    __tablename__ = "counter"

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    organizations: Mapped[int] = mapped_column(default=0)
    individuals: Mapped[int] = mapped_column(default=0)
    conveners: Mapped[int] = mapped_column(default=0)
    unlisted: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CodeTries(Base):
    """Wrong typed codes within one minute, for one letter ("" for none) or one staff account. Old rows are purged."""

    __tablename__ = "code_tries"

    tried_for: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    wrong: Mapped[int] = mapped_column(default=0)
