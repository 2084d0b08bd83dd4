"""Notes and tags: on a letter for all its staff, on a name for those who review."""

import re

from flask import Flask

from signon.letters.letters import with_slug
from signon.staff.models import VIEWER
from tests import make
from tests.browser import browser
from tests.staff.people import Browser, csrf, person, send, sign_in
from tests.staff.queue import JSON, PAGE, QUEUE, acts, by_script, hold, names_on, number_of


def test_a_held_name_is_tagged_and_noted_and_found_by_its_tag(owner: Browser, stranger: Browser) -> None:
    make.letter()
    hold(stranger, "Union One", "Union Two")
    number = str(number_of("Union One"))
    for to, typed in ((f"{PAGE}/tags", {"tag": "Ring Again"}), (f"{PAGE}/notes", {"note": "I rang them."})):
        answer = owner.post(to, data={"csrf_token": csrf(owner.get(QUEUE)), "signature": number, **typed}, headers=JSON)
        assert answer.json and answer.json["case"], answer.text
    page = owner.get(QUEUE).text
    assert "ring-again (1)" in page and "I rang them." in page and "ida@nightline.org" in page
    assert names_on(owner, "?tag=ring-again") == ["Union One"]
    refused = owner.post(f"{PAGE}/tags", data={"csrf_token": csrf(owner.get(QUEUE)), "signature": number, "tag": "a/b"})
    assert refused.status_code == 422 and "Please write one word" in refused.text and 'value="a/b"' in refused.text
    by_script(owner, "Union One", "accept")
    name = f"{PAGE}/signatures/{number}"
    assert "ring-again" in owner.get(name).text and "I rang them." in owner.get(name).text
    assert "ring-again" in owner.get(f"{PAGE}/signatures?tag=ring-again").text
    assert "No listed name fits these filters." in owner.get(f"{PAGE}/signatures?from=import").text
    for to in re.findall(r'action="([^"]+/remove)"', owner.get(name).text):
        sent = {"csrf_token": csrf(owner.get(name)), "signature": number, "tag": "ring-again"}
        assert owner.post(to, data=sent).location == name
    assert "I rang them." not in owner.get(name).text and "ring-again" not in owner.get(name).text
    assert acts() == ["tag.added", "note.added", "signature.accepted", "tag.removed", "note.removed"]


def test_a_viewer_reads_the_letters_notes_and_no_names(app: Flask, owner: Browser, stranger: Browser) -> None:
    letter = make.letter()
    hold(stranger, "Union One")
    notes = f"{PAGE}/notes"
    send(owner, notes, note="The clerk is away in May.")
    send(owner, notes, to=f"{notes[:-5]}tags", tag="transport")
    send(owner, notes, to=notes, note="About a name.", signature=str(number_of("Union One")))
    viewer = browser(app)
    sign_in(viewer, person("vic@nightline.org", VIEWER))
    page = viewer.get(notes).text
    assert "The clerk is away in May." in page and "transport" in page and "About a name." not in page
    assert "<textarea" not in page and viewer.get(QUEUE).status_code == 404
    assert viewer.post(notes, data={"csrf_token": csrf(viewer.get("/staff/")), "note": "x"}).status_code == 404
    assert with_slug("night-train") == letter


def test_a_note_of_another_letters_name_is_out_of_reach(owner: Browser, stranger: Browser) -> None:
    make.letter()
    make.letter("harbour", campaign="Harbour")
    hold(stranger, "Union One")
    there = "/staff/letters/harbour/notes"
    sent = {"csrf_token": csrf(owner.get(there)), "note": "x", "signature": str(number_of("Union One"))}
    assert owner.post(there, data=sent).status_code == 404
    assert "Please write something to keep." in send(owner, there, note="  ").text
