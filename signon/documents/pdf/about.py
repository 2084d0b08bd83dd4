"""What the file says about itself: title, campaign, language, and its outline. No date, host or user is in it."""

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from signon.documents.pdf.file import Document, text

_MAKER = "Signon"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{maker}</xmp:CreatorTool>
<pdf:Producer>{maker}</pdf:Producer>{conforming}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Facts:
    """What the document is called, who issues it, what it is about, and the language it is written in (BCP 47)."""

    title: str
    author: str
    subject: str
    language: str


def put_info(document: Document, facts: Facts) -> int:
    """Writes the document information; its number."""
    said = {"Title": facts.title, "Author": facts.author, "Subject": facts.subject}
    said |= {"Creator": _MAKER, "Producer": _MAKER}
    number = document.reserve()
    document.put(number, f"<<{''.join(f'/{key}{text(value)}' for key, value in said.items() if value)}>>")
    return number


def put_metadata(document: Document, facts: Facts, tagged: bool) -> int:
    """Writes the same as XMP, readable without unpacking; its number. A tagged file says that it is PDF/UA-1."""
    packet = _XMP.format(
        title=escape(facts.title),
        author=escape(facts.author),
        subject=escape(facts.subject),
        language=escape(facts.language),
        maker=_MAKER,
        conforming="\n<pdfuaid:part>1</pdfuaid:part>" if tagged else "",
    )
    number = document.reserve()
    document.put_stream(number, "/Type/Metadata/Subtype/XML", packet.encode("utf-8", "replace"))
    return number


@dataclass(eq=False)
class Bookmark:
    """A heading in the outline. `page` is the number of the page's object, `y` how far up it stands, in points."""

    level: int
    text: str
    page: int
    y: float
    number: int = 0
    below: "list[Bookmark]" = field(default_factory=list)

    def count(self) -> int:
        """How many headings stand below this one, at all levels."""
        return len(self.below) + sum(one.count() for one in self.below)


def put_outline(document: Document, bookmarks: list[Bookmark]) -> str:
    """Writes the outline, a level that is skipped closed up; what the catalog says of it."""
    if not bookmarks:
        return ""
    top = Bookmark(-1, "", 0, 0)
    above = [top]
    for bookmark in bookmarks:
        while above[-1].level >= bookmark.level:
            above.pop()
        above[-1].below.append(bookmark)
        above.append(bookmark)
    for bookmark in (top, *bookmarks):
        bookmark.number = document.reserve()
    document.put(top.number, f"<</Type/Outlines{_ends(top)}>>")
    _put_below(document, top)
    return f"/Outlines {top.number} 0 R"


def _put_below(document: Document, above: Bookmark) -> None:
    for place, one in enumerate(above.below):
        entries = f"/Title{text(one.text)}/Parent {above.number} 0 R/Dest[{one.page} 0 R/XYZ 0 {one.y:.1f} null]"
        if place:
            entries += f"/Prev {above.below[place - 1].number} 0 R"
        if place + 1 < len(above.below):
            entries += f"/Next {above.below[place + 1].number} 0 R"
        document.put(one.number, f"<<{entries}{_ends(one)}>>")
        _put_below(document, one)


def _ends(bookmark: Bookmark) -> str:
    if not bookmark.below:
        return ""
    first, last = bookmark.below[0].number, bookmark.below[-1].number
    return f"/First {first} 0 R/Last {last} 0 R/Count {bookmark.count()}"
