"""What a document says besides the letter, in the reader's language: handed in, since documents ask no request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Translated text for one document.

    `page_of` holds `{page}` and `{pages}` ("Page {page} of {pages}"). `dated` is the letter's date as the language
    writes it, or empty for a letter without one. `subject_label` stands before the subject ("Re:"), `to_label` before
    the addressees of a petition ("To:"). `organizations` and `individuals` head the two lists of a letter signed by
    both. `anonymous` says how many people signed anonymously, `affiliations` that affiliations are given for
    identification only; each is printed where there are such.
    """

    page_of: str
    dated: str
    subject_label: str
    to_label: str
    organizations: str
    individuals: str
    anonymous: str = ""
    affiliations: str = ""

    def page(self, page: int, pages: int) -> str:
        """The line that numbers a page; other braces in a translation are left alone."""
        return self.page_of.replace("{page}", str(page)).replace("{pages}", str(pages))
