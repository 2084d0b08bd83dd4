"""Tokens work for one purpose, whole, and tell nothing."""

import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import Signer

from signon.signatures.tokens import (
    FORM_HOURS,
    BrokenToken,
    OldFormToken,
    Tokens,
    fingerprint,
    new_code,
    same_code,
)

TOKENS = Tokens(("a secret of some length",))
AT = datetime(2026, 11, 21, 17, 0, 0, 123_456, tzinfo=UTC)


def test_a_token_is_good_for_its_own_purpose_only() -> None:
    token = TOKENS.issue("verify")
    assert TOKENS.check("verify", token) == token
    for other in ("edit", "withdraw", "code", "form", "invite"):
        with pytest.raises(BrokenToken):
            TOKENS.check(other, token)


def test_a_token_with_any_one_character_changed_is_broken() -> None:
    token = TOKENS.issue("verify")
    for place, mark in enumerate(token):
        for other in ("A", "_", "x"):
            if mark != other:
                with pytest.raises(BrokenToken):
                    TOKENS.check("verify", token[:place] + other + token[place + 1 :])


@given(st.text(max_size=200))
def test_nothing_made_up_is_a_token(text: str) -> None:
    with pytest.raises(BrokenToken):
        TOKENS.check("verify", text)


def test_a_token_holds_random_bits_and_no_facts() -> None:
    bits = TOKENS.issue("verify").split(".")[0]
    assert len(base64.urlsafe_b64decode(bits + "=")) == 32
    assert len({TOKENS.issue("verify") for _ in range(100)}) == 100
    assert fingerprint(bits) != bits


def test_tokens_of_an_older_secret_work_until_it_is_removed_and_new_ones_use_the_newest() -> None:
    old, both, new = Tokens(("old" * 12,)), Tokens(("old" * 12, "new" * 12)), Tokens(("new" * 12,))
    token = old.issue("verify")
    assert both.check("verify", token)
    with pytest.raises(BrokenToken):
        new.check("verify", token)
    assert new.check("verify", both.issue("verify"))


def test_a_form_token_belongs_to_one_form_and_each_showing_has_its_own() -> None:
    first, second = TOKENS.form_token("sign a", AT), TOKENS.form_token("sign a", AT)
    assert TOKENS.read_form_token("sign a", first, AT).id != TOKENS.read_form_token("sign a", second, AT).id
    with pytest.raises(OldFormToken):
        TOKENS.read_form_token("sign b", first, AT)
    with pytest.raises(OldFormToken):
        TOKENS.read_form_token("sign a", first[:-1], AT)


def test_a_form_token_knows_to_the_millisecond_when_the_form_was_shown() -> None:
    token = TOKENS.form_token("sign a", AT)
    shown = TOKENS.read_form_token("sign a", token, AT + timedelta(seconds=3)).at
    assert timedelta(0) <= AT - shown < timedelta(milliseconds=1)


def test_a_form_token_lasts_a_day_to_the_second() -> None:
    token = TOKENS.form_token("sign a", AT)
    TOKENS.read_form_token("sign a", token, AT + timedelta(hours=FORM_HOURS, seconds=-1))
    with pytest.raises(OldFormToken):
        TOKENS.read_form_token("sign a", token, AT + timedelta(hours=FORM_HOURS, seconds=1))


@given(st.text(max_size=200))
def test_nothing_made_up_is_a_form_token(text: str) -> None:
    with pytest.raises(OldFormToken):
        TOKENS.read_form_token("sign a", text, AT)


def test_a_form_token_signed_before_the_moment_was_part_of_it_is_one_that_is_too_old() -> None:
    for bare in ("abc", "abc.", "abc.soon", "abc.9" + "9" * 30):
        token = Signer(["a secret of some length"], salt="signon form sign a", digest_method=hashlib.sha384).sign(bare)
        with pytest.raises(OldFormToken):
            TOKENS.read_form_token("sign a", token.decode(), AT)


def test_a_code_is_two_groups_of_four_that_cannot_be_misread() -> None:
    for _ in range(200):
        assert re.fullmatch(r"[2-9A-HJKMNP-TW-Y]{4}-[2-9A-HJKMNP-TW-Y]{4}", new_code())


@pytest.mark.parametrize("typed", ["abcd-2345", "ABCD2345", " abcd 2345 ", "ab cd-23 45"])
def test_a_code_may_be_typed_with_or_without_its_dash_in_either_case(typed: str) -> None:
    assert same_code(typed) == "ABCD-2345"
