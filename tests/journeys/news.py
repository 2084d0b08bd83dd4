"""The pages of the sample campaign's updates and press coverage, for the journey through every page."""

# Address by name.
TOLD = {
    "updates": "/campaigns/doors-till-nine/updates",
    "update": "/campaigns/doors-till-nine/updates/9",
    "press coverage": "/campaigns/doors-till-nine/press",
}
# Address by name, and whether the form there is sent as it is.
TELLING = {
    "staff updates": ("/staff/campaigns/1/updates", False),
    "staff update": ("/staff/campaigns/1/updates/9", False),
    "staff update with errors": ("/staff/campaigns/1/updates/new", True),
    "staff press coverage with errors": ("/staff/campaigns/1/coverage", True),
}
