"""Drawing what waits, one document at a time: by the worker, or by whoever asks for a small one.

Each is claimed under a lease, drawn, and kept whole in one statement; a stop or a fault leaves nothing half.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from signon.database import db, let_go, now, transaction
from signon.press import Press, drawing, files, posters
from signon.press.drawing import Kept, Sheet, SheetJob, Stamp
from signon.press.files import FileJob
from signon.press.signing import Unsigned
from signon.signatures.edition_models import Edition

log = logging.getLogger(__name__)
# Drawing is all computing: two at once in one process take twice as long, and twice the memory.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Backlog:
    """How many documents wait to be drawn, and the age of the oldest wish, in seconds."""

    waiting: int
    oldest_seconds: int


def draw_next(press: Press) -> bool:
    """Draw what waits longest: what is handed over before what anyone can ask for. Answers whether something waited.

    What cannot be drawn is tried again later; which it is and why is logged, without a word of what it says.
    """
    with transaction():
        at = now()
        job: FileJob | SheetJob | None = files.claim(at) or drawing.claim(at)
    if job is None:
        return False
    _try(job, press)
    return True


def draw_due(press: Press, stop: Callable[[], bool] = lambda: False) -> int:
    """Draw until nothing waits, or until `stop` says so; answers how many were tried."""
    tried = 0
    while not stop() and draw_next(press):
        db.session.remove()  # a hundred thousand names are not kept in memory for the next
        tried += 1
    return tried


def draw_at_once(edition: Edition, press: Press) -> None:
    """Draw the files of a small edition right after it was kept. Those of a large one, or what fails now, the worker
    draws; nothing is raised.
    """
    if edition.names > press.drawn_at_once:
        return
    try:
        while job := _claimed_of(edition.id):
            _try(job, press)
    except SQLAlchemyError as fault:
        log.error("edition %s is not drawn yet: %s", edition.id, type(fault).__name__)


def drawn(sheet: Sheet, stamp: Stamp, press: Press) -> tuple[str, bytes]:
    """A small document, drawn now and kept; or, if somebody was faster, theirs. With the stamp of what it shows.

    Raises what drawing raises.
    """
    let_go()
    with _one_at_a_time:
        job, found = _begun(sheet, stamp)
        if found is not None:
            return found
        try:
            done = _draw(sheet, press, now())
        except Exception as fault:
            if job is not None and not isinstance(fault, SQLAlchemyError):
                _put_off(job, fault)
            raise
        if job is not None:
            with transaction():
                drawing.keep(job, *done, now())
        return done


def wanted_since(sheet: Sheet, stamp: Stamp, at: datetime) -> datetime:
    """Have the worker draw a document, once however many ask; answers since when it waits."""
    since = drawing.waits_since(sheet, at)
    if since is None:
        with transaction():
            drawing.want(sheet, stamp, at)
    return since or at


def note_asked(sheet: Sheet, found: Kept, at: datetime) -> None:
    """Keep a drawing on that is still asked for. Where nothing can be written, it is handed out all the same."""
    if found.is_to_be_noted(at):
        try:
            with transaction():
                drawing.note_asked(sheet, at)
        except OperationalError as fault:
            log.error("it is not noted that a drawing was asked for: %s", type(fault).__name__)


def backlog(at: datetime) -> Backlog:
    """What waits to be drawn, for readiness and for staff; what was given up waits too."""
    (few, first), (more, second) = files.waiting(), drawing.waiting()
    since = min(filter(None, (first, second)), default=at)
    return Backlog(few + more, int((at - since).total_seconds()))


def _claimed_of(edition_id: int) -> FileJob | None:
    with transaction():
        return files.claim(now(), edition_id)


def _begun(sheet: Sheet, stamp: Stamp) -> tuple[SheetJob | None, tuple[str, bytes] | None]:
    """The job of drawing it, or what was drawn meanwhile; neither when another process draws it, or nothing can be
    written: then it is drawn and not kept.
    """
    try:
        with transaction():
            at = now()
            found = drawing.kept(sheet, stamp, at)
            if found and (data := drawing.data_of(sheet, found)):
                return None, (found.stamp, data)
            drawing.want(sheet, stamp, at)
            return drawing.claim(at, sheet), None
    except OperationalError as fault:
        log.error("a drawing is not kept: %s", type(fault).__name__)
        return None, None


def _try(job: FileJob | SheetJob, press: Press) -> None:
    """Draw and keep it. A fault of the database is raised; the lease then ends by itself."""
    try:
        with _one_at_a_time:
            _draw_and_keep(job, press)
    except SQLAlchemyError:
        raise
    except Exception as fault:  # a document that cannot be drawn must not stop the worker
        _put_off(job, fault)


def _draw_and_keep(job: FileJob | SheetJob, press: Press) -> None:
    if isinstance(job, FileJob):
        data = files.draw(job, press, now())
        with transaction():
            files.keep(job, data, now())
    else:
        stamp, data = _draw(drawing.sheet_of(job), press, now())
        with transaction():
            drawing.keep(job, stamp, data, now())


def _draw(sheet: Sheet, press: Press, at: datetime) -> tuple[str, bytes]:
    return posters.draw(sheet, press, at) if posters.is_poster(sheet) else drawing.draw(sheet, at)


def _put_off(job: FileJob | SheetJob, fault: Exception) -> None:
    why = str(fault) if isinstance(fault, Unsigned) else type(fault).__name__
    log.error("could not draw %s: %s", job, why)
    with transaction():
        if isinstance(job, FileJob):
            files.put_off(job, now())
        else:
            drawing.put_off(job, now())
