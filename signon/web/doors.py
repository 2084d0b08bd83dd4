"""What every door needs: the keys, the tokens, the letter behind an address, and its reading in the visitor's
language.
"""

from datetime import datetime
from typing import cast

from flask import abort, current_app, g, request
from flask_babel import get_locale

from signon.campaigns.campaigns import with_slug
from signon.campaigns.models import Campaign
from signon.keys import KeyStore
from signon.letters.letters import published_with_slug, safe_modes_of
from signon.letters.models import Letter, TextVersion
from signon.letters.reading import LetterReading
from signon.outreach.partners import CODE
from signon.press import Press
from signon.signatures.counting import Count
from signon.signatures.surges import least_for
from signon.signatures.tokens import Tokens
from signon.signatures.verifying import Surge
from signon.wording import readings


def keys() -> KeyStore:
    """The installation's key store."""
    return cast(KeyStore, current_app.extensions["signon.keys"])


def tokens() -> Tokens:
    """The installation's token maker."""
    return cast(Tokens, current_app.extensions["signon.tokens"])


def press() -> Press:
    """The installation's press."""
    return Press.of(current_app.config)


def language() -> str:
    """The language of this page, as a code such as "es"."""
    return str(get_locale())


def published_letter_or_404(slug: str, at: datetime) -> Letter:
    """The letter at this address if anyone may read it; else the page is not found."""
    letter = published_with_slug(slug, at)
    if letter is None:
        abort(404)
    if letter.safe_mode:
        g.keep_out_of_search = True
    return letter


def public_campaign_or_404(slug: str, at: datetime) -> Campaign:
    """The campaign at this address once anyone may read a letter of it; else the page is not found.

    While every such letter is in safe mode, so are its pages.
    """
    campaign = with_slug(slug)
    safe_modes = safe_modes_of(campaign.id, at) if campaign is not None else set()
    if campaign is None or not safe_modes:
        abort(404)
    if False not in safe_modes:
        g.keep_out_of_search = True
    g.accent = campaign.accent
    return campaign


def surge_at(letter: Letter, at: datetime) -> Surge:
    """What counts as a surge at this letter and moment, by the settings."""
    least = least_for(
        letter,
        at,
        organizations=current_app.config["SURGE_LEAST"],
        individuals=current_app.config["SURGE_LEAST_INDIVIDUALS"],
    )
    return Surge(current_app.config["SURGE_FACTOR"], least)


def partner_code() -> str:
    """What the address says of the partner who sent the reader, to be handed on; "" for nothing that could be one."""
    code = request.args.get("from", "")
    return code if CODE.fullmatch(code) else ""


def read_letter(
    letter: Letter, count: Count, texts: list[TextVersion] | None = None, wanted: str = ""
) -> LetterReading:
    """The letter in the language `wanted`, or else the visitor's, where it was translated; else as it was written.

    Pages about one that only the invited read are kept out of search, and do not lead to where everybody reads it. A
    page about a letter bears the color of its campaign. For lists of many there is `readings.read_letter`.
    """
    if not letter.is_published(count.as_of):
        g.keep_out_of_search = g.only_invited = True
    g.accent = letter.campaign.accent
    return readings.read_letter(letter, count, wanted or language(), texts)
