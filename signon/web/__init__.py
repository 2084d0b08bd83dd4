"""Doors for people: pages and forms. A door finds, reads the form, acts in one transaction, and answers."""

from flask import Blueprint, Flask

from signon.web.approving import approving
from signon.web.asking import asking
from signon.web.checking import checking
from signon.web.counts import counts
from signon.web.documents import documents
from signon.web.errors import set_up_errors
from signon.web.health import health
from signon.web.local_mailbox import local_mailbox_pages
from signon.web.objecting import objecting
from signon.web.own_entry import own_entry
from signon.web.public import public
from signon.web.renewing import renewing
from signon.web.signing import signing
from signon.web.staff.letters import staff
from signon.web.stopping import stopping
from signon.web.suggesting import suggesting
from signon.web.templating import set_up_templating
from signon.web.verifying import verifying


def public_blueprints() -> list[Blueprint]:
    """The doors that are open to strangers: no session, no cookie."""
    return [
        public,
        documents,
        checking,
        signing,
        verifying,
        approving,
        asking,
        objecting,
        stopping,
        own_entry,
        renewing,
        suggesting,
        counts,
        health,
        local_mailbox_pages,
    ]


def add_doors(app: Flask) -> None:
    """Register every door, the words templates may use, and the pages for what goes wrong."""
    for blueprint in [*public_blueprints(), staff]:
        if blueprint is not local_mailbox_pages or not (app.config["PRODUCTION"] or app.config["MAIL_SERVER"]):
            app.register_blueprint(blueprint)
    set_up_templating(app)
    set_up_errors(app)
