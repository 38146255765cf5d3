"""Counts an election anew: python3 recount.py votes.csv ["Name drawn first (School)" …]

Needs only Python. The file is the one that member schools download; see the page of the election.
"""

import csv
import hashlib
import sys

file, *lot = sys.argv[1:]
print("SHA-256", hashlib.sha256(open(file, "rb").read()).hexdigest())
seats, contests = {}, {}
for row in csv.DictReader(open(file, encoding="utf-8", newline="")):
    marks = contests.setdefault(row["contest"], {})
    if row["what"] == "seats":
        seats[row["contest"]] = int(row["value"])
    elif row["what"] == "candidate":
        marks[row["value"]] = 0
    elif row["what"] == "vote":
        for name in set(row["value"].split("|")) & set(marks):
            marks[name] += 1
for contest, marks in contests.items():
    order = lot + sorted(set(marks) - set(lot))
    ranked = sorted(marks, key=lambda name: (-marks[name], order.index(name)))
    cut = [marks[name] for name in ranked[seats[contest] - 1 : seats[contest] + 1]]
    print(f"\n{contest}: {seats[contest]} to elect")
    for place, name in enumerate(ranked, start=1):
        tied = len(cut) == 2 and cut[0] == cut[1] == marks[name] and name not in lot
        print(
            marks[name], name, "TIED" if tied else "ELECTED" * (place <= seats[contest]), sep="\t"
        )
