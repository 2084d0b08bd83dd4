"""What a covering mail says: words to begin with, in the letter's language, and what may be typed in their place."""

from flask_babel import gettext as _
from flask_babel import ngettext

from signon.database import db
from signon.letters.letters import reading
from signon.letters.models import Letter, TextVersion
from signon.mail.covering import spoken
from signon.mail.links import public_link
from signon.refusals import N_, Refusal
from signon.signatures.deliveries import several_lines
from signon.signatures.edition_models import Edition
from signon.signatures.names import plain_text
from signon.wording.numbers import in_language, number
from signon.wording.undersigned import living_number

LONGEST_SUBJECT, LONGEST_TEXT = 200, 10_000  # characters


def subject_line(typed: str) -> str:
    """What was typed as a subject: one line, not empty. Raises Refusal about "subject"."""
    if "\n" in typed.strip() or "\r" in typed.strip():
        raise Refusal(N_("A subject has one line."), "subject")
    subject = plain_text(typed, "subject", LONGEST_SUBJECT)
    if not subject:
        raise Refusal(N_("Please write a subject."), "subject")
    return subject


def body(typed: str) -> str:
    """What was typed as the mail's text, not empty. Raises Refusal about "text"."""
    text = several_lines(typed, "text", LONGEST_TEXT)
    if not text:
        raise Refusal(N_("Please write a few words to the addressee."), "text")
    return text


def first_words(letter: Letter, edition: Edition, addressee: str) -> tuple[str, str]:
    """A subject and a text to begin with, in the letter's language: what it is, who signed it, how to answer."""
    text = db.session.get_one(TextVersion, edition.text_version_id)
    with in_language(text.language):
        read = reading(letter, text, living_number(edition.undersigned, text.language))
        link = public_link("public.letter", language=spoken(text.language), slug=letter.slug)
        paragraphs = [
            read.salutation or _("To %(addressee)s:", addressee=addressee),
            f"{_what(letter, read.title)} {_by_whom(edition)}",
            "\n".join((_("It can also be read here, with all its names:"), link)),
            _("We ask for your answer. A reply to this email reaches us."),
            read.campaign,
        ]
        subject = _("Petition: %(title)s", title=read.title) if letter.is_petition else None
        return subject or _("Letter: %(title)s", title=read.title), "\n\n".join(paragraphs)


def _what(letter: Letter, title: str) -> str:
    if letter.is_petition:
        return str(_("With this email we hand you the petition “%(title)s”.", title=title))
    return str(_("With this email we hand you the letter “%(title)s”.", title=title))


def _by_whom(edition: Edition) -> str:
    organizations, people = edition.organizations, edition.individuals
    signed = []
    if organizations or not people:
        shown = number(organizations)
        signed.append(
            ngettext(
                "%(shown)s organization signed it.", "%(shown)s organizations signed it.", organizations, shown=shown
            )
        )
    if people:
        signed.append(
            ngettext("%(shown)s person signed it.", "%(shown)s people signed it.", people, shown=number(people))
        )
    return " ".join(signed)
