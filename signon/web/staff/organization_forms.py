"""The forms about an organization of the register. Fields bear the names of its facts."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice

from signon.organizations.editing import Facts, facts_of
from signon.organizations.models import Organization
from signon.web.forms import CheckedForm

# Offered beside the field; anything may be typed.
LEGAL_STATUSES = (
    _l("501(c)(3) charity"),
    _l("501(c)(4) advocacy organization"),
    _l("labor union"),
    _l("company"),
    _l("public body"),
    _l("unincorporated group"),
)
SCOPES = (
    SelectChoice("national", _l("Nationwide")),
    SelectChoice("state", _l("In one state")),
    SelectChoice("local", _l("Locally")),
)


def _text(label: Any, most: int = 200, **more: Any) -> StringField:
    return StringField(label, render_kw={"maxlength": most, "autocomplete": "off", "dir": "auto", **more})


class OrganizationForm(CheckedForm, FlaskForm):
    """What the register knows of an organization."""

    name = _text(_l("Name"), 300, required=True)
    printed_name = _text(_l("Printed as, where that is another spelling"), 300)
    acronym = _text(_l("Acronym"), 30)
    other_name = _text(_l("Name in another language"), 300)
    website = _text(_l("Website"), 300, inputmode="url", placeholder="https://", dir="ltr")
    scope = SelectField(
        _l("Where the organization works"),
        choices=[SelectChoice("", _l("Not said")), *SCOPES],
        validate_choice=False,
    )
    city = _text(_l("City"))
    home_state = _text(_l("State"))
    legal_status = _text(_l("Legal status"), 60, list="legal-statuses")
    own_sort_key = _text(_l("Stands in the register as if it were called"))

    @classmethod
    def of(cls, organization: Organization) -> Self:
        """The form, filled with what the register says now."""
        facts = facts_of(organization)
        return cls(formdata=None, data={name: getattr(facts, name) for name in Facts.__dataclass_fields__})

    def now_differs(self, organization: Organization) -> list[tuple[str, str]]:
        """What the register says now where that is not what was typed: label and text, for two people at once."""
        facts = facts_of(organization)
        says = [(self[name], getattr(facts, name)) for name in Facts.__dataclass_fields__]
        return [(str(field.label.text), said) for field, said in says if said != (field.data or "")]


class AliasForm(CheckedForm, FlaskForm):
    """Another name of an organization."""

    alias = _text(_l("Another name"), 300, required=True)
