"""What owners fill in about the people who work with them."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields import SelectChoice

from signon.refusals import N_, Refusal
from signon.signatures.addresses import email_address
from signon.staff.models import EDITOR, OWNER, REVIEWER, VIEWER
from signon.web.forms import CheckedForm

_ROLES = [
    (VIEWER, _l("Viewer: reads the letters and their figures, and changes nothing")),
    (REVIEWER, _l("Reviewer: decides about names that wait, and takes lists away as files")),
    (EDITOR, _l("Editor: also writes letters, opens and closes them, invites organizations, delivers")),
    (OWNER, _l("Owner: also takes contact data away, and says who works here")),
]
_NO_ROLE = N_("Please choose a role.")


def _role() -> RadioField:
    return RadioField(_l("Role in the campaign"), choices=[SelectChoice(*one) for one in _ROLES], validate_choice=False)


class _RoleForm(CheckedForm):
    role: RadioField

    def chosen_role(self) -> str:
        """The role that was chosen. Raises Refusal when none of ours was."""
        chosen = str(self.role.data or "")
        if chosen not in dict(_ROLES):
            raise Refusal(_NO_ROLE, "role")
        return chosen


class InviteForm(_RoleForm):
    """Who is invited, and as what."""

    email = StringField(
        _l("Email"),
        render_kw={"type": "email", "required": True, "maxlength": 254, "autocomplete": "off", "spellcheck": "false"},
    )
    role = _role()

    def checked(self) -> tuple[str, str] | None:
        """The address and the role; None when something is wrong, which stands beside its field then."""
        found = []
        for check in (lambda: email_address(self.email.data or ""), self.chosen_role):
            try:
                found.append(check())
            except Refusal as refusal:
                self.refuse(refusal)
        return (found[0], found[1]) if len(found) == 2 else None


class RoleForm(_RoleForm):
    """What somebody is from now on; `sure` is asked of who changes what they are themselves."""

    role = _role()
    sure = BooleanField(_l("Yes, change my own role. I know that I may not be able to change it back."))


class RemoveForm(CheckedForm):
    """Whether somebody is to go; `sure` is asked of who removes themselves."""

    sure = BooleanField(_l("Yes, remove me. I know that somebody else has to invite me back."), id="sure-to-go")


def need_sure(form: RoleForm | RemoveForm, is_self: bool) -> None:
    """Raise Refusal when somebody would lower or remove themselves without having ticked the box."""
    if is_self and not form.sure.data:
        raise Refusal(N_("This is your own account. Please tick the box if you mean it."), "sure")
