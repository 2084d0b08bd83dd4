"""The pages about what was handed over that are looked at: where each is, and the links to them."""

from signon.press import Press
from signon.press.worker import draw_at_once
from tests import make
from tests.journeys.sites import Site

HANDED_OVER = {
    "delivered letter": "{handed over, letter}",
    "edition": "{handed over, edition}",
    "addendum": "{handed over, addendum}",
    "being drawn": "{handed over, addendum}/letter.pdf",
    "check": "/check",
    "check, a code": "{handed over, code}",
    "check, a made-up code": "/check/22222222",
    "check, a genuine copy": "{handed over, genuine}",
    "check, another file": f"/check?sha256={'0' * 64}",
}


def handed_over(site: Site, long_word: str) -> dict[str, str]:
    """Links to a letter that was handed over with a name that cannot be broken, to its addendum, and to its check."""
    letter = make.letter("printed", title=f"A letter that was printed: {long_word}")
    make.listed(letter, ["Aldermoor Readers", long_word])
    edition = make.delivered(letter)
    draw_at_once(edition, Press.of(site.app.config))
    make.listed(letter, ["Late Union"])
    addendum = make.addendum(letter)
    pdf = site.app.test_client().get(f"/editions/{edition.code}/letter.pdf")
    digest = pdf.headers["ETag"].strip('"')
    return {
        "handed over, letter": "/letters/printed",
        "handed over, edition": f"/editions/{edition.code}",
        "handed over, addendum": f"/editions/{addendum.code}",
        "handed over, code": f"/check/{edition.code}",
        "handed over, genuine": f"/check?sha256={digest}",
    }
