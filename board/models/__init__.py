"""Seats and who holds them, elections and what is left of their ballots."""

from board.models.backups import BackupsGone
from board.models.ballots import BoardCode, BoardMarks, SealedBallot, VoterRoll
from board.models.chairing import Chairing
from board.models.elections import Contest, Election, Lot, Nomination, Result
from board.models.keys import Keyholder, KeyLock
from board.models.notices import Extension, Unreached
from board.models.seats import Appointment, Seat

__all__ = [
    "Appointment",
    "BackupsGone",
    "BoardCode",
    "BoardMarks",
    "Chairing",
    "Contest",
    "Election",
    "Extension",
    "KeyLock",
    "Keyholder",
    "Lot",
    "Nomination",
    "Result",
    "SealedBallot",
    "Seat",
    "Unreached",
    "VoterRoll",
]
