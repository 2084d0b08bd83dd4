"""Every script: drawn with real glyphs, in the right order, and given back as it was typed."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from signon.documents.pdf import bidi, embedding, fonts, shaping, typefaces
from signon.documents.pdf.breaking import break_name
from signon.documents.pdf.fonts import BOLD, ITALIC, REGULAR, Measure, uncovered, use_fonts_in
from signon.documents.pdf.scripts import is_rtl, lay, set_line, spelled_out
from signon.documents.plain import printable
from tests.documents.make import signee_list

SIZE = 11.0
NAMES = {
    "Vietnamese": "Hội Láng giềng Thung lũng phía Đông",
    "Polish": "Zażółć: Związek Sąsiadów Wschodniej Łąki",
    "Spanish": "¡Unión de Vecinas y Niñez del Pingüino!",
    "Portuguese": "Associação dos Irmãos do Vale",
    "Haitian": "Òganizasyon Vwazen nan Vale Lès la, pòt ouvè",
    "Somali": "Ururka Deriska Dooxada Bari",
    "Yoruba": "Ẹgbẹ́ Àwọn Ọ̀rẹ́ Òwúrọ̀",
    "Navajo": "Ha’a’aahdę́ę́ʼ Bá Naalnishí",
    "Greek": "Ένωση Γειτόνων της Κοιλάδας",
    "Russian": "Союз соседей Восточной долины",
    "Chinese, simplified": "东谷邻里夜间服务联合会",
    "Chinese, traditional": "東谷鄰里夜間服務聯合會（紐約）",
    "Japanese": "東の谷の隣人コミュニティー・センター",
    "Korean": "동쪽 골짜기 이웃 연합회 똠",
    "Arabic": "جمعية جيران الوادي الشرقي (فرع المدينة) 2024",
    "Arabic with vowels": "جَمْعِيَّةُ الجِيرانِ",
    "Persian": "انجمن همسایگان می‌خواهیم ۱۲۳",
    "Urdu": "مشرقی وادی کے پڑوسیوں کی انجمن",
    "Hebrew": "אגודת השכנים של העמק (ע״ר) 1998",
    "Hebrew with points": "שָׁכֵן טוֹב",
    "Syriac": "ܚܕܝܘܬܐ ܕܫܒܒܐ",
    "Dhivehi": "އިރުމަތީ ވާދީ",
    "N'Ko": "ߛߌ߰ߢߐ߲ߡߊ ߘߍ߬ߞߎߟߎ",
    "Amharic": "የምሥራቅ ሸለቆ ጎረቤቶች ማኅበር",
    "Tigrinya": "ማሕበር ጎረባብቲ ምብራቕ",
    "Hindi": "पूर्वी घाटी पड़ोसी समिति क्षत्रिय",
    "Nepali": "पूर्वी उपत्यका छिमेकी सङ्घ",
    "Bengali": "পূর্ব উপত্যকা প্রতিবেশী সমিতি কো",
    "Punjabi": "ਪੂਰਬੀ ਘਾਟੀ ਗੁਆਂਢੀ ਸਭਾ",
    "Gujarati": "પૂર્વીય ખીણ પડોશી મંડળ",
    "Odia": "ପୂର୍ବ ଉପତ୍ୟକା ପଡ଼ୋଶୀ ସଂଘ",
    "Tamil": "கிழக்குப் பள்ளத்தாக்கு அயலவர் சங்கம்",
    "Telugu": "తూర్పు లోయ పొరుగువారి సంఘం",
    "Malayalam": "കിഴക്കൻ താഴ്വര അയൽക്കൂട്ടം",
    "Kannada": "ಪೂರ್ವ ಕಣಿವೆ ನೆರೆಹೊರೆ ಸಂಘ",
    "Sinhala": "නැගෙනහිර නිම්නයේ ශ්‍රී අසල්වැසි සංගමය",
    "Thai": "สมาคมเพื่อนบ้านหุบเขาตะวันออกน้ำใจ",
    "Lao": "ສະມາຄົມເພື່ອນບ້ານຮ່ອມພູ",
    "Khmer": "សមាគមអ្នកជិតខាងជ្រលងភ្នំស្រី",
    "Burmese": "အရှေ့တောင်ကြားအိမ်နီးချင်းများအသင်း",
    "Armenian": "Արևելյան հովտի հարևանների միություն",
    "Georgian": "აღმოსავლეთ ხეობის მეზობლები",
    "Cherokee": "ᎧᎸᎬ ᎢᏗᏜ ᎠᏂᏍᏚᎸᏗ",
    "Inuktitut": "ᑲᓇᓐᓇᖅ ᐱᖃᑎᒌᑦ",
    "Tifinagh": "ⵜⴰⵎⵙⵎⵓⵏⵜ ⵏ ⵡⴰⴷⵊⴰⵔⵏ",
    "No-break space": "Night\u00a0Desk № 5",
}
BRACKETS = str.maketrans("()", "||")
LONG_ARABIC = "جمعية جيران الوادي الشرقي والعائلات العاملة في المدينة (فرع الميناء) 2024 وأصدقاؤها"
LONG_HEBREW = "אגודת השכנים והמשפחות של העמק המזרחי (סניף הנמל) Night Desk 1998 וידידיה הרבים"


def drawn(lines: Iterable[str], face: str = REGULAR, rtl: bool | None = None) -> bytes:
    """A page with `lines` one below the other."""
    out = BytesIO()
    canvas = Canvas(out, initialFontName=REGULAR, invariant=1, pageCompression=0)
    text = canvas.beginText()
    text.setFont(face, SIZE)
    for number, line in enumerate(lines):
        set_line(text, 40, 800 - 15 * number, line, face, SIZE, rtl)
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(data: bytes) -> list[str]:
    text: str = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    return [line.rstrip(" ") for line in text.split("\r\n")]


def shaped_fonts(data: bytes) -> list[tuple[bytes, int]]:
    """The fonts that are ours: the glyphs of their codes, and how many widths they give."""
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = [font for font in pdf.pages[0].Resources.Font.values() if font.Subtype == "/Type0"]
        below = [font.DescendantFonts[0] for font in fonts]
        return [(font.CIDToGIDMap.read_bytes(), len(font.W[1])) for font in below]


@pytest.mark.parametrize("face", [REGULAR, BOLD, ITALIC])
def test_a_name_in_any_script_is_given_back_byte_for_byte(face: str) -> None:
    assert read(drawn(NAMES.values(), face)) == list(NAMES.values())


def test_a_name_in_any_script_has_a_font() -> None:
    assert uncovered(signee_list(NAMES.values())) == ()


def test_the_empty_glyph_is_never_drawn() -> None:
    data = drawn([*NAMES.values(), "Emoji 👩🏽‍🌾 \U0010ffff x\u0e49", "\u094d \u064b \u17d2", "\u200d\u202e"])
    fonts = shaped_fonts(data)
    assert len(fonts) > 20
    for glyphs, widths in fonts:
        numbers = [int.from_bytes(glyphs[at : at + 2], "big") for at in range(2, len(glyphs), 2)]
        assert 0 not in numbers and len(numbers) == widths
    assert b"\\000" not in data  # the code that reportlab's own fonts have for it


def test_what_a_glyph_says_is_what_was_typed_though_it_shows_that_it_cannot_be_drawn() -> None:
    name = "Farmers 🌾 and 👩🏽‍🌾 too"
    assert read(drawn([name])) == [name]
    glyphs = {glyph for stretch in shaping.shape("🌾", REGULAR, False) for glyph, _, _ in stretch.clusters[0].glyphs}
    assert glyphs == {typefaces.FACES[REGULAR].font.get_nominal_glyph(0xFFFD)}


def test_characters_that_no_font_has_are_named() -> None:
    listed = signee_list(["中文 Farmers 🌾", "👩🏽‍🌾"], title="Ꙃ and 𓀀")
    assert uncovered(listed) == ("𓀀", "🌾", "🏽", "👩")


def test_a_mark_that_no_font_has_leaves_its_letter() -> None:
    (stretch,) = shaping.shape("x\U0001e2ae", REGULAR, False)
    assert [cluster.says for cluster in stretch.clusters] == ["x\U0001e2ae"]
    assert len(stretch.clusters[0].glyphs) == 1


def shown(line: str) -> str:
    """The characters of a line from a right-to-left paragraph as they stand on paper, without spaces."""
    page = pypdfium2.PdfDocument(drawn([line], rtl=True))[0].get_textpage()
    found = [(page.get_charbox(number)[0], page.get_text_range(number, 1)) for number in range(page.count_chars())]
    return "".join(character for _, character in sorted(found) if not character.isspace())


@pytest.mark.parametrize("name", [LONG_ARABIC, LONG_HEBREW], ids=["Arabic", "Hebrew"])
def test_a_wrapped_name_runs_from_right_to_left_on_each_of_its_lines(name: str) -> None:
    lines = break_name(name, 200, 9, Measure(REGULAR, SIZE))
    assert len(lines) > 1
    for line in lines:
        expected = get_display(line, base_dir="R").replace(" ", "")
        # Whoever extracts a bracket says which way it was typed, python-bidi leaves it as it was.
        assert sorted(shown(line)) == sorted(expected)
        assert shown(line).translate(BRACKETS) == expected.translate(BRACKETS)


def test_numbers_and_latin_words_run_from_left_to_right_within_what_does_not() -> None:
    assert shown("אבג (דה) Night 1998 ו") == "וNight1998)הד(גבא"


def test_brackets_and_numbers_follow_what_stands_on_the_lines_beside() -> None:
    def order(before: str = "", after: str = "") -> list[str]:
        return [piece.typed for piece in lay([("12 - x", REGULAR)], SIZE, False, before, after)]

    assert order() == ["12 - x"]
    assert order(before="אבג ") == ["12", " - x"]


def test_the_spaces_at_the_end_of_a_line_hang_over_where_it_ends() -> None:
    for line, rtl in (("Neighbors  ", False), ("שכנים  ", True)):
        pieces = lay([(line, REGULAR)], SIZE, rtl)
        word = next(piece for piece in pieces if piece.typed.strip())
        assert word.x == pytest.approx(0)


def test_pieces_say_which_run_they_are_of_and_stand_one_after_the_other() -> None:
    runs = [("See ", REGULAR), ("the hearing, السماع", BOLD), (" and שכן", ITALIC), ("!", REGULAR)]
    pieces = lay(runs, SIZE)
    for number, (text, _) in enumerate(runs):
        assert sorted("".join(piece.typed for piece in pieces if piece.run == number)) == sorted(text)
    x = 0.0
    for piece in pieces:
        assert piece.x == pytest.approx(x)
        x += piece.width
    assert x == pytest.approx(sum(Measure(face, SIZE)(text) for text, face in runs), abs=0.1)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_line_is_as_wide_as_it_was_measured(name: str) -> None:
    width = sum(piece.width for piece in lay([(name, REGULAR)], SIZE, is_rtl(name)))
    assert width == pytest.approx(Measure(REGULAR, SIZE)(name), abs=0.1)


SIGNS = "abאבج د12٣-+%$,.()[]<!\u0301\u064b/:۴ \u200d"


@given(st.text(SIGNS, max_size=16), st.booleans())
def test_the_order_of_letters_is_that_of_the_unicode_algorithm(text: str, rtl: bool) -> None:
    """The other implementation is python-bidi."""
    levels = bidi.levels(text, rtl)
    for place in range(len(text) - 1, -1, -1):
        if text[place] not in " \u200d":
            break
        levels[place] = int(rtl)
    ours = "".join(bidi.visual(text, levels)).replace("\u200d", "")
    assert ours == get_display(text, base_dir="R" if rtl else "L").replace("\u200d", "")


def test_what_is_spelled_out_is_what_a_reader_gives_back() -> None:
    out = BytesIO()
    canvas = Canvas(out, initialFontName=REGULAR, invariant=1)
    text = canvas.beginText()
    text.setFont(REGULAR, SIZE)
    with spelled_out(text, "東谷鄰里"):
        for number, part in enumerate(("東谷", "鄰里")):
            set_line(text, 40, 800 - 15 * number, part, REGULAR, SIZE)
    canvas.drawText(text)
    canvas.save()
    assert read(out.getvalue()) == ["東谷鄰里"]


def test_the_same_lines_are_the_same_bytes() -> None:
    assert drawn(NAMES.values()) == drawn(NAMES.values())


def test_more_clusters_than_a_font_has_codes_for_take_a_second_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_MOST_CODES", 4)
    name = NAMES["Chinese, simplified"]
    data = drawn([name])
    assert read(data) == [name]
    assert len(shaped_fonts(data)) == 3


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200).map(printable))
def test_nothing_that_can_be_typed_stops_a_line(text: str) -> None:
    assert pypdfium2.PdfDocument(drawn([text]))[0].get_textpage().count_chars() >= 0


def test_a_bold_name_is_bold_where_its_script_has_a_bold_face() -> None:
    def files(face: str) -> list[str]:
        return [shaping.shape(word, face, is_rtl(word))[0].typeface.name for word in ("جيران", "中文", "घाटी")]

    assert files(REGULAR) == ["NotoSansArabic-Regular", "DroidSansFallback-Han", "NotoSans-Regular"]
    assert files(BOLD) == ["NotoSansArabic-Bold", "DroidSansFallback-Han", "NotoSans-Bold"]
    assert files(ITALIC) == ["NotoSansArabic-Regular", "DroidSansFallback-Han", "NotoSans-Italic"]


def test_a_host_may_add_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "_fallbacks", [])
    for cache in (typefaces.fallback, shaping.shape):
        cache.cache_clear()
    assert uncovered(signee_list(["ไทย"])) == ("ท", "ย", "ไ")
    for name in ("NotoSansThai-Bold.ttf", "NotoSansThai-Regular.ttf"):
        (tmp_path / name).write_bytes((typefaces.FOLDER / name).read_bytes())
    use_fonts_in(tmp_path)
    use_fonts_in(tmp_path)
    (thai,) = typefaces._fallbacks
    assert (thai.name, thai.bold.name, thai.bold.bold.name) == (
        "NotoSansThai-Regular",
        "NotoSansThai-Bold",
        "NotoSansThai-Bold",
    )
    assert uncovered(signee_list(["ไทย"])) == ()
    assert read(drawn(["ไทย"])) == ["ไทย"]
    monkeypatch.undo()
    for cache in (typefaces.fallback, shaping.shape):
        cache.cache_clear()


def test_a_folder_of_fonts_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="There is no folder of fonts"):
        use_fonts_in(tmp_path / "none")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(ValueError, match=r"broken\.ttf is not a TrueType font"):
        use_fonts_in(tmp_path)


def test_a_font_is_not_read_before_it_is_needed() -> None:
    face, typeface = fonts._Face(REGULAR), typefaces.Typeface(typefaces.FOLDER / "DroidSansFallback-Han.ttf")
    assert "face" not in vars(face) and "harfbuzz" not in vars(typeface)
    assert face.face.charWidths and typeface.draws("中")
