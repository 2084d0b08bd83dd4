"""Every column of the database: what it is for, whether it is about a person, and how long it is kept.

A test compares this with the schema both ways: a new column needs its line here before it can be stored.
"""

from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    """What a column says about a person, and who could read it."""

    NO = "no"
    PUBLIC = "public"
    STAFF = "staff"
    SEALED = "sealed"
    HASH = "hash"


MEANING = {
    Personal.NO: "says nothing about a person",
    Personal.PUBLIC: "about a person, and given to be shown",
    Personal.STAFF: "about a person, and readable by the staff",
    Personal.SEALED: "about a person, encrypted; its key lies elsewhere and can be destroyed",
    Personal.HASH: "a fingerprint, by which a thing is known again and never read back",
}


@dataclass(frozen=True)
class Column:
    """One column. `kept` is empty where it is kept as long as its row."""

    name: str
    personal: Personal
    purpose: str
    kept: str = ""


@dataclass(frozen=True)
class Table:
    """One table: what a row of it is, and how long a row is kept."""

    name: str
    row: str
    kept: str
    columns: tuple[Column, ...]


NO, PUBLIC, STAFF, SEALED, HASH = Personal
_ID = Column("id", NO, "tells rows apart")
_FOR_GOOD = "for good"
_AS_THE_LETTER = "as long as the letter"
_AS_THE_SIGNATURE = "as long as the signature"

_SIGNATURE = (
    _ID,
    Column("letter_id", NO, "the letter that was signed"),
    Column("text_version_id", NO, "the text that was signed"),
    Column("organization_id", NO, "the organization that signed, once it is listed"),
    Column("kind", NO, "an organization or an individual"),
    Column("state", STAFF, "what became of it: pending, verified, held, withdrawn or struck"),
    Column("origin", NO, "signed by form, or imported by staff"),
    Column("form_id", HASH, "of one showing of the form and its answers, keyed: sent twice, it is one request"),
    Column("language", STAFF, "the language to write to the signee in"),
    Column("printed_name", PUBLIC, "the name as it is printed: in full, as initials, or empty, as the signee chose"),
    Column("sort_key", PUBLIC, "where the printed name stands in the list"),
    Column("own_sort_key", PUBLIC, "where the signee chose to stand in the list"),
    Column("shown_as", STAFF, "full name, initials, or not listed, as the signee chose"),
    Column("is_convener", NO, "whether the letter names this organization as its lead"),
    Column("website", PUBLIC, "the organization's website; shown, and compared with the address that proves it"),
    Column("scope", PUBLIC, "where the organization works; shown in the list"),
    Column("city", PUBLIC, "shown in the list"),
    Column("home_state", PUBLIC, "shown in the list"),
    Column("country", PUBLIC, "shown in the list"),
    Column(
        "contact",
        SEALED,
        "address, representative and role, or full name and postal code: to write to and to judge the proof",
        "until the letter's key is destroyed",
    ),
    Column("address_hash", HASH, "of the address, keyed by the letter's key: counts one person once"),
    Column("reason", STAFF, "why it was held or struck, in our words or the staff's"),
    Column("requested_at", STAFF, "when the form was sent; decides when a request ends"),
    Column("verified_at", STAFF, "when the emailed link was used"),
    Column("changed_at", STAFF, "when its state changed last"),
)
_OUTBOX_MAIL = (
    _ID,
    Column("letter_id", NO, "the letter that the mail is about"),
    Column("signature_id", NO, "the signature that the mail is about"),
    Column("kind", NO, "which mail it is"),
    Column("language", NO, "the language it is written in"),
    Column("key_name", NO, "the name of the key that sealed it"),
    Column(
        "sealed",
        SEALED,
        "the address it goes to and what it says",
        "until the mail has left or was refused; tried for five days at most",
    ),
    Column("message_id", NO, "random; the same however often the mail is tried"),
    Column("state", NO, "queued, being sent, sent, refused or lapsed"),
    Column("attempts", NO, "how often it was tried"),
    Column("created_at", NO, "when it was kept"),
    Column("due_at", NO, "when it is tried next"),
    Column("lease_until", NO, "until when one worker has it"),
    Column("sent_at", NO, "when it left"),
)
_LETTER = (
    _ID,
    Column("slug", NO, "the letter's address"),
    Column("campaign_id", NO, "the campaign it belongs to"),
    Column("key_name", NO, "the name of the letter's key"),
    Column("signed_by", NO, "who signs: organizations, individuals or both"),
    Column("date", NO, "the date it bears"),
    Column("conveners", NO, "the organizations that lead it"),
    Column("signee_columns", NO, "how its names are set in print"),
    Column("goal", NO, "how many signatures are hoped for"),
    Column("listing", NO, "which names are listed at once"),
    Column("safe_mode", NO, "whether mails and search engines name it"),
    Column("deadline_at", NO, "when signing ends"),
    Column("deadline_zone", NO, "on whose clock"),
    Column("grace_hours", NO, "how long a link still works after that"),
    Column("created_at", NO, "when it was taken in"),
    Column("published_at", NO, "when it was published"),
    Column("delivered_at", NO, "when it was handed over"),
)
_TEXT_VERSION = (
    _ID,
    Column("letter_id", NO, "the letter whose text it is"),
    Column("number", NO, "which text of the letter it is"),
    Column("language", NO, "the language it is written in"),
    Column("authoritative", NO, "whether it is the text that is signed, or a translation"),
    Column("title", NO, "shown"),
    Column("addressees", PUBLIC, "whom the letter is written to, with their office; shown"),
    Column("subject", NO, "shown"),
    Column("salutation", PUBLIC, "may name an addressee; shown"),
    Column("body", NO, "shown"),
    Column("closing", NO, "shown"),
    Column("signee_heading", NO, "shown"),
    Column("legal_footer", NO, "shown"),
    Column("reason", NO, "why a published text was changed, in the staff's words"),
    Column("created_at", NO, "when it was written"),
)
_ORGANIZATION = (
    _ID,
    Column("name", NO, "as it first signed"),
    Column("identity", NO, "the same name without case and accents: finds it again"),
    Column("website", NO, "as it first signed"),
    Column("scope", NO, "as it first signed"),
    Column("city", NO, "as it first signed"),
    Column("home_state", NO, "as it first signed"),
    Column("created_at", NO, "when it was first listed"),
)
_STAFF_MEMBER = (
    _ID,
    Column("email", STAFF, "signs in with it, and is written to"),
    Column("password", HASH, "argon2"),
    Column("active", NO, "whether the account is open"),
    Column("fs_uniquifier", NO, "random; renewing it ends every session"),
    Column("tf_primary_method", NO, "whether there is an authenticator app"),
    Column("tf_totp_secret", SEALED, "the key in the authenticator app, under the installation's key"),
    Column("totp_counter", STAFF, "the half-minute of the last one-time code: a code works once"),
    Column("mf_recovery_codes", SEALED, "the recovery codes that are left, under the installation's key"),
    Column("created_at", STAFF, "when the account was made"),
)
_MEMBERSHIP = (
    _ID,
    Column("member_id", STAFF, "who"),
    Column("campaign_id", STAFF, "in which campaign, or in all"),
    Column("role", STAFF, "as what"),
    Column("created_at", STAFF, "since when"),
)

