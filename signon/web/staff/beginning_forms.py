"""The forms with which a letter begins: new, or from another one."""

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice

from signon.campaigns.models import Campaign
from signon.letters.cloning import checked_title
from signon.letters.layout import checked_line
from signon.letters.models import BOTH, INDIVIDUALS, ORGANIZATIONS, SIGNED_BY
from signon.letters.slugs import LONGEST, free_slug
from signon.letters.values import LONGEST_NAME
from signon.refusals import N_, Refusal
from signon.staff.access import EDIT, campaigns_of, may_everywhere
from signon.staff.models import StaffMember
from signon.web.forms import CheckedForm
from signon.web.staff.text_forms import LANGUAGES, language_choices

NEW = "new"
_ANSWERS = 5  # of the form for a new letter
_NO_CAMPAIGN = N_("Please choose a campaign.")
_NO_NAME = N_("Please give the new campaign a name.")
_NO_SIGNERS = N_("Please choose who signs it.")
_NO_LANGUAGE = N_("Please choose a language.")


def title_field() -> StringField:
    """The title, as every form asks for it."""
    return StringField(
        _l("Title"),
        render_kw={"maxlength": LONGEST_NAME, "required": True, "autocomplete": "off", "dir": "auto"},
    )


def slug_field() -> StringField:
    """The end of the address, which may be left to us."""
    return StringField(
        _l("End of its address"),
        description=_l(
            "Such as open-the-night-train. Left empty, it is made from the title. It cannot be changed later."
        ),
        render_kw={"maxlength": LONGEST, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"},
    )


class CampaignForm(CheckedForm, FlaskForm):
    """In which campaign a letter begins: one of those where this person may write, or a new one."""

    campaigns: list[Campaign]
    may_begin: bool
    campaign = SelectField(_l("Campaign"), validate_choice=False, render_kw={"required": True})
    new_campaign = StringField(
        _l("Name of the new campaign"),
        description=_l("The coalition’s effort, as everybody reads it above the letter."),
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off", "dir": "auto"},
    )

    @classmethod
    def for_member(cls, member: StaffMember, **about: Any) -> Self:
        """The form with the campaigns of `member` to choose from; `about` is how it begins where nothing was sent."""
        form = cls(**about)
        form.campaigns, form.may_begin = campaigns_of(member, EDIT), may_everywhere(member, EDIT)
        choices = [SelectChoice(str(one.id), one.name) for one in form.campaigns]
        if len(choices) + form.may_begin > 1:
            choices.insert(0, SelectChoice("", _("Please choose")))
        if not choices:
            form.new_campaign.flags.required = True
        form.campaign.choices = choices + ([SelectChoice(NEW, _("A new campaign"))] if form.may_begin else [])
        return form

    def chosen_campaign(self) -> str:
        """The name of the campaign. Raises Refusal about campaign or new_campaign."""
        found = next((one.name for one in self.campaigns if str(one.id) == self.campaign.data), None)
        if found is not None:
            return found
        if self.campaign.data != NEW or not self.may_begin:
            raise Refusal(_NO_CAMPAIGN, "campaign")
        name = checked_line(self.new_campaign.data or "", "new_campaign", LONGEST_NAME)
        if not name:
            raise Refusal(_NO_NAME, "new_campaign")
        return name


class NewLetterForm(CampaignForm):
    """What has to be known before anybody can write."""

    title = title_field()
    signed_by = RadioField(
        _l("Signed by"),
        choices=[
            SelectChoice(ORGANIZATIONS, _l("Organizations")),
            SelectChoice(INDIVIDUALS, _l("People (a petition)")),
            SelectChoice(BOTH, _l("Both, in two lists")),
        ],
        default=ORGANIZATIONS,
        validate_choice=False,
    )
    language = SelectField(
        _l("Language"),
        description=_l("Of the text that counts. Translations can be added."),
        default="en",
        validate_choice=False,
        render_kw={"required": True},
    )
    slug = slug_field()
    safe_mode = BooleanField(
        _l("Safe mode: for a letter whose signees somebody may want to harm"),
        description=_l(
            "Search engines are told to leave the letter out, mails do not name it, and the count on its page moves "
            "once a minute only. You can turn it on later too."
        ),
    )

    @classmethod
    def for_member(cls, member: StaffMember, **about: Any) -> Self:
        """As every form that asks for a campaign, with the languages to choose from."""
        form = super().for_member(member, **about)
        form.language.choices = language_choices()
        return form

    def checked(self) -> dict[str, Any] | None:
        """Title, campaign, signed_by, language and slug; None, and every fault stands beside its field."""
        found = {}
        for name, check in (
            ("title", lambda: checked_title(self.title.data or "")),
            ("campaign", self.chosen_campaign),
            ("signed_by", lambda: self._one_of("signed_by", SIGNED_BY, _NO_SIGNERS)),
            ("language", lambda: self._one_of("language", LANGUAGES, _NO_LANGUAGE)),
            ("slug", lambda: free_slug(self.slug.data or "", self.title.data or "")),
        ):
            try:
                found[name] = check()
            except Refusal as refusal:
                self.refuse(refusal)
        return found if len(found) == _ANSWERS else None

    def _one_of(self, name: str, allowed: tuple[str, ...], otherwise: str) -> str:
        chosen = self[name].data
        if chosen not in allowed:
            raise Refusal(otherwise, name)
        return str(chosen)


class CloneForm(CheckedForm, FlaskForm):
    """What the copy is called."""

    title = title_field()
    slug = slug_field()
