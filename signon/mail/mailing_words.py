"""What a mailing says to begin with, so that staff need only edit: warm, short and plain, in the letter's languages."""

from collections.abc import Callable

from flask_babel import gettext as _

from signon.letters.models import Letter
from signon.outreach.mailing import Words
from signon.outreach.models import INVITATION, LAST_CALL, REMINDER, UNVERIFIED, UPDATE, Mailing
from signon.wording.numbers import in_language

_LINK = "{{ link }}"


def first_words(letter: Letter, kind: str, language: str) -> Words:
    """A subject and a text for a mailing of `kind`, in `language` where our own words are there, else in English.

    A letter in safe mode is not named.
    """
    with in_language(language):
        return _FIRST[kind](letter)


def is_untouched(mailing: Mailing) -> bool:
    """Whether a mailing still says, in one of its languages, where staff are to write what happened."""
    for language, said in mailing.words.items():
        with in_language(language):
            if _news() in said["text"]:
                return True
    return False


def _invitation(letter: Letter) -> Words:
    if letter.safe_mode:
        return Words(_("Something to read, and perhaps to sign"), _paragraphs(_greeting(), _discreet(), _LINK, _bye()))
    return Words(
        _("Would {{ organization }} sign this with us?"),
        _paragraphs(
            _greeting(),
            _("We have written “{{ letter }}”, and we would be glad if {{ organization }} signed it with us."),
            _("On this page you can read it and sign. It is yours alone, so please do not pass the link on:"),
            _LINK,
            _until(letter),
            _("If it is not for you, you can say so on the same page, and we will not ask again."),
            _bye(),
        ),
    )


def _reminder(letter: Letter) -> Words:
    if letter.safe_mode:
        return Words(_("We wrote to you a few days ago"), _paragraphs(_greeting(), _discreet(), _LINK, _bye()))
    return Words(
        _("Still time to sign: {{ letter }}"),
        _paragraphs(
            _greeting(),
            _("A few days ago we asked whether {{ organization }} would sign “{{ letter }}”. There is still time."),
            _("Here you can read it, and sign or decline:"),
            _LINK,
            _until(letter),
            _("If it is being discussed with you, thank you, and please forget this email."),
            _bye(),
        ),
    )


def _unverified(letter: Letter) -> Words:
    if letter.safe_mode:
        return Words(_("One step is missing"), _paragraphs(_greeting(), _missing(), _LINK, _not_you(), _bye()))
    return Words(
        _("One step is missing: {{ letter }}"),
        _paragraphs(
            _greeting(),
            _("Somebody gave this address to sign “{{ letter }}” as {{ organization }}."),
            _missing(),
            _LINK,
            _not_you(),
            _bye(),
        ),
    )


def _last_call(letter: Letter) -> Words:
    if letter.safe_mode:
        return Words(_("The last days"), _paragraphs(_greeting(), _discreet(), _LINK, _until(letter), _bye()))
    return Words(
        _("Last days to sign: {{ letter }}"),
        _paragraphs(
            _greeting(),
            _("“{{ letter }}” can be signed until {{ deadline }}, and we would be sorry to miss {{ organization }}."),
            _("It takes a minute:"),
            _LINK,
            _("This is the last time that we write to you about it."),
            _bye(),
        ),
    )


def _update(letter: Letter) -> Words:
    if letter.safe_mode:
        return Words(_("What became of it"), _paragraphs(_greeting(), _news(), _bye()))
    return Words(
        _("News of {{ letter }}"),
        _paragraphs(
            _greeting(),
            _("You signed “{{ letter }}” and asked to hear what comes of it."),
            _news(),
            _LINK,
            _bye(),
        ),
    )


_FIRST: dict[str, Callable[[Letter], Words]] = {
    INVITATION: _invitation,
    REMINDER: _reminder,
    UNVERIFIED: _unverified,
    LAST_CALL: _last_call,
    UPDATE: _update,
}


def _greeting() -> str:
    return str(_("Hello,"))


def _discreet() -> str:
    return str(_("On this page there is something that we would like you to read. It is yours alone:"))


def _missing() -> str:
    return str(_("To prove that the address is yours, open this page, tick the box and press the button:"))


def _not_you() -> str:
    return str(_("If it was not you, do nothing: no name is listed, and the request is deleted."))


def _news() -> str:
    return str(_("[What happened, in two or three sentences.]"))


def _until(letter: Letter) -> str:
    return str(_("It can be signed until {{ deadline }}.")) if letter.deadline_at else ""


def _bye() -> str:
    return str(_("Thank you, and kind regards"))


def _paragraphs(*paragraphs: str) -> str:
    return "\n\n".join(one for one in paragraphs if one)
