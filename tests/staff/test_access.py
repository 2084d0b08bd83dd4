"""Who reviews a campaign's letters, and so is written to about them."""

from flask import Flask

from signon.campaigns.campaigns import named
from signon.database import transaction
from signon.staff.access import reviewers_of
from signon.staff.members import with_email
from signon.staff.models import EDITOR, OWNER, REVIEWER, VIEWER
from tests import make
from tests.staff.people import person


def test_those_who_review_in_the_campaign_or_everywhere_are_written_to(app: Flask) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    for email, role, campaign in (
        ("owner@nightline.org", OWNER, ""),
        ("reviewer@nightline.org", REVIEWER, "Night Line"),
        ("editor@nightline.org", EDITOR, "Night Line"),
        ("viewer@nightline.org", VIEWER, "Night Line"),
        ("elsewhere@nightline.org", OWNER, "Harbour"),
        ("gone@nightline.org", OWNER, ""),
    ):
        person(email, role, campaign)
    with transaction():
        gone = with_email("gone@nightline.org")
        assert gone is not None
        gone.active = False
    night_line = named("Night Line")
    assert night_line is not None
    found = [member.email for member in reviewers_of(night_line.id)]
    assert found == ["editor@nightline.org", "owner@nightline.org", "reviewer@nightline.org"]
