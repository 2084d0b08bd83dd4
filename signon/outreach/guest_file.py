"""The file of organizations to be invited: a CSV like a signee file, in which every line has an email address."""

from dataclasses import dataclass

from signon.letters.models import Letter
from signon.outreach.inviting import Guest
from signon.refusals import N_, Refusal
from signon.signatures.entry import Entry
from signon.signatures.signee import ORGANIZATION
from signon.signatures.signee_file import Line, read_file

MOST_LINES = 5000
LARGEST = 1024 * 1024  # bytes; the file goes through the preview's form once more


@dataclass(frozen=True)
class Bad:
    """A line that cannot be taken: its number, the name in it, and why."""

    number: int
    name: str
    refusal: Refusal


@dataclass(frozen=True)
class GuestFile:
    """A file that could be read: who is to be invited, each with the number of the line, and the bad lines."""

    guests: tuple[tuple[int, Guest], ...]
    bad: tuple[Bad, ...]


def read_guests(data: bytes, letter: Letter) -> GuestFile:
    """The organizations in `data` (CSV, UTF-8, commas, semicolons or tabs, Excel's BOM understood), line by line.

    Raises Refusal for a file that cannot be read at all. Its columns are those of a signee file.
    """
    if len(data) > LARGEST:
        raise Refusal(N_("The file is larger than 1 MB. Please make several files of it."))
    file = read_file(data, letter)
    if file.kind != ORGANIZATION:
        raise Refusal(N_("Line 1: there is no column “organization”. Only organizations can be invited."))
    if len(file.lines) > MOST_LINES:
        raise Refusal(N_("The file has more than %(most)s lines. Please make several files of it."), most=MOST_LINES)
    guests, bad = [], []
    for line in file.lines:
        entry = _with_mailbox(line)
        if isinstance(entry, Refusal):
            bad.append(Bad(line.number, line.name, entry))
        else:
            guests.append((line.number, Guest(entry)))
    return GuestFile(tuple(guests), tuple(bad))


def _with_mailbox(line: Line) -> Entry | Refusal:
    if isinstance(line.entry, Entry) and not line.entry.contact.email:
        return Refusal(N_("There is no email address in this line."), "email")
    return line.entry