TABLES = (
    Table(
        "campaign",
        "a coalition's effort",
        _FOR_GOOD,
        (_ID, Column("name", NO, "shown"), Column("created_at", NO, "when it began")),
    ),
    Table("letter", "a letter, without its words", _FOR_GOOD, _LETTER),
    Table("text_version", "the words of a letter in one language", _AS_THE_LETTER, _TEXT_VERSION),
    Table(
        "signature",
        "one name on one letter",
        "seven days if nobody verifies it, else as long as the letter",
        _SIGNATURE,
    ),
    Table(
        "signature_token",
        "a way to prove the mailbox: an emailed link or a typed code",
        _AS_THE_SIGNATURE,
        (
            _ID,
            Column("signature_id", NO, "the signature that it proves"),
            Column("purpose", NO, "a link or a code"),
            Column("hash", HASH, "of the link or code that is in the mail"),
            Column("expires_at", NO, "until when it works"),
        ),
    ),
    Table(
        "outbox_mail",
        "one mail to one address",
        "as long as the signature it is about; for good where it is about none",
        _OUTBOX_MAIL,
    ),
    Table(
        "counter",
        "how many have signed a letter",
        _AS_THE_LETTER,
        (
            Column("letter_id", NO, "the letter"),
            Column("organizations", NO, "how many organizations"),
            Column("individuals", NO, "how many individuals"),
            Column("conveners", NO, "how many conveners among the organizations"),
            Column("unlisted", NO, "how many who are counted but not listed"),
            Column("changed_at", NO, "when a number changed last"),
        ),
    ),
    Table(
        "code_tries",
        "wrong codes typed within a minute",
        "about an hour",
        (
            Column("tried_for", NO, "for which letter, or which staff account"),
            Column("minute", NO, "in which minute"),
            Column("wrong", NO, "how many, by whomever"),
        ),
    ),
    Table("organization", "an organization that was listed", _FOR_GOOD, _ORGANIZATION),
    Table("staff_member", "a person who signs in", "as long as the account", _STAFF_MEMBER),
    Table("membership", "what a person may do in a campaign", "as long as the account", _MEMBERSHIP),
    Table(
        "signon_key",
        "a key, where the key store is a database of its own",
        "until the key is destroyed",
        (
            Column("name", NO, "what it is called"),
            Column("wrapped", NO, "the key itself, encrypted under CONTACT_KEYS"),
        ),
    ),
    Table("alembic_version", "how far the tables are", _FOR_GOOD, (Column("version_num", NO, "the last migration"),)),
)
