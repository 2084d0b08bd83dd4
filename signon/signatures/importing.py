"""Importing: the names of a signee file are listed as typed, attributed to whoever brings them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from signon.database import db
from signon.keys import KeyStore
from signon.letters.letters import current_texts
from signon.letters.models import Letter
from signon.organizations.identity import normal_form
from signon.organizations.models import Organization
from signon.organizations.register import known_or_entered_all, other_spellings, standing_all
from signon.refusals import Refusal
from signon.signatures import counting
from signon.signatures.entry import Entry
from signon.signatures.judging import is_convener
from signon.signatures.models import ANONYMOUS, FROM_IMPORT, UNLISTED, VERIFIED, Signature
from signon.signatures.signee import ORGANIZATION
from signon.signatures.signee_file import Line, SigneeFile
from signon.signatures.signing import address_hash, signature_values

IMPORTED, MATCHED, REFUSED = "imported", "matched", "refused"


@dataclass(frozen=True)
class Row:
    """What became of one line of the file: imported, matched (on the list already), or refused, and why."""

    line: int
    name: str
    outcome: str
    why: str = ""


def take_names(
    letter: Letter,
    file: SigneeFile,
    *,
    keys: KeyStore,
    at: datetime,
    say: Callable[[Row], None],
    import_id: int | None = None,
) -> dict[str, int]:
    """List the names of `file` on `letter`, telling `say` about every row; answers how many had each outcome.

    Names are listed as typed. One that is on the list already is matched and changes nothing, so that the same file
    twice is the same as once. `import_id` is the import that brought them, if it is one of the workspace. The caller
    owns the transaction: a dry run is one that is not kept.
    """
    counting.lock(letter.id, at)
    listed = Listed(letter, file.kind, keys)
    totals = {IMPORTED: 0, MATCHED: 0, REFUSED: 0}
    new: list[Entry] = []
    for line in file.lines:
        row = _judge(line, listed)
        totals[row.outcome] += 1
        say(row)
        if row.outcome == IMPORTED and isinstance(line.entry, Entry):
            new.append(line.entry)
    if new:
        _list_all(letter, new, keys, at, import_id)
    return totals


def _judge(line: Line, listed: "Listed") -> Row:
    if isinstance(line.entry, Refusal):
        return Row(line.number, line.name, REFUSED, f"{line.entry.field}: {line.entry}")
    known_as = listed.find_or_add(line.entry)
    if known_as is None:
        return Row(line.number, line.name, IMPORTED)
    why = "" if known_as == line.entry.printed_name else f"on the list as “{known_as}”"
    return Row(line.number, line.name, MATCHED, why)


class Listed:
    """Who is on the list: an organization by its names; a person, whose name others bear, by mailbox, else by place."""

    def __init__(self, letter: Letter, kind: str, keys: KeyStore) -> None:
        self.letter, self.kind, self.keys = letter, kind, keys
        self.names: dict[str, str] = {}
        self.spellings = other_spellings() if kind == ORGANIZATION else {}
        rows = db.session.execute(
            select(
                Signature.printed_name,
                Signature.city,
                Signature.home_state,
                Signature.country,
                Signature.address_hash,
                Signature.shown_as,
                Organization.identity,
            )
            .outerjoin(Organization, Organization.id == Signature.organization_id)
            .where(Signature.letter_id == letter.id, Signature.kind == kind, Signature.state == VERIFIED)
        ).all()
        for name, city, home_state, country, hashed, shown_as, own in rows:
            if shown_as not in (ANONYMOUS, UNLISTED):  # of these no name is known
                self._add(name, self._place(own or name, city, home_state, country), hashed)
            elif hashed:
                self.names[f"mailbox {hashed}"] = name

    def find_or_add(self, entry: Entry) -> str | None:
        """The name under which the signee of `entry` is listed; None when it was not and now is."""
        place = self._place(entry.printed_name, entry.city, entry.home_state, entry.country)
        hashed = address_hash(self.letter, entry.contact, self.keys)
        # Two people of one name and place are two if both gave an address; without one nobody could tell.
        marks = [f"mailbox {hashed}", f"without {place}"] if hashed and self.kind != ORGANIZATION else [place]
        for mark in marks:
            if mark in self.names:
                return self.names[mark]
        self._add(entry.printed_name, place, hashed)
        return None

    def _add(self, name: str, place: str, hashed: str) -> None:
        self.names[place] = name
        self.names[f"mailbox {hashed}" if hashed else f"without {place}"] = name

    def _place(self, name: str, city: str, home_state: str, country: str) -> str:
        if self.kind == ORGANIZATION:
            return self.spellings.get(normal_form(name), normal_form(name))
        return "\n".join(map(normal_form, (name, city, home_state, country)))


def _list_all(letter: Letter, entries: list[Entry], keys: KeyStore, at: datetime, import_id: int | None) -> None:
    text = current_texts(letter)[0]
    named = known_or_entered_all([entry for entry in entries if entry.kind == ORGANIZATION], at)
    stand = standing_all(named.values())
    organizations = {identity: stand[number] for identity, number in named.items()}
    rows = [
        {
            **signature_values(letter, entry, keys, at),
            "letter_id": letter.id,
            "text_version_id": text.id,
            "organization_id": organizations.get(normal_form(entry.printed_name)),
            "is_convener": entry.kind == ORGANIZATION and is_convener(letter, entry.printed_name),
            "state": VERIFIED,
            "origin": FROM_IMPORT,
            "import_id": import_id,
            "language": entry.language or text.language,
            "requested_at": at,
            "verified_at": at,
        }
        for entry in entries
    ]
    came = db.session.scalars(insert(Signature).returning(Signature.id), rows).all()
    conveners = sum(bool(row["is_convener"]) for row in rows)
    counting.shift(letter.id, entries[0].kind, at, {"conveners": conveners}, came=came)
