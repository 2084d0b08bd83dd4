"""The host turns something off at once, and on again, without a restart."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.signatures.switches import LISTING, MAIL, SIGNING, SWITCHES, is_off
from tests import make


def run(app: Flask, *words: str) -> str:
    """What `signon switch WORDS...` prints. It must end well."""
    told = app.test_cli_runner().invoke(args=["switch", *words])
    assert told.exit_code == 0, told.output
    return told.output


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_is_on_until_it_is_turned_off_and_on_again_afterwards(app: Flask, name: str) -> None:
    assert not is_off(name)
    assert run(app, "off", name).startswith(f"{name} is off: ")
    assert is_off(name)
    assert [other for other in SWITCHES if is_off(other)] == [name]
    assert run(app, "on", name) == f"{name} is on\n"
    assert not is_off(name)


def test_the_list_says_since_when_something_is_off_and_turning_it_off_again_changes_nothing(app: Flask) -> None:
    assert run(app, "list") == "signing: on\nmail: on\nlisting: on\n"
    run(app, "off", MAIL)
    first = run(app, "list")
    assert "mail: off since 20" in first
    run(app, "off", MAIL)
    assert run(app, "list") == first


def test_turning_on_what_is_on_changes_nothing(app: Flask) -> None:
    run(app, "on", LISTING)
    assert not is_off(LISTING)


def test_there_is_no_switch_of_another_name(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["switch", "off", "everything"])
    assert told.exit_code == 2
    assert "signing" in told.output
    with pytest.raises(ValueError, match="everything"):
        is_off("everything")


def test_signing_stops_with_the_next_request_and_goes_on_with_the_one_after(app: Flask, client: FlaskClient) -> None:
    make.letter()
    page = client.get("/letters/night-train/sign")
    sent = {**make.ORGANIZATION, "form_token": make.form_token(page)}
    run(app, "off", SIGNING)
    looked = client.get("/letters/night-train/sign")
    assert (looked.status_code, "Signing is paused" in looked.text) == (200, True)
    answer = client.post("/letters/night-train/sign", data=sent)
    assert (answer.status_code, "Signing is paused" in answer.text) == (503, True)
    assert int(answer.headers["Retry-After"]) > 0
    assert make.signatures() == []
    run(app, "on", SIGNING)
    assert client.post("/letters/night-train/sign", data=sent).status_code == 303, "what was typed is sent again"
    assert len(make.signatures()) == 1


def test_a_link_that_was_mailed_still_works_while_signing_is_off(app: Flask, client: FlaskClient) -> None:
    make.letter()
    make.send_form(client)
    run(app, "off", SIGNING)
    assert client.post(make.newest_mail().link, data={"authorized": "y"}).status_code == 303
    assert len(make.signatures("verified")) == 1


def test_what_is_verified_while_listing_is_off_is_held(app: Flask, client: FlaskClient) -> None:
    make.letter()
    run(app, "off", LISTING)
    make.verified(client)
    assert [row.state for row in make.signatures()] == ["held"]
