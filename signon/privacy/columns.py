"""Every column of the database: what it is for, whether it is about a person, and how long it is kept.

A test compares this with the schema both ways: a new column needs its line here before it can be stored.
"""

from signon.privacy.campaign_columns import CAMPAIGN_TABLES
from signon.privacy.classes import AS_THE_LETTER, FOR_GOOD, HASH, ID, NO, PUBLIC, SEALED, STAFF, Column, Table
from signon.privacy.edition_columns import EDITION_TABLES
from signon.privacy.outreach_columns import OUTREACH_TABLES
from signon.privacy.signing_columns import SIGNING_TABLES
from signon.privacy.workspace_columns import WORKSPACE_TABLES

_LETTER = (
    ID,
    Column("slug", NO, "the letter's address"),
    Column("campaign_id", NO, "the campaign it belongs to"),
    Column("key_name", NO, "the name of the letter's key"),
    Column("signed_by", NO, "who signs: organizations, individuals or both"),
    Column("date", NO, "the date it bears"),
    Column("conveners", NO, "the organizations that lead it"),
    Column("layout", NO, "how its names are set in print"),
    Column("quotes", PUBLIC, "what the press may print, and whose words they are; shown"),
    Column("goal", NO, "how many signatures are hoped for"),
    Column("goal_grows", NO, "whether the next goal follows"),
    Column("listing", NO, "which names are listed at once"),
    Column("safe_mode", NO, "whether mails and search engines name it"),
    Column("silence", NO, "what becomes of names whose signees do not answer about a changed text"),
    Column("revision", NO, "how often staff changed it"),
    Column("revised_by", STAFF, "who did so last", "as long as the account"),
    Column("revised_at", STAFF, "when that was"),
    Column("deadline_at", NO, "when signing ends"),
    Column("deadline_zone", NO, "on whose clock"),
    Column("grace_hours", NO, "how long a link still works after that"),
    Column("created_at", NO, "when it was taken in"),
    Column("circulates_at", NO, "since when the invited may read and sign it"),
    Column("published_at", NO, "when it was, or will be, published"),
    Column("delivered_at", NO, "when it was handed over"),
    Column("late_until", NO, "until when late signees may sign after that"),
    Column("paused_at", NO, "since when no new signatures are taken"),
    Column("surge_at", NO, "since when a surge keeps new names for review"),
    Column("calm_until", NO, "until when staff said that it is no surge"),
)
_TEXT_VERSION = (
    ID,
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
    Column("change", NO, "what kind of change it was"),
    Column("answer_by", NO, "until when signees are asked whether they keep their names"),
    Column("created_at", NO, "when it was written"),
)
_ORGANIZATION = (
    ID,
    Column("name", NO, "as it first signed"),
    Column("identity", NO, "the same name without case and accents: finds it again"),
    Column("website", NO, "as it first signed"),
    Column("domain", NO, "the website's domain: finds who else lives there"),
    Column("scope", NO, "as it first signed"),
    Column("city", NO, "as it first signed"),
    Column("home_state", NO, "as it first signed"),
    Column("printed_name", NO, "how it wants to be printed"),
    Column("acronym", NO, "what it is called for short"),
    Column("other_name", NO, "its name in another language"),
    Column("legal_status", NO, "as what it is registered"),
    Column("own_sort_key", NO, "where staff want it to stand"),
    Column("sort_key", NO, "where it stands in the register"),
    Column("merged_into_id", NO, "which organization it turned out to be"),
    Column("looks_like_id", NO, "which other organization it looks like"),
    Column("compared_at", NO, "when it was compared with the others"),
    Column("changed_at", NO, "when staff changed it"),
    Column("key_name", NO, "the name of the organization's key, once it asked to be remembered"),
    Column("created_at", NO, "when it was first listed"),
)
_REMEMBRANCE = (
    ID,
    Column("organization_id", NO, "which organization"),
    Column("campaign_id", NO, "with which campaign"),
    Column("contact", SEALED, "whom to write to, under the organization's key", "until the organization leaves"),
    Column("asked_again", NO, "whether it wants to hear of the next letter"),
    Column("delegated_until", NO, "until when the campaign may sign it on to its letters"),
    Column("delegated_at", NO, "when that was agreed"),
    Column("delegation", NO, "the sentence that was agreed to"),
    Column("created_at", NO, "since when"),
    Column("changed_at", NO, "when it was changed last"),
)
_STAFF_MEMBER = (
    ID,
    Column("email", STAFF, "signs in with it, and is written to"),
    Column("password", HASH, "argon2"),
    Column("active", NO, "whether the account is open"),
    Column("fs_uniquifier", NO, "random; renewing it ends every session"),
    Column("tf_primary_method", NO, "whether there is an authenticator app"),
    Column("tf_totp_secret", SEALED, "the key in the authenticator app, under the installation's key"),
    Column("totp_counter", STAFF, "the half-minute of the last one-time code: a code works once"),
    Column("mf_recovery_codes", SEALED, "the recovery codes that are left, under the installation's key"),
    Column("fs_webauthn_user_handle", STAFF, "random; by it the person's devices know the account"),
    Column("created_at", STAFF, "when the account was made"),
)
_MEMBERSHIP = (
    ID,
    Column("member_id", STAFF, "who"),
    Column("campaign_id", STAFF, "in which campaign, or in all"),
    Column("role", STAFF, "as what"),
    Column("created_at", STAFF, "since when"),
)

