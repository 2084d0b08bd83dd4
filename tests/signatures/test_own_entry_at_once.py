"""Several windows, colleagues and staff act on one signature at one moment: nothing breaks, and every number agrees."""

from functools import partial

from flask import Flask
from flask.testing import FlaskClient

from signon.database import db, now, transaction
from signon.letters.letters import with_slug
from signon.mail.models import OutboxMail
from signon.signatures import reviewing
from signon.signatures.models import Signature
from tests import make
from tests.crowds import assert_counters_agree, at_once
from tests.signatures.own import agreed, forms, signed
from tests.signatures.pictures import PICTURE, file_of

SURE, TICK = {"sure": "y"}, {"authorized": "y"}


def test_who_takes_over_twice_at_once_is_written_to_once(app: Flask, client: FlaskClient) -> None:
    make.letter()
    link = signed(client)
    client.post(f"{link}/hand-over", data={"representative": "Bo Fern", "email": "bo@nightowls.org"})
    way = f"/hand-over/{make.newest_mail('handover').token}"
    taking = {**forms(client.get(way))[0][1], **TICK}
    answers = at_once([partial(app.test_client().post, way, data=taking) for _ in range(8)])
    assert {answer.status_code for answer in answers} == {303}
    db.session.rollback()
    assert db.session.query(OutboxMail).filter_by(kind="signed").count() == 2  # Ada's, and Bo's
    assert client.get(f"/signature/{make.newest_mail('signed').token}").status_code == 200


def test_of_eight_windows_that_save_at_once_one_is_saved_and_seven_are_told(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    _path, fields = forms(client.get(f"{link}/correct"))[0]
    saves = [
        partial(app.test_client().post, f"{link}/correct", data={**fields, "city": f"City {number}"})
        for number in range(8)
    ]
    assert sorted(answer.status_code for answer in at_once(saves)) == [303] + [409] * 7
    assert agreed(letter) == (1, 0, 0, 0)


def _strike(app: Flask) -> int:
    """Staff take the name off, if it is still there; what a page would answer."""
    with app.app_context(), transaction():
        letter = with_slug("night-train")
        signature = db.session.query(Signature).filter_by(printed_name="Night Owls Union", state="verified").first()
        if letter is not None and signature is not None:
            reviewing.strike(letter, signature, "no such body", now(), keys=make.keys())
    return 303


def test_all_that_can_be_done_at_once_ends_in_one_way_and_is_counted(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    make.listed(letter, ["Zinnia Circle"])
    for _ in range(3):
        link = signed(client)
        client.post(f"{link}/hand-over", data={"representative": "Bo Fern", "email": "bo@nightowls.org"})
        way = f"/hand-over/{make.newest_mail('handover').token}"
        _path, fields = forms(client.get(f"{link}/correct"))[0]
        taking = {**forms(client.get(way))[0][1], **TICK}
        post = app.test_client().post
        acts = [
            partial(post, f"{link}/correct", data={**fields, "organization": "Aldermoor Readers"}),
            partial(post, f"{link}/correct", data={**fields, "city": "Springfield"}),
            partial(post, f"{link}/logo", **file_of(PICTURE)),
            partial(post, f"{link}/next", data={"asked_again": "y"}),
            partial(post, way, data=taking),
            partial(post, f"{link}/withdraw", data=SURE),
            partial(post, f"{link}/not-us", data=SURE),
        ]
        answers = at_once(acts)
        assert {answer.status_code for answer in answers} <= {303, 409, 410}
        assert_counters_agree()
        assert agreed(letter)[0] in (1, 2)
        with transaction():
            db.session.query(Signature).filter(Signature.printed_name != "Zinnia Circle").delete()
            db.session.query(type(letter)).filter_by(id=letter.id).update({"delivered_at": None})
        with transaction():
            reviewing.counting.recount(now())


def test_staff_and_signee_take_the_same_name_off_at_once(app: Flask, client: FlaskClient) -> None:
    letter = make.letter()
    link = signed(client)
    at_once([partial(_strike, app), partial(app.test_client().post, f"{link}/withdraw", data=SURE)] * 3)
    assert agreed(letter) == (0, 0, 0, 0)
