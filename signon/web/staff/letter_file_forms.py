"""The form with which a letter file is brought into the workspace."""

import re
from pathlib import PurePath
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, RadioField, StringField
from wtforms.fields import SelectChoice

from signon.letters.changes import Change
from signon.letters.file import LARGEST, LetterFile, read
from signon.letters.models import CLARIFICATION, CORRECTION, MATERIAL, Letter
from signon.letters.moments import moment
from signon.letters.values import LONGEST_TEXT, SLUG
from signon.refusals import N_, Refusal
from signon.web.staff.beginning_forms import CampaignForm

_MOST_KEPT = 200_000  # bytes of a file that the page carries on, so that it need not be chosen again
_COPY = re.compile(r" ?\([0-9]{1,3}\)$")  # what browsers append to the name of a second download
_NO_FILE = N_("Please choose a letter file.")


class LetterFileForm(CampaignForm):
    """A letter file, where a new letter belongs if it does not say, and why a published one changes.

    What was sent stays in `kept` while something else is wrong.
    """

    file = FileField(_l("Letter file"), render_kw={"accept": ".md,.markdown,.txt,text/markdown", "required": True})
    kept = HiddenField()
    kept_name = HiddenField()
    kind = RadioField(
        _l("What kind of change is this?"),
        choices=[
            SelectChoice(CORRECTION, _l("Correction: a spelling, a date. It is noted with its reason.")),
            SelectChoice(CLARIFICATION, _l("Clarification: it says the same more clearly. Every signee is told.")),
            SelectChoice(MATERIAL, _l("Material: it says something else. Every signee is asked.")),
        ],
        default=CORRECTION,
        validate_choice=False,
    )
    reason = StringField(
        _l("Why it changes"),
        description=_l("One sentence that everybody may read."),
        render_kw={"maxlength": LONGEST_TEXT, "autocomplete": "off", "dir": "auto"},
    )
    answer_by = StringField(
        _l("Signees may answer until"),
        description=_l("For a material change: at least one day from now, on the letter’s own clock."),
        render_kw={"type": "datetime-local", "autocomplete": "off"},
    )
    asks_why = False

    def read(self) -> LetterFile:
        """The letter file that was sent, now or before. Raises Refusal about file."""
        sent = request.files.get("file")
        if sent is not None and sent.filename:
            data = sent.stream.read(LARGEST + 1)
            self.kept.data, self.kept_name.data = data.decode(errors="replace"), sent.filename[-200:]
        else:
            data = (self.kept.data or "").encode(errors="replace")
        if not data:
            raise Refusal(_NO_FILE, "file")
        try:
            return read(data)
        except Refusal as refusal:
            self.kept.data = ""
            raise Refusal(refusal.sentence, "file", **refusal.values) from None
        finally:
            if len(data) > _MOST_KEPT:
                self.kept.data = ""

    def slug_from_name(self) -> str:
        """The slug that the file is named by; "" where its name is none."""
        stem = _COPY.sub("", PurePath(self.kept_name.data or "").stem)
        return stem if SLUG.fullmatch(stem) else ""

    def change(self, letter: Letter) -> Change | None:
        """What kind of change it is; None where no reason was written. Raises Refusal about answer_by."""
        reason = " ".join((self.reason.data or "").split())
        if not reason:
            return None
        until = None
        if self.kind.data == MATERIAL:
            until = moment(self.answer_by.data or "", letter.deadline_zone, "answer_by")
        return Change(reason, self.kind.data or "", until)

    def refuse(self, refusal: Refusal) -> None:
        """As every form; what is said of no field is said of the file."""
        self.asks_why = self.asks_why or refusal.field in ("kind", "reason", "answer_by")
        super().refuse(refusal if refusal.field in self else Refusal(refusal.sentence, "file", **refusal.values))

    def hidden(self) -> list[Any]:
        """The fields that the page carries on unseen."""
        return [self.kept, self.kept_name] if self.kept.data else []
