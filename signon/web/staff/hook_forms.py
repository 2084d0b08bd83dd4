"""What staff fill in about a webhook: where it lies, and what it is to hear of."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from signon.hooks.addresses import LONGEST
from signon.hooks.events import (
    COUNT_CHANGED,
    DEMAND_CHANGED,
    LETTER_CLOSED,
    LETTER_DELIVERED,
    LETTER_PUBLISHED,
    SIGNEE_LEFT,
    SIGNEE_LISTED,
    TEST,
    UPDATE_PUBLISHED,
)
from signon.web.forms import CheckedForm

SAID = {
    LETTER_PUBLISHED: _l("A letter or petition was published"),
    LETTER_CLOSED: _l("Signing ended"),
    LETTER_DELIVERED: _l("A letter was handed over"),
    COUNT_CHANGED: _l("The count changed (every five seconds at most)"),
    SIGNEE_LISTED: _l("A name came onto the public list, or is printed otherwise"),
    SIGNEE_LEFT: _l("A name left the list"),
    DEMAND_CHANGED: _l("A demand moved"),
    UPDATE_PUBLISHED: _l("An update was published"),
}
KINDS = {**SAID, TEST: _l("A test")}


class HookForm(CheckedForm):
    """One webhook."""

    url = StringField(
        _l("Address that is called"),
        description=_l("It begins with https:// and belongs to the program that is to hear of what happens here."),
        render_kw={
            "type": "url",
            "required": True,
            "maxlength": LONGEST,
            "autocomplete": "off",
            "spellcheck": "false",
            "placeholder": "https://",
            "dir": "ltr",
        },
    )
    events = SelectMultipleField(
        _l("What it hears of"),
        choices=[SelectChoice(event, words) for event, words in SAID.items()],
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def entered(self) -> tuple[str, list[str]]:
        """The address and the events, unchecked."""
        return self.url.data or "", list(self.events.data or [])
