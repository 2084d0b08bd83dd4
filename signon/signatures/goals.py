"""The goal that a page shows: a goal that was reached is followed by the next round number."""

# 100, 150, 250, 500, 750, 1,000, ...: the next one is near enough to be reached, and round enough to be said.
_STEPS = (10, 15, 25, 50, 75, 100)


def goal_at(goal: int | None, reached: int, grows: bool) -> int | None:
    """The goal to show while `reached` have signed: `goal` itself until so many have, then, where it `grows`, the
    smallest round number above them. None where there is no goal.
    """
    if goal is None or not grows or reached < goal:
        return goal
    tens: int = 10 ** (max(len(str(reached)), 2) - 1)
    following = (step * tens // 10 for step in _STEPS)
    return min(round_number for round_number in following if round_number > reached)
