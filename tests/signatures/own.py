"""What tests of the own entry share: the link that was mailed, and the forms behind it as a browser sends them."""

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.database import db, now
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.signatures import counting
from signon.signatures.models import Counter, Signature
from signon.signatures.signing import open_contact
from tests import make


def signed(client: FlaskClient, slug: str = "night-train", **changed: str) -> str:
    """Sign by form and by the link in the mail; the path of the own entry that is mailed then."""
    assert make.verified(client, slug, **changed).status_code == 200
    return f"/signature/{make.newest_mail('signed').token}"


_UNTICKED = ("checkbox", "radio", "file")  # what is not sent as it stands


class _Forms(HTMLParser):
    """Every form of a page as it would be sent if its button were pressed: where to, and the fields by name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((said.get("action", "") if said.get("method") == "post" else "", {}))
        elif tag == "select":
            self._select = said["name"]
        elif tag == "option" and "selected" in said:
            self.found[-1][1][self._select] = said["value"]
        elif tag == "input" and "name" in said and (said.get("type") not in _UNTICKED or "checked" in said):
            self.found[-1][1][said["name"]] = said.get("value", "")


def forms(page: TestResponse) -> list[tuple[str, dict[str, str]]]:
    """Every form of the page that would be posted: the path it goes to, and what it sends as it stands."""
    return [(action or page.request.path, fields) for action, fields in _Forms(page.text).found]


def correct(client: FlaskClient, link: str, **changed: str) -> TestResponse:
    """Open the correction, change some answers, and send it."""
    _path, fields = forms(client.get(f"{link}/correct"))[0]
    return client.post(f"{link}/correct", data={**fields, **changed})


def agree(client: FlaskClient, link: str, *, follow_redirects: bool = False) -> TestResponse:
    """Open the page that a link leads to, tick its one box and press the button, as a browser would."""
    _path, fields = forms(client.get(link))[0]
    return client.post(link, data={**fields, "authorized": "y"}, follow_redirects=follow_redirects)


def only() -> Signature:
    """The one signature there is, read anew."""
    (signature,) = make.signatures()
    return signature


def agreed(letter: Letter) -> tuple[int, int, int, int]:
    """The letter's counter, once it was compared with its signatures.

    It counts organizations, individuals, conveners among the former, and people without a name on the list.
    """
    db.session.rollback()
    assert counting.recount(now()) == []
    db.session.rollback()
    row = db.session.get(Counter, letter.id)
    return (row.organizations, row.individuals, row.conveners, row.unlisted + row.anonymous) if row else (0, 0, 0, 0)


def contact(signature: Signature) -> dict[str, str]:
    """What is sealed of whoever signed, less what is empty."""
    letter = with_slug("sunday-train" if signature.kind == "individual" else "night-train")
    assert letter is not None
    sealed = open_contact(letter, signature.contact, make.keys())
    return {name: value for name, value in vars(sealed).items() if value}
