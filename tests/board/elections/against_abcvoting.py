"""The count against abcvoting, an independent implementation: `make oracle`.

A script and no test: abcvoting brings solvers of hundreds of megabytes, so it is in no lock file
and runs in an environment of its own. `board.counting` needs nothing but Python.
"""

import random
import sys
from pathlib import Path

from abcvoting import abcrules
from abcvoting.preferences import Profile

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from board.counting import count

NAMES = "abcde"
ELECTIONS = 1_000


def main() -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    for number in range(ELECTIONS):
        ballots = [drawn(chance) for _ in range(chance.randint(1, 12))]
        seats = chance.randint(1, 4)
        if ours(ballots, seats) != theirs(ballots, seats):
            sys.exit(f"They differ (seed {seed}, election {number}): {ballots}, {seats} seats")
    print(f"{ELECTIONS} random elections: both counts agree (seed {seed}).")


def drawn(chance: random.Random) -> frozenset[str]:
    return frozenset(chance.sample(NAMES, chance.randint(1, 4)))


def ours(ballots: list[frozenset[str]], seats: int) -> tuple[set[str], set[str]]:
    """Who is in every best committee, and who is in some but not all."""
    found = count({name: sum(name in ballot for ballot in ballots) for name in NAMES}, seats)
    return set(found.elected), set(found.tied)


def theirs(ballots: list[frozenset[str]], seats: int) -> tuple[set[str], set[str]]:
    profile = Profile(len(NAMES), cand_names=NAMES)
    profile.add_voters([[NAMES.index(name) for name in ballot] for ballot in ballots])
    committees = abcrules.compute_av(profile, seats, resolute=False)
    best: list[set[str]] = [{NAMES[place] for place in committee} for committee in committees]
    always, ever = best[0].intersection(*best), best[0].union(*best)
    return always, ever - always


if __name__ == "__main__":
    main()
