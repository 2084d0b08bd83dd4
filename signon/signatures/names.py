"""What may be printed as a name, and where it stands in the list."""

import re
import unicodedata

from tldextract import TLDExtract

from signon.organizations.identity import IGNORABLE, fold, sort_key
from signon.organizations.proof import own_domain
from signon.refusals import N_, Refusal

__all__ = ["LAST", "LONGEST", "initials", "plain_text", "printed_name", "shown_text", "sort_key"]

LONGEST = 300  # characters; the longest name in the sample letters has 72
LAST = "\U0010ffff"  # a place after every name, compared by bytes: a character that is none, and in no name
_LONGEST_WORD = 60
_MOST_SPARE = 4  # times the limit; what is longer is refused unread, since normalizing marks takes their number squared
_MOST_MARKS = 4  # accents on one letter; Vietnamese needs two, pointed Hebrew three
_MOST_SIGNS = 8  # accents and signs that are part of the spelling; Burmese and Khmer put five or six after a letter
# Line separators count as spaces; everything else that is not meant to be seen is refused.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"
# Where they are part of the spelling: scripts whose letters join. Elsewhere they only make two names look the same.
_JOINED_SCRIPTS = re.compile(
    "ARABIC|SYRIAC|MANDAIC|NKO|MONGOLIAN|PHAGS-PA|ADLAM|ROHINGYA|DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|"
    "TELUGU|KANNADA|MALAYALAM|SINHALA|TIBETAN|MYANMAR|KHMER|BALINESE|JAVANESE|SUNDANESE|MEETEI|CHAKMA|NEWA"
)
_LINK = re.compile(r"://|\bwww\.|\b\d{1,3}(\.\d{1,3}){3}\b", re.IGNORECASE)
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_DOTTED = re.compile(rf"({_LABEL}(?:\.{_LABEL})+)(\.?/|:\d)?")
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().–—-]*\d)+")
_MOST_WORDS = 6  # of a name with a domain in it; with more it can be an advertisement in our own mails
_AROUND_WORDS = "()[]\"'“”‘’«»,.;:!?"
# Offline, the list that comes with the package; only whether the end of a word is a public suffix at all is asked here.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)


