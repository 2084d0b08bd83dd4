"""The documents of a letter that is still changing, drawn once for each state of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, delete, text
from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime, db
from signon.letters.models import Letter


class Drawing(Base):
    """One document of a letter as it stood at its last drawing; the next drawing takes its place.

    `name` says which: the format, the language and the columns. `stamp` names the state that it shows, `wanted` the
    state that somebody asked for and that no drawing shows yet ("" for none). `lease_until` is set while it is drawn.
    """

    __tablename__ = "drawing"
    __table_args__ = (
        Index(
            "ix_drawing_asked",
            "asked_at",
            sqlite_where=text("wanted <> ''"),
            postgresql_where=text("wanted <> ''"),
        ),
    )

    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    stamp: Mapped[str] = mapped_column(default="")
    wanted: Mapped[str] = mapped_column(default="")
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


def forget_drawings(letter_id: int) -> None:
    """A name was taken off or is printed otherwise from now on: delete what was drawn with it, in the same transaction.

    Who draws one at this moment finds its row gone, and keeps nothing.
    """
    db.session.execute(
        delete(Drawing).where(Drawing.letter_id == letter_id).execution_options(synchronize_session=False)
    )
