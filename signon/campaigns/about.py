"""What a campaign says of itself on its page, how it looks, and where the page is."""

import hashlib
import re
from dataclasses import asdict, dataclass

from signon.campaigns.campaigns import with_slug
from signon.campaigns.models import Campaign
from signon.database import db
from signon.refusals import N_, Refusal

LONGEST_ABOUT, LONGEST_FOOTER, LONGEST_SLUG = 20_000, 1_000, 80  # characters
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_WRONG_SLUG = N_("Please use small letters, digits and single dashes, such as night-line.")
_TAKEN = N_("There is a campaign at this address already. Please choose another.")
_FIXED = N_("A letter of this campaign is published, so the address stays: it has been passed on.")


class ChangedMeanwhile(Exception):
    """Somebody else changed it after the page was shown that is sent now: nothing was saved."""


@dataclass(frozen=True)
class About:
    """The part of a campaign that is written here; as in `models.Campaign`, where each is explained."""

    slug: str
    language: str
    about: dict[str, str]
    joining: dict[str, str]
    join_url: str
    legal_footer: str
    accent: str

    @property
    def mark(self) -> str:
        """The same for the same words: whether somebody changed them meanwhile."""
        return hashlib.sha256(repr(sorted(asdict(self).items())).encode()).hexdigest()[:16]


def about_of(campaign: Campaign) -> About:
    """What `campaign` says now."""
    return About(**{name: getattr(campaign, name) for name in About.__dataclass_fields__})


def checked_slug(typed: str) -> str:
    """What was `typed`, if it is the end of an address. Raises Refusal about "slug"."""
    slug = typed.strip()
    if len(slug) > LONGEST_SLUG or not _SLUG.fullmatch(slug):
        raise Refusal(_WRONG_SLUG, "slug")
    return slug


def change(campaign: Campaign, wanted: About, *, seen: str, is_public: bool) -> list[str]:
    """Let `campaign` say what is `wanted`; answers the names of what changed. Its address stays once it `is_public`.

    `seen` is the `mark` of what was on the page that is sent. Raises ChangedMeanwhile, or Refusal about "slug".
    """
    db.session.refresh(campaign, with_for_update=True)
    now_said = about_of(campaign)
    if now_said.mark != seen:
        raise ChangedMeanwhile
    changed = [name for name in About.__dataclass_fields__ if getattr(wanted, name) != getattr(now_said, name)]
    if "slug" in changed:
        _refuse_moving(wanted.slug, is_public)
    for name in changed:
        setattr(campaign, name, getattr(wanted, name))
    db.session.flush()
    return changed


def _refuse_moving(slug: str, is_public: bool) -> None:
    if is_public:
        raise Refusal(_FIXED, "slug")
    if with_slug(slug) is not None:
        raise Refusal(_TAKEN, "slug")
