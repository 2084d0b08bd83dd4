"""What the roles of the staff are called."""

from flask_babel import gettext as _

from signon.staff.models import EDITOR, OWNER, REVIEWER


def role_name(role: str) -> str:
    """The role in the reader's language."""
    if role == OWNER:
        return str(_("Owner"))
    if role == EDITOR:
        return str(_("Editor"))
    return str(_("Reviewer")) if role == REVIEWER else str(_("Viewer"))
