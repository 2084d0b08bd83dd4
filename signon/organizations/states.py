"""The states of the United States, as names of organizations write them."""

from collections.abc import Iterator

# Codes of states that are also words, or are as often short for something else ("NE", "MS", "Ms.").
DOUBTFUL_CODES = "al co de hi id in la ma md me mi ms ne oh ok or pa sd va"

# United States postal codes (Publication 28, appendix B) and other short forms of the states' names.
STATES = """
alabama: al ala
alaska: ak
arizona: az ariz
arkansas: ar ark
california: ca calif cal
colorado: co colo
connecticut: ct conn
delaware: de
district of columbia: dc
florida: fl fla
georgia: ga
guam: gu
hawaii: hi
idaho: id
illinois: il
indiana: in
iowa: ia
kansas: ks
kentucky: ky
louisiana: la
maine: me
maryland: md
massachusetts: ma mass
michigan: mi mich
minnesota: mn minn
mississippi: ms
missouri: mo
montana: mt
nebraska: ne
nevada: nv
new hampshire: nh
new jersey: nj
new mexico: nm
new york: ny
north carolina: nc
north dakota: nd
ohio: oh
oklahoma: ok okla
oregon: or
pennsylvania: pa penn
puerto rico: pr
rhode island: ri
south carolina: sc
south dakota: sd
tennessee: tn tenn
texas: tx tex
utah: ut
vermont: vt
virginia: va
washington: wa wash
west virginia: wv
wisconsin: wi wis wisc
wyoming: wy
"""


def state_name(typed: str) -> str:
    """The full name of the state that `typed` names or abbreviates ("Ill.", "IL", "illinois" -> "Illinois").

    What is no state's is given back as typed, without spaces around it.
    """
    plain = " ".join(typed.replace(".", "").casefold().split())
    return _FULL_NAMES.get(plain, typed.strip())


def _full_names() -> Iterator[tuple[str, str]]:
    for line in STATES.strip().splitlines():
        name, _, short_forms = line.partition(":")
        full = name.title().replace(" Of ", " of ")
        yield from ((form, full) for form in (name, *short_forms.split()))


_FULL_NAMES = dict(_full_names())
