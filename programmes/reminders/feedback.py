"""Who is reminded to answer: people after an event, schools of what the partnership asks of them.

Each row of those asked carries its own link; once it has answered, it is left alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from hlp.kit import clock
from hlp.kit.reminders import Due, Line, Rule, in_words, register
from members.models import Affiliation, Contact, Membership
from members.states import SchoolRole
from programmes import invitations
from programmes.models import Asked, Survey
from programmes.states import SurveyStage


def feedback_owed(today: date) -> Iterator[Due]:
    """To who had a place and was not missed at the event."""
    people = Asked.objects.still_open_at(_noon(today)).owing().exclude(place=None)
    rows = people.filter(survey__event__isnull=False).select_related(
        "survey__event", "place__person"
    )
    for asked in rows.order_by("pk"):
        survey, to = asked.survey, asked.place.address if asked.place else ""
        if to and survey.event is not None and invitations.path_of(asked):
            is_early = survey.stage == SurveyStage.ON_THE_DAY
            begins_at = survey.event.ends_at if is_early else survey.opens_at
            yield Due(to, f"asked:{asked.pk}", clock.day_of(begins_at), _feedback(asked))


def survey_unanswered(today: date) -> Iterator[Due]:
    """To the school: when it opens, and twice more."""
    rows = Asked.objects.still_open_at(_noon(today)).owing().filter(place=None).order_by("pk")
    asked = [row for row in rows.select_related("survey", "school") if invitations.path_of(row)]
    for survey in {row.survey_id: row.survey for row in asked}.values():
        of_survey = [row for row in asked if row.survey_id == survey.pk]
        known = school_addresses(survey, [row.school_id for row in of_survey], today)
        for row in of_survey:
            for to in known[row.school_id]:
                day = clock.day_of(survey.opened_at or survey.opens_at)
                yield Due(to, f"asked:{row.pk}", day, _of_school(row, today))


def school_addresses(
    survey: Survey, urns: "Iterable[int | None]", today: date
) -> dict[int | None, list[str]]:
    """Its heads with an account, else whom the office has on file as head; and its office."""
    urns = list(urns)
    heads = Affiliation.objects.heads().current(today).filter(school__in=urns)
    heads = heads.filter(user__is_active=True)
    rows = list(heads.values_list("school_id", "user__email"))
    reached = {urn for urn, _ in rows}
    on_file = Contact.objects.filter(school__in=urns, role=SchoolRole.HEADTEACHER)
    rows += on_file.exclude(school__in=reached).values_list("school_id", "email")
    offices = Membership.objects.filter(period=survey.period_id, school__in=urns)
    rows += offices.exclude(office_email="").values_list("school_id", "office_email")
    found: dict[int | None, dict[str, str]] = defaultdict(dict)
    for urn, address in rows:
        found[urn].setdefault(address.casefold(), address)
    return {urn: sorted(found[urn].values()) for urn in urns}


def _feedback(asked: Asked) -> Line:
    event = asked.survey.event
    is_early = asked.survey.stage == SurveyStage.ON_THE_DAY
    title = f"How was “{event}”?" if is_early else f"What came of “{event}”?"
    return Line(
        title=title,
        url=invitations.path_of(asked),
        label="Answer in a minute",
        detail="The link is yours: please do not pass it on.",
    )


def _of_school(asked: Asked, today: date) -> Line:
    closes_on = in_words(clock.day_of(asked.survey.closes_at), today)
    return Line(
        title=f"{asked.survey}: {asked.school} is asked",
        url=invitations.path_of(asked),
        label="Answer for your school",
        detail=f"It takes about a minute and closes {closes_on}. Each school answers once.",
    )


def _noon(today: date) -> datetime:
    return clock.start_of_day(today) + timedelta(hours=12)


FEEDBACK_OWED = register(
    Rule(
        name="programmes.feedback_owed",
        title="Feedback",
        purpose="Who took part in an event hears a day and five days after it, and again when it is"
        " time to look back some weeks later, as long as they have not answered.",
        days=(1, 5),
        due=feedback_owed,
        at_most=2,
    )
)
SURVEY_UNANSWERED = register(
    Rule(
        name="programmes.survey_unanswered",
        title="Surveys of schools",
        purpose="Heads hear of a survey when it opens and twice more, a week apart, as long as"
        " their school has not answered; so does the school’s office.",
        days=(0, 7, 14),
        due=survey_unanswered,
        at_most=3,
    )
)
