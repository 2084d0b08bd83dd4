"""Doors for people: pages and forms. A door finds, reads the form, acts in one transaction, and answers."""

from typing import Any

from flask import Blueprint, Flask
from werkzeug.routing import IntegerConverter

from signon.web.answering import answering
from signon.web.api import api
from signon.web.approving import approving
from signon.web.asking import asking
from signon.web.campaigns import campaigns
from signon.web.checking import checking
from signon.web.counts import counts
from signon.web.demands import demands
from signon.web.documents import documents
from signon.web.embedding import embedding
from signon.web.errors import set_up_errors
from signon.web.found import found
from signon.web.health import health
from signon.web.inviting import inviting
from signon.web.joining import joining
from signon.web.keeping import keeping
from signon.web.leaving_mail import leaving_mail
from signon.web.local_mailbox import local_mailbox_pages
from signon.web.news import news
from signon.web.objecting import objecting
from signon.web.oembed import oembed
from signon.web.own_entry import own_entry
from signon.web.public import public
from signon.web.renewing import renewing
from signon.web.sharing import sharing
from signon.web.signing import signing
from signon.web.staff.letters import staff
from signon.web.stopping import stopping
from signon.web.suggesting import suggesting
from signon.web.templating import set_up_templating
from signon.web.texts import texts
from signon.web.verifying import verifying

_PUBLIC = (
    campaigns,
    found,
    public,
    api,
    documents,
    checking,
    signing,
    verifying,
    approving,
    answering,
    asking,
    news,
    objecting,
    inviting,
    stopping,
    own_entry,
    renewing,
    suggesting,
    counts,
    demands,
    embedding,
    oembed,
    sharing,
    health,
    leaving_mail,
    joining,
    keeping,
    texts,
    local_mailbox_pages,
)


class RowNumber(IntegerConverter):
    """An <int:...> in an address: what no column of the database holds is not found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As the library's, with a largest number unless the address says another."""
        super().__init__(*args, **{"max": 2**31 - 1, **kwargs})


def public_blueprints() -> list[Blueprint]:
    """The doors that are open to strangers: no session, no cookie."""
    return list(_PUBLIC)


def add_doors(app: Flask) -> None:
    """Register every door, the words templates may use, and the pages for what goes wrong."""
    app.url_map.converters["int"] = RowNumber
    for blueprint in [*public_blueprints(), staff]:
        if blueprint is not local_mailbox_pages or not (app.config["PRODUCTION"] or app.config["MAIL_SERVER"]):
            app.register_blueprint(blueprint)
    set_up_templating(app)
    set_up_errors(app)
