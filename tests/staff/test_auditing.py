"""Whatever staff do is kept with who and when, and no entry can be changed without being found out."""

import ast
import re
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, update

from signon.campaigns.campaigns import named
from signon.database import db, now, transaction
from signon.staff.audit_models import AuditEntry, AuditHead
from signon.staff.auditing import COMMAND_LINE, Doer, broken_at, record
from signon.web.staff.audited import ACTS
from tests import make
from tests.staff.people import Browser, browser, person, send, sign_in

PAGE = "/staff/letters/night-train"
DOORS = Path("signon/web/staff")
# These change nothing that anybody else sees: they show what would be, or they are about one's own session.
LOOKS_ONLY = {"text_preview", "preview_translation", "preview_invitations"}


def chain() -> int:
    campaign = named("Night Line")
    assert campaign is not None
    return campaign.id


def keep(number: int) -> None:
    """Keep so many entries of the letter's campaign."""
    for count in range(number):
        with transaction():
            record(
                "letter.published",
                Doer(who=COMMAND_LINE),
                keys=make.keys(),
                at=now(),
                campaign_id=chain(),
                number=count,
            )


def entries() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.query(AuditEntry).order_by(AuditEntry.number))


def test_what_staff_press_is_kept_with_who_and_when(owner: Browser) -> None:
    make.letter()
    before = now()
    send(owner, PAGE, to=f"{PAGE}/controls", do="pause")
    [entry] = entries()
    assert (entry.act, entry.number) == ("signing.pause", 1)
    assert before <= entry.at <= now()
    page = owner.get(f"{PAGE}/audit").text
    assert "ida@nightline.org" in page and "paused new signatures" in page


def test_what_was_refused_is_not_kept(owner: Browser) -> None:
    make.letter()
    send(owner, f"{PAGE}/layout", page_header="{{ nothing }}")
    assert not entries()


def test_a_chain_as_it_was_kept_is_intact(app: Flask) -> None:
    make.letter()
    keep(3)
    assert broken_at(chain(), make.keys()) is None


@pytest.mark.parametrize(
    ("tampering", "found_at"),
    [
        (update(AuditEntry).where(AuditEntry.number == 2).values(act="letter.delivered"), 2),
        (update(AuditEntry).where(AuditEntry.number == 2).values(facts={"number": 9}), 2),
        (update(AuditEntry).where(AuditEntry.number == 2).values(member_id=7), 2),
        (delete(AuditEntry).where(AuditEntry.number == 2), 2),
        (delete(AuditEntry).where(AuditEntry.number == 3), 3),
        (delete(AuditEntry), 1),
        (delete(AuditHead), 1),
        (update(AuditHead).values(number=2), 3),
    ],
)
def test_whoever_changes_removes_or_cuts_off_entries_is_found_out(app: Flask, tampering: object, found_at: int) -> None:
    make.letter()
    keep(3)
    with transaction():
        db.session.execute(tampering)  # type: ignore[call-overload]
    assert broken_at(chain(), make.keys()) == found_at
    said = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert said.exit_code == 1
    assert f"Night Line: entry {found_at} is not as it was kept" in said.output


def test_the_command_says_that_all_is_intact_and_the_last_seal(app: Flask) -> None:
    make.letter()
    keep(2)
    said = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert said.exit_code == 0
    assert f"Night Line: 2 entries, intact; the last seal is {entries()[-1].hash}" in said.output


def test_entries_of_one_moment_take_turns(app: Flask) -> None:
    make.letter()

    def three() -> None:
        with app.app_context():
            keep(3)

    threads = [threading.Thread(target=three) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.number for entry in entries()] == list(range(1, 13))
    assert broken_at(chain(), make.keys()) is None


def test_the_audit_is_searched_by_act_person_and_day_and_paged(app: Flask, owner: Browser) -> None:
    make.letter()
    for do in ["pause", "resume"] * 26:
        send(owner, f"{PAGE}/audit", to=f"{PAGE}/controls", do=do)
    first = owner.get(f"{PAGE}/audit").text
    assert "52 entries" in first and "Page 1 of 2" in first
    assert "26 entries" in owner.get(f"{PAGE}/audit?act=signing.pause").text
    assert "Nothing like that" in owner.get(f"{PAGE}/audit?day=2020-01-01").text
    assert "52 entries" in owner.get(f"{PAGE}/audit?day={now().date().isoformat()}").text
    for nothing in ("day=9999-12-31", "day=soon", "who=soon"):
        assert "52 entries" in owner.get(f"{PAGE}/audit?{nothing}").text
    assert "Nothing like that" in owner.get(f"{PAGE}/audit?who={10**30}").text
    assert owner.get(f"{PAGE}/audit?page=3").status_code == 404
    assert owner.get(f"/staff/campaigns/{chain()}/audit").status_code == 200


def test_a_viewer_does_not_read_it(app: Flask) -> None:
    make.letter()
    visitor = browser(app)
    sign_in(visitor, person(role="viewer", campaign="Night Line"))
    assert visitor.get(f"{PAGE}/audit").status_code == 404


KEEPERS = {"audit", "record", "note"}


def posting_doors() -> list[tuple[str, str, str]]:
    """Every view of the workspace that takes a POST: file, function, source."""
    found = []
    for path in sorted(DOORS.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and any(
                "staff.post" in ast.unparse(mark) or "POST" in ast.unparse(mark) for mark in node.decorator_list
            ):
                found.append((path.name, node.name, source))
    assert len(found) > 20, "the doors were not found"
    return found


def test_every_door_that_changes_something_keeps_an_entry() -> None:
    """By reading the source: the view, or a function of its file that it calls, keeps one."""
    silent = [
        f"{file}: {name}"
        for file, name, source in posting_doors()
        if name not in LOOKS_ONLY and not keeps(source, name)
    ]
    assert not silent, "\n".join(silent)


def keeps(source: str, name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the function called `name`, or one of the same file that it calls, calls `audit`."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    called = {
        node.func.id
        for node in ast.walk(functions[name])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return "audit" in called or any(
        keeps(source, other, seen | {name}) for other in called & functions.keys() - seen - {name}
    )


def test_every_act_that_is_kept_has_its_sentence() -> None:
    acts = set()
    for path in [*DOORS.glob("*.py"), *Path("signon/cli").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEEPERS:
                said = [arg.value for arg in ast.walk(node.args[0]) if isinstance(arg, ast.Constant)]
                acts |= {act for act in said if re.fullmatch(r"\w+\.\w+", str(act))}
    assert len(acts) > 10
    assert acts <= ACTS.keys(), acts - ACTS.keys()
