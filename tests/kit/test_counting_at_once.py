"""Several counts in one query say what each count says by itself."""

import pytest

from hlp.kit import counting
from members.models import School, User

pytestmark = pytest.mark.django_db


def test_each_question_is_counted_by_itself(
    stranger, school, other_school, django_assert_num_queries
):
    with django_assert_num_queries(1):
        found = counting.at_once(
            stranger,
            schools=School.objects.all(),
            none=School.objects.none(),
            nobody=School.objects.filter(pk=-1),
            me=User.objects.filter(pk=stranger.pk).order_by("email"),
        )

    assert found == {"schools": 2, "none": 0, "nobody": 0, "me": 1}


def test_a_row_met_twice_by_a_join_counts_once(head, school):
    rows = School.objects.filter(affiliations__user=head) | School.objects.filter(pk=school.pk)

    assert counting.at_once(head, schools=rows) == {"schools": 1}
