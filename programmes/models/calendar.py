"""Academic years and half-terms as rows: the authority's dates, and a school's own beside them."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from hlp.kit import overlaps
from hlp.kit.privacy import Privacy
from members.models import School
from programmes.querysets import HalfTermQuerySet
from programmes.states import HalfTermNumber

AUTHORITY = 0  # whose calendar it is, where it is not a school's (then it is the URN)


class AcademicYear(models.Model):
    """September to August, named as schools name it: 2022/23."""

    name = models.CharField(max_length=9, unique=True)
    from_on = models.DateField("first day")
    to_on = models.DateField("last day")

    privacy = Privacy(other=("id", "name", "from_on", "to_on"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__lt=F("to_on")), name="an_academic_year_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HalfTerm(models.Model):
    """One of the six parts of a year, for the authority's schools or for one with its own dates.

    Commitments are counted by the authority's dates (design 9).
    """

    year = models.ForeignKey(AcademicYear, on_delete=models.PROTECT, related_name="half_terms")
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="half_terms"
    )
    calendar = models.PositiveIntegerField(default=AUTHORITY, editable=False)  # URN or 0
    number = models.PositiveSmallIntegerField(choices=HalfTermNumber)
    from_on = models.DateField("first day")
    to_on = models.DateField("last day")
    is_confirmed = models.BooleanField("confirmed", default=False)
    source = models.CharField("where the dates come from", max_length=200, blank=True)

    objects = HalfTermQuerySet.as_manager()
    privacy = Privacy(
        other=(
            *("id", "year", "school", "calendar", "number", "from_on", "to_on"),
            *("is_confirmed", "source"),
        )
    )

    class Meta:
        verbose_name = "half-term"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "calendar", "number"], name="one_half_term_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(from_on__lte=F("to_on")), name="a_half_term_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(number__in=HalfTermNumber.values), name="a_year_has_six_half_terms"
            ),
            models.CheckConstraint(
                condition=Q(school=None, calendar=AUTHORITY) | Q(school=F("calendar")),
                name="a_half_term_knows_whose_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_number_display()} {self.year_id and self.year}"

    @property
    def label(self) -> str:
        return str(HalfTermNumber(self.number).label)


overlaps.keep_apart("programmes_halfterm", "calendar")


class ClosedDay(models.Model):
    """A day on which schools, or one of them, teach nobody: INSET, an occasional day.

    Bank holidays are not kept here; the calendar of England knows them.
    """

    on = models.DateField()
    name = models.CharField(max_length=100)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="closed_days"
    )

    privacy = Privacy(other=("id", "on", "name", "school"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("on"), Coalesce(F("school"), 0), name="one_closed_day_of_a_school"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.on:%-d %B %Y}"


class Cluster(models.Model):
    """Schools that work together: the partnership's own data, no register knows them."""

    name = models.CharField(max_length=80, unique=True)
    schools: "models.ManyToManyField[School, models.Model]" = models.ManyToManyField(
        School, through="programmes.ClusterSchool", related_name="clusters"
    )

    privacy = Privacy(other=("id", "name", "schools"))

    def __str__(self) -> str:
        return self.name


class ClusterSchool(models.Model):
    """A school belongs to one cluster at most, so that breakdowns count it once."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="lines")
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="cluster_line")

    privacy = Privacy(other=("id", "cluster", "school"))

    def __str__(self) -> str:
        return f"{self.school_id} in {self.cluster_id}"
