"""What a list shows a person and what the permission says of each row are the same answer."""

import pytest
from django.apps import apps

from tests.access.page import Visible
from tests.access.roles import Role
from tests.access.urls import VISIBLE


def disagreements(row, world):
    """(role, object) pairs where the list and the permission differ."""
    objects = row.make(world)
    model = apps.get_model(row.model)
    found = []
    for role in Role:
        user = world.person(role)
        listed = set(model._default_manager.visible_to(user).values_list("pk", flat=True))
        for obj in objects:
            if (obj.pk in listed) != user.has_perm(row.permission, obj):
                found.append((str(role), str(obj), "listed" if obj.pk in listed else "allowed"))
    return found


@pytest.mark.parametrize("row", VISIBLE, ids=lambda row: row.model)
def test_the_list_and_the_permission_agree(row, world):
    assert disagreements(row, world) == []


def test_every_model_that_hides_rows_is_compared():
    hiding = {
        model._meta.label
        for model in apps.get_models()
        if hasattr(model._default_manager, "visible_to")
    }

    assert {row.model for row in VISIBLE} == hiding


@pytest.mark.parametrize(
    ("permission", "how"), [("members.view_school", "allowed"), ("no.such_power", "listed")]
)
def test_a_disagreement_is_seen(permission, how, world):
    row = Visible("members.Claim", permission, lambda world: [world.claim])

    found = disagreements(row, world)

    assert {said for _, _, said in found} == {how}
