"""Finding and beginning campaigns."""

from datetime import datetime

from sqlalchemy import select

from signon.campaigns.models import Campaign
from signon.database import db


def named(name: str) -> Campaign | None:
    """The campaign called `name`, byte for byte, or None."""
    return db.session.scalar(select(Campaign).where(Campaign.name == name))


def named_or_begun(name: str, at: datetime) -> Campaign:
    """The campaign called `name`; begun `at` this moment when there is none yet."""
    campaign = named(name)
    if campaign is None:
        campaign = Campaign(name=name, created_at=at)
        db.session.add(campaign)
        db.session.flush()
    return campaign
