import pytest

from signon.documents import FORMATS, LAYOUTS, export
from tests.documents.make import NAMES, WORDS, petition, signee_list

STARTS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_a_file_named_after_the_letter(format: str) -> None:
    document = export(format, signee_list(NAMES), WORDS)
    assert document.filename == f"open-waiting-rooms.{format}"
    assert document.data.startswith(STARTS[format])
    assert "/" in document.media_type


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_format_takes_every_layout(format: str, layout: str) -> None:
    assert export(format, petition(["Ana Example"]), WORDS, layout).data


def test_the_formats_are_those_of_the_contract() -> None:
    assert list(FORMATS) == ["pdf", "docx", "xlsx", "csv", "json"]
    assert set(LAYOUTS) == {"columns-3", "columns-2", "one-column"}


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="use one of pdf, docx, xlsx, csv, json"):
        export("odt", signee_list(NAMES), WORDS)


@pytest.mark.parametrize("format", FORMATS)
def test_a_layout_that_does_not_exist_is_refused_in_every_format(format: str) -> None:
    with pytest.raises(ValueError, match="use one of columns-3, columns-2, one-column"):
        export(format, signee_list(NAMES), WORDS, "columns-9")


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_list_is_the_same_file(format: str) -> None:
    assert export(format, signee_list(NAMES), WORDS) == export(format, signee_list(NAMES), WORDS)