TABLES = (
    *SIGNING_TABLES,
    *EDITION_TABLES,
    *WORKSPACE_TABLES,
    *OUTREACH_TABLES,
    *CAMPAIGN_TABLES,
    Table("letter", "a letter, without its words", FOR_GOOD, _LETTER),
    Table(
        "letterhead",
        "the picture above a letter on paper",
        AS_THE_LETTER,
        (
            Column("letter_id", NO, "the letter"),
            Column("png", NO, "the picture, drawn anew from what was uploaded"),
            Column("width", NO, "in pixels"),
            Column("height", NO, "in pixels"),
            Column("alt", NO, "what it shows, in words"),
        ),
    ),
    Table("text_version", "the words of a letter in one language", AS_THE_LETTER, _TEXT_VERSION),
    Table("organization", "an organization that was listed", FOR_GOOD, _ORGANIZATION),
    Table(
        "alias",
        "another spelling of an organization's name",
        FOR_GOOD,
        (
            ID,
            Column("organization_id", NO, "whose"),
            Column("name", NO, "as it was listed"),
            Column("identity", NO, "the same name without case and accents: finds it again"),
            Column("created_at", NO, "when it was first listed"),
        ),
    ),
    Table(
        "organization_key",
        "a word of an organization's name",
        FOR_GOOD,
        (
            Column("key", NO, "the word or short form: finds names that look alike"),
            Column("organization_id", NO, "whose"),
        ),
    ),
    Table(
        "remembrance",
        "what an organization chose to leave with a campaign",
        "until the organization ends it, or takes its last name off the campaign’s letters",
        _REMEMBRANCE,
    ),
    Table(
        "switch",
        "something that was turned off without a restart",
        "until it is turned on again",
        (Column("name", NO, "what"), Column("off_since", NO, "since when")),
    ),
    Table(
        "merge",
        "that two organizations turned out to be one",
        FOR_GOOD,
        (
            ID,
            Column("kept_id", NO, "the one that stayed"),
            Column("gone_id", NO, "the one that was merged into it"),
            Column("moved", NO, "what moved, by numbers and spellings: to undo it"),
            Column("merged_by", STAFF, "who did it", "as long as the account"),
            Column("merged_at", STAFF, "when"),
            Column("undone_at", STAFF, "when it was undone"),
        ),
    ),
    Table(
        "affiliates",
        "two organizations that look alike and are two",
        FOR_GOOD,
        (
            Column("first_id", NO, "the one"),
            Column("second_id", NO, "the other"),
            Column("said_by", STAFF, "who said so", "as long as the account"),
            Column("said_at", STAFF, "when"),
        ),
    ),
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
    Table("alembic_version", "how far the tables are", FOR_GOOD, (Column("version_num", NO, "the last migration"),)),
)
