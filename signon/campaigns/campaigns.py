"""Finding and beginning campaigns."""

from datetime import datetime

from sqlalchemy import select

from signon.campaigns.models import Campaign
from signon.campaigns.slugs import free_slug_of
from signon.database import db

_UNNAMED = "campaign"


def named(name: str) -> Campaign | None:
    """The campaign called `name`, byte for byte, or None."""
    return db.session.scalar(select(Campaign).where(Campaign.name == name))


def with_slug(slug: str) -> Campaign | None:
    """The campaign at this address, or None."""
    return db.session.scalar(select(Campaign).where(Campaign.slug == slug))


def hold(campaign_id: int) -> None:
    """Hold the campaign to the end of the transaction: what is done in it is done one after the other, so that who
    presses twice finds what the first press did.
    """
    db.session.execute(select(Campaign.id).where(Campaign.id == campaign_id).with_for_update())


def named_or_begun(name: str, at: datetime) -> Campaign:
    """The campaign called `name`; begun `at` this moment when there is none yet."""
    campaign = named(name)
    if campaign is None:
        slug = free_slug_of(name, lambda slug: with_slug(slug) is not None, _UNNAMED)
        campaign = Campaign(name=name, slug=slug, created_at=at)
        db.session.add(campaign)
        db.session.flush()
    return campaign
