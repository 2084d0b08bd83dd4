"""What staff fill in about a campaign: its words in each of its languages, where one joins, its color, its address."""

from collections.abc import Iterator
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField

from signon.campaigns.about import LONGEST_ABOUT, LONGEST_FOOTER, LONGEST_SLUG, About, about_of, checked_slug
from signon.campaigns.addresses import LONGEST_ADDRESS, web_address
from signon.campaigns.colors import checked_accent
from signon.campaigns.models import Campaign
from signon.refusals import N_, Refusal
from signon.signatures.deliveries import several_lines
from signon.signatures.names import plain_text
from signon.web.language import name_here
from signon.web.staff.delivery_forms import StaffForm
from signon.web.staff.text_forms import language_choices

_WORDS = ("about", "joining")
_NO_LANGUAGE = N_("Please choose a language.")
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class CampaignForm(StaffForm):
    """About a campaign: `about_0` and `joining_0` in its own language, `about_1` ... in the others of `languages`."""

    languages: list[str]

    language = SelectField(
        _l("Language of the campaign"),
        description=_l("Whoever reads in a language that you do not write in gets this one."),
        validate_choice=False,
        render_kw={"required": True},
    )
    join_url = StringField(
        _l("Where one joins"),
        description=_l("The address of a page or form elsewhere. A button on the campaign’s page leads there."),
        render_kw={"maxlength": LONGEST_ADDRESS, "inputmode": "url", "placeholder": "https://", "dir": "ltr", **_PLAIN},
    )
    accent = StringField(
        _l("Color"),
        description=_l(
            "# and six digits or letters from a to f, such as #17594a: of links, buttons and lines, on the pages of "
            "its letters too."
        ),
        render_kw={"maxlength": 7, "dir": "ltr", **_PLAIN},
    )
    legal_footer = StringField(
        _l("Legal line"),
        description=_l("Stands small at the end of the campaign’s page, such as who pays for it."),
        render_kw={"maxlength": LONGEST_FOOTER, "dir": "auto", "autocomplete": "off"},
    )
    slug = StringField(
        _l("End of its address"), render_kw={"maxlength": LONGEST_SLUG, "autocapitalize": "off", "dir": "ltr", **_PLAIN}
    )

    def in_languages(self) -> Iterator[tuple[str, str, Field, Field]]:
        """The code of each language, its name, and its two fields: about, joining."""
        for number, code in enumerate(self.languages):
            yield code, name_here(code.replace("_", "-")), self[f"about_{number}"], self[f"joining_{number}"]

    def differing(self, other: "CampaignForm") -> list[tuple[str, str]]:
        """Label and text of every field here that says something else than in `other`."""
        both = ((field, other[field.name]) for field in self if field.name in other and field.type != "CSRFTokenField")
        return [(str(here.label.text), here.data or "") for here, there in both if _said(here) != _said(there)]

    def checked(self) -> About | None:
        """What was typed, or None with every fault beside its field. What is left empty is left out."""
        words: dict[str, dict[str, str]] = {name: {} for name in _WORDS}
        facts: dict[str, str] = {}
        for number, code in enumerate(self.languages):
            for name in _WORDS:
                with self.refusing():
                    said = several_lines(self[f"{name}_{number}"].data or "", f"{name}_{number}", LONGEST_ABOUT)
                    words[name] |= {code: said} if said else {}
        for name, check in (
            ("language", self._language),
            ("join_url", lambda typed: web_address(typed, "join_url")),
            ("accent", checked_accent),
            ("legal_footer", lambda typed: plain_text(typed, "legal_footer", LONGEST_FOOTER)),
            ("slug", checked_slug),
        ):
            with self.refusing():
                facts[name] = check(self[name].data or "")
        return None if self.has_errors else About(**words, **facts)  # type: ignore[arg-type]

    def _language(self, typed: str) -> str:
        if typed not in {choice[0] for choice in self.language.iter_choices()}:
            raise Refusal(_NO_LANGUAGE, "language")
        return typed


def _said(field: Field) -> str:
    return "\n".join((field.data or "").split("\r\n")).strip()


def campaign_form(campaign: Campaign, typed: Any = None) -> CampaignForm:
    """The form as it was sent (`typed`), or filled with what `campaign` says."""
    said = about_of(campaign)
    languages = list(
        dict.fromkeys((said.language, *current_app.config["LANGUAGES"], *said.about, *said.joining))
    )  # its own first, then those that the pages speak
    fields: dict[str, Any] = {}
    data = {name: getattr(said, name) for name in ("language", "join_url", "accent", "legal_footer", "slug")}
    for number, code in enumerate(languages):
        kw = {"lang": code.replace("_", "-"), "dir": "auto", "maxlength": LONGEST_ABOUT}
        fields[f"about_{number}"] = TextAreaField(_l("What the campaign is for"), render_kw={**kw, "rows": 8})
        fields[f"joining_{number}"] = TextAreaField(_l("How to join"), render_kw={**kw, "rows": 4})
        data |= {f"about_{number}": said.about.get(code, ""), f"joining_{number}": said.joining.get(code, "")}
    form: CampaignForm = type("FormOfACampaign", (CampaignForm,), fields)(typed, data=data)
    form.slug.data = form.slug.data or said.slug  # an address that stays is not asked for
    form.languages = languages
    form.language.choices = language_choices(said.language)
    return form
