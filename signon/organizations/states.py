"""The states of the United States, as names of organizations write them. Data."""

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
