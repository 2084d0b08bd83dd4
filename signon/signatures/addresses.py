"""Email addresses: what may be written to, and when are two the same mailbox."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from signon.refusals import N_, Refusal

_LONGEST = 254  # characters (RFC 5321, 4.5.3.1.3)


@dataclass(frozen=True)
class _Rule:
    """How one provider reads an address. `domain` stands for all its domains that lead to the same mailbox, `ignored`
    holds the characters before the @ that do not count.
    """

    domain: str
    ignored: str = ""


# One mailbox under several spellings, only where the provider itself says so: anything more would make two people one.
# What follows a plus sign counts nowhere; so it is at Outlook, Hotmail and Live (learn.microsoft.com, "Plus addressing
# in Exchange Online"), where the same name at two domains is two people.
_GMAIL = _Rule("gmail.com", ignored=".")  # support.google.com/mail/answer/7436150; elsewhere at Google dots count
_APPLE = _Rule("icloud.com")  # support.apple.com/118230: who has an older domain has the same name at icloud.com
# proton.me/support/change-username (what does not count), proton.me/support/addresses-and-aliases (the domains)
_PROTON = _Rule("proton.me", ignored="._-")
_YANDEX = _Rule("yandex.ru")  # yandex.com/support/id/authorization/email.html: one name at all domains of Yandex
_RULES = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), _GMAIL),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), _APPLE),
    **dict.fromkeys(("proton.me", "protonmail.com", "protonmail.ch", "pm.me"), _PROTON),
    **dict.fromkeys(("yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "ya.ru"), _YANDEX),
}
# Yahoo's disposable addresses are a base name, a dash and a keyword; ordinary names have no dash (help.yahoo.com,
# "Create and manage disposable email addresses"). Yahoo Japan is another company.
_YAHOO = re.compile(r"yahoo\.(?!co\.jp$)(com|[a-z]{2}|com?\.[a-z]{2})")
# www.fastmail.help/hc/en-us/articles/360060591053: anything@name.fastmail.com reaches name@fastmail.com.
_FASTMAIL = re.compile(r"([a-z0-9][a-z0-9-]*)\.(fastmail\.com|fastmail\.fm)")


def email_address(typed: str, field: str = "email") -> str:
    """The one address in `typed`, as it will be written to (ASCII, domain in lower case). Raises Refusal about
    `field`.
    """
    if len(typed) > 2 * _LONGEST:
        raise Refusal(N_("Please write one email address, such as name@organization.org."), field)
    try:
        checked = validate_email(
            typed.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            allow_domain_literal=False,
            strict=True,
            test_environment=True,
        )
    except EmailNotValidError:
        raise Refusal(N_("Please write one email address, such as name@organization.org."), field) from None
    address: str = checked.ascii_email or checked.normalized
    if len(address) > _LONGEST or address.startswith("-"):
        raise Refusal(N_("Please write one email address, such as name@organization.org."), field)
    return address


def same_mailbox(address: str) -> str:
    """A text equal for two spellings of one mailbox, by the rules of who provides it: never an address to write to.

    Case does not count, nor what follows a plus sign; the rest is known of a few providers only. Any text goes in.
    """
    local, _, domain = address.lower().rpartition("@")
    if at_fastmail := _FASTMAIL.fullmatch(domain):
        return "@".join(at_fastmail.groups())
    local = local.partition("+")[0] or local
    if _YAHOO.fullmatch(domain):
        # The dash stays: the base name is another than the person's own, and may be somebody else's own.
        base, dash, _keyword = local.partition("-")
        return f"{base}{dash}@{domain}"
    rule = _RULES.get(domain)
    if rule is None:
        return f"{local}@{domain}"
    return f"{local.translate(dict.fromkeys(map(ord, rule.ignored))) or local}@{rule.domain}"


def masked(address: str) -> str:
    """`address` as it may stand where others look on: "a…@organization.org"."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
