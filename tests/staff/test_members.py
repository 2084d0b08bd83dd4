"""Accounts as the command line makes them."""

import pytest
from flask import Flask

from signon.database import now, transaction
from signon.staff.members import (
    current_code,
    enrol_authenticator,
    enter,
    forget_authenticator,
    renew_password,
    with_email,
)
from tests.staff.people import Browser, Person, give_password, is_inside, person, sign_in


@pytest.fixture(autouse=True)
def inside(app: Flask) -> None:
    """These tests need the application."""


def test_a_new_person_gets_a_password_that_is_told_once() -> None:
    with transaction():
        _, password = enter("ida@nightline.org", now())
        _, again = enter("ida@nightline.org", now())
    assert password and len(password) >= 20
    assert again is None


def test_one_person_has_one_account_whatever_the_capital_letters() -> None:
    with transaction():
        first, _ = enter("Ida@nightline.org", now())
        second, password = enter("ida@NightLine.org", now())
    assert first is second and password is None
    assert with_email("IDA@NIGHTLINE.ORG") is first


def test_two_people_get_different_passwords() -> None:
    assert person().password != person("ada@nightline.org").password


def test_a_renewed_password_is_another_one() -> None:
    someone = person()
    with transaction():
        member = with_email(someone.email)
        assert member
        assert renew_password(member) != someone.password


def test_there_is_no_code_without_an_authenticator() -> None:
    assert current_code("nobody@nightline.org") is None
    assert current_code(person(authenticator=False).email) is None


def test_a_key_that_staff_were_given_signs_in(stranger: Browser) -> None:
    someone = person()
    assert len(someone.key) == 32
    sign_in(stranger, someone)
    assert is_inside(stranger)


def test_whoever_lost_the_phone_sets_up_another_app(owner: Browser) -> None:
    with transaction():
        member = with_email("ida@nightline.org")
        assert member
        forget_authenticator(member)
        password = renew_password(member)
    assert not is_inside(owner)
    assert give_password(owner, Person(member.email, password)).location == "/staff/authenticator"


def test_a_new_key_replaces_the_old_one(stranger: Browser) -> None:
    someone = person()
    with transaction():
        member = with_email(someone.email)
        assert member
        assert enrol_authenticator(member) != someone.key
