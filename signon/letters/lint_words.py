"""The words by which `lint` knows what a sentence speaks of, in English and Spanish."""

import re


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


SIGNEES = _all(
    "organizations organisations groups associations nonprofits people individuals supporters signatories signees "
    "signers organizaciones grupos asociaciones entidades colectivos personas firmantes"
)
FEMININE_SIGNEES = _all("organizaciones asociaciones entidades personas")
UNDERSIGNED = _all("undersigned signatory signatories signees signers signing firmantes suscritas suscritos")
# What stands before a number of signees: "We, the 98 organizations", "en nombre de las 98 organizaciones".
BEFORE_SIGNEES = frozenset(
    (
        *("we", "we the", "signed by", "signed by the", "behalf of", "behalf of the"),
        *("nosotras", "nosotras las", "nosotros", "nosotros los", "nombre de", "nombre de las", "nombre de los"),
        *("firmada por", "firmada por las", "firmado por"),
    )
)
# What signees do; and what tells of the deed of others, who "have already written".
URGING = _all(
    "urge ask call demand request implore petition sign write "
    "pedimos exigimos instamos solicitamos firmamos piden exigen instan solicitan firman"
)
OTHERS_DID = _all("that which who have had has already recently que han había ya")

POINTS = _all(
    "things points demands requests actions steps priorities recommendations measures asks reasons principles changes "
    "reforms questions cosas puntos exigencias demandas peticiones pedidos acciones pasos prioridades recomendaciones "
    "medidas razones principios cambios reformas preguntas solicitudes"
)
POINTING = _all("these following our here below estas estos siguientes nuestras nuestros aquí")

LEFT_TO_DO = frozenset(("TK", "TKTK", "TODO", "TBD", "TBC", "FIXME", "XX", "XXX", "XXXX"))
CENTURIES = frozenset(("siglo", "siglos"))  # after these, XX is a number
LEFT_IN_BRACKETS = re.compile(
    r"\[(?:[A-Z /_-]{0,40}"
    r"\b(?:DATE|NAMES?|CITY|STATE|TITLE|NUMBER|ORGANIZATION|ORG|LINK|URL|ADDRESS|OFFICE|TBD|TK|XX+"
    r"|FECHA|NOMBRE|CIUDAD|ESTADO|CARGO|NÚMERO|ORGANIZACIÓN|ENLACE|DIRECCIÓN)\b[A-Z /_-]{0,40}"
    r"|(?:[Ii]nsert|INSERT|[Ii]nsertar|INSERTAR|[Aa]gregar|AGREGAR)\b[^\[\]]{0,80})\](?!\()"
)
EMBLEM = ("lorem", "ipsum")  # the words of nobody's letter
