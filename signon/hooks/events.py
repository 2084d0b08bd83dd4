"""What webhooks can hear of, by the names that stand in their calls."""

LETTER_PUBLISHED, LETTER_CLOSED, LETTER_DELIVERED = "letter.published", "letter.closed", "letter.delivered"
COUNT_CHANGED = "count.changed"
SIGNEE_LISTED, SIGNEE_LEFT = "signee.listed", "signee.left"
DEMAND_CHANGED, UPDATE_PUBLISHED = "demand.changed", "update.published"
EVENTS = (
    LETTER_PUBLISHED,
    LETTER_CLOSED,
    LETTER_DELIVERED,
    COUNT_CHANGED,
    SIGNEE_LISTED,
    SIGNEE_LEFT,
    DEMAND_CHANGED,
    UPDATE_PUBLISHED,
)
TEST = "test"  # what staff send to see whether it is heard; every webhook hears it
