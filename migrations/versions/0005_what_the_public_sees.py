"""the public reads, watches, signs and shares

Revision: 0005, after 0004
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


_FILLED = {
    "campaign": ("slug", "language", "about", "joining", "join_url", "legal_footer", "accent", "has_hooks"),
    "letter": ("goal_grows",),
    "signature": ("acronyms",),
}
_SIGNATURE = sa.table("signature", *map(sa.column, ("id", "kind", "printed_name", "acronyms")))
_SMALL = [
    "a",
    "an",
    "and",
    "at",
    "by",
    "for",
    "from",
    "in",
    "of",
    "on",
    "or",
    "the",
    "to",
    "with",
    "al",
    "con",
    "da",
    "de",
    "del",
    "do",
    "e",
    "el",
    "en",
    "la",
    "las",
    "los",
    "para",
    "por",
    "y",
]
_CAMPAIGN = sa.table("campaign", *map(sa.column, ("id", "name", "slug")))


def _give_campaigns_addresses() -> None:
    """Each campaign gets a page: at its name, folded to what an address can have."""
    taken: set[str] = set()
    rows = op.get_bind().execute(sa.select(_CAMPAIGN.c.id, _CAMPAIGN.c.name).order_by(_CAMPAIGN.c.id)).all()
    for number, name in rows:
        bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
        slug = "-".join(re.findall("[a-z0-9]+", bare))[:50].strip("-") or "campaign"
        slug = slug if slug not in taken else f"{slug}-{number}"
        taken.add(slug)
        op.get_bind().execute(sa.update(_CAMPAIGN).where(_CAMPAIGN.c.id == number).values(slug=slug))


def _find_organizations_by_their_acronyms() -> None:
    """As signon/organizations/acronyms.py does for who signs from now on."""
    ours = _SIGNATURE.c.kind == "organization"
    rows = op.get_bind().execute(sa.select(_SIGNATURE.c.id, _SIGNATURE.c.printed_name).where(ours)).all()
    known = [{"number": number, "spelt": _acronyms(name)} for number, name in rows]
    if known:
        found = sa.update(_SIGNATURE).where(_SIGNATURE.c.id == sa.bindparam("number"))
        op.get_bind().execute(found.values(acronyms=sa.bindparam("spelt")), known)


def _acronyms(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark)).casefold()
    bare = unicodedata.normalize("NFC", bare).translate({ord(quote): None for quote in "'’‘`´ʼ"})
    inside = re.findall(r"\([^()]*\)|\[[^\[\]]*\]", bare)
    outside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", bare)
    sides = re.split(r"[|/;:,•·–—]| - |- | -", outside)
    found: dict[str, None] = {}
    for part in (outside, *sides, *(bracket[1:-1] for bracket in inside)):
        words = re.findall(r"[^\W_]+", part)
        telling = [word for word in words if word not in _SMALL]
        spelt = ("".join(word[0] for word in chosen) for chosen in (telling, words))
        found.update(dict.fromkeys(one for one in spelt if 2 <= len(one) <= 12 and not one.isdigit()))
    return f" {' '.join(list(found)[:12])} " if found else ""


def _renew_roll() -> None:
    """Batch changes on SQLite copy the table and make its indexes again, but forget that this one runs downwards."""
    listed = sa.text("state = 'verified' AND shown_as <> 'unlisted'")
    columns = ["letter_id", sa.text("kind DESC"), "sort_key", "id"]
    op.drop_index("ix_signature_roll", "signature")
    op.create_index("ix_signature_roll", "signature", columns, sqlite_where=listed, postgresql_where=listed)


def upgrade() -> None:
    op.create_table(
        "demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_demand_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
    )
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.create_index("uq_demand_campaign_number", ["campaign_id", "number"], unique=True)

    op.create_table(
        "partner_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_partner_key_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_member.id"], name=op.f("fk_partner_key_made_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_key")),
        sa.UniqueConstraint("hash", name=op.f("uq_partner_key_hash")),
    )
    with op.batch_alter_table("partner_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_key_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_webhook_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff_member.id"], name=op.f("fk_webhook_made_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhook_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("quoted", sa.String(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_coverage_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_coverage_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["staff_member.id"], name=op.f("fk_coverage_noted_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
    )
    with op.batch_alter_table("coverage", schema=None) as batch_op:
        batch_op.create_index("ix_coverage_campaign", ["campaign_id", "published_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coverage_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "demand_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_demand_step_demand_id_demand"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["staff_member.id"], name=op.f("fk_demand_step_noted_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_step")),
    )
    with op.batch_alter_table("demand_step", schema=None) as batch_op:
        batch_op.create_index("ix_demand_step_demand", ["demand_id", "on", "id"], unique=False)

    op.create_table(
        "hook_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_hook_call_webhook_id_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_call")),
    )
    with op.batch_alter_table("hook_call", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hook_call_due",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index("ix_hook_call_webhook", ["webhook_id", "id"], unique=False)
        batch_op.create_index("ix_hook_call_about", ["about", "webhook_id", "id"], unique=False)
        batch_op.create_index("uq_hook_call_event", ["event_id", "webhook_id"], unique=True)

    op.create_table(
        "letter_demand",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["demand_id"], ["demand.id"], name=op.f("fk_letter_demand_demand_id_demand"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_demand_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", "demand_id", name=op.f("pk_letter_demand")),
    )
    with op.batch_alter_table("letter_demand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_demand_demand_id"), ["demand_id"], unique=False)

    op.create_table(
        "name_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_name_news_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_news")),
    )
    with op.batch_alter_table("name_news", schema=None) as batch_op:
        batch_op.create_index("ix_name_news_letter", ["letter_id", "id"], unique=False)
        batch_op.create_index("ix_name_news_signature", ["signature_id", "what"], unique=False)

    op.create_table(
        "campaign_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("demand_step_id", sa.Integer(), nullable=True),
        sa.Column("coverage_id", sa.Integer(), nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_update_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["coverage.id"], name=op.f("fk_campaign_update_coverage_id_coverage"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["demand_step_id"],
            ["demand_step.id"],
            name=op.f("fk_campaign_update_demand_step_id_demand_step"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_campaign_update_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["staff_member.id"],
            name=op.f("fk_campaign_update_written_by_staff_member"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_update")),
    )
    with op.batch_alter_table("campaign_update", schema=None) as batch_op:
        batch_op.create_index("ix_campaign_update_campaign", ["campaign_id", "published_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_update_coverage_id"), ["coverage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_update_demand_step_id"), ["demand_step_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_update_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "update_mailed",
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["campaign_update.id"],
            name=op.f("fk_update_mailed_update_id_campaign_update"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("update_id", "hash", name=op.f("pk_update_mailed")),
    )
    with op.batch_alter_table("update_mailed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_update_mailed_at"), ["at"], unique=False)

    for column in (
        sa.Column("slug", sa.String(), nullable=False, server_default=""),
        sa.Column("language", sa.String(), nullable=False, server_default="en"),
        sa.Column("about", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("joining", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("join_url", sa.String(), nullable=False, server_default=""),
        sa.Column("legal_footer", sa.String(), nullable=False, server_default=""),
        sa.Column("accent", sa.String(), nullable=False, server_default=""),
        sa.Column("clock_from", sa.Date(), nullable=True),
        sa.Column("clock_days", sa.Integer(), nullable=True),
        sa.Column("embed_sites", sa.JSON(), nullable=True),
        sa.Column("has_hooks", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("campaign", column)
    _give_campaigns_addresses()
    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_campaign_slug"), ["slug"])

    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("goal_grows", sa.Boolean(), nullable=False, server_default=sa.true()))

    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("update_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_mailing_update_id"), ["update_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_mailing_update_id_campaign_update"),
            "campaign_update",
            ["update_id"],
            ["id"],
            ondelete="SET NULL",
        )

    op.add_column("signature", sa.Column("acronyms", sa.String(), nullable=False, server_default=""))
    _find_organizations_by_their_acronyms()
    # What was there before has its value now; new rows get theirs from the models.
    for table, columns in _FILLED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)
    _renew_roll()


def downgrade() -> None:
    op.drop_column("signature", "acronyms")  # alone, so that SQLite need not copy the table

    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mailing_update_id_campaign_update"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_mailing_update_id"))
        batch_op.drop_column("update_id")

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("goal_grows")

    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.drop_column("left_at")
        batch_op.drop_column("batch_at")

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_campaign_slug"), type_="unique")
        batch_op.drop_column("has_hooks")
        batch_op.drop_column("embed_sites")
        batch_op.drop_column("clock_days")
        batch_op.drop_column("clock_from")
        batch_op.drop_column("accent")
        batch_op.drop_column("legal_footer")
        batch_op.drop_column("join_url")
        batch_op.drop_column("joining")
        batch_op.drop_column("about")
        batch_op.drop_column("language")
        batch_op.drop_column("slug")

    with op.batch_alter_table("update_mailed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_update_mailed_at"))

    op.drop_table("update_mailed")
    with op.batch_alter_table("campaign_update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_update_letter_id"))
        batch_op.drop_index(batch_op.f("ix_campaign_update_demand_step_id"))
        batch_op.drop_index(batch_op.f("ix_campaign_update_coverage_id"))
        batch_op.drop_index("ix_campaign_update_campaign")

    op.drop_table("campaign_update")
    with op.batch_alter_table("name_news", schema=None) as batch_op:
        batch_op.drop_index("ix_name_news_signature")
        batch_op.drop_index("ix_name_news_letter")

    op.drop_table("name_news")
    with op.batch_alter_table("letter_demand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_demand_demand_id"))

    op.drop_table("letter_demand")
    with op.batch_alter_table("hook_call", schema=None) as batch_op:
        batch_op.drop_index("uq_hook_call_event")
        batch_op.drop_index("ix_hook_call_about")
        batch_op.drop_index("ix_hook_call_webhook")
        batch_op.drop_index(
            "ix_hook_call_due", sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'")
        )

    op.drop_table("hook_call")
    with op.batch_alter_table("demand_step", schema=None) as batch_op:
        batch_op.drop_index("ix_demand_step_demand")

    op.drop_table("demand_step")
    with op.batch_alter_table("coverage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coverage_letter_id"))
        batch_op.drop_index("ix_coverage_campaign")

    op.drop_table("coverage")
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_campaign_id"))

    op.drop_table("webhook")
    with op.batch_alter_table("partner_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partner_key_campaign_id"))

    op.drop_table("partner_key")
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.drop_index("uq_demand_campaign_number")

    op.drop_table("demand")
