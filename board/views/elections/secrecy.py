"""What is promised about the secrecy of a vote, each with its test, and what it cannot protect."""

PROMISES = [
    (
        "While voting is open, nobody can read a vote out of the portal: not the returning officer,"
        " not the office, and not whoever holds the whole database.",
        "test_a_dump_of_an_open_poll_contains_no_code_and_no_choice",
    ),
    (
        "One passphrase opens nothing. Any two of the three open the box, so that one can be lost.",
        "test_one_opens_nothing",
    ),
    (
        "All envelopes have the same length, whatever was marked.",
        "test_what_goes_in_comes_out_and_the_length_says_nothing",
    ),
    (
        "No record of a vote has a date, a person, a school, an address or a number in sequence.",
        "test_no_ballot_model_has_a_handle",
    ),
    (
        "After the count nothing in the database ties a school to a vote: not the hidden order of"
        " its rows, not its transaction numbers, not the sessions, the audit log or the mails.",
        "test_nothing_left_behind_ties_a_school_to_a_vote",
    ),
    (
        "The order of the codes and of the marks is not the order of voting.",
        "test_no_list_remembers_the_order_of_voting",
    ),
    (
        "Your code is shown to you alone. It is not mailed, logged, stored in your session or put"
        " into an address.",
        "test_the_code_goes_nowhere_but_to_the_voter",
    ),
    (
        "Your code proves that your vote was counted, not how you voted.",
        "test_a_code_on_the_board_shows_no_choice",
    ),
    (
        "A school votes once, also when two people press at the same moment.",
        "test_twenty_posts_at_once_leave_one_envelope",
    ),
    (
        "There are no totals before the box is opened, for anybody.",
        "test_nobody_sees_a_total_while_voting_is_open",
    ),
]
LIMITS = [
    "Whether your school has voted is known to the portal, which reminds those that have not, and"
    " after the count to member schools, who see the list.",
    "Somebody who can change the portal’s program while people vote could read votes as they are"
    " cast. Against this only care over who may change it helps.",
    "Whoever keeps a complete copy of the database from the days of voting and has two of the three"
    " passphrases could read votes and tell schools. So before the result is declared the returning"
    " officer confirms, on the election’s page, by when the backups of those days go, and"
    " a passphrase is used for one election only.",
    "If everybody votes the same way, the totals say how everybody voted.",
    "What is on your own screen, or what somebody watches you do, the portal cannot hide.",
]
