"""Letters begin in the workspace: new, copied, or from a letter file; and they are found again."""

import io

from werkzeug.test import TestResponse

from signon.campaigns.campaigns import named
from signon.database import db, now, transaction
from signon.letters.letters import current_texts, with_slug
from signon.letters.models import Letter
from signon.staff.audit_models import AuditEntry
from signon.staff.models import EDITOR, VIEWER
from tests import make
from tests.staff.people import Browser, browser, csrf, person, send, sign_in

NEW = {"title": "Run the night train", "campaign": "new", "new_campaign": "Night Line", "signed_by": "organizations"}
FILE = "---\ntitle: Run the night train\ncampaign: Night Line\n---\n\nWe, {{ undersigned }} groups, ask.\n"


def begun(browser: Browser, **changed: str) -> TestResponse:
    return send(browser, "/staff/new-letter", **{**NEW, "language": "en", **changed})


def brought(browser: Browser, text: str | None, name: str = "night-train.md", **typed: str) -> TestResponse:
    data: dict[str, object] = {"csrf_token": csrf(browser.get("/staff/import-letter")), **typed}
    if text is not None:
        data["file"] = (io.BytesIO(text.encode()), name)
    return browser.post("/staff/import-letter", data=data, content_type="multipart/form-data")


def acts() -> list[str]:
    db.session.rollback()
    return [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]


def letter(slug: str) -> Letter:
    db.session.rollback()
    found = with_slug(slug)
    assert found is not None
    return found


def member_of(campaign: str, role: str, app_browser: Browser) -> Browser:
    signed_in = browser(app_browser.application)
    sign_in(signed_in, person(f"{role}@nightline.org", role, campaign))
    return signed_in


def test_from_an_empty_database_a_letter_is_begun_in_a_new_campaign(owner: Browser) -> None:
    answer = begun(owner, safe_mode="y")
    assert (answer.status_code, answer.location) == (303, "/staff/letters/run-the-night-train/text")
    made = letter("run-the-night-train")
    assert made.campaign.name == "Night Line" and made.safe_mode and made.state(now()) == "draft"
    assert "{{ undersigned }}" in current_texts(made)[0].body
    assert acts() == ["letter.begun"]
    assert begun(owner, language="es").location.endswith("/run-the-night-train-2/text"), "the address is free"


FAULTS: list[tuple[dict[str, str], str]] = [
    ({"title": " "}, "Please give the letter a title."),
    ({"campaign": ""}, "Please choose a campaign."),
    ({"campaign": "999"}, "Please choose a campaign."),
    ({"new_campaign": ""}, "Please give the new campaign a name."),
    ({"signed_by": "cats"}, "Please choose who signs it."),
    ({"language": "xx"}, "Please choose a language."),
    ({"slug": "Night Train"}, "Please use small letters"),
    ({"slug": "taken"}, "There is a letter at this address already."),
    ({"title": "{{ names }} ask"}, "means nothing here"),
]


def test_what_is_missing_is_told_and_nothing_typed_is_lost(owner: Browser) -> None:
    make.letter("taken")
    for changed, says in FAULTS:
        typed = {"slug": "my-own-address", **NEW, **changed}
        answer = begun(owner, **typed)
        assert answer.status_code == 422 and says in answer.text, changed
        for name in ("slug", "title", "new_campaign"):
            assert f'value="{typed[name]}"' in answer.text, changed
    many = begun(owner, title="", new_campaign="", slug="taken").text
    assert many.count('class="error"') == 3, "all of it is told at once"
    assert db.session.query(Letter).count() == 1


def test_an_editor_begins_letters_in_their_own_campaigns_only(owner: Browser) -> None:
    make.letter(campaign="Night Line")
    make.letter("other", campaign="Other Line")
    editor = member_of("Night Line", EDITOR, owner)
    page = editor.get("/staff/new-letter").text
    assert "Night Line" in page and "Other Line" not in page and "new_campaign" not in page
    mine, other = named("Night Line"), named("Other Line")
    assert mine and other
    mine_id, other_id = str(mine.id), str(other.id)
    assert begun(editor, campaign=mine_id).status_code == 303
    assert begun(editor, campaign=other_id).status_code == 422
    assert begun(editor, campaign="new").status_code == 422
    assert "Other Line” that the file names" in brought(editor, FILE.replace("Night", "Other"), "x.md").text
    assert brought(editor, FILE.replace("Night", "Unknown"), "x.md").status_code == 422
    assert "There is a letter at this address already" in brought(editor, FILE, "other.md").text
    viewer = member_of("Night Line", VIEWER, owner)
    for path in ("/staff/new-letter", "/staff/import-letter", "/staff/letters/night-train/clone"):
        assert viewer.get(path).status_code == 404
    assert viewer.get("/staff/letters/night-train/letter-file").status_code == 200
    assert viewer.get("/staff/letters/other/letter-file").status_code == 404


