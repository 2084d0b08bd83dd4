"""The audit, as people read it: who did what when, in one letter or in a whole campaign."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Response, abort, make_response, render_template, request, url_for
from flask_babel import gettext as _

from signon.campaigns.models import Campaign
from signon.database import db
from signon.letters.models import Letter
from signon.staff.access import MANAGE, may
from signon.staff.audit_models import AuditEntry
from signon.staff.audit_reading import PAGE, Asked, acts, doers, read
from signon.staff.auditing import COMMAND_LINE
from signon.web.staff.audited import ACTS
from signon.web.staff.doors import letter_or_404, member, staff

_MOST_PAGES = 10_000  # an address with more was not made by us
_LARGEST_ID = 2**31 - 1  # what the column holds


@dataclass(frozen=True)
class Told:
    """One entry in words: when, who, what, to which letter or name; `link` leads there, or is ""."""

    number: int
    at: datetime
    who: str
    what: str
    slug: str
    link: str


@staff.get("/letters/<slug>/audit", endpoint="audit")
def audit_of_letter(slug: str) -> Response:
    """Who did what with this letter."""
    letter = letter_or_404(slug)
    return _page(Asked(letter.campaign_id, letter.id), letter.deadline_zone, letter=letter, campaign=letter.campaign)


@staff.get("/campaigns/<int:campaign_id>/audit", endpoint="campaign_audit")
def audit_of_campaign(campaign_id: int) -> Response:
    """Who did what in this campaign."""
    campaign = db.session.get_one(Campaign, campaign_id)
    return _page(Asked(campaign_id), "UTC", letter=None, campaign=campaign)


def _page(whole: Asked, zone: str, *, letter: Letter | None, campaign: Campaign) -> Response:
    asked, page = _narrowed(whole, zone), max(request.args.get("page", 1, type=int), 1)
    if page > _MOST_PAGES:
        abort(404)
    found = read(asked, page)
    if page > 1 and (page - 1) * PAGE >= found.total:
        abort(404)
    shown = render_template(
        "staff/audit.html",
        letter=letter,
        campaign=campaign,
        zone=zone,
        told=[_told(line.entry, line.email, line.slug) for line in found.lines],
        total=found.total,
        page=page,
        pages=max(-(-found.total // PAGE), 1),
        acts=[(act, _what(act, {})) for act in acts(whole)],
        doers=doers(whole),
        chosen=request.args,
        is_narrowed=asked != whole,
        may_manage=may(member(), MANAGE, campaign.id),
    )
    return make_response(shown)


def _narrowed(whole: Asked, zone: str) -> Asked:
    since, until = _day(request.args.get("day", ""), ZoneInfo(zone))
    who = request.args.get("who", None, type=int)
    return Asked(
        whole.campaign_id,
        whole.letter_id,
        act=request.args.get("act", "")[:100],
        member_id=min(max(who, 0), _LARGEST_ID) if who is not None else None,
        since=since,
        until=until,
    )


def _day(typed: str, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Since and until when it is that day in `zone`; twice None for what is no day, or none that any zone can have."""
    try:
        since = datetime.combine(date.fromisoformat(typed), time(), zone)
        return since.astimezone(UTC), (since + timedelta(days=1)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None, None


def _told(entry: AuditEntry, email: str, slug: str) -> Told:
    link = ""
    if slug and entry.signature_id is not None:
        link = url_for("staff.name", slug=slug, signature_id=entry.signature_id)
    return Told(entry.number, entry.at, _who(entry, email), _what(entry.act, entry.facts), slug, link)


def _who(entry: AuditEntry, email: str) -> str:
    if email:
        return email
    if entry.who:
        return str(_("the command line") if entry.who == COMMAND_LINE else _("the worker"))
    return str(_("somebody whose account is gone"))


def _what(act: str, facts: dict[str, object]) -> str:
    """The act's sentence; without facts (in the choice of acts) an ellipsis stands for them."""
    sentence = str(ACTS[act]) if act in ACTS else act
    return sentence % _Facts(facts)


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"
