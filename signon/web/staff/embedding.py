"""The room about other people's sites: which of them may show the campaign's forms, and what they copy to do so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from signon.campaigns.embedding import allow
from signon.campaigns.models import Campaign
from signon.database import db, now, transaction
from signon.letters.letters import current_texts_of, published
from signon.letters.models import Letter
from signon.outreach.partners import partners_of
from signon.refusals import Refusal
from signon.signatures import counting
from signon.web import snippets
from signon.web.doors import language
from signon.web.embed_theme import asked_for
from signon.web.snippets import Place
from signon.web.staff.doors import audit, staff
from signon.web.staff.embedding_forms import SitesForm, SnippetForm
from signon.wording import readings


@dataclass(frozen=True)
class Snippet:
    """Something to copy: what it is called in the page, what it is, what to know about it, and the text."""

    id: str
    name: str
    about: str
    text: str


@staff.get("/campaigns/<int:campaign_id>/embedding")
def embedding(campaign_id: int) -> Response:
    """Which sites may, and the snippets for the letter that was chosen."""
    campaign = db.session.get_one(Campaign, campaign_id)
    return _page(campaign, SitesForm.of(campaign))


@staff.post("/campaigns/<int:campaign_id>/embedding")
def set_embedding(campaign_id: int) -> BaseResponse:
    """Say which sites may show the forms from now on."""
    campaign, form = db.session.get_one(Campaign, campaign_id), SitesForm(request.form)
    try:
        sites = form.sites_meant()
        with transaction():
            at = now()
            db.session.refresh(campaign, with_for_update=True)
            form.need_unchanged(campaign)
            changed = allow(campaign, sites)
            if changed:
                audit("campaign.embedding_set", at, campaign_id=campaign_id, number=_number(sites))
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(campaign, form, 422)
    flash(_("Saved.") if changed else _("Nothing changed."))
    return redirect(url_for("staff.embedding", campaign_id=campaign_id), 303)


def _number(sites: list[str] | None) -> str:
    return "*" if sites is None else str(len(sites))


def _page(campaign: Campaign, form: SitesForm, code: int = 200) -> Response:
    at = now()
    letters = published(at, campaign.id)
    titles = _titles(letters, at)
    chosen = next((one for one in letters if one.slug == request.args.get("letter")), letters[0] if letters else None)
    choices = SnippetForm.of(chosen, titles, request.args) if chosen else None
    place = _place(chosen, titles[chosen.slug], choices) if chosen and choices else None
    page = render_template(
        "staff/embedding.html",
        campaign=campaign,
        form=form,
        choices=choices,
        place=place,
        has_partners=chosen is not None and bool(partners_of(chosen)),
        look_at=place.address("embedding.form", "from", "accent", "paper", "ink") if place else "",
        snippets=_snippets(place) if place else [],
        framed=campaign.embed_sites != [],
    )
    return make_response(page, code)


def _titles(letters: list[Letter], at: datetime) -> dict[str, str]:
    """What `letters` are called, by slug, in the language of the snippets, or else as each was written."""
    numbers, texts = counting.shown_many(letters, at), current_texts_of(letters)
    wanted = request.args.get("language") or language()
    return {one.slug: readings.read_letter(one, numbers[one.id], wanted, texts[one.id]).title for one in letters}


def _place(letter: Letter, title: str, choices: SnippetForm) -> Place:
    passed_on = {"from": choices.partner.data or "", **asked_for(request.args)}
    return Place(letter.slug, title, choices.language.data or "", passed_on)


def _snippets(place: Place) -> list[Snippet]:
    return [Snippet(name, str(_KINDS[name][0]), str(_KINDS[name][1]), write(place)) for name, write in _WRITTEN.items()]


_KINDS = {
    "form": (
        _l("Sign form"),
        _l("Works on any page that may show frames. It has a fixed height and scrolls where it needs more."),
    ),
    "script": (
        _l("Sign form that fits its height"),
        _l("Loads one small script from here, which gives the frame the height of what is in it. It reads nothing."),
    ),
    "count": (_l("The count alone"), _l("A small frame with the title and the number, which moves by itself.")),
    "badge": (
        _l("The count as a picture"),
        _l("Works everywhere, in newsletters too. Any site can show it: it holds only what is public."),
    ),
    "markdown": (_l("The same picture in Markdown"), _l("For pages that are written in Markdown.")),
    "address": (
        _l("The address alone"),
        _l("Sites that know oEmbed, such as WordPress, may show the form where this address is pasted."),
    ),
}
_WRITTEN: dict[str, Callable[[Place], str]] = {
    "form": snippets.form_frame,
    "script": snippets.form_frame_with_script,
    "count": snippets.count_frame,
    "badge": snippets.badge_html,
    "markdown": snippets.badge_markdown,
    "address": lambda place: place.address("public.letter", "from"),
}
