"""The columns of what a campaign shows beside its letters, and of whom it tells: demands, updates, webhooks."""

from signon.privacy.classes import FOR_GOOD, HASH, ID, NO, PUBLIC, SEALED, STAFF, Column, Table

_ACCOUNT = "as long as the account"
_CAMPAIGN_ID = Column("campaign_id", NO, "the campaign")
_CAMPAIGN = (
    ID,
    Column("name", NO, "shown"),
    Column("slug", NO, "the address of its page"),
    Column("language", NO, "the language its words are first written in"),
    Column("about", NO, "what it is for; shown"),
    Column("joining", NO, "how one joins; shown"),
    Column("join_url", NO, "where one joins; shown"),
    Column("legal_footer", NO, "shown"),
    Column("accent", NO, "its colour"),
    Column("clock_from", NO, "the day from which its demands are counted"),
    Column("clock_days", NO, "for how many days"),
    Column("embed_sites", NO, "the sites that may show its forms in a frame"),
    Column("has_hooks", NO, "whether a webhook listens"),
    Column("created_at", NO, "when it began"),
)
_DEMAND = (
    ID,
    _CAMPAIGN_ID,
    Column("number", NO, "its number; shown"),
    Column("words", NO, "what is asked for, by language; shown"),
    Column("due_on", NO, "until when; shown"),
    Column("status", NO, "what became of it; shown"),
    Column("created_at", NO, "when staff entered it"),
    Column("changed_at", NO, "when it was changed last"),
)
_DEMAND_STEP = (
    ID,
    Column("demand_id", NO, "the demand"),
    Column("on", NO, "the day; shown"),
    Column("status", NO, "what became of the demand; shown"),
    Column("words", PUBLIC, "by what one sees it; may name an official; shown"),
    Column("url", NO, "where one sees it; shown"),
    Column("noted_by", STAFF, "who noted it", _ACCOUNT),
    Column("created_at", STAFF, "when it was noted"),
)
_COVERAGE = (
    ID,
    _CAMPAIGN_ID,
    Column("letter_id", NO, "the letter it is about"),
    Column("outlet", NO, "who published it; shown"),
    Column("headline", PUBLIC, "as it was published; shown"),
    Column("url", NO, "where; shown"),
    Column("published_on", NO, "when; shown"),
    Column("language", NO, "in which language"),
    Column("quote", PUBLIC, "as it was published; shown"),
    Column("quoted", PUBLIC, "whose words they are, as published; shown"),
    Column("noted_by", STAFF, "who noted it", _ACCOUNT),
    Column("created_at", STAFF, "when it was noted"),
)
_UPDATE = (
    ID,
    _CAMPAIGN_ID,
    Column("letter_id", NO, "the letter it is about"),
    Column("kind", NO, "what it tells"),
    Column("words", NO, "as staff wrote it, by language; shown"),
    Column("demand_step_id", NO, "the step of a demand that it tells"),
    Column("coverage_id", NO, "the press coverage that it tells"),
    Column("written_by", STAFF, "who wrote it", _ACCOUNT),
    Column("published_at", NO, "when it was published"),
    Column("created_at", STAFF, "when it was begun"),
    Column("changed_at", STAFF, "when it was changed last"),
)
_PARTNER_KEY = (
    ID,
    _CAMPAIGN_ID,
    Column("name", NO, "the partner"),
    Column("code", NO, "what the partner's links end with"),
    Column("hash", HASH, "by what the key is known"),
    Column("made_by", STAFF, "who made it", _ACCOUNT),
    Column("created_at", STAFF, "when it was made"),
    Column("last_used_on", NO, "the day it was used last"),
    Column("ended_at", NO, "since when it works no more"),
)
_WEBHOOK = (
    ID,
    _CAMPAIGN_ID,
    Column("url", NO, "where it is called"),
    Column("events", NO, "what it hears of"),
    Column("secret", SEALED, "signs its calls, under the installation's key"),
    Column("made_by", STAFF, "who made it", _ACCOUNT),
    Column("created_at", STAFF, "when it was made"),
    Column("since", NO, "from when on it is told"),
    Column("heard_at", NO, "when a call was answered last"),
    Column("failing_since", NO, "since when none is"),
    Column("paused_at", NO, "since when it is not called"),
)
_HOOK_CALL = (
    ID,
    Column("webhook_id", NO, "which webhook"),
    Column("event_id", NO, "random; tells two events apart"),
    Column("event", NO, "what happened"),
    Column("about", HASH, "which letter, or which signee by an opaque id"),
    Column("body", PUBLIC, "what is told: only what is public", "until it is heard, or given up after three days"),
    Column("state", NO, "whether it was heard"),
    Column("tries", NO, "how often it was tried"),
    Column("answered", NO, "the status of the last answer"),
    Column("created_at", NO, "when it happened"),
    Column("due_at", NO, "when it is tried next"),
    Column("lease_until", NO, "until when a worker has it"),
)

CAMPAIGN_TABLES = (
    Table("campaign", "a coalition's effort", FOR_GOOD, _CAMPAIGN),
    Table("demand", "one thing that a campaign asks for", FOR_GOOD, _DEMAND),
    Table("demand_step", "that a demand came to a status", FOR_GOOD, _DEMAND_STEP),
    Table(
        "letter_demand",
        "that a letter asks for a demand",
        FOR_GOOD,
        (
            Column("letter_id", NO, "the letter"),
            Column("demand_id", NO, "the demand"),
            Column("position", NO, "its place in the letter"),
        ),
    ),
    Table("coverage", "what an outlet published about a campaign", "until staff remove it", _COVERAGE),
    Table("campaign_update", "what a campaign tells those who follow it", "until staff remove it", _UPDATE),
    Table(
        "update_mailed",
        "that an update was mailed to a mailbox",
        "30 days",
        (
            Column("update_id", NO, "which update"),
            Column("hash", HASH, "the mailbox, keyed by the installation's key"),
            Column("at", NO, "when"),
        ),
    ),
    Table("partner_key", "the key of a partner's own programs", FOR_GOOD, _PARTNER_KEY),
    Table("webhook", "an address that is called when something happened", "until staff remove it", _WEBHOOK),
    Table("hook_call", "one call to a webhook", "30 days", _HOOK_CALL),
    Table(
        "name_news",
        "that a name came onto a letter's list or left it",
        "until it is told: ten minutes at most in safe mode, else seconds",
        (
            ID,
            Column("letter_id", NO, "the letter"),
            Column("signature_id", NO, "the signature, by its number only"),
            Column("what", NO, "whether it came, left or was changed"),
            Column("mark", HASH, "makes the id by which programs knew it"),
            Column("since", STAFF, "when"),
        ),
    ),
)
