"""Words for the public are kept by language; here is which of them a reader gets."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def said(words: Mapping[str, T], language: str, own: str) -> tuple[str, T]:
    """The language and the words that whoever reads in `language` gets: in it where it is there, else in the campaign's
    `own`, else in the first there is. "es-MX" is content with "es"; a language whose words are empty is not there.

    Raises LookupError when there are none at all: ask first whether there are (`if campaign.about`).
    """
    there = {code: value for code, value in words.items() if value}
    for code in (language, language.partition("-")[0], own):
        if code in there:
            return code, there[code]
    for code, value in there.items():
        return code, value
    raise LookupError("there are no words in any language")
