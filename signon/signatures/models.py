"""The signature, its tokens, and the counter of each letter."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, BytewiseString, UtcDateTime
from signon.letters.models import Letter, TextVersion
from signon.organizations.models import Organization
from signon.signatures.edition_models import Edition

PENDING, VERIFIED, HELD, WITHDRAWN, STRUCK = "pending", "verified", "held", "withdrawn", "struck"
FULL, INITIALS, ANONYMOUS, UNLISTED = "full", "initials", "anonymous", "unlisted"
SHOWN_AS = (FULL, INITIALS, ANONYMOUS, UNLISTED)
# How a signature came about: by form, brought by staff, the next letter of who asked to be remembered, by a standing
# delegation, or by the personal link of an invitation.
FROM_FORM, FROM_IMPORT, FROM_MEMORY, FROM_DELEGATION = "form", "import", "memory", "delegation"
FROM_INVITATION = "invited"
# What the news of a name is.
CAME, LEFT, CHANGED = "came", "left", "changed"

_LISTED = text("state = 'verified' AND shown_as <> 'unlisted'")
_ONE_ORGANIZATION = text("state = 'verified' AND organization_id IS NOT NULL")
_ONE_PERSON = text("state = 'verified' AND kind = 'individual' AND address_hash <> ''")
_HAS_ADDRESS = text("address_hash <> ''")
_IS_STRUCK = text("state = 'struck'")
_IS_PENDING = text("state = 'pending'")
_COMMENT_WAITS = text("comment_waits")
_HAS_COMMENT = text("comment <> ''")
_WANTS_UPDATES = text("wants_updates")
_IS_PRINTED = text("edition_id IS NOT NULL AND state <> 'verified'")


class Signature(Base):
    """One name on one letter, and what became of it.

    `printed_name` is all that is ever shown of the signee: whoever asked for initials or to stay unlisted has the full
    name only inside `contact`, which is sealed under the letter's key (a JSON object: email, representative, role,
    ...).
    `acronyms` are what an organization's name may be shortened to, folded, each between spaces: a search finds it by
    them. `address_hash` is keyed by the same key. `organization_id` is empty until the signature is listed.
    `attestation` is the sentence that was ticked when the mailbox was proven (`verified_at`), `approval` the one that
    the second approver ticked (`approved_at`). `claimed_organization_id` is the organization that the representative
    says it is, `like_organization_id` the one that it looks like. `suspicion` says what was odd about the request.
    `edition_id` is the edition or addendum that first printed it, `partner_id` the partner whose link brought the
    reader, `import_id` the import of names gathered elsewhere that brought it. `wants_updates` says that the signee
    asked to hear what comes of the letter. `comment` is public; until staff have read it, it is
    only inside `contact`, and `comment_waits`.
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
        Index(
            "ix_signature_address",
            "letter_id",
            "address_hash",
            sqlite_where=_HAS_ADDRESS,
            postgresql_where=_HAS_ADDRESS,
        ),
        Index("ix_signature_struck", "letter_id", "identity", sqlite_where=_IS_STRUCK, postgresql_where=_IS_STRUCK),
        Index("ix_signature_pending", "requested_at", sqlite_where=_IS_PENDING, postgresql_where=_IS_PENDING),
        Index(
            "ix_signature_comment",
            "letter_id",
            "state",
            "id",
            sqlite_where=_COMMENT_WAITS,
            postgresql_where=_COMMENT_WAITS,
        ),
        Index(
            "ix_signature_wants_updates",
            "letter_id",
            "id",
            sqlite_where=_WANTS_UPDATES,
            postgresql_where=_WANTS_UPDATES,
        ),
        Index("ix_signature_left", "letter_id", "state", sqlite_where=_IS_PRINTED, postgresql_where=_IS_PRINTED),
        Index(
            "ix_signature_shown_comment", "letter_id", "id", sqlite_where=_HAS_COMMENT, postgresql_where=_HAS_COMMENT
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    text_version_id: Mapped[int] = mapped_column(ForeignKey(TextVersion.id))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey(Organization.id), index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=PENDING)
    origin: Mapped[str] = mapped_column(default=FROM_FORM)
    form_id: Mapped[str | None] = mapped_column(BytewiseString, unique=True)
    language: Mapped[str]
    printed_name: Mapped[str] = mapped_column(default="")
    identity: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(BytewiseString, default="")
    own_sort_key: Mapped[str] = mapped_column(default="")
    acronyms: Mapped[str] = mapped_column(default="")
    shown_as: Mapped[str] = mapped_column(default=FULL)
    is_convener: Mapped[bool] = mapped_column(default=False)
    website: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    home_state: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    shown_representative: Mapped[str] = mapped_column(default="")
    shown_role: Mapped[str] = mapped_column(default="")
    affiliation: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    comment_waits: Mapped[bool] = mapped_column(default=False)
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
    address_hash: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    suspicion: Mapped[str] = mapped_column(default="")
    claimed_organization_id: Mapped[int | None] = mapped_column(ForeignKey(Organization.id))
    like_organization_id: Mapped[int | None] = mapped_column(ForeignKey(Organization.id))
    attestation: Mapped[str] = mapped_column(default="")
    approval: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey(Edition.id), index=True)
    wants_updates: Mapped[bool] = mapped_column(default=False)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("signee_import.id"), index=True)


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
    """A way to a signature: an emailed link or a typed code. Only its hash is kept; it works for one purpose.

    `contact` is set where the link was mailed to somebody who is to take the signature over: sealed under the letter's
    key.
    """

    __tablename__ = "signature_token"
    __table_args__ = (
        Index("uq_signature_token_purpose_hash", "purpose", "hash", unique=True),
        Index("ix_signature_token_expiry", "purpose", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    signature_id: Mapped[int] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    hash: Mapped[str]
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Counter(Base):
    """How many have signed a letter: one small row that changes in the transaction which lists or unlists a signature.

    `organizations` and `individuals` count verified signatures, `conveners` those organizations among them that the
    letter names as its leads, `unlisted` those who are counted but asked not to be listed, `anonymous` those who are on
    the list without a name. `batch_at` is when a letter in safe mode last showed what had come,
    `left_at` when a name last left the list or was printed otherwise.
    """

    __tablename__ = "counter"

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    organizations: Mapped[int] = mapped_column(default=0)
    individuals: Mapped[int] = mapped_column(default=0)
    conveners: Mapped[int] = mapped_column(default=0)
    unlisted: Mapped[int] = mapped_column(default=0)
    anonymous: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    batch_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NameNews(Base):
    """That a name came onto a letter's list, left it, or is printed otherwise, until that is told; see `batches.py`.

    In safe mode a name that CAME is not shown or counted before. `signature_id` refers to no row: who withdraws before
    delivery has none. `mark` makes the id under which programs knew it until it LEFT or was CHANGED.
    """

    __tablename__ = "name_news"
    __table_args__ = (
        Index("ix_name_news_letter", "letter_id", "id"),
        Index("ix_name_news_signature", "signature_id", "what"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id))
    signature_id: Mapped[int]
    what: Mapped[str]
    mark: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class CodeTries(Base):
    """Wrong typed codes within one minute, for one letter ("" for none) or one staff account. Old rows are purged."""

    __tablename__ = "code_tries"

    tried_for: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    wrong: Mapped[int] = mapped_column(default=0)


class Approach(Base):
    """What was done once because of the word that an organization left with the campaign, and is not done again.

    `way` says what: it was asked to sign this letter, or signed on to it by its standing delegation, or it left the
    letter by itself (see `standing.py`). It stays when the signature is gone, until the letter is delivered and late
    signing has ended.
    """

    __tablename__ = "approach"

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Organization.id), primary_key=True)
    way: Mapped[str] = mapped_column(primary_key=True)


class Logo(Base):
    """The picture that an organization put beside its name: a small PNG that we drew anew from what was uploaded."""

    __tablename__ = "logo"

    signature_id: Mapped[int] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), primary_key=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]


class LetterTally(Base):
    """How many signatures of a letter were verified within one minute: by this a surge shows. Old rows are purged."""

    __tablename__ = "letter_tally"

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    minute: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    verified: Mapped[int] = mapped_column(default=0)


class SpentProof(Base):
    """A proof of work that was used: it works once. Kept until it would have run out by itself."""

    __tablename__ = "spent_proof"

    hash: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Switch(Base):
    """Something that staff or the host turned off, without a restart: see `switches.py` for the names."""

    __tablename__ = "switch"

    name: Mapped[str] = mapped_column(primary_key=True)
    off_since: Mapped[datetime] = mapped_column(UtcDateTime)


class ChangeRequest(Base):
    """What a signee would like to have printed otherwise, in their own words, until staff have seen to it.

    `words` are sealed under the letter's key. One at a time for each signature: a new one takes its place.
    """

    __tablename__ = "change_request"

    signature_id: Mapped[int] = mapped_column(ForeignKey(Signature.id, ondelete="CASCADE"), primary_key=True)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
