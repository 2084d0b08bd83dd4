"""The form with which staff settle how a listed organization is printed."""

from typing import Self

from flask_wtf import FlaskForm

from signon.signatures.entry import Contact
from signon.signatures.models import Signature
from signon.web.forms import CheckedForm
from signon.web.own_entry_forms import OrganizationCorrection


class PrintForm(FlaskForm, CheckedForm):
    """What is printed of an organization, and where it stands in the list: as its representative may correct it."""

    organization = OrganizationCorrection.organization
    scope = OrganizationCorrection.scope
    city = OrganizationCorrection.city
    state = OrganizationCorrection.state
    sort_key = OrganizationCorrection.sort_key

    @classmethod
    def of(cls, signature: Signature) -> Self:
        """The form, filled with what is printed now."""
        return cls(formdata=None, data=OrganizationCorrection.now_says(signature, Contact()))
