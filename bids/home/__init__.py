"""What waits for whom in bidding."""

from bids.home import bids, calls, deciding, marking

SUBJECTS = (*calls.SUBJECTS, *bids.SUBJECTS, *marking.SUBJECTS, *deciding.SUBJECTS)
