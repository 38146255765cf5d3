"""Addresses of the board and of its elections."""

from django.urls import URLPattern, URLResolver, include, path

from board.views import chairing, seats
from board.views.elections import (
    deputising,
    keyholding,
    listing,
    nominating,
    results,
    running,
    voting,
)

app_name = "board"

# One election, behind /elections/<id>/
of_an_election: list[URLPattern] = [
    path("", listing.election_detail, name="election_detail"),
    path("candidates/", listing.candidates, name="candidates"),
    path("nominate/<int:contest_id>/", nominating.nominate, name="nominate"),
    path("nominations/", nominating.nominations, name="nominations"),
    path("announce/", running.announce, name="announce"),
    path("close-nominations/", running.close_nominations, name="close_nominations"),
    path("keys/", keyholding.keys, name="keys"),
    path("keys/name-second/", keyholding.second, name="second_keyholder"),
    path("keys/rehearse/", keyholding.rehearse, name="rehearse"),
    path("keys/<slug:place>/", keyholding.passphrase, name="passphrase"),
    path("open/", running.open_poll, name="open_poll"),
    path("extend/", running.extend, name="extend"),
    path("stop/", running.stop_election, name="stop_election"),
    path("unreached/", running.unreached, name="unreached"),
    path("vote/<int:urn>/", voting.vote, name="vote"),
    path("vote/<int:urn>/cast/", voting.cast_vote, name="cast_vote"),
    path("close/", running.close_poll, name="close_poll"),
    path("sweep/", running.sweep, name="sweep"),
    path("backups/", running.backups, name="backups"),
    path("lot/<int:contest_id>/", running.lot, name="lot"),
    path("declare/", running.declare, name="declare"),
    path("declare-unopposed/", running.declare_unopposed, name="declare_unopposed"),
    path("counted/", results.counted, name="counted"),
    path("counted/codes/", results.codes, name="codes"),
    path("counted/voters/", results.voters, name="voters"),
    path("votes.csv", results.votes_csv, name="votes_csv"),
    path("codes.csv", results.codes_csv, name="codes_csv"),
]
elections: list[URLPattern | URLResolver] = [
    path("", listing.election_list, name="election_list"),
    path("new/", running.prepare_election, name="prepare_election"),
    path("is-my-vote-secret/", listing.secret, name="secret"),
    path("recount.py", results.recount_program, name="recount_program"),
    path("deputy/<int:urn>/", deputising.deputy, name="deputy"),
    path(
        "nominations/<int:nomination_id>/", nominating.answer_nomination, name="answer_nomination"
    ),
    path(
        "nominations/<int:nomination_id>/withdraw/",
        nominating.withdraw_nomination,
        name="withdraw_nomination",
    ),
    path("<int:election_id>/", include(of_an_election)),
]

# Office and clerk: the seats of the board
office = [
    path("", seats.seat_list, name="seat_list"),
    path("co-opt/", seats.add_seat, name="add_seat"),
    path("acting/", chairing.name_chair, {"post": "acting"}, name="name_acting_chair"),
    path("deputy/", chairing.name_chair, {"post": "deputy"}, name="name_deputy_chair"),
    path("chairing/<int:chairing_id>/end/", chairing.end_chairing, name="end_chairing"),
    path("<int:seat_id>/", seats.seat_detail, name="seat_detail"),
    path("<int:seat_id>/appoint/", seats.appoint, name="appoint"),
    path("<int:seat_id>/close/", seats.close_seat, name="close_seat"),
    path("appointments/<int:appointment_id>/end/", seats.end_appointment, name="end_appointment"),
]

urlpatterns = [
    path("board/", seats.board, name="board"),
    path("office/board/", include(office)),
    path("elections/", include(elections)),
]
