"""Names and letters of every script in Word: each in a face that has it, in its language and its direction."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from signon.documents import docx
from signon.documents.docx_scripts import stretches
from tests.documents.make import WORDS, signee_list


def read(data: bytes) -> DocumentType:
    return Document(BytesIO(data))


def paragraph(document: DocumentType, start: str) -> Any:
    return next(one for one in document.paragraphs if one.text.startswith(start))


def properties(document: DocumentType, start: str) -> set[str]:
    """The names of what is said of a paragraph."""
    return {str(one.tag).rpartition("}")[2] for one in paragraph(document, start)._p.pPr}


def test_every_script_is_set_in_a_face_that_has_it_and_in_its_direction() -> None:
    names = {
        "Łódź Neighbors": [],
        "Ασπίδα и Щит": [],
        "جمعية النور (Light) 12": ["cs Arial ar-SA rtl", "", "cs Arial ar-SA rtl"],
        "Home – בית": ["", "cs Arial he-IL rtl"],
        "東京の会": ["eastAsia Yu Gothic ja-JP"],
        "中文 AAPI": ["eastAsia Microsoft YaHei zh-CN", ""],
        "서울 시민": ["eastAsia Malgun Gothic ko-KR"],
        "हिन्दी संघ": ["cs Nirmala UI hi-IN cs"],
        "የኢትዮጵያ ማህበር": ["ascii Ebrima am-ET"],
        "สมาคม": ["cs Leelawadee UI th-TH cs"],
        "𞤀𞤁": ["cs Ebrima ar-SA rtl"],
    }
    document = read(docx.render(signee_list(names), WORDS))
    for name, expected in names.items():
        found = paragraph(document, name)
        assert found.text == name
        assert [run_said(run) for run in found.runs] == (expected or [""]), name
        assert ("bidi" in properties(document, name)) is (name[0] in "ج𞤀"), name
    faces = document.styles.element.xpath("w:docDefaults//w:rFonts")[0]
    assert {faces.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Calibri", "Arial", "Microsoft YaHei"
    }  # fmt: skip
    assert len(document.styles.element.xpath("//w:rFonts")) == 1, "no style has a face of its own"


def run_said(run: Any) -> str:
    """The kind of face, the face, the language and the direction of a run, where they are said."""
    said = run._r.rPr
    if said is None:
        return ""
    faces = said.find(qn("w:rFonts"))
    kind = next(kind for kind in ("ascii", "eastAsia", "cs") if faces.get(qn(f"w:{kind}")))
    language = next(iter(said.find(qn("w:lang")).attrib.values()))
    direction = [name for name in ("rtl", "cs") if said.find(qn(f"w:{name}")) is not None]
    return " ".join((kind, str(faces.get(qn(f"w:{kind}"))), str(language), *direction))


def test_a_letter_from_right_to_left_has_its_columns_so() -> None:
    arabic = signee_list(["جمعية", "Light"], language="ar", title="رسالة", body="نكتب **إليكم**.")
    document = read(docx.render(arabic, WORDS))
    assert all(section._sectPr.find(qn("w:bidi")) is not None for section in document.sections)
    assert document.styles.element.xpath("w:docDefaults//w:lang/@w:bidi") == ["ar"]
    (bold,) = [run for run in paragraph(document, "نكتب").runs if run.bold]
    assert bold.font.cs_bold
    assert "jc" in properties(document, "Light") and "jc" not in properties(document, "جمعية")


def test_signs_and_digits_go_with_the_letters_beside_them_or_with_the_paragraph() -> None:
    def pieces(text: str, rtl: bool, language: str = "en") -> list[str]:
        return [f"{part}|{script.language if script else ''}" for part, script in stretches(text, rtl, language)]

    assert pieces("Home (בית) 12", rtl=False) == ["Home (|", "בית|he-IL", ") 12|"]
    assert pieces("בית (Home) 3!", rtl=True) == ["בית (|he-IL", "Home|", ") 3!|he-IL"]
    assert pieces("12 – «نور»", rtl=True, language="fa") == ["12 – «نور»|fa"]
    assert pieces("漢字", rtl=False, language="zh-Hant-HK") == ["漢字|zh-TW"]
    assert pieces("漢字", rtl=False, language="ko") == ["漢字|ko-KR"]
    assert pieces("Cafe\u0301 नि\u200dत", rtl=False) == ["Cafe\u0301 |", "नि\u200dत|hi-IN"]
    assert pieces("12 ☎", rtl=False) == ["12 ☎|"]
    assert pieces("", rtl=False) == []
