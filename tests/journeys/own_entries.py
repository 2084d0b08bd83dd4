"""The pages of the own entry that are looked at: links by what they lead to, and what is pressed there."""

from flask.testing import FlaskClient

from tests import make
from tests.signatures.own import forms
from tests.signatures.pictures import file_of, picture

_COLLEAGUE = {"representative": "Bo Fern", "role": "Chair", "email": "bo@duskreaders.org"}

# The address, and whether the first button is pressed blindly.
OWN_ENTRY = {
    "own entry": ("{own}", False),
    "own entry, held": ("{own, held}", False),
    "own entry of a person": ("{own, person}", False),
    "correct": ("{own}/correct", False),
    "correct, a cut form": ("{own, held}/correct", True),
    "correct as a person": ("{own, person}/correct", False),
    "representative": ("{own}/representative", False),
    "logo": ("{own}/logo", False),
    "logo, no file": ("{own, held}/logo", True),
    "hand over": ("{own, held}/hand-over", False),
    "hand over, asked": ("{own}/hand-over", True),
    "take over": ("{own, offered}", False),
    "take over without the tick": ("{own, offered}", True),
    "withdraw": ("{own}/withdraw", False),
    "withdraw without the tick": ("{own}/withdraw", True),
    "not us": ("{own}/not-us", False),
    "withdrawn": ("/signature/withdrawn", False),
    "next letter": ("{own}/next", False),
    "delegation": ("{own}/delegation", False),
    "delegation without the tick": ("{own}/delegation", True),
    "own entry, a cut link": ("/signature/cut", False),
}


def own_entries(browser: FlaskClient, letter: str, petition: str) -> dict[str, str]:
    """The links of somebody who did all that can be done, of one who waits, and of a person."""
    entries = {
        "own": (letter, {"organization": "Dusk Readers", "scope": "local"}),
        "own, held": (letter, {"organization": "Moth Keepers League", "email": "moth.keepers@gmail.com"}),
        "own, person": (petition, {"name": "Vera Lind", "email": "vera@lind.org"}),
    }
    links = {name: _signed(browser, slug, entry) for name, (slug, entry) in entries.items()}
    own = links["own"]
    browser.post(f"{own}/logo", **file_of(picture(size=(480, 160))))
    browser.post(f"{own}/representative", data={**forms(browser.get(f"{own}/representative"))[0][1], "shown": "y"})
    browser.post(f"{own}/next", data={"asked_again": "y"})
    browser.post(f"{own}/delegation", data={**forms(browser.get(f"{own}/delegation"))[0][1], "authorized": "y"})
    browser.post(f"{own}/hand-over", data=_COLLEAGUE)
    return {**links, "own, offered": f"/hand-over/{make.newest_mail('handover').token}"}


def _signed(browser: FlaskClient, slug: str, entry: dict[str, str]) -> str:
    assert make.verified(browser, slug, **entry).status_code == 200
    return f"/signature/{make.newest_mail('signed').token}"
