"""The organization."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime


class Organization(Base):
    """A body that can sign, known across letters. `identity` is the normal form of its name (see `identity.py`).

    It enters the register when a signature is listed, never before: requests that nobody verified leave no trace here.
    """

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    identity: Mapped[str] = mapped_column(unique=True)
    website: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    home_state: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
