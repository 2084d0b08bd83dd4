"""A mailing as it will arrive: its words with an example's places filled in, and the very HTML of the mail."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, make_response, render_template
from markupsafe import Markup

from signon.database import now
from signon.letters.models import Letter
from signon.mail.mailing_note import context
from signon.mail.mailings import example, spoken
from signon.mail.messages import as_read
from signon.outreach.mailing import Words, with_id
from signon.outreach.models import Mailing
from signon.web.language import name_here
from signon.web.staff.doors import letter_or_404, member, staff
from signon.wording.numbers import in_language

_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"  # a mail's styles are inline


@dataclass(frozen=True)
class Preview:
    """A mailing in one language: its subject, what the mail says in that language, and whom answers go to."""

    language: str
    name: str
    subject: str
    body: Markup
    reply_to: str


def previews(letter: Letter, mailing: Mailing, reply_to: str, at: datetime) -> list[Preview]:
    """The mailing in each language in which it is written."""
    found = []
    for language, said in mailing.words.items():
        says = example(letter, mailing.kind, Words(**said), language, reply_to, at)
        with in_language(spoken(language)):
            shown = context(letter, says, spoken(language), at)
            body = Markup(render_template("mail/mailing_body.html", **shown))  # noqa: S704 - the template escapes
        found.append(Preview(language, name_here(language), shown["note"].subject, body, reply_to))
    return found


@staff.get("/letters/<slug>/mailings/<int:mailing_id>/<language>.html")
def mailing_html(slug: str, mailing_id: int, language: str) -> Response:
    """The HTML of the mail itself, as an example gets it; its links lead to a page that says so."""
    letter = letter_or_404(slug)
    row = with_id(letter, mailing_id)
    if row is None or language not in row.words:
        abort(404)
    at = now()
    says = example(letter, row.kind, Words(**row.words[language]), language, member().email, at)
    answer = make_response(as_read(letter, says, spoken(language), at).html)
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer
