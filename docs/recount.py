"""Counts an election anew: python3 recount.py votes.csv ["Name drawn first (School)" …]

Needs only Python. The file is the one that member schools download; see the page of the election.
"""

import csv
import hashlib
import sys

file, *lot = sys.argv[1:]
print("SHA-256", hashlib.sha256(open(file, "rb").read()).hexdigest())
rows = [tuple(row.values()) for row in csv.DictReader(open(file, encoding="utf-8", newline=""))]
for contest, seats in [(of, int(value)) for what, of, value in rows if what == "seats"]:
    names = [value for what, of, value in rows if (what, of) == ("candidate", contest)]
    votes = [value.split("|") for what, of, value in rows if (what, of) == ("vote", contest)]
    marks = {name: sum(name in vote for vote in votes) for name in names}
    order = lot + sorted(set(names) - set(lot))
    ranked = sorted(names, key=lambda name: (-marks[name], order.index(name)))
    cut = [marks[name] for name in ranked[seats - 1 : seats + 1]]
    print(f"\n{contest}: {seats} to elect")
    for place, name in enumerate(ranked, start=1):
        tied = len(cut) == 2 and cut[0] == cut[1] == marks[name] and name not in lot
        print(marks[name], name, "TIED" if tied else "ELECTED" * (place <= seats), sep="\t")
