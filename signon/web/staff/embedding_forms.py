"""What staff fill in about other people's sites: which may show the forms, and how a snippet is to look."""

from collections.abc import Mapping
from typing import Self

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from signon.campaigns.embedding import sites_in
from signon.campaigns.models import Campaign
from signon.letters.models import Letter
from signon.outreach.partners import partners_of
from signon.refusals import N_, Refusal
from signon.web.embed_theme import VARIABLES, asked_for
from signon.web.language import own_name
from signon.web.staff.delivery_forms import StaffForm

ALL, SOME, NONE = "all", "some", "none"
_NO_SITE = N_("Please name a site, or choose that no site may.")
_NO_CHOICE = N_("Please choose who may show the forms.")
_CHANGED = N_("Somebody changed this meanwhile. Please look at it again before you save.")


class SitesForm(StaffForm):
    """Which sites may; `seen` is what was so when the page was shown."""

    seen = HiddenField()
    who = RadioField(
        _l("Which sites may show the forms of this campaign?"),
        choices=[
            SelectChoice(ALL, _l("Every site")),
            SelectChoice(SOME, _l("Only the sites below")),
            SelectChoice(NONE, _l("No site")),
        ],
        validate_choice=False,
    )
    sites = TextAreaField(
        _l("Sites"),
        description=_l("One a line, such as https://www.example.org. https://*.example.org is all that ends so."),
        render_kw={"rows": 4, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off", "dir": "ltr"},
    )

    @classmethod
    def of(cls, campaign: Campaign) -> Self:
        """The form as the campaign has it."""
        sites = campaign.embed_sites
        who = ALL if sites is None else SOME if sites else NONE
        return cls(data={"who": who, "sites": "\n".join(sites or []), "seen": _mark(campaign)})

    def sites_meant(self) -> list[str] | None:
        """The origins, None for all. Raises Refusal about "who" or "sites"."""
        if self.who.data not in (ALL, SOME, NONE):
            raise Refusal(_NO_CHOICE, "who")
        if self.who.data != SOME:
            return None if self.who.data == ALL else []
        sites = sites_in(self.sites.data or "")
        if not sites:
            raise Refusal(_NO_SITE, "sites")
        return sites

    def need_unchanged(self, campaign: Campaign) -> None:
        """Raises Refusal where somebody else said otherwise since; sending again then means it."""
        if self.seen.data != _mark(campaign):
            self.seen.data = _mark(campaign)
            raise Refusal(_CHANGED, "who")


def _mark(campaign: Campaign) -> str:
    return "*" if campaign.embed_sites is None else " ".join(campaign.embed_sites) or "-"


class SnippetForm(StaffForm):
    """For whom a snippet is, and how its frame is to look. It only looks: it is sent by GET."""

    letter = SelectField(_l("Letter"), validate_choice=False, render_kw={"required": True})
    partner = SelectField(_l("For the partner"), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)
    accent = StringField(_l("Color of buttons and links"))
    paper = StringField(_l("Color behind the text"))
    ink = StringField(_l("Color of the text"))

    @classmethod
    def of(cls, letter: Letter, titles: Mapping[str, str], asked: Mapping[str, str]) -> Self:
        """The choices for `letter`, one of those in `titles` (by slug), as they were made or are to begin with."""
        partners = {partner.code: partner.name for partner in partners_of(letter)}
        languages = current_app.config["LANGUAGES"]
        wanted = {"partner": asked.get("partner", ""), "language": asked.get("language", "")}
        form = cls(
            data={
                "letter": letter.slug,
                "partner": wanted["partner"] if wanted["partner"] in partners else "",
                "language": wanted["language"] if wanted["language"] in languages else "",
                **{name: f"#{shade}" for name, shade in asked_for(asked).items()},
            }
        )
        form.letter.choices = [SelectChoice(slug, title) for slug, title in titles.items()]
        form.partner.choices = [SelectChoice("", _("No partner"))]
        form.partner.choices += [SelectChoice(code, name) for code, name in partners.items()]
        form.language.choices = [SelectChoice("", _("The reader’s"))]
        form.language.choices += [SelectChoice(code, own_name(code)) for code in languages]
        for name in VARIABLES:
            form[name].render_kw = {"maxlength": 7, "autocomplete": "off", "spellcheck": "false", "placeholder": "#"}
        return form
