"""The columns of what brings people to a letter: invitations, mailings, partner links."""

from signon.privacy.classes import AS_THE_LETTER, HASH, ID, NO, SEALED, STAFF, Column, Table

_LETTER = Column("letter_id", NO, "the letter")
_INVITATION = (
    ID,
    _LETTER,
    Column("organization_id", NO, "the organization of the register that is invited"),
    Column("name", NO, "the organization's name, as staff wrote it"),
    Column("identity", NO, "the same name without case and accents: finds it again"),
    Column("sort_key", NO, "where it stands in the list"),
    Column("website", NO, "the organization's website"),
    Column("scope", NO, "filled in for the invited"),
    Column("city", NO, "filled in for the invited"),
    Column("home_state", NO, "filled in for the invited"),
    Column("language", NO, "the language it is written to in"),
    Column("contact", SEALED, "whom the invitation is mailed to, under the letter's key"),
    Column("address_hash", HASH, "one mailbox is invited once; keyed by the letter's key"),
    Column("state", NO, "what became of it"),
    Column("mails", NO, "how many mails were asked for"),
    Column("mailed_at", NO, "when the last was"),
    Column("signature_id", NO, "the signature that came of it"),
    Column("created_at", NO, "when staff added it"),
)
_MAILING = (
    ID,
    _LETTER,
    Column("kind", NO, "what it is, and so whom it goes to"),
    Column("words", STAFF, "what staff wrote, by language"),
    Column("state", NO, "what became of it"),
    Column("total", NO, "how many it goes to"),
    Column("done", NO, "how many mails were asked for"),
    Column("part", NO, "in which part of those it goes to"),
    Column("last_id", NO, "up to which recipient"),
    Column("update_id", NO, "the campaign's update that it mails"),
    Column("written_by", STAFF, "who wrote it"),
    Column("created_at", STAFF, "when it was begun"),
    Column("changed_at", STAFF, "when it was changed last"),
    Column("begun_at", STAFF, "when it was sent off"),
    Column("finished_at", NO, "when the last mail was asked for"),
)

OUTREACH_TABLES = (
    Table(
        "invitation",
        "an organization that is asked to sign a letter",
        "as long as the letter's key: 30 days after delivery by default",
        _INVITATION,
    ),
    Table(
        "invitation_link",
        "a personal link of an invitation",
        "until it runs out",
        (
            Column("hash", HASH, "by what the link is known"),
            Column("invitation_id", NO, "whose"),
            Column("expires_at", NO, "until when it works"),
        ),
    ),
    Table("mailing", "one mail to many, as staff wrote it", AS_THE_LETTER, _MAILING),
    Table(
        "reminded",
        "that somebody was reminded of a link they had not used",
        "as long as the signature: seven days if it is never verified",
        (
            Column("signature_id", NO, "whose"),
            Column("mails", NO, "how often"),
            Column("mailed_at", NO, "when last"),
        ),
    ),
    Table(
        "opt_out",
        "a mailbox that wants no more mail of a campaign",
        "as long as the campaign",
        (
            Column("campaign_id", NO, "which campaign"),
            Column("hash", HASH, "the mailbox, keyed by the installation's key"),
            Column("since", NO, "since when"),
        ),
    ),
    Table(
        "partner",
        "an organization that brings its people by a link of its own",
        AS_THE_LETTER,
        (
            ID,
            _LETTER,
            Column("name", NO, "the organization"),
            Column("code", NO, "what its link ends with"),
            Column("created_at", NO, "since when"),
        ),
    ),
)
