"""The columns of what staff keep in the workspace: who works there, what they did, and what they noted and asked."""

from signon.privacy.classes import (
    AS_THE_LETTER,
    AS_THE_SIGNATURE,
    FOR_GOOD,
    HASH,
    ID,
    NO,
    SEALED,
    STAFF,
    Column,
    Table,
)

_ACCOUNT = "as long as the account"
_LETTER = Column("letter_id", NO, "the letter")
_SIGNATURE = Column("signature_id", NO, "the signature")
_PASSKEY = (
    ID,
    Column("user_id", STAFF, "whose"),
    Column("name", STAFF, "what they call it"),
    Column("credential_id", STAFF, "by what the device knows it"),
    Column("public_key", STAFF, "by what its answer is checked"),
    Column("sign_count", NO, "how often it was used, as the device counts"),
    Column("transports", NO, "how the device is reached"),
    Column("backup_state", NO, "whether the device has a copy elsewhere"),
    Column("device_type", NO, "whether it may have one"),
    Column("extensions", NO, "what else the device can do"),
    Column("lastuse_datetime", STAFF, "when it was used last"),
    Column("usage", NO, "what it is used for"),
)
_STAFF_INVITATION = (
    ID,
    Column("campaign_id", NO, "to which campaign, or to all"),
    Column("email", STAFF, "who is invited"),
    Column("role", NO, "as what"),
    Column("hash", HASH, "by what the emailed link is known"),
    Column("invited_by", STAFF, "by whom"),
    Column("created_at", STAFF, "when"),
    Column("expires_at", NO, "until when the link works"),
)
_AUDIT_ENTRY = (
    ID,
    Column("chain", NO, "the campaign, or 0 for the installation"),
    Column("number", NO, "the entry's place in its chain"),
    Column("at", STAFF, "when it was done"),
    Column("member_id", STAFF, "who did it", _ACCOUNT),
    Column("who", NO, "who did it, where it was no person: the command line, a worker"),
    Column("act", NO, "what was done"),
    Column("letter_id", NO, "to which letter"),
    Column("signature_id", NO, "to which signature, by its number only"),
    Column("organization_id", NO, "to which organization"),
    Column("facts", NO, "what belongs to it: numbers, names of fields, reasons that staff gave"),
    Column("hash", HASH, "seals the entry and the one before it"),
)
_ASKING = (
    Column("text_version_id", NO, "the changed text"),
    _LETTER,
    Column("total", NO, "how many are to be told"),
    Column("told", NO, "how many were told"),
    Column("last_id", NO, "up to which signature they were told"),
    Column("since", NO, "from which changed text on"),
    Column("asks_before", NO, "signees of which earlier texts are asked"),
    Column("answer_by", NO, "until when they are asked"),
    Column("silence", NO, "what becomes of a name whose signee does not answer"),
    Column("withdrew", NO, "how many took their name off meanwhile"),
    Column("began_at", NO, "since when"),
    Column("told_at", NO, "when the last was told"),
    Column("settled_at", NO, "when it was decided about those who did not answer"),
)
_ANSWER = (
    Column("text_version_id", NO, "the changed text"),
    _SIGNATURE,
    Column("answer", NO, "whether the signee keeps the name under it"),
    Column("answered_at", NO, "when they said so"),
)
_QUESTION = (
    _SIGNATURE,
    Column("words", SEALED, "what staff asked the signee", AS_THE_SIGNATURE),
    Column("asked_by", STAFF, "who asked"),
    Column("asked_at", STAFF, "when"),
    Column("answer", SEALED, "what the signee answered", AS_THE_SIGNATURE),
    Column("answered_at", STAFF, "when"),
)
_BULK_STRIKE = (
    ID,
    _LETTER,
    Column("pattern", SEALED, "which names were struck"),
    Column("reason", NO, "why, in the staff's words"),
    Column("number", NO, "how many"),
    Column("struck_by", STAFF, "by whom"),
    Column("struck_at", STAFF, "when"),
    Column("undone_at", STAFF, "when it was undone"),
)
_BULK_STRUCK = (
    Column("bulk_strike_id", NO, "with which bulk strike"),
    _SIGNATURE,
    Column("came_from", NO, "which state it had before"),
    Column("reason", NO, "why it had that state"),
)
_IMPORT = (
    ID,
    _LETTER,
    Column("source", STAFF, "where the names come from, in the staff's words"),
    Column("file", SEALED, "the file, as it was brought", "until the import is done, or seven days"),
    Column("judged", SEALED, "what its lines are", "as the file"),
    Column("rows", NO, "how many lines it has"),
    Column("choices", NO, "what staff chose for single lines, by their numbers"),
    Column("state", NO, "what became of it"),
    Column("done", NO, "how many lines are judged, or listed, so far"),
    Column("totals", NO, "how many names were listed, matched and refused"),
    Column("imported_by", STAFF, "who brought them"),
    Column("created_at", STAFF, "when"),
    Column("finished_at", STAFF, "when it was done"),
)
_NOTE = (
    ID,
    _LETTER,
    _SIGNATURE,
    Column("words", SEALED, "what was noted"),
    Column("written_by", STAFF, "by whom"),
    Column("written_at", STAFF, "when"),
)

WORKSPACE_TABLES = (
    Table("passkey", "a key in a device, by which a person signs in", _ACCOUNT, _PASSKEY),
    Table("staff_invitation", "an offer to join the staff", "until it is accepted, or 14 days", _STAFF_INVITATION),
    Table("audit_entry", "something that staff did", FOR_GOOD, _AUDIT_ENTRY),
    Table(
        "audit_head",
        "the last entry of a chain",
        FOR_GOOD,
        (
            Column("chain", NO, "the campaign, or 0 for the installation"),
            Column("number", NO, "the last entry's number"),
            Column("hash", HASH, "the last entry's seal"),
        ),
    ),
    Table("text_asking", "how far signees were told of a changed text", AS_THE_LETTER, _ASKING),
    Table("text_answer", "what a signee said about a changed text", AS_THE_SIGNATURE, _ANSWER),
    Table("question", "what staff asked a signee", AS_THE_SIGNATURE, _QUESTION),
    Table("bulk_strike", "many names struck at once", AS_THE_LETTER, _BULK_STRIKE),
    Table("bulk_struck", "one name of a bulk strike", AS_THE_SIGNATURE, _BULK_STRUCK),
    Table("signee_import", "names gathered elsewhere, as they were brought", AS_THE_LETTER, _IMPORT),
    Table("note", "what staff noted about a letter or a signature", AS_THE_SIGNATURE, _NOTE),
    Table(
        "tag",
        "a word by which staff find a letter or a signature",
        AS_THE_SIGNATURE,
        (ID, _LETTER, _SIGNATURE, Column("word", STAFF, "the word")),
    ),
    Table(
        "day_figure",
        "the figures of one day of a letter",
        AS_THE_LETTER,
        (
            _LETTER,
            Column("day", NO, "the day"),
            Column("requested", NO, "how many signatures were requested"),
            Column("verified", NO, "how many were verified"),
        ),
    ),
    Table(
        "letter_figures",
        "a letter's figures, as they were counted last",
        AS_THE_LETTER,
        (
            _LETTER,
            Column("counted", NO, "the figures"),
            Column("counted_at", NO, "when they were counted"),
        ),
    ),
)
