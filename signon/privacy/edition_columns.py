"""The columns of what was handed over and of the documents drawn for it."""

from signon.privacy.classes import (
    AS_THE_LETTER,
    AS_THE_SIGNATURE,
    FOR_GOOD,
    ID,
    NO,
    PUBLIC,
    SEALED,
    STAFF,
    Column,
    Table,
)

_EDITION = (
    ID,
    Column("letter_id", NO, "the letter"),
    Column("text_version_id", NO, "the text that was handed over"),
    Column("kind", NO, "an edition, an addendum, or a draft that staff compare with"),
    Column("number", NO, "which of the letter's addenda it is"),
    Column("code", NO, "random; finds it again from the printed page"),
    Column("organizations", NO, "how many organizations"),
    Column("individuals", NO, "how many individuals"),
    Column("undersigned", NO, "the number that the text speaks of"),
    Column("names", NO, "how many names it prints"),
    Column("content", PUBLIC, "the letter and its list of names as they were printed"),
    Column("sha256", NO, "of that content: shows that it is unchanged"),
    Column("made_at", NO, "when it was frozen"),
)
_FILE = (
    Column("edition_id", NO, "the edition that it shows"),
    Column("format", NO, "PDF, DOCX, XLSX, CSV or JSON"),
    Column("data", PUBLIC, "the document"),
    Column("sha256", NO, "of the document: by it a copy is known again"),
    Column("asked_at", NO, "when it was asked for"),
    Column("drawn_at", NO, "when it was drawn"),
    Column("lease_until", NO, "until when one worker draws it"),
)
_DELIVERY = (
    ID,
    Column("edition_id", NO, "what was handed over"),
    Column("addressee", PUBLIC, "to whom, as the letter names them"),
    Column("way", NO, "by mail, through a portal, by hand or by post"),
    Column("delivered_at", NO, "when"),
    Column("note", STAFF, "what staff noted"),
    Column("contact", SEALED, "the address that the covering mail went to", "until the letter's key is destroyed"),
    Column("mail_id", NO, "the covering mail that was sent from here"),
    Column("receipt", STAFF, "the receipt that staff attached"),
    Column("receipt_name", STAFF, "what the receipt's file was called"),
    Column("receipt_type", NO, "what kind of file it is"),
    Column("noted_by", STAFF, "who noted it"),
    Column("noted_at", STAFF, "when it was noted"),
)
_ANSWER = (
    ID,
    Column("letter_id", NO, "the letter that was answered"),
    Column("addressee", PUBLIC, "who answered, as the letter names them"),
    Column("answered_on", NO, "on which day"),
    Column("text", PUBLIC, "what was answered; shown once staff say so"),
    Column("public_at", NO, "since when it is shown"),
    Column("noted_at", STAFF, "when it was noted"),
)
_DRAWING = (
    Column("letter_id", NO, "the letter"),
    Column("name", NO, "which document of it"),
    Column("stamp", NO, "which state of the letter it shows"),
    Column("wanted", NO, "which state somebody asked for that no drawing shows yet"),
    Column("data", PUBLIC, "the document"),
    Column("asked_at", NO, "when it was asked for"),
    Column("drawn_at", NO, "when it was drawn"),
    Column("lease_until", NO, "until when one worker draws it"),
)

EDITION_TABLES = (
    Table(
        "edition",
        "a letter and its signees, frozen: as handed over, an addendum, or a draft",
        "for good; a draft 30 days at most, without the names that were withdrawn meanwhile",
        _EDITION,
    ),
    Table("edition_file", "a document drawn from an edition", "as long as the edition", _FILE),
    Table("delivery", "one handing over of an edition", AS_THE_LETTER, _DELIVERY),
    Table("answer", "what an addressee answered", FOR_GOOD, _ANSWER),
    Table(
        "change_request",
        "what a signee would like to have printed otherwise",
        "until staff have seen to it, the letter is delivered, or the signature is gone: see the signature",
        (
            Column("signature_id", NO, "whose"),
            Column("words", SEALED, "what they wrote", AS_THE_SIGNATURE),
            Column("asked_at", STAFF, "when they wrote it"),
        ),
    ),
    Table(
        "drawing",
        "a document of a letter that is still changing, as it was last drawn",
        "a day after it was last asked for, and never longer than a name in it",
        _DRAWING,
    ),
)
