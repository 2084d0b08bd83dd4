"""The pages of a letter that circulates: what the invited see, and the staff who invite them."""

from flask.testing import FlaskClient

from tests import make
from tests.outreach.guests import add, circulating, guest, link_for
from tests.signatures.word import wants_the_next

SLUG = "circulating"
_STAFF = f"/staff/letters/{SLUG}/invitations"
# The address, and whether a button is pressed there.
INVITED: dict[str, tuple[str, bool]] = {
    "invited to sign": ("{invited}", False),
    "invited, without the tick": ("{invited}", True),
    "invited, and signed": ("{invited, signed}", False),
    "invited, a no": ("{invited}/no", False),
    "invited, a no without a tick": ("{invited}/no", True),
    "invited, a no that is noted": ("{invited}/noted", False),
    "invited, not open yet": ("{invited too early}", False),
}
INVITING: dict[str, tuple[str, bool]] = {
    "staff invitations": (_STAFF, False),
    "staff inviting one": (f"{_STAFF}/new", False),
    "staff inviting from the register": (f"{_STAFF}/register", False),
    "staff inviting from a file": (f"{_STAFF}/file", False),
}


def invite(visitor: FlaskClient, long_word: str) -> dict[str, str]:
    """A letter that circulates, with invitations in every state; the links, by what they lead to."""
    before = make.letter("circulated-before", title="A letter that was signed before", campaign="Circulating Line")
    make.listed(before, [f"{long_word} of the Register", "Known Guild"])
    wants_the_next(before, "Known Guild")
    letter = circulating(SLUG, title="A letter that only the invited read", campaign="Circulating Line")
    make.listed(letter, ["Speedwell Union", long_word])
    add(letter, [guest(f"Guild {number}") for number in range(52)])
    links = {
        "invited": link_for(letter, guest(f"{long_word} e. V.", website="https://a-very-long-name-of-a-guild.org")),
        "invited, signed": link_for(letter, guest("Harebell Guild")),
    }
    entry = {**make.ORGANIZATION, **make.home_of("Harebell Guild"), "organization": "Harebell Guild"}
    assert visitor.post(links["invited, signed"], data={**entry, "authorized": "y"}).status_code == 303
    early = make.letter("not-yet", title="A letter that is not ready", published=False)
    return links | {"invited too early": link_for(early)}
