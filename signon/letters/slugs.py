"""The slug: the end of a letter's address, chosen once, and unique on the installation."""

from signon.campaigns.slugs import free_slug_of
from signon.letters.letters import with_slug
from signon.letters.values import SLUG
from signon.refusals import N_, Refusal

LONGEST = 80  # characters; what is proposed is shorter
_UNNAMED = "letter"  # where a title has no letter that an address can have

_WRONG = N_("Please use small letters, digits and single dashes, such as open-the-night-train.")
_LONG = N_("Please write %(most)s characters at most.")
TAKEN = N_("There is a letter at this address already. Please choose another.")


def proposed_slug(title: str) -> str:
    """A free slug made from `title`."""
    return free_slug_of(title, lambda slug: with_slug(slug) is not None, _UNNAMED)


def free_slug(typed: str, title: str) -> str:
    """What was `typed` as a slug, if it is one and free; one proposed from `title` where nothing was typed. Raises
    Refusal about "slug".
    """
    slug = typed.strip()
    if not slug:
        return proposed_slug(title)
    if len(slug) > LONGEST:
        raise Refusal(_LONG, "slug", most=LONGEST)
    if not SLUG.fullmatch(slug):
        raise Refusal(_WRONG, "slug")
    if with_slug(slug) is not None:
        raise Refusal(TAKEN, "slug")
    return slug
