"""Whether a published draw is the one that a member was told of, and was honest."""

from loyalty_api.contests import Contest, Draw, faults_of


def is_fair(contest: Contest, draw: Draw) -> bool:
    """The seed has the hash that stood there before, the member's numbers are in the list, and by both
    the same numbers win as the wallet shows."""
    if contest.outcome is None:
        return False
    shown = [win.number for win in contest.outcome.wins]
    return (
        draw.seed_hash == contest.seed_hash
        and set(contest.numbers) <= set(draw.numbers)
        and [win.number for win in draw.wins] == shown
        and not any(faults_of(draw))
    )
