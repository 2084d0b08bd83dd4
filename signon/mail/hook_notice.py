"""Telling staff that a webhook does not hear: rows of the outbox, in the transaction that notes it."""

from datetime import datetime

from signon.campaigns.models import Campaign
from signon.database import db
from signon.hooks.addresses import place_of
from signon.hooks.waiting import GivenUp
from signon.keys import KeyStore
from signon.mail.outbox import HOOK_GIVEN_UP, keep
from signon.staff.access import EDIT, who_may
from signon.staff.inviting import is_discreet

PAUSED, LOST = "paused", "lost"  # what became of it: the webhook was paused, or one call was given up


def tell_of(given_up: GivenUp, *, keys: KeyStore, host: str, at: datetime) -> None:
    """Keep a mail to everybody who may look after the campaign's webhooks, in the campaign's language. Where a letter
    of it is in safe mode, the mail does not tell which campaign it is, nor whose program.
    """
    hook = given_up.webhook
    campaign = db.session.get_one(Campaign, hook.campaign_id)
    named = {"campaign": campaign.name, "program": place_of(hook.url).host}
    about = dict.fromkeys(named, "") if is_discreet(campaign.id) else named
    place = {"campaign_id": str(campaign.id), "hook_id": str(hook.id)}
    for member in who_may(EDIT, campaign.id):
        says = {"to": member.email, "state": PAUSED if given_up.is_paused else LOST, **about, **place}
        keep(HOOK_GIVEN_UP, says, language=campaign.language, keys=keys, host=host, at=at)
