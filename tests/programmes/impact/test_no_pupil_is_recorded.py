"""Check 26: what is said of pupils is public and of a school; nothing here is about one pupil."""

from django.apps import apps

OURS = {"kit", "members", "bids", "programmes", "invoicing", "board", "hlp"}
ABOUT_A_PUPIL = ("pupil", "student", "child", "upn", "birth", "attainment", "sen_status", "fsm")


def named(model):
    """The model and its stored fields, as the database knows them."""
    return [model._meta.model_name, *(field.name for field in model._meta.get_fields())]


def about_a_pupil(names):
    return [name for name in names if any(word in name.lower() for word in ABOUT_A_PUPIL)]


def test_26_no_table_and_no_field_is_about_a_pupil():
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]

    assert len(models) > 50
    assert {
        model._meta.label: found for model in models if (found := about_a_pupil(named(model)))
    } == {}


def test_26_such_a_field_would_be_seen():
    assert about_a_pupil(["name", "pupil_name", "date_of_birth"]) == ["pupil_name", "date_of_birth"]
