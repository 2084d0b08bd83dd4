"""What other sites show of a link to us (Open Graph, https://ogp.me; X reads the same and its own `twitter:card`)."""

from dataclasses import dataclass

from flask import current_app, request

from signon.campaigns.models import Campaign
from signon.documents.lead import lead
from signon.documents.pdf.share_picture import HEIGHT, WIDTH
from signon.letters.models import Letter, TextVersion
from signon.letters.reading import LetterReading
from signon.mail.links import public_link
from signon.signatures.counting import Count
from signon.web.doors import language, press
from signon.wording.share_words import campaign_card, locale_name, share_card

_LONGEST = 200  # characters of a description; more is cut where it is shown


@dataclass(frozen=True)
class OpenGraph:
    """The card of one page: what kind of thing it is ("article"), what it is called, where it is, its picture.

    `locale` is that of the words, `other_locales` those in which the page may be had too. `width` and `height` are
    pixels of the picture at `image`, and `alt` what it shows.
    """

    kind: str
    title: str
    description: str
    site_name: str
    url: str
    locale: str
    image: str
    alt: str
    other_locales: tuple[str, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT


def letter_graph(letter: Letter, reading: LetterReading, count: Count, texts: list[TextVersion]) -> OpenGraph:
    """The card of a letter's page; `texts` are those it may be read in."""
    others = (text.language for text in texts if text.language != reading.language)
    card = share_card(letter, reading, count, press().host)
    text = {"text": request.args["text"]} if "text" in request.args else {}
    # Those who keep the picture of an address ask anew for that of the next number.
    number = str(count.organizations + count.individuals)
    image = public_link("sharing.share_png", language=language(), slug=letter.slug, n=number, **text)
    return OpenGraph(
        kind="article",
        title=reading.title,
        description=lead(reading.body, _LONGEST),
        site_name=reading.campaign,
        url=public_link("public.letter", language=language(), slug=letter.slug, **text),
        locale=locale_name(reading.language),
        image=image,
        alt=card.alt,
        other_locales=tuple(locale_name(other) for other in others),
    )


def campaign_graph(campaign: Campaign, about: str, letters: int) -> OpenGraph:
    """The card of a campaign's page, in the language of the page; `about` says in a sentence what it is for."""
    here = language()
    card = campaign_card(campaign, letters, press().host)
    return OpenGraph(
        kind="website",
        title=campaign.name,
        description=about,
        site_name=campaign.name,
        url=public_link("campaigns.campaign", language=here, slug=campaign.slug),
        locale=locale_name(here),
        image=public_link("sharing.campaign_png", language=here, slug=campaign.slug, n=str(letters)),
        alt=card.alt,
        other_locales=tuple(locale_name(other) for other in current_app.config["LANGUAGES"] if other != here),
    )