def test_a_letter_is_copied_under_a_new_title(owner: Browser) -> None:
    make.letter()
    page = "/staff/letters/night-train/clone"
    assert 'value="run-the-night-train-again"' in owner.get(page).text
    assert send(owner, page, title="Sundays too", slug="night-train").status_code == 422
    answer = send(owner, page, title="Sundays too", slug="")
    assert (answer.status_code, answer.location) == (303, "/staff/letters/sundays-too/text")
    assert letter("sundays-too").campaign.name == "Night Line"
    assert acts() == ["letter.cloned"]


def test_a_letter_file_goes_round_and_says_the_same(owner: Browser) -> None:
    assert brought(owner, FILE).location == "/staff/letters/night-train/text"
    spanish = "---\ntitle: Que corra\ntranslation_of: night-train\nlanguage: es\n---\n\nPedimos.\n"
    assert brought(owner, spanish, "es.md").location == "/staff/letters/night-train/text"
    file = owner.get("/staff/letters/night-train/letter-file")
    assert file.headers["Content-Disposition"] == 'attachment; filename="night-train.md"'
    assert "slug: night-train" in file.text
    translation = owner.get("/staff/letters/night-train/letter-file?language=es")
    assert translation.headers["Content-Disposition"] == 'attachment; filename="night-train.es.md"'
    assert owner.get("/staff/letters/night-train/letter-file?language=fr").status_code == 404
    assert brought(owner, file.text, "night-train (1).md").status_code == 303
    assert brought(owner, translation.text, "x.md").status_code == 303
    assert acts() == ["letter.imported", "letter.imported"], "the same again changes nothing"
    assert brought(owner, FILE.replace("ask", "urge")).status_code == 303
    assert "urge" in current_texts(letter("night-train"))[0].body and letter("night-train").revision == 3


def test_a_file_for_a_published_letter_needs_a_reason_and_is_kept_meanwhile(owner: Browser) -> None:
    make.letter(campaign="Night Line")
    changed = FILE.replace("campaign: Night Line\n", "").replace("groups", "unions")
    refused = brought(owner, changed)
    assert refused.status_code == 422 and "Please say why it changes" in refused.text
    assert "night-train.md” is still here" in refused.text and "{{ undersigned }} unions" in refused.text
    soon = brought(owner, None, kept=changed, kept_name="night-train.md", reason="clearer", kind="material")
    assert soon.status_code == 422 and "at least one day" in soon.text
    answer = brought(owner, None, kept=changed, kept_name="night-train.md", reason="clearer", kind="clarification")
    assert answer.status_code == 303
    text = current_texts(letter("night-train"))[0]
    assert (text.number, text.change, text.reason) == (2, "clarification", "clearer")
    assert letter("night-train").campaign.name == "Night Line", "a file that names no campaign moves nothing"


UNTAKEN = [
    (None, "Please choose a letter file."),
    ("Dear all", "begins with ---"),
    (FILE.replace("{{ undersigned }}", "{{ undersigned | loudly }}"), "Known are: {{ undersigned }}, {{ undersigned"),
    ("---\ntitle: x\ntranslation_of: nowhere\nlanguage: es\n---\n\nx\n", "There is no letter nowhere"),
    ("---\ntitle: x\nsilence: maybe\n---\n\nx\n", "must be one of: withdraw, keep"),
]


def test_a_file_that_cannot_be_taken_is_told_why(owner: Browser) -> None:
    for text, says in UNTAKEN:
        answer = brought(owner, text)
        assert answer.status_code == 422 and says in answer.text, says
    assert db.session.query(Letter).count() == 0


def test_many_letters_are_searched_filtered_and_turned(owner: Browser) -> None:
    with transaction():
        campaign_at = now()
    for number in range(52):
        make.letter(f"line-{number}", published=number % 2 == 0, title=f"Línea {number}", at=campaign_at)
    first = owner.get("/staff/").text
    assert first.count('<th scope="row">') == 50 and "page=2" in first
    assert owner.get("/staff/?page=2").text.count('<th scope="row">') == 2
    assert owner.get("/staff/?page=3").status_code == 404
    found = owner.get("/staff/?q=LINEA+51&state=draft").text
    assert found.count('<th scope="row">') == 1 and "1 letter found" in found
    assert "No letter is like this" in owner.get("/staff/?q=linea+51&state=open").text
