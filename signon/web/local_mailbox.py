"""On a machine without a mail server: the mail that would have been sent, to be read in the browser. Loopback only."""

import email
import email.policy
from dataclasses import dataclass

from flask import Blueprint, render_template

from signon.mail.sending import local_mailbox

local_mailbox_pages = Blueprint("local_mailbox_pages", __name__)
NEWEST = 100


@dataclass(frozen=True)
class Letterbox:
    """A mail as the page shows it."""

    to: str
    subject: str
    date: str
    text: str


@local_mailbox_pages.get("/dev/mailbox")
def mails() -> str:
    """The newest mails, newest first, with the links in them to follow."""
    box = local_mailbox()
    keys = sorted(box.keys(), reverse=True)[:NEWEST]
    return render_template("public/mailbox.html", mails=[_shown(box.get_bytes(key)) for key in keys])


def _shown(data: bytes) -> Letterbox:
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("plain",))
    return Letterbox(
        str(message["To"]), str(message["Subject"]), str(message["Date"]), body.get_content() if body else ""
    )
