"""documents fit to be handed over: layouts, editions, deliveries and answers

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LETTER = sa.table("letter", sa.column("id"), sa.column("signee_columns"), sa.column("layout", sa.JSON()))
_SIGNATURE = sa.table("signature", *map(sa.column, ("id", "shown_representative", "shown_role")))


def _renew_roll() -> None:
    """Batch changes on SQLite copy the table and make its indexes again, but forget that this one runs downwards."""
    listed = sa.text("state = 'verified' AND shown_as <> 'unlisted'")
    columns = ["letter_id", sa.text("kind DESC"), "sort_key", "id"]
    op.drop_index("ix_signature_roll", "signature")
    op.create_index("ix_signature_roll", "signature", columns, sqlite_where=listed, postgresql_where=listed)


def _keep_columns_as_layout() -> None:
    connection = op.get_bind()
    for letter_id, columns in connection.execute(sa.select(_LETTER.c.id, _LETTER.c.signee_columns)).all():
        if columns != 1:
            changed = sa.update(_LETTER).where(_LETTER.c.id == letter_id).values(layout={"columns": columns})
            connection.execute(changed)


def _keep_layout_as_columns() -> None:
    connection = op.get_bind()
    for letter_id, layout in connection.execute(sa.select(_LETTER.c.id, _LETTER.c.layout)).all():
        columns = (layout or {}).get("columns", 1)
        connection.execute(sa.update(_LETTER).where(_LETTER.c.id == letter_id).values(signee_columns=columns))


def _part_role_from_name() -> None:
    """ "Ida Lind, Director" was one text: what stands after the first comma is the role."""
    connection = op.get_bind()
    together = sa.select(_SIGNATURE.c.id, _SIGNATURE.c.shown_representative).where(
        _SIGNATURE.c.shown_representative.contains(", ")
    )
    for signature_id, both in connection.execute(together).all():
        name, _, role = both.partition(", ")
        parted = sa.update(_SIGNATURE).where(_SIGNATURE.c.id == signature_id)
        connection.execute(parted.values(shown_representative=name, shown_role=role))


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("public_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_answer_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "drawing",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_drawing_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", "name", name=op.f("pk_drawing")),
    )
    with op.batch_alter_table("drawing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_drawing_asked",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("wanted <> ''"),
            postgresql_where=sa.text("wanted <> ''"),
        )

    op.create_table(
        "letterhead",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letterhead_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letterhead")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("text_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("organizations", sa.Integer(), nullable=False),
        sa.Column("individuals", sa.Integer(), nullable=False),
        sa.Column("undersigned", sa.Integer(), nullable=False),
        sa.Column("names", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_edition_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["text_version_id"], ["text_version.id"], name=op.f("fk_edition_text_version_id_text_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("code", name=op.f("uq_edition_code")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index("ix_edition_letter_kind", ["letter_id", "kind", "number"], unique=False)
        batch_op.create_index(
            "uq_edition_letter_number",
            ["letter_id", "number"],
            unique=True,
            sqlite_where=sa.text("kind <> 'draft'"),
            postgresql_where=sa.text("kind <> 'draft'"),
        )

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.Column("receipt_name", sa.String(), nullable=False),
        sa.Column("receipt_type", sa.String(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_delivery_edition_id_edition")),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outbox_mail.id"], name=op.f("fk_delivery_mail_id_outbox_mail"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["staff_member.id"], name=op.f("fk_delivery_noted_by_staff_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_mail_id"), ["mail_id"], unique=False)

    op.create_table(
        "edition_file",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_file_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "format", name=op.f("pk_edition_file")),
    )
    with op.batch_alter_table("edition_file", schema=None) as batch_op:
        batch_op.create_index(
            "ix_edition_file_asked",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("drawn_at IS NULL"),
            postgresql_where=sa.text("drawn_at IS NULL"),
        )
        batch_op.create_index("ix_edition_file_sha256", ["sha256"], unique=False)

    op.create_table(
        "change_request",
        sa.Column("signature_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["signature_id"],
            ["signature.id"],
            name=op.f("fk_change_request_signature_id_signature"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("signature_id", name=op.f("pk_change_request")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("layout", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("quotes", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("late_until", sa.DateTime(timezone=True), nullable=True))

    _keep_columns_as_layout()
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("signee_columns")
        batch_op.alter_column("layout", server_default=None)
        batch_op.alter_column("quotes", server_default=None)

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shown_role", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_signature_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            "ix_signature_left",
            ["letter_id", "state"],
            unique=False,
            sqlite_where=sa.text("edition_id IS NOT NULL AND state <> 'verified'"),
            postgresql_where=sa.text("edition_id IS NOT NULL AND state <> 'verified'"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_signature_edition_id_edition"), "edition", ["edition_id"], ["id"])

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.alter_column("shown_role", server_default=None)

    _renew_roll()
    _part_role_from_name()


def downgrade() -> None:
    op.execute(
        "UPDATE signature SET shown_representative = shown_representative || ', ' || shown_role WHERE shown_role <> ''"
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_signature_edition_id_edition"), type_="foreignkey")
        batch_op.drop_index(
            "ix_signature_left",
            sqlite_where=sa.text("edition_id IS NOT NULL AND state <> 'verified'"),
            postgresql_where=sa.text("edition_id IS NOT NULL AND state <> 'verified'"),
        )
        batch_op.drop_index(batch_op.f("ix_signature_edition_id"))
        batch_op.drop_column("edition_id")
        batch_op.drop_column("shown_role")

    _renew_roll()
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signee_columns", sa.Integer(), nullable=False, server_default="1"))

    _keep_layout_as_columns()
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column("signee_columns", server_default=None)
        batch_op.drop_column("late_until")
        batch_op.drop_column("quotes")
        batch_op.drop_column("layout")

    op.drop_table("change_request")
    with op.batch_alter_table("edition_file", schema=None) as batch_op:
        batch_op.drop_index("ix_edition_file_sha256")
        batch_op.drop_index(
            "ix_edition_file_asked",
            sqlite_where=sa.text("drawn_at IS NULL"),
            postgresql_where=sa.text("drawn_at IS NULL"),
        )

    op.drop_table("edition_file")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_mail_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_edition_id"))

    op.drop_table("delivery")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_edition_letter_number",
            sqlite_where=sa.text("kind <> 'draft'"),
            postgresql_where=sa.text("kind <> 'draft'"),
        )
        batch_op.drop_index("ix_edition_letter_kind")

    op.drop_table("edition")
    op.drop_table("letterhead")
    with op.batch_alter_table("drawing", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_drawing_asked", sqlite_where=sa.text("wanted <> ''"), postgresql_where=sa.text("wanted <> ''")
        )

    op.drop_table("drawing")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_letter_id"))

    op.drop_table("answer")
