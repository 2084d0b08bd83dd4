"""Organizations that asked to be remembered with a campaign, as tests need them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.letters.models import Letter
from signon.organizations.register import known
from signon.organizations.remembering import delegate, remember
from signon.signatures import standing
from signon.signatures.entry import Contact
from signon.signatures.models import Signature
from signon.signatures.standing import Asked, SignedOn
from signon.signatures.tokens import Tokens
from tests import make

SENTENCE = "This campaign may sign us on to its letters until the day I chose."
OWLS, MOTHS, RIDERS = "Night Owls Union", "Moth Watchers League", "Harbour Riders"


def first_letter(*names: str) -> Letter:
    """The letter of the campaign that `names` have signed before."""
    letter = make.letter("first-train")
    make.listed(letter, names or (OWLS, MOTHS, RIDERS))
    return letter


def next_letter(**front: Any) -> Letter:
    """The campaign's next letter."""
    return make.letter("night-train", **front)


def organization(name: str) -> int:
    """The id of the organization of that name."""
    db.session.rollback()
    found = known(name)
    assert found is not None
    return found.id


def contact(name: str) -> Contact:
    """How an organization is reached: its mailbox is at a free mail host."""
    mailbox = name.split()[0].lower()
    return Contact(email=f"{mailbox}@gmail.com", representative="Ada Quill", role="Director", approver_email="x@y.org")


def wants_the_next(letter: Letter, *names: str) -> None:
    """These want to hear of the campaign's next letter."""
    for name in names:
        with transaction():
            sealable = contact(name).sealable()
            remember(organization(name), letter.campaign_id, sealable, asked_again=True, keys=make.keys(), at=now())


def delegates(letter: Letter, *names: str, until: datetime | None = None) -> None:
    """These give a standing delegation."""
    for name in names:
        with transaction():
            at = now()
            delegate(
                organization(name),
                letter.campaign_id,
                contact(name).sealable(),
                until=until or at + timedelta(days=90),
                sentence=SENTENCE,
                keys=make.keys(),
                at=at,
            )


def ask(slug: str = "night-train", at: datetime | None = None) -> list[Asked]:
    """Staff ask those who want to hear of the next letter."""
    with transaction():
        return standing.ask_again(found(slug), keys=make.keys(), tokens=tokens(), at=at or now())


def sign_on(slug: str = "night-train", at: datetime | None = None) -> list[SignedOn]:
    """Staff put those on the list that gave a standing delegation."""
    with transaction():
        return standing.sign_by_delegation(found(slug), keys=make.keys(), tokens=tokens(), at=at or now())


def found(slug: str) -> Letter:
    """The letter of that slug."""
    letter = with_slug(slug)
    assert letter is not None
    return letter


def here(slug: str = "night-train") -> list[Signature]:
    """The signatures of the letter."""
    letter_id = found(slug).id
    return [signature for signature in make.signatures() if signature.letter_id == letter_id]


def tokens() -> Tokens:
    """The token maker of the application under test."""
    maker: Tokens = current_app.extensions["signon.tokens"]
    return maker


def names(done: list[Asked] | list[SignedOn]) -> set[str]:
    """Whom it was done to."""
    return {one.name for one in done}


def set_up(*, asked: tuple[str, ...] = (), delegated: tuple[str, ...] = (), **front: Any) -> Letter:
    """A letter that three have signed, with these wishes, and the next letter, which is answered."""
    wants_the_next(first_letter(), *asked)
    delegates(found("first-train"), *delegated)
    return next_letter(**front)


def inside(app: Flask, act: Callable[[], Sequence[object]]) -> int:
    """Do `act` in a context of its own; to how many it was done."""
    with app.app_context():
        return len(act())
