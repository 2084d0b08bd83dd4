"""The words a document needs, in the language of its letter."""

from flask_babel import gettext as _
from flask_babel import ngettext

from signon.documents.words import Words
from signon.signatures.signee import SigneeList
from signon.wording.numbers import in_language, long_date, number


def print_words(signee_list: SigneeList) -> Words:
    """The words for printing `signee_list`, written as the letter's own language writes them."""
    letter, anonymous = signee_list.letter, signee_list.anonymous
    with in_language(letter.language):
        return Words(
            page_of=_("Page {page} of {pages}"),
            dated=long_date(letter.date) if letter.date else "",
            subject_label=_("Re:"),
            to_label=_("To:"),
            organizations=_("Organizations"),
            individuals=_("Individuals"),
            anonymous=ngettext(
                "%(shown)s person signed anonymously.",
                "%(shown)s people signed anonymously.",
                anonymous,
                shown=number(anonymous),
            ),
            affiliations=_("Affiliations are given for identification only."),
            conveners=_("Conveners"),
            national=_("National"),
            statewide=_("Statewide"),
            local=_("Local"),
            no_scope=_("Other organizations"),
            no_state=_("No state given"),
            no_country=_("No country given"),
            check=_("Check that this copy is genuine:"),
            check_alt=_("QR code of the address beside it"),
        )
