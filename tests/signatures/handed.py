"""What tests of editions share: the names in one, and how a delivered letter stands."""

from signon.database import db, now, transaction
from signon.letters.models import Letter
from signon.signatures import counting, editions, reviewing
from signon.signatures.edition_models import Edition
from signon.signatures.freezing import thaw
from signon.signatures.models import Signature
from signon.signatures.ways import Found
from signon.signatures.withdrawing import withdraw
from tests import make

NAMES = ("Aldermoor Readers", "Willow Guild", "Zinnia Circle")


def names_in(edition: Edition) -> list[str]:
    """The names that an edition prints, in order."""
    return [signee.name for signee in thaw(edition.content).signees]


def named(name: str) -> Signature:
    """The signature of this name, read anew."""
    return next(row for row in make.signatures() if row.printed_name == name)


def numbers(letter: Letter) -> tuple[int, int, int, int, int]:
    """At delivery, since, withdrawn, taken off, in no addendum yet; once they were compared with the page's count."""
    db.session.rollback()
    count = counting.read(letter, now())
    said = editions.standing(letter, count)
    assert said is not None
    ever = said.at_delivery + said.since
    assert ever - said.withdrawn - said.taken_off == count.organizations + count.individuals
    return said.at_delivery, said.since, said.withdrawn, said.taken_off, said.unprinted


def strike(letter: Letter, name: str) -> None:
    """Staff strike a name."""
    with transaction():
        reviewing.strike(letter, named(name), "no such body", now(), keys=make.keys())


def take_off(letter: Letter, name: str) -> None:
    """The signee takes their name off."""
    with transaction():
        withdraw(Found(named(name), letter), now())
