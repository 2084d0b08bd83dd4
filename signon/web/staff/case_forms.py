"""What staff write about one name: why it is struck, what they ask its signee, a note, a tag."""

from dataclasses import dataclass
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from signon.refusals import N_, Refusal
from signon.signatures import notes, questions
from signon.signatures.judging import DUPLICATE
from signon.web.forms import CheckedForm

# Reasons that one press or one digit gives. They are kept as they stand here, and read in the reader's language.
QUICK_REASONS = (
    N_("no such organization"),
    N_("signed without authority"),
    DUPLICATE,
    N_("a test or a joke"),
    N_("advertising"),
    N_("asked, and no answer came"),
)
LONGEST_REASON = 300  # characters


@dataclass(frozen=True)
class Fault:
    """What was typed about one signature into `field` (reason, question, note, tag), and why it was not taken."""

    signature_id: int
    field: str
    typed: str
    sentence: str

    @classmethod
    def of(cls, signature_id: int, refusal: Refusal, typed: str) -> Self:
        """The fault that a refusal says."""
        return cls(signature_id, refusal.field, typed, _(refusal.sentence, **refusal.values))


class CaseForm(CheckedForm):
    """The fields of one name's case; each stands in a form of its own."""

    reason = StringField(
        _l("Reason, in your own words"),
        render_kw={"maxlength": LONGEST_REASON, "required": True, "autocomplete": "off"},
    )
    question = TextAreaField(
        _l("Question"),
        render_kw={"maxlength": questions.MOST_WORDS, "rows": 3, "required": True, "autocomplete": "off"},
    )
    note = TextAreaField(
        _l("Note"), render_kw={"maxlength": notes.MOST_WORDS, "rows": 2, "required": True, "autocomplete": "off"}
    )
    tag = StringField(
        _l("Tag"),
        render_kw={"maxlength": notes.LONGEST_TAG, "required": True, "autocomplete": "off", "autocapitalize": "none"},
    )

    @classmethod
    def about(cls, signature_id: int, fault: Fault | None = None) -> Self:
        """The form about this signature, empty; or with what was typed and what is wrong with it."""
        form = cls()
        for field in form:
            field.id = f"{field.name}-{signature_id}"
        if fault is not None and fault.signature_id == signature_id and fault.field in form:
            form[fault.field].data, form[fault.field].errors = fault.typed, [fault.sentence]
        return form
