"""The campaign."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from signon.database import Base, UtcDateTime


class Campaign(Base):
    """A coalition's effort. Its name is unique on an installation: staff and letter files know it by that."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
