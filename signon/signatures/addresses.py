"""Email addresses: what may be written to, and when are two the same mailbox."""

from email_validator import EmailNotValidError, validate_email

from signon.refusals import N_, Refusal

_LONGEST = 254  # characters (RFC 5321, 4.5.3.1.3)


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
    """A text equal for two spellings of one mailbox: case does not count, nor what follows a plus sign."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"
