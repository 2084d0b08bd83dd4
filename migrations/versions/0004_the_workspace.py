"""staff run the whole life of a letter

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


_TEXT = sa.table("text_version", *map(sa.column, ("number", "authoritative", "change")))


def _renew_roll() -> None:
    """Batch changes on SQLite copy the table and make its indexes again, but forget that this one runs downwards."""
    listed = sa.text("state = 'verified' AND shown_as <> 'unlisted'")
    columns = ["letter_id", sa.text("kind DESC"), "sort_key", "id"]
    op.drop_index("ix_signature_roll", "signature")
    op.create_index("ix_signature_roll", "signature", columns, sqlite_where=listed, postgresql_where=listed)


def _name_the_corrections() -> None:
    """Until now every new text of a published letter was a correction."""
    later = (_TEXT.c.number > 1) & _TEXT.c.authoritative.is_(sa.true())
    op.get_bind().execute(sa.update(_TEXT).where(later).values(change="correction"))


_ASKED_FOR, _TO_MANY = "'verification', 'links', 'approval', 'handover'", "'mailing', 'clarified', 'asked_about_change'"


def _index_the_queue(name: str, which: str) -> None:
    """What waits of these kinds of mail, in the order in which it is sent."""
    waits = sa.text(f"sealed IS NOT NULL AND kind {which}")
    op.create_index(
        f"ix_outbox_mail_{name}", "outbox_mail", ["due_at", "id"], sqlite_where=waits, postgresql_where=waits
    )


def upgrade() -> None:
    op.drop_index("ix_outbox_mail_owed", "outbox_mail")
    _index_the_queue("owed", f"NOT IN ({_ASKED_FOR}, {_TO_MANY})")
    _index_the_queue("to_many", f"IN ({_TO_MANY})")
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "affiliates",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["organization.id"], name=op.f("fk_affiliates_first_id_organization"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["said_by"], ["staff_member.id"], name=op.f("fk_affiliates_said_by_staff_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["organization.id"], name=op.f("fk_affiliates_second_id_organization"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_affiliates")),
    )
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["gone_id"], ["organization.id"], name=op.f("fk_merge_gone_id_organization")),
        sa.ForeignKeyConstraint(["kept_id"], ["organization.id"], name=op.f("fk_merge_kept_id_organization")),
        sa.ForeignKeyConstraint(
            ["merged_by"], ["staff_member.id"], name=op.f("fk_merge_merged_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_gone_id"), ["gone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_kept_id"), ["kept_id"], unique=False)

    op.create_table(
        "opt_out",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_opt_out_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "hash", name=op.f("pk_opt_out")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.UnicodeText(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(), nullable=False),
        sa.Column("extensions", sa.String(), nullable=True),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usage", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["staff_member.id"], name=op.f("fk_passkey_user_id_staff_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_user_id"), ["user_id"], unique=False)

    op.create_table(
        "staff_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_staff_invitation_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["staff_member.id"],
            name=op.f("fk_staff_invitation_invited_by_staff_member"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitation")),
        sa.UniqueConstraint("hash", name=op.f("uq_staff_invitation_hash")),
    )
    with op.batch_alter_table("staff_invitation", schema=None) as batch_op:
        batch_op.create_index("uq_staff_invitation_campaign_email", ["campaign_id", "email"], unique=True)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_audit_entry_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_letter", ["letter_id", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_member_id"), ["member_id"], unique=False)
        batch_op.create_index("uq_audit_entry_chain_number", ["chain", "number"], unique=True)

    op.create_table(
        "bulk_strike",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("pattern", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("struck_by", sa.Integer(), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_bulk_strike_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["struck_by"], ["staff_member.id"], name=op.f("fk_bulk_strike_struck_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_strike")),
    )
    with op.batch_alter_table("bulk_strike", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_strike_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "day_figure",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requested", sa.Integer(), nullable=False),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_day_figure_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", "day", name=op.f("pk_day_figure")),
    )
    op.create_table(
        "letter_figures",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_figures_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_figures")),
    )
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_mailing_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff_member.id"], name=op.f("fk_mailing_written_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.create_index("ix_mailing_letter_id", ["letter_id", "id"], unique=False)
        batch_op.create_index("ix_mailing_state", ["state", "id"], unique=False)

    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_partner_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.create_index("uq_partner_letter_code", ["letter_id", "code"], unique=True)

    op.create_table(
        "signee_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("judged", sa.LargeBinary(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["imported_by"],
            ["staff_member.id"],
            name=op.f("fk_signee_import_imported_by_staff_member"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_signee_import_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signee_import")),
    )
    with op.batch_alter_table("signee_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signee_import_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(
            "ix_signee_import_works",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('judging', 'listing')"),
            postgresql_where=sa.text("state IN ('judging', 'listing')"),
        )

    op.create_table(
        "text_asking",
        sa.Column("text_version_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("asks_before", sa.Integer(), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silence", sa.String(), nullable=False),
        sa.Column("withdrew", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_text_asking_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["text_version_id"], ["text_version.id"], name=op.f("fk_text_asking_text_version_id_text_version")
        ),
        sa.PrimaryKeyConstraint("text_version_id", name=op.f("pk_text_asking")),
    )
    with op.batch_alter_table("text_asking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_asking_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "bulk_struck",
        sa.Column("bulk_strike_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("came_from", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulk_strike_id"],
            ["bulk_strike.id"],
            name=op.f("fk_bulk_struck_bulk_strike_id_bulk_strike"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_bulk_struck_signature_id_signature"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bulk_strike_id", "signature_id", name=op.f("pk_bulk_struck")),
    )
    with op.batch_alter_table("bulk_struck", schema=None) as batch_op:
        batch_op.create_index("ix_bulk_struck_signature_id", ["signature_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("home_state", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_invitation_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_invitation_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_invitation_signature_id_signature"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("ix_invitation_letter_name", ["letter_id", "sort_key", "id"], unique=False)
        batch_op.create_index("ix_invitation_letter_state", ["letter_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_signature_id"), ["signature_id"], unique=False)
        batch_op.create_index("uq_invitation_letter_address", ["letter_id", "address_hash"], unique=True)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_note_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_note_signature_id_signature"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["staff_member.id"], name=op.f("fk_note_written_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_signature_id"), ["signature_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff_member.id"], name=op.f("fk_question_asked_by_staff_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_question_signature_id_signature"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("signature_id", name=op.f("pk_question")),
    )
    op.create_table(
        "reminded",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_reminded_signature_id_signature"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("signature_id", name=op.f("pk_reminded")),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_tag_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_tag_signature_id_signature"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(
            "uq_tag_letter",
            ["letter_id", "word"],
            unique=True,
            sqlite_where=sa.text("signature_id IS NULL"),
            postgresql_where=sa.text("signature_id IS NULL"),
        )
        batch_op.create_index("uq_tag_signature", ["signature_id", "word"], unique=True)

    op.create_table(
        "text_answer",
        sa.Column("text_version_id", sa.Integer(), nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_text_answer_signature_id_signature"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["text_version_id"], ["text_version.id"], name=op.f("fk_text_answer_text_version_id_text_version")
        ),
        sa.PrimaryKeyConstraint("text_version_id", "signature_id", name=op.f("pk_text_answer")),
    )
    with op.batch_alter_table("text_answer", schema=None) as batch_op:
        batch_op.create_index("ix_text_answer_answer", ["text_version_id", "answer"], unique=False)
        batch_op.create_index("ix_text_answer_signature_id", ["signature_id"], unique=False)

    op.create_table(
        "invitation_link",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_invitation_link_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_invitation_link")),
    )
    with op.batch_alter_table("invitation_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_link_invitation_id"), ["invitation_id"], unique=False)

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("silence", sa.String(), nullable=False, server_default="withdraw"))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("revised_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("circulates_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_letter_revised_by_staff_member"), "staff_member", ["revised_by"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("printed_name", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("acronym", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("other_name", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("legal_status", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("own_sort_key", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "sort_key",
                sa.String().with_variant(sa.String(collation="C"), "postgresql"),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("looks_like_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_organization_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_looks_like_id"), ["looks_like_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organization_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(
            "ix_organization_to_compare",
            ["id"],
            unique=False,
            sqlite_where=sa.text("compared_at IS NULL AND merged_into_id IS NULL"),
            postgresql_where=sa.text("compared_at IS NULL AND merged_into_id IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_organization_merged_into_id_organization"), "organization", ["merged_into_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_organization_looks_like_id_organization"), "organization", ["looks_like_id"], ["id"]
        )

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wants_updates", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("partner_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_signature_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signature_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(
            "ix_signature_wants_updates",
            ["letter_id", "id"],
            unique=False,
            sqlite_where=sa.text("wants_updates"),
            postgresql_where=sa.text("wants_updates"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_signature_partner_id_partner"), "partner", ["partner_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_signature_import_id_signee_import"), "signee_import", ["import_id"], ["id"]
        )

    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fs_webauthn_user_handle", sa.String(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_staff_member_fs_webauthn_user_handle"), ["fs_webauthn_user_handle"]
        )

    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("change", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True))

    _name_the_corrections()
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column("silence", server_default=None)
        batch_op.alter_column("revision", server_default=None)

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.alter_column("printed_name", server_default=None)
        batch_op.alter_column("acronym", server_default=None)
        batch_op.alter_column("other_name", server_default=None)
        batch_op.alter_column("legal_status", server_default=None)
        batch_op.alter_column("own_sort_key", server_default=None)
        batch_op.alter_column("sort_key", server_default=None)

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.alter_column("wants_updates", server_default=None)

    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.alter_column("change", server_default=None)

    _renew_roll()


def downgrade() -> None:
    # What went to many cannot be composed by what was there before: it never leaves.
    never = "state = 'dropped', sealed = NULL, lease_until = NULL"
    op.execute(f"UPDATE outbox_mail SET {never} WHERE kind IN ({_TO_MANY}) AND sealed IS NOT NULL")  # noqa: S608 - our own words
    op.drop_index("ix_outbox_mail_to_many", "outbox_mail")
    op.drop_index("ix_outbox_mail_owed", "outbox_mail")
    _index_the_queue("owed", f"NOT IN ({_ASKED_FOR})")
    with op.batch_alter_table("text_version", schema=None) as batch_op:
        batch_op.drop_column("answer_by")
        batch_op.drop_column("change")

    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_staff_member_fs_webauthn_user_handle"), type_="unique")
        batch_op.drop_column("fs_webauthn_user_handle")

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_signature_import_id_signee_import"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_signature_partner_id_partner"), type_="foreignkey")
        batch_op.drop_index(
            "ix_signature_wants_updates",
            sqlite_where=sa.text("wants_updates"),
            postgresql_where=sa.text("wants_updates"),
        )
        batch_op.drop_index(batch_op.f("ix_signature_partner_id"))
        batch_op.drop_index(batch_op.f("ix_signature_import_id"))
        batch_op.drop_column("import_id")
        batch_op.drop_column("partner_id")
        batch_op.drop_column("wants_updates")

    _renew_roll()
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organization_looks_like_id_organization"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_organization_merged_into_id_organization"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_organization_looks_like_id"))
        batch_op.drop_index(
            "ix_organization_to_compare",
            sqlite_where=sa.text("compared_at IS NULL AND merged_into_id IS NULL"),
            postgresql_where=sa.text("compared_at IS NULL AND merged_into_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_organization_sort_key"))
        batch_op.drop_index(batch_op.f("ix_organization_merged_into_id"))
        batch_op.drop_column("changed_at")
        batch_op.drop_column("compared_at")
        batch_op.drop_column("looks_like_id")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("sort_key")
        batch_op.drop_column("own_sort_key")
        batch_op.drop_column("legal_status")
        batch_op.drop_column("other_name")
        batch_op.drop_column("acronym")
        batch_op.drop_column("printed_name")

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_letter_revised_by_staff_member"), type_="foreignkey")
        batch_op.drop_column("circulates_at")
        batch_op.drop_column("revised_at")
        batch_op.drop_column("revised_by")
        batch_op.drop_column("revision")
        batch_op.drop_column("silence")

    with op.batch_alter_table("invitation_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_link_invitation_id"))

    op.drop_table("invitation_link")
    with op.batch_alter_table("text_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_text_answer_signature_id")
        batch_op.drop_index("ix_text_answer_answer")

    op.drop_table("text_answer")
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index("uq_tag_signature")
        batch_op.drop_index(
            "uq_tag_letter",
            sqlite_where=sa.text("signature_id IS NULL"),
            postgresql_where=sa.text("signature_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_tag_letter_id"))

    op.drop_table("tag")
    op.drop_table("reminded")
    op.drop_table("question")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_signature_id"))
        batch_op.drop_index(batch_op.f("ix_note_letter_id"))

    op.drop_table("note")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index("uq_invitation_letter_address")
        batch_op.drop_index(batch_op.f("ix_invitation_signature_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_organization_id"))
        batch_op.drop_index("ix_invitation_letter_state")
        batch_op.drop_index("ix_invitation_letter_name")

    op.drop_table("invitation")
    with op.batch_alter_table("bulk_struck", schema=None) as batch_op:
        batch_op.drop_index("ix_bulk_struck_signature_id")

    op.drop_table("bulk_struck")
    with op.batch_alter_table("text_asking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_asking_letter_id"))

    op.drop_table("text_asking")
    with op.batch_alter_table("signee_import", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_signee_import_works",
            sqlite_where=sa.text("state IN ('judging', 'listing')"),
            postgresql_where=sa.text("state IN ('judging', 'listing')"),
        )
        batch_op.drop_index(batch_op.f("ix_signee_import_letter_id"))

    op.drop_table("signee_import")
    with op.batch_alter_table("partner", schema=None) as batch_op:
        batch_op.drop_index("uq_partner_letter_code")

    op.drop_table("partner")
    with op.batch_alter_table("mailing", schema=None) as batch_op:
        batch_op.drop_index("ix_mailing_state")
        batch_op.drop_index("ix_mailing_letter_id")

    op.drop_table("mailing")
    op.drop_table("letter_figures")
    op.drop_table("day_figure")
    with op.batch_alter_table("bulk_strike", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_strike_letter_id"))

    op.drop_table("bulk_strike")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("uq_audit_entry_chain_number")
        batch_op.drop_index(batch_op.f("ix_audit_entry_member_id"))
        batch_op.drop_index("ix_audit_entry_letter")

    op.drop_table("audit_entry")
    with op.batch_alter_table("staff_invitation", schema=None) as batch_op:
        batch_op.drop_index("uq_staff_invitation_campaign_email")

    op.drop_table("staff_invitation")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_user_id"))

    op.drop_table("passkey")
    op.drop_table("opt_out")
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_merge_kept_id"))
        batch_op.drop_index(batch_op.f("ix_merge_gone_id"))

    op.drop_table("merge")
    op.drop_table("affiliates")
    op.drop_table("audit_head")
