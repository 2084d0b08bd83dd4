"""The words of a press sheet, in the language of its letter."""

from functools import partial
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import ngettext

from signon.documents.press_sheet import PressWords
from signon.signatures.signee import SigneeList
from signon.wording.numbers import in_language, long_date, manner, number
from signon.wording.print_words import print_words


def press_words(signee_list: SigneeList, zone: str) -> PressWords:
    """The words for a press sheet of `signee_list`, dated on the clock of `zone`."""
    organizations, people = signee_list.organizations, signee_list.individuals
    unlisted = max(organizations + people - len(signee_list.signees), 0)
    with in_language(signee_list.letter.language):
        return PressWords(
            words=print_words(signee_list),
            for_press=_("For the press"),
            as_of=_("As of %(day)s", day=long_date(signee_list.as_of.astimezone(ZoneInfo(zone)).date())),
            organizations=ngettext("organization has signed", "organizations have signed", organizations),
            people=ngettext("person has signed", "people have signed", people),
            number=partial(format_decimal, locale=manner()),
            unlisted=ngettext(
                "%(shown)s person signed without being listed by name.",
                "%(shown)s people signed without being listed by name.",
                unlisted,
                shown=number(unlisted),
            )
            if unlisted
            else "",
            quoted=_("In their words"),
            names=_("Who signed"),
            by_state=_("Who signed, by state"),
            elsewhere=_("Elsewhere"),
            more=_("and {more} more"),
            read=_("Read the letter and see everyone who signed:"),
            read_alt=_("QR code of the address beside it"),
        )
