"""What staff fill in about a webhook: where it lies, and what it is to hear of."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from signon.hooks.addresses import LONGEST
from signon.hooks.events import EVENTS, SAID, TEST
from signon.web.forms import CheckedForm

KINDS = {**{event: _l(sentence) for event, sentence in SAID.items()}, TEST: _l("A test")}


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
        choices=[SelectChoice(event, KINDS[event]) for event in EVENTS],
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def entered(self) -> tuple[str, list[str]]:
        """The address and the events, unchecked."""
        return self.url.data or "", list(self.events.data or [])
