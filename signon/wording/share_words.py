"""The words of a share picture and a flyer, in the language of the letter's text."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from signon.campaigns.colors import look
from signon.campaigns.models import Campaign
from signon.documents.lead import lead
from signon.documents.share import A4, LETTER, Flyer, ShareCard
from signon.letters.models import ORGANIZATIONS, Letter
from signon.letters.reading import LetterReading
from signon.signatures.counting import Count
from signon.wording.numbers import in_language, long_date, manner_of, number

_HOUSE = "#17594a"
_LONGEST_LEAD = 280  # characters
# Where sheets are cut to US Letter (CLDR, supplemental/measurementData, paperSize).
_LETTER_LANDS = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])


def share_card(letter: Letter, reading: LetterReading, count: Count, host: str) -> ShareCard:
    """What a share picture of `letter` says, in the language of `reading`, with the numbers of `count`."""
    with in_language(reading.language):
        numbers = _numbers(reading, count)
        return ShareCard(
            kind=_("Petition") if reading.is_petition else _("Open letter"),
            campaign=reading.campaign,
            title=reading.title,
            language=reading.language,
            numbers=numbers,
            call=_("Be the first to sign.") if letter.is_open(count.as_of) and not numbers else "",
            goal=_("Goal: %(goal)s", goal=number(count.goal)) if count.goal else "",
            progress=_counted(reading, count) / count.goal if count.goal else 0.0,
            host=host,
            accent=_on_paper(letter.campaign),
        )


def flyer_words(letter: Letter, reading: LetterReading, count: Count, host: str, address: str) -> Flyer:
    """What a flyer of `letter` says that leads to `address`."""
    with in_language(reading.language):
        names = "; ".join(", ".join(filter(None, (to.name, to.title))) for to in reading.addressees)
        return Flyer(
            card=share_card(letter, reading, count, host),
            to=" ".join((_("To:"), names)) if names else "",
            lead=lead(reading.body, _LONGEST_LEAD),
            scan=_scan(letter, count.as_of),
            scan_alt=_("QR code of the address beside it"),
            address=address,
            as_of=_("As of %(day)s", day=long_date(count.as_of.astimezone(ZoneInfo(letter.deadline_zone)).date())),
            legal=reading.legal_footer or letter.campaign.legal_footer,
        )


def campaign_card(campaign: Campaign, letters: int, host: str) -> ShareCard:
    """What a share picture of `campaign`, which has so many letters and petitions, says in the language of the page."""
    return ShareCard(
        kind=_("Campaign"),
        campaign="",
        title=campaign.name,
        language=str(get_locale()).replace("_", "-"),
        numbers=((number(letters), ngettext("letter or petition", "letters and petitions", letters)),),
        host=host,
        accent=_on_paper(campaign),
    )


def paper_of(language: str) -> str:
    """The paper on which those who read `language`, a code such as "es" or "en-GB", print: LETTER or A4."""
    return LETTER if _spoken(language).territory in _LETTER_LANDS else A4


def locale_name(language: str) -> str:
    """`language` with the land whose manner we write in, as Open Graph names it: "en_US"."""
    spoken = _spoken(language)
    return "_".join(filter(None, (spoken.language, spoken.territory)))


def _spoken(language: str) -> Locale:
    """The locale of `language` with a land: that of our manner, else where most who speak it are (CLDR)."""
    spoken = manner_of(language)
    return spoken if spoken.territory else Locale.parse(get_global("likely_subtags").get(str(spoken), str(spoken)))


def _on_paper(campaign: Campaign) -> str:
    return look(campaign.accent or _HOUSE).light


def _scan(letter: Letter, at: datetime) -> str:
    said: str = _("Scan to read and sign") if letter.is_open(at) else _("Scan to read it and see who signed")
    return said


def _counted(reading: LetterReading, count: Count) -> int:
    """The number that a goal is about."""
    return count.organizations if reading.signed_by == ORGANIZATIONS else count.individuals


def _numbers(reading: LetterReading, count: Count) -> tuple[tuple[str, str], ...]:
    """The numbers with what they count; none of them is nothing."""
    organizations, people = count.organizations, count.individuals
    found = [
        (organizations, ngettext("organization has signed", "organizations have signed", organizations)),
        (people, ngettext("person has signed", "people have signed", people)),
    ]
    return tuple((number(counted), label) for counted, label in found if counted)
