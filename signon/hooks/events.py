"""What webhooks can hear of, by the names that stand in their calls, and when each comes."""

from signon.refusals import N_

LETTER_PUBLISHED, LETTER_CLOSED, LETTER_DELIVERED = "letter.published", "letter.closed", "letter.delivered"
COUNT_CHANGED = "count.changed"
SIGNEE_LISTED, SIGNEE_LEFT = "signee.listed", "signee.left"
DEMAND_CHANGED, UPDATE_PUBLISHED = "demand.changed", "update.published"
TEST = "test"  # what staff send to see whether it is heard; every webhook hears it

SAID = {
    LETTER_PUBLISHED: N_("A letter or petition was published"),
    LETTER_CLOSED: N_("Signing ended"),
    LETTER_DELIVERED: N_("A letter was handed over"),
    COUNT_CHANGED: N_("The count changed (every five seconds at most)"),
    SIGNEE_LISTED: N_("A name came onto the public list, or is printed otherwise"),
    SIGNEE_LEFT: N_("A name left the list"),
    DEMAND_CHANGED: N_("A demand moved"),
    UPDATE_PUBLISHED: N_("An update was published"),
}
EVENTS = tuple(SAID)
