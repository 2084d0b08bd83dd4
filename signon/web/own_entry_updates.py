"""Hearing what comes of the letter: whoever signed says whether they want it, and changes that at any time."""

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, Form

from signon.database import transaction
from signon.outreach import leaving
from signon.signatures import own_entry as act
from signon.signatures.ways import Found
from signon.web.doors import keys
from signon.web.own_entry_doors import back, contact_of, entry_to_change, own_entry, page


class UpdatesForm(Form):
    """The one box."""

    wants_updates = BooleanField(_l("Tell me by email what comes of this"))


@own_entry.get("/signature/<token>/updates")
def updates(token: str) -> BaseResponse:
    """Whether they want to hear of it."""
    found = entry_to_change(token)
    if not contact_of(found).email:
        return back(token)
    wants = found.signature.wants_updates and not leaving.has_left(found.letter.campaign_id, _mark(found))
    return page("updates.html", found, token, form=UpdatesForm(data={"wants_updates": wants}))


@own_entry.post("/signature/<token>/updates")
def save_updates(token: str) -> BaseResponse:
    """The form was sent. Whoever left the campaign's mailings, and now wants updates, gets them."""
    wanted = UpdatesForm(request.form).wants_updates.data
    with transaction():
        found = entry_to_change(token)
        if contact_of(found).email:
            act.want_updates(found.signature, wanted)
            if wanted:
                leaving.come_back(found.letter.campaign_id, _mark(found))
    return back(token, saved=True)


def _mark(found: Found) -> str:
    return leaving.mark_of(found.letter.campaign_id, contact_of(found).email, keys())
