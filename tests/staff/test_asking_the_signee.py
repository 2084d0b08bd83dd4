"""Staff ask the signee of a held name, who answers by an emailed link; nobody decides without having read it."""

from tests import make
from tests.signatures.own import agree
from tests.staff.people import Browser, hidden
from tests.staff.queue import JSON, PAGE, QUEUE, acts, by_script, hold, names_on, number_of, state_of


def test_the_signee_answers_by_a_link_and_the_answer_stands_in_the_case(owner: Browser, stranger: Browser) -> None:
    make.letter()
    hold(stranger, "Union One", "Union Two")
    code, told = by_script(owner, "Union One", "ask", question="Who are\nyou?")
    assert code == 200 and "Who are you?" in told["case"] and "Nothing yet" in told["case"]
    assert names_on(owner, "?asked=asked") == ["Union One"]
    mail = make.newest_mail("question")
    assert mail.to == "ada0@gmail.com"
    link = f"/answer/{mail.token}"
    page = stranger.get(link)
    assert (
        "Who are you?" in page.text and page.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in page.headers
    )
    assert stranger.post(link).status_code == 422, "a program that presses buttons has written nothing"
    assert state_of("Union One") == "held" and names_on(owner, "?asked=answered") == []
    for words in ("The riders.", "The riders of the night train."):
        assert stranger.post(link, data={"answer": words}).status_code == 303
    assert "The riders of the night train." in stranger.get(link).text
    assert names_on(owner, "?asked=answered") == ["Union One"]
    assert "The riders of the night train." in owner.get(QUEUE).text
    by_script(owner, "Union One", "accept")
    late = stranger.post(link, data={"answer": "Too late"})
    assert late.status_code == 422 and "Too late" not in late.text and "have decided" in late.text
    assert stranger.get("/answer/cut").status_code == 404


def test_a_new_question_takes_the_place_of_the_old_one_and_its_link(owner: Browser, stranger: Browser) -> None:
    make.letter()
    hold(stranger, "Union One")
    assert by_script(owner, "Union One", "ask", question=" ")[0] == 422
    by_script(owner, "Union One", "ask", question="First?")
    first = make.newest_mail("question").token
    by_script(owner, "Union One", "ask", question="Second?")
    assert stranger.get(f"/answer/{first}").status_code == 410
    assert "Second?" in stranger.get(f"/answer/{make.newest_mail('question').token}").text
    assert acts() == ["signature.asked", "signature.asked"]


def test_an_answer_that_comes_while_staff_look_is_read_before_they_decide(owner: Browser, stranger: Browser) -> None:
    make.letter()
    hold(stranger, "Union One")
    by_script(owner, "Union One", "ask", question="Who?")
    to = f"{PAGE}/signatures/{number_of('Union One')}/strike"
    fields = hidden(owner.get(QUEUE), to)
    stranger.post(f"/answer/{make.newest_mail('question').token}", data={"answer": "We."})
    answer = owner.post(to, data={**fields, "quick": "asked, and no answer came"}, headers=JSON)
    assert answer.status_code == 409 and answer.json and "We." in answer.json["case"]
    assert state_of("Union One") == "held"


def test_the_link_to_a_question_ends_when_a_colleague_takes_the_signature_over(
    owner: Browser, stranger: Browser
) -> None:
    make.letter()
    make.verified(stranger, website="https://elsewhere.example")
    entry = f"/signature/{make.newest_mail('signed').token}"
    by_script(owner, "Night Owls Union", "ask", question="Who are you?")
    link = f"/answer/{make.newest_mail('question').token}"
    stranger.post(f"{entry}/hand-over", data={"representative": "Bo Fern", "role": "", "email": "bo@nightowls.org"})
    assert stranger.get(link).status_code == 200
    assert agree(stranger, f"/hand-over/{make.newest_mail('handover').token}").status_code == 303
    assert stranger.get(link).status_code == 410
