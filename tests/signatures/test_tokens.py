"""Tokens work for one purpose, whole, and tell nothing."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.signatures.tokens import BrokenToken, OldFormToken, Tokens, fingerprint, new_code, same_code

TOKENS = Tokens(("a secret of some length",))


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
    first, second = TOKENS.form_token("sign a"), TOKENS.form_token("sign a")
    assert TOKENS.read_form_token("sign a", first) != TOKENS.read_form_token("sign a", second)
    with pytest.raises(OldFormToken):
        TOKENS.read_form_token("sign b", first)
    with pytest.raises(OldFormToken):
        TOKENS.read_form_token("sign a", first[:-1])


def test_a_code_is_two_groups_of_four_that_cannot_be_misread() -> None:
    for _ in range(200):
        assert re.fullmatch(r"[2-9A-HJKMNP-TW-Y]{4}-[2-9A-HJKMNP-TW-Y]{4}", new_code())


@pytest.mark.parametrize("typed", ["abcd-2345", "ABCD2345", " abcd 2345 ", "ab cd-23 45"])
def test_a_code_may_be_typed_with_or_without_its_dash_in_either_case(typed: str) -> None:
    assert same_code(typed) == "ABCD-2345"
