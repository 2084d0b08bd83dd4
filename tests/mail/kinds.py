"""One mail of every kind, as it is kept and as it arrives."""

import re
from email.message import EmailMessage
from html import unescape

from signon.database import now, transaction
from signon.letters.models import Letter
from signon.mail import outbox
from signon.mail.messages import KINDS
from signon.mail.sending import send_due
from signon.outreach.audiences import TO_INVITE
from tests import make
from tests.mail.sinks import deliveries
from tests.servers.smtp import Delivery, SmtpSink

IN_OTHER_WORDS = (outbox.STAFF_NOTICE, outbox.COVERING)  # not in ours
ABOUT_NONE = (outbox.STAFF_NOTICE, outbox.STAFF_INVITATION, outbox.LINKS, outbox.HOOK_GIVEN_UP)
ABOUT_A_LETTER = tuple(kind for kind in KINDS if kind not in (*IN_OTHER_WORDS, *ABOUT_NONE))
FACTS = {
    "to": "ada@nightowls.org",
    "name": "Night Owls Union",
    "token": "a-token",
    "code": "2345-6789",
    "state": "verified",
    "representative": "Ada Quill",
    "until": "2027-01-31T00:00:00+00:00",
    "reasons": '["The hours were missing."]',
    "silence": "withdraw",
    "question": "Who are you?",
    "heading": "Somebody signed in",
    "editions": "",
    "reply_to": "ida@nightline.org",
    "by": "ida@nightline.org",
    "role": "editor",
    "campaign": "Harbour",
    "campaign_id": "1",
    "hook_id": "1",
    "program": "hooks.example",
    "text": "It was you, we hope.\n\nIf not, please tell the owner.",
}
MAILED = {
    "heading": "Will {{ organization }} sign “{{ letter }}”?",
    "text": "Hello,\n\nwould {{ organization }} sign {{ letter }}?\n\n{{ link }}\n\nThank you",
    "letter": "Run the night train again",
    "deadline": "",
    "part": TO_INVITE,
}
LINK = re.compile(r"https?://[^\s\"<>]+")


def arrived(sink: SmtpSink, kind: str, *, letter: Letter | None = None, language: str = "en", **facts: str) -> Delivery:
    """A mail of `kind` about `letter`, kept, sent and received."""
    send_due(make.keys())
    before = len(sink.deliveries)
    says = {"to": FACTS["to"]} if kind == outbox.LINKS else {**FACTS, **facts}
    if kind == outbox.MAILING:
        says |= {**MAILED, "organization": says["name"], "lang": language}
        says |= {"heading": "News", "letter": ""} if letter is None or letter.safe_mode else {}
    about = None if kind in ABOUT_NONE else letter
    with transaction():
        outbox.keep(kind, says, language=language, keys=make.keys(), host="x", at=now(), letter=about)
    send_due(make.keys())
    return deliveries(sink, before + 1)[before]


def parts(mail: EmailMessage) -> tuple[str, str]:
    """The text part and the HTML part."""
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    return plain.get_content(), page.get_content()


def words(plain: str) -> list[str]:
    """What the text part says, without its links."""
    return LINK.sub(" ", plain).split()


def words_of_page(page: str) -> list[str]:
    """What the HTML part shows, without what stands on its links."""
    body = page.partition("<body")[2]
    shown = re.sub(r"<[^>]+>", " ", re.sub(r"<a\b.*?</a>", " ", "<body" + body, flags=re.DOTALL))
    return LINK.sub(" ", unescape(shown)).split()


def links(part: str) -> list[str]:
    """Every address in a part, in its order."""
    return [unescape(found) for found in LINK.findall(part)]
