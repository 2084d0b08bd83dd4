"""The press sheet of a letter, as a file."""

from flask import Response, make_response, request

from signon.database import now
from signon.letters.letters import current_texts, text_for
from signon.mail.links import letter_link
from signon.press import press_sheet as sheets
from signon.web.staff.doors import letter_or_404, staff


@staff.get("/letters/<slug>/press-sheet.pdf")
def press_sheet(slug: str) -> Response:
    """One page for journalists, in the language of the text that counts, or of the translation that `text` names."""
    letter = letter_or_404(slug)
    language = text_for(current_texts(letter), request.args.get("text", "")).language
    response = make_response(sheets.press_sheet(letter, language, letter_link(slug, language), now()))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-press-sheet.pdf"'
    return response
