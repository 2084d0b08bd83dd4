"""Mails of mailings that wait in the outbox, and must not leave any more."""

from datetime import datetime

from signon.database import db
from signon.keys import KeyStore
from signon.letters.models import Letter
from signon.mail import outbox
from signon.outreach import audiences, leaving, mailing, updates_mailed
from signon.outreach.models import SENDING, SENT, Mailing


def is_over(mail: outbox.Claimed, says: dict[str, str], keys: KeyStore, at: datetime) -> bool:
    """Whether a mail of a mailing must not leave any more: the mailing was stopped, the letter cannot be signed any
    more, the update that it tells of is not public any more, or the recipient left since it was kept, or wants no
    updates now.
    """
    if "mailing" not in says:
        return False
    row = db.session.get(Mailing, int(says["mailing"]), populate_existing=True)
    letter = db.session.get_one(Letter, mail.letter_id, populate_existing=True)
    if row is None or row.state not in (SENDING, SENT) or not mailing.is_due(letter, row.kind, at):
        return True
    if ("update" in says and row.update_id is None) or mailing.is_withheld(row, at):
        return True  # it was removed, or taken back
    if "asked" in says and not audiences.still_asks(int(says["asked"])):
        return True
    mark = leaving.mark_of(letter.campaign_id, says["to"], keys)
    since = leaving.left_since(letter.campaign_id, [mark]).get(mark)
    return since is not None and since >= mail.created_at


def note_dropped(mail: outbox.Claimed, says: dict[str, str], keys: KeyStore) -> None:
    """A mail of a mailing was dropped before it left: an update that it bore was not mailed there."""
    if "update" in says:
        campaign_id = db.session.get_one(Letter, mail.letter_id).campaign_id
        updates_mailed.forget_mailed(int(says["update"]), leaving.mark_of(campaign_id, says["to"], keys))
