"""One person counts once, however the address is spelled; and two people never count as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.signatures.addresses import same_mailbox

ONE_MAILBOX = [
    ("ada@nightowls.org", "ADA@NightOwls.org", "ada+letters@nightowls.org"),
    ("ada.quill@gmail.com", "adaquill@gmail.com", "a.d.a.quill+x@googlemail.com", "AdaQuill@GMAIL.com"),
    ("ada@outlook.com", "ada+x@outlook.com"),
    ("ada@icloud.com", "ada@me.com", "ada+x@mac.com"),
    ("ada.quill@proton.me", "ada-quill@protonmail.com", "ada_quill+x@pm.me", "adaquill@protonmail.ch"),
    ("ada@fastmail.com", "ada+x@fastmail.com", "letters@ada.fastmail.com", "x+y@ada.fastmail.com"),
    ("base-letters@yahoo.com", "base-news@yahoo.com", "base-a-b@yahoo.com"),
    ("base-letters@yahoo.co.uk", "base-news@yahoo.co.uk"),
    ("ada@yandex.ru", "ada@ya.ru", "ada+x@yandex.com", "ada@yandex.kz"),
    ("ada@zohomail.com", "ada+x@zohomail.com"),
]
TWO_PEOPLE = [
    ("ada@nightowls.org", "ida@nightowls.org"),
    ("ada.quill@nightowls.org", "adaquill@nightowls.org"),
    ("ada-quill@nightowls.org", "ada@nightowls.org"),
    ("ada@outlook.com", "ada@hotmail.com"),
    ("ada.quill@outlook.com", "adaquill@outlook.com"),
    ("ada-quill@gmail.com", "adaquill@gmail.com"),
    ("ada.quill@icloud.com", "adaquill@icloud.com"),
    ("base-letters@yahoo.com", "base@yahoo.com"),
    ("base-letters@yahoo.com", "base-letters@yahoo.fr"),
    ("ada-quill@yahoo.co.jp", "ada-x@yahoo.co.jp"),
    ("ada_quill@yahoo.com", "adaquill@yahoo.com"),
    ("ada-quill@notyahoo.com", "ada-x@notyahoo.com"),
    ("ada@fastmail.com", "ada@fastmail.fm"),
    ("letters@ada.fastmail.com", "letters@ida.fastmail.com"),
    ("ada@gmail.com.example.org", "ada@gmail.com"),
    ("+a@nightowls.org", "+b@nightowls.org"),
    (".@gmail.com", "..@gmail.com"),
]


@pytest.mark.parametrize("spellings", ONE_MAILBOX, ids=lambda spellings: spellings[0])
def test_the_spellings_of_one_mailbox_are_one(spellings: tuple[str, ...]) -> None:
    assert len({same_mailbox(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE, ids=lambda address: address)
def test_two_people_are_never_one(one: str, other: str) -> None:
    assert same_mailbox(one) != same_mailbox(other)


PARTS = st.text(alphabet="aAbB.-_+1ß", max_size=8)
DOMAINS = st.sampled_from(
    ["gmail.com", "googlemail.com", "me.com", "pm.me", "ya.ru", "yahoo.com", "ada.fastmail.com", "b.org", "fastmail.fm"]
)


@given(st.text() | st.builds("{}@{}".format, PARTS, DOMAINS))
def test_any_text_has_one_form_that_is_its_own_form(text: str) -> None:
    once = same_mailbox(text)
    assert same_mailbox(once) == once
    assert same_mailbox(text.upper().lower()) == same_mailbox(text.lower()) or not text.isascii()


@given(PARTS, DOMAINS, PARTS)
def test_what_follows_a_plus_sign_never_counts(local: str, domain: str, more: str) -> None:
    name = f"a{local.replace('+', '')}"
    assert same_mailbox(f"{name}+{more}@{domain}") == same_mailbox(f"{name}@{domain}")


@given(PARTS, DOMAINS)
def test_a_mailbox_never_has_more_than_one_at_sign_and_stays_at_its_provider(local: str, domain: str) -> None:
    form = same_mailbox(f"{local}@{domain}")
    assert form.count("@") == 1
    assert form.partition("@")[2]
