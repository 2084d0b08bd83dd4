"""names that can be trusted

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _renew_roll() -> None:
    """Batch changes on SQLite copy the table and make its indexes again, but forget that this one runs downwards."""
    listed = sa.text("state = 'verified' AND shown_as <> 'unlisted'")
    columns = ["letter_id", sa.text("kind DESC"), "sort_key", "id"]
    op.drop_index("ix_signature_roll", "signature")
    op.create_index("ix_signature_roll", "signature", columns, sqlite_where=listed, postgresql_where=listed)


_FILLED = {
    "counter": ["anonymous"],
    "organization": ["domain"],
    "signature": [
        *("identity", "shown_representative", "affiliation", "comment", "comment_waits"),
        *("suspicion", "attestation", "approval"),
    ],
}


def upgrade() -> None:
    op.create_table(
        "mail_tally",
        sa.Column("counted", sa.String(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("counted", "hour", name=op.f("pk_mail_tally")),
    )
    op.create_table(
        "spent_proof",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_spent_proof")),
    )
    op.create_table(
        "suppressed_address",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_suppressed_address")),
    )
    op.create_table(
        "switch",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("off_since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switch")),
    )
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_alias_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        sa.UniqueConstraint("identity", name=op.f("uq_alias_identity")),
    )
    with op.batch_alter_table("alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alias_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "organization_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_organization_key_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("key", "organization_id", name=op.f("pk_organization_key")),
    )
    with op.batch_alter_table("organization_key", schema=None) as batch_op:
        batch_op.create_index("ix_organization_key_organization_id", ["organization_id"], unique=False)

    op.create_table(
        "remembrance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("asked_again", sa.Boolean(), nullable=False),
        sa.Column("delegated_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delegated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delegation", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_remembrance_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_remembrance_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembrance")),
    )
    with op.batch_alter_table("remembrance", schema=None) as batch_op:
        batch_op.create_index("ix_remembrance_campaign_id", ["campaign_id"], unique=False)
        batch_op.create_index("uq_remembrance_organization_campaign", ["organization_id", "campaign_id"], unique=True)

    op.create_table(
        "letter_tally",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_tally_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", "minute", name=op.f("pk_letter_tally")),
    )
    op.create_table(
        "approach",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_approach_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_approach_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("letter_id", "organization_id", "way", name=op.f("pk_approach")),
    )
    op.create_table(
        "logo",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_logo_signature_id_signature"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("signature_id", name=op.f("pk_logo")),
    )
    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("anonymous", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("surge_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("calm_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("domain", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("key_name", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_organization_domain"), ["domain"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_organization_key_name"), ["key_name"])

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("identity", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("shown_representative", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("affiliation", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("comment", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("comment_waits", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("suspicion", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("claimed_organization_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("like_organization_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("attestation", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("approval", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_signature_address",
            ["letter_id", "address_hash"],
            unique=False,
            sqlite_where=sa.text("address_hash <> ''"),
            postgresql_where=sa.text("address_hash <> ''"),
        )
        batch_op.create_index(
            "ix_signature_comment",
            ["letter_id", "state", "id"],
            unique=False,
            sqlite_where=sa.text("comment_waits"),
            postgresql_where=sa.text("comment_waits"),
        )
        batch_op.create_index(
            "ix_signature_pending",
            ["requested_at"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index(
            "ix_signature_shown_comment",
            ["letter_id", "id"],
            unique=False,
            sqlite_where=sa.text("comment <> ''"),
            postgresql_where=sa.text("comment <> ''"),
        )
        batch_op.create_index(
            "ix_signature_struck",
            ["letter_id", "identity"],
            unique=False,
            sqlite_where=sa.text("state = 'struck'"),
            postgresql_where=sa.text("state = 'struck'"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_signature_like_organization_id_organization"),
            "organization",
            ["like_organization_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_signature_claimed_organization_id_organization"),
            "organization",
            ["claimed_organization_id"],
            ["id"],
        )

    # What was there before has its value now; new rows get theirs from the models.
    for table, columns in _FILLED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)

    _renew_roll()
    with op.batch_alter_table("signature_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact", sa.LargeBinary(), nullable=True))
        batch_op.create_index("ix_signature_token_expiry", ["purpose", "expires_at"], unique=False)

    asked_for = "('verification', 'links', 'approval', 'handover')"
    op.drop_index("ix_outbox_mail_waiting", "outbox_mail")
    for name, which in (("owed", f"NOT IN {asked_for}"), ("asked_for", f"IN {asked_for}")):
        waits = sa.text(f"sealed IS NOT NULL AND kind {which}")
        columns = ["due_at", "id"]
        op.create_index(f"ix_outbox_mail_{name}", "outbox_mail", columns, sqlite_where=waits, postgresql_where=waits)

    # What one showing of a form sent is found by the beginning of this text, whatever language the server sorts in.
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("signature", "form_id", type_=sa.String(collation="C"))
    # Nearly the normal form: quotes and dashes apart, which is enough to find a struck name again.
    op.execute("UPDATE signature SET identity = sort_key WHERE own_sort_key = '' AND kind = 'organization'")


def downgrade() -> None:
    # What waited for a later hour waits from now on; what was dropped never leaves, as what was refused.
    op.execute("UPDATE outbox_mail SET state = 'queued' WHERE state = 'later'")
    op.execute("UPDATE outbox_mail SET state = 'refused' WHERE state = 'dropped'")
    for name in ("owed", "asked_for"):
        op.drop_index(f"ix_outbox_mail_{name}", "outbox_mail")
    waits = sa.text("sealed IS NOT NULL")
    columns = ["due_at", "id"]
    op.create_index("ix_outbox_mail_waiting", "outbox_mail", columns, sqlite_where=waits, postgresql_where=waits)
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("signature", "form_id", type_=sa.String(collation="default"))
    with op.batch_alter_table("signature_token", schema=None) as batch_op:
        batch_op.drop_index("ix_signature_token_expiry")
        batch_op.drop_column("contact")

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_signature_claimed_organization_id_organization"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_signature_like_organization_id_organization"), type_="foreignkey")
        batch_op.drop_index(
            "ix_signature_struck",
            sqlite_where=sa.text("state = 'struck'"),
            postgresql_where=sa.text("state = 'struck'"),
        )
        batch_op.drop_index(
            "ix_signature_shown_comment",
            sqlite_where=sa.text("comment <> ''"),
            postgresql_where=sa.text("comment <> ''"),
        )
        batch_op.drop_index(
            "ix_signature_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(
            "ix_signature_comment", sqlite_where=sa.text("comment_waits"), postgresql_where=sa.text("comment_waits")
        )
        batch_op.drop_index(
            "ix_signature_address",
            sqlite_where=sa.text("address_hash <> ''"),
            postgresql_where=sa.text("address_hash <> ''"),
        )
        batch_op.drop_column("approved_at")
        batch_op.drop_column("approval")
        batch_op.drop_column("attestation")
        batch_op.drop_column("like_organization_id")
        batch_op.drop_column("claimed_organization_id")
        batch_op.drop_column("suspicion")
        batch_op.drop_column("comment_waits")
        batch_op.drop_column("comment")
        batch_op.drop_column("affiliation")
        batch_op.drop_column("shown_representative")
        batch_op.drop_column("identity")

    _renew_roll()
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_organization_key_name"), type_="unique")
        batch_op.drop_column("key_name")
        batch_op.drop_index(batch_op.f("ix_organization_domain"))
        batch_op.drop_column("domain")

    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.drop_column("anonymous")

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("calm_until")
        batch_op.drop_column("surge_at")
        batch_op.drop_column("paused_at")

    op.drop_table("logo")
    op.drop_table("approach")
    op.drop_table("letter_tally")
    with op.batch_alter_table("remembrance", schema=None) as batch_op:
        batch_op.drop_index("uq_remembrance_organization_campaign")
        batch_op.drop_index("ix_remembrance_campaign_id")

    op.drop_table("remembrance")
    with op.batch_alter_table("organization_key", schema=None) as batch_op:
        batch_op.drop_index("ix_organization_key_organization_id")

    op.drop_table("organization_key")
    with op.batch_alter_table("alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alias_organization_id"))

    op.drop_table("alias")
    op.drop_table("switch")
    op.drop_table("suppressed_address")
    op.drop_table("spent_proof")
    op.drop_table("mail_tally")
