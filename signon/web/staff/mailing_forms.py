"""What staff fill in about a mailing: a subject and a text in each language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField, TextAreaField

from signon.letters.models import Letter
from signon.mail.mailing_words import first_words
from signon.outreach.mailing import (
    LONGEST_SUBJECT,
    LONGEST_TEXT,
    Words,
    checked_subject,
    checked_text,
    languages_of,
)
from signon.outreach.models import INVITATION, LAST_CALL, REMINDER, UNVERIFIED, UPDATE, Mailing
from signon.web.forms import moment_seen
from signon.web.language import name_here
from signon.web.staff.delivery_forms import StaffForm

KIND_NAMES = {
    INVITATION: _l("Invitation"),
    REMINDER: _l("Reminder to the invited"),
    UNVERIFIED: _l("Reminder to use the link"),
    LAST_CALL: _l("Last call"),
    UPDATE: _l("News for signees"),
}
KIND_WORDS = {
    INVITATION: _l("To the invited who were not written to yet, each with a personal link."),
    REMINDER: _l("To the invited who have not answered: two days after the last email at the earliest, three at most."),
    UNVERIFIED: _l(
        "To whoever sent the form and did not use the link, each with a new one: after two days at the earliest, three "
        "at most."
    ),
    LAST_CALL: _l("To both of these, within the last seven days before the deadline. It counts as a reminder."),
    UPDATE: _l("To the listed signees who asked to hear what comes of it."),
}


@dataclass(frozen=True)
class InLanguage:
    """The fields of one language on the page; the first language is `needed`."""

    language: str
    name: str
    needed: bool
    subject: Field
    text: Field


class MailingForm(StaffForm):
    """The fields of a mailing are `subject_0` and `text_0` in the letter's own language, `subject_1` ... in others."""

    seen = HiddenField()
    letter: Letter
    languages: list[str]

    def in_languages(self) -> Iterator[InLanguage]:
        """The fields, by language."""
        for number, language in enumerate(self.languages):
            fields = self[f"subject_{number}"], self[f"text_{number}"]
            yield InLanguage(language, name_here(language), number == 0, *fields)

    def checked(self, kind: str) -> dict[str, Words] | None:
        """The words by language, or None with every fault beside its field. A language that is left empty is left out,
        but for the letter's own.
        """
        found = {}
        for one in self.in_languages():
            subject, text = one.subject.data or "", one.text.data or ""
            if not one.needed and not subject.strip() and not text.strip():
                continue
            with self.refusing():
                subject = checked_subject(subject, one.subject.name, self.letter)
            with self.refusing():
                text = checked_text(text, one.text.name, self.letter, kind)
            found[one.language] = Words(subject, text)
        return None if self.has_errors else found

    def seen_at(self) -> datetime:
        """The `changed_at` of the draft when the page was shown."""
        return moment_seen(self.seen.data)


def mailing_form(letter: Letter, typed: Any = None, words: Mapping[str, Words] | None = None) -> MailingForm:
    """The form as it was sent (`typed`), or filled with `words`."""
    languages = languages_of(letter, list(current_app.config["LANGUAGES"]))
    fields: dict[str, Any] = {}
    data: dict[str, str] = {}
    for number, language in enumerate(languages):
        about = {"lang": language, "dir": "auto", "autocomplete": "off", "required": number == 0}
        fields[f"subject_{number}"] = StringField(_l("Subject"), render_kw={**about, "maxlength": LONGEST_SUBJECT})
        fields[f"text_{number}"] = TextAreaField(_l("Text"), render_kw={**about, "maxlength": LONGEST_TEXT, "rows": 14})
        if words and language in words:
            data |= {f"subject_{number}": words[language].subject, f"text_{number}": words[language].text}
    form: MailingForm = type("MailingFormOfALetter", (MailingForm,), fields)(typed, data=data)
    form.letter, form.languages = letter, languages
    return form


def form_to_begin_with(letter: Letter, kind: str) -> MailingForm:
    """The form with words to begin with, in each language."""
    languages = languages_of(letter, list(current_app.config["LANGUAGES"]))
    return mailing_form(letter, words={language: first_words(letter, kind, language) for language in languages})


def form_of(letter: Letter, mailing: Mailing) -> MailingForm:
    """The form filled with what a draft says."""
    form = mailing_form(letter, words={language: Words(**said) for language, said in mailing.words.items()})
    form.seen.data = mailing.changed_at.isoformat()
    return form
