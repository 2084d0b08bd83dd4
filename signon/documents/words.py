"""What a document says besides the letter, in the reader's language: handed in, since documents ask no request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Translated text for one document.

    `page_of` holds `{page}` and `{pages}` ("Page {page} of {pages}"). `dated` is the letter's date as the language
    writes it, or empty for a letter without one. `subject_label` stands before the subject ("Re:"), `to_label` before
    the addressees of a petition ("To:").

    `organizations` and `individuals` head the two lists of a letter signed by both; `conveners` heads theirs where they
    stand first. `national`, `statewide`, `local` and `no_scope`, `no_state`, `no_country` head groups of names.
    `anonymous` says how many people signed anonymously, `affiliations` that affiliations are given for identification
    only; each is printed where there are such. `check` says what the address at the end is for, `check_alt` what the
    picture beside it is.
    """

    page_of: str
    dated: str
    subject_label: str
    to_label: str
    organizations: str
    individuals: str
    anonymous: str = ""
    affiliations: str = ""
    conveners: str = "Conveners"
    national: str = "National"
    statewide: str = "Statewide"
    local: str = "Local"
    no_scope: str = "Other organizations"
    no_state: str = "No state given"
    no_country: str = "No country given"
    check: str = "Check that this copy is genuine:"
    check_alt: str = "QR code of the address beside it"

    def page(self, page: int, pages: int) -> str:
        """The line that numbers a page; other braces in a translation are left alone."""
        return self.page_of.replace("{page}", str(page)).replace("{pages}", str(pages))
