"""Accounts: a person enters the staff, gets a password, has an authenticator. Flask-Security makes what is secret."""

import secrets
import uuid
from datetime import datetime
from typing import cast

from flask_security import hash_password
from flask_security.proxies import _datastore, _security
from sqlalchemy import func, select

from signon.database import db, insert_unless_there
from signon.staff.authenticator import Authenticator
from signon.staff.models import StaffMember

AUTHENTICATOR = "authenticator"
# Without letters and digits that look alike: a first password is read from a screen and typed.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def with_email(address: str) -> StaffMember | None:
    """The person who signs in with `address`, whatever its capital letters, or None."""
    return db.session.scalar(select(StaffMember).where(func.lower(StaffMember.email) == address.lower()))


def enter(address: str, at: datetime) -> tuple[StaffMember, str | None]:
    """The account of `address`, made `at` this moment if there is none, and the first password of a new one.

    The password is told only here: just its hash is kept. The caller owns the transaction.
    """
    member = with_email(address)
    if member is not None:
        return member, None
    values = {"email": address.lower(), "active": True, "fs_uniquifier": uuid.uuid4().hex, "created_at": at}
    is_first = insert_unless_there(StaffMember, **values) is not None  # two may enter one address at once
    member = db.session.scalars(select(StaffMember).where(StaffMember.email == address.lower())).one()
    password = _new_password(member) if is_first else None
    db.session.flush()
    return member, password


def renew_password(member: StaffMember) -> str:
    """Give `member` a new random password, told only here, and end every session that is open."""
    password = _new_password(member)
    _datastore.set_uniquifier(member)
    db.session.flush()
    return password


def enrol_authenticator(member: StaffMember) -> str:
    """Give `member` a new key for an authenticator app, in place of any before; answers it in base32, to be typed."""
    factory = _authenticator()
    secret = factory.generate_totp_secret()
    _datastore.tf_set(member, AUTHENTICATOR, totp_secret=secret)
    member.totp_counter = None
    db.session.flush()
    return factory.get_totp_b32_key(secret)


def forget_authenticator(member: StaffMember) -> None:
    """For whoever lost the phone: the next sign-in sets up another app, and every session that is open ends. Passkeys
    go too: they may be in the phone.
    """
    _datastore.tf_reset(member)
    member.webauthn.clear()
    _datastore.mf_set_recovery_codes(member, None)
    _datastore.set_uniquifier(member)
    db.session.flush()


def current_code(email: str) -> str | None:
    """The one-time code that would be accepted of this person now; None for a stranger or without an authenticator."""
    member = with_email(email)
    if member is None or not has_authenticator(member):
        return None
    return _authenticator().code_now(member.tf_totp_secret or "", member.totp_counter)


def has_authenticator(member: StaffMember) -> bool:
    """Whether `member` has set up the second factor."""
    return bool(member.tf_primary_method and member.tf_totp_secret)


def hold(uniquifier: str) -> None:
    """Hold the account whose session bears `uniquifier` until the transaction ends: who changes it takes turns.

    On SQLite this takes the write lock at the start, where a writer waits, and never by an upgrade, which is refused.
    """
    db.session.rollback()
    db.session.connection(execution_options={"write": True})
    db.session.execute(select(StaffMember.id).where(StaffMember.fs_uniquifier == uniquifier).with_for_update())


def _new_password(member: StaffMember) -> str:
    password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))  # 98 bits
    member.password = hash_password(password)
    return password


def _authenticator() -> Authenticator:
    return cast(Authenticator, _security.totp_factory)