def printed_name(typed: str, field: str = "organization", own_domains: frozenset[str] | None = None) -> str:
    """The name as it will be printed: NFC, outer spaces gone, inner ones single. Nothing else is ever altered.

    A domain such as MoveOn.org may be part of a name: any domain where `own_domains` is None, else only one whose
    registrable domain (`own_domain`) is among them, as one whole word of a name of at most six. Raises Refusal (about
    `field`) for what is no name: empty, too long, hidden or control characters, links, addresses, telephone numbers.
    """
    _refuse_length(len(typed), LONGEST * _MOST_SPARE, field)
    name = _tidied(typed)
    if not any(unicodedata.category(mark)[0] in "LN" and not IGNORABLE.match(mark) for mark in name):
        raise Refusal(N_("Please write the name as it should appear in the list."), field)
    # Some characters are words when they are compared (U+FDFA is eighteen letters), and an index takes only so much.
    _refuse_length(max(len(name), len(fold(name)) // 2), LONGEST, field)
    if _has_hidden(name):
        raise Refusal(N_("The name contains characters that cannot be printed. Please type it again by hand."), field)
    if any(len(word) > _LONGEST_WORD for word in name.split()) or _too_many_marks(name):
        raise Refusal(N_("The name contains a word that cannot be printed on one line. Please check it."), field)
    _refuse_addresses(name, field, own_domains)
    return name


def plain_text(typed: str, field: str, most: int = 200) -> str:
    """A short answer such as a role or a city, cleaned like a name; may be empty. Raises Refusal about `field`."""
    text = _tidied(typed) if len(typed) <= most * _MOST_SPARE else typed
    if len(text) > most:
        raise Refusal(N_("Please use %(most)s characters at most."), field, most=most)
    if _has_hidden(text) or _too_many_marks(text):
        raise Refusal(N_("There are characters here that cannot be printed. Please type it again by hand."), field)
    return text


def shown_text(typed: str, field: str, most: int = 200) -> str:
    """`plain_text` that others see before staff have read it: without links, addresses, domains, telephone numbers."""
    text = plain_text(typed, field, most)
    seen = _compatible(text)
    domains = _domains(seen)
    if domains or _has_address(seen, domains) or any(len(word) > _LONGEST_WORD for word in text.split()):
        raise Refusal(
            N_("Please use plain words here, without web addresses, email addresses or telephone numbers."), field
        )
    return text


def initials(name: str) -> str:
    """ "Ana María Cruz" as "A. M. C."; quotes and brackets are passed over. A name of digits only has none: ""."""
    parts = (re.sub(r"^[\W_]+", "", part) for part in re.split(r"[\s‐‑–—-]+", name))
    return " ".join(f"{part[0].upper()}." for part in parts if part[:1].isalpha())


def _tidied(typed: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", typed)).strip()


def _refuse_length(have: int, most: int, field: str) -> None:
    if have > most:
        raise Refusal(
            N_("A name may have %(most)s characters at most; this one has %(have)s."), field, most=LONGEST, have=have
        )


def _has_hidden(text: str) -> bool:
    if text.isascii():
        return not text.isprintable()
    for joiner in re.finditer(f"[{_JOINERS}]", text):
        before, after = text[joiner.start() - 1 : joiner.start()], text[joiner.end() : joiner.end() + 1]
        if not (_joins(before) and _joins(after)):
            return True
    seen = re.sub(f"[{_JOINERS}]", "", text)
    return bool(IGNORABLE.search(seen)) or any(unicodedata.category(mark) in _HIDDEN for mark in seen)


def _joins(mark: str) -> bool:
    """Whether `mark` (one character, or none) is a letter or sign of a script in which a joiner may stand beside it."""
    if not mark or unicodedata.category(mark)[0] not in "LM":
        return False
    return _JOINED_SCRIPTS.match(unicodedata.name(mark, "")) is not None


def _too_many_marks(text: str) -> bool:
    accents = signs = 0
    for mark in "" if text.isascii() else unicodedata.normalize("NFD", text):
        category = unicodedata.category(mark)
        signs = signs + 1 if category[0] == "M" else 0
        accents = accents * bool(signs) + (category == "Me" or unicodedata.combining(mark) > 0)
        if accents > _MOST_MARKS or signs > _MOST_SIGNS:
            return True
    return False


def _refuse_addresses(name: str, field: str, own_domains: frozenset[str] | None) -> None:
    seen = _compatible(name)
    domains = _domains(seen)
    # A person has no website to speak of.
    if _has_address(seen, domains) or (domains and own_domains == frozenset()):
        raise Refusal(
            N_("Please write the name only: web addresses, email addresses and telephone numbers have no place in it."),
            field,
        )
    if own_domains is not None and domains and not _is_own_word(seen, domains, own_domains):
        raise Refusal(N_("A web address in the name may only be that of the organization’s own website."), field)


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("。", ".")  # full-width letters make addresses too


def _domains(seen: str) -> list[re.Match[str]]:
    return [found for found in _DOTTED.finditer(seen) if _registrable(found[1])]


def _has_address(seen: str, domains: list[re.Match[str]]) -> bool:
    """Whether there is more than a bare domain: a link, an email address, a telephone number."""
    called = any(_is_telephone(found[0]) for found in _NUMBER.finditer(seen))
    return called or "@" in seen or _LINK.search(seen) is not None or any(found[2] for found in domains)


def _is_own_word(seen: str, domains: list[re.Match[str]], own_domains: frozenset[str]) -> bool:
    """Whether the one domain in a name is the organization's own, and a word among few: “MoveOn.org Civic Action”."""
    words = [word for word in re.split(r"[^\w.'’]+|_+", seen) if word.strip(_AROUND_WORDS)]
    whole = {word.strip(_AROUND_WORDS) for word in seen.split()}
    domain = own_domain(domains[0][1])
    is_own = bool(domain) and domain in own_domains
    return is_own and len(domains) == 1 and domains[0][1] in whole and len(words) <= _MOST_WORDS


def _registrable(dotted: str) -> frozenset[str]:
    """The registrable domains in words with dots between them: none in “St.John” or “U.S”, whose ends are no suffix.

    “owls.com-friends” is no way around: what stands before the last dash counts too.
    """
    head, dot, last = dotted.rpartition(".")
    hosts = {dotted, f"{head}{dot}{re.split('[-_]', last)[0]}"}
    return frozenset(own_domain(host) or host for host in hosts if _suffixes(host).suffix)


def _is_telephone(number: str) -> bool:
    """Eight digits or more, or seven after a +; but not years or union locals: groups of four from 1000 to 2999."""
    groups = re.findall(r"\d+", number)
    digits = sum(map(len, groups))
    if number.startswith("+"):
        return digits >= 7
    return digits >= 8 and not all(len(group) == 4 and 1 <= int(group[0]) <= 2 for group in groups)
