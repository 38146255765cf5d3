"""Every stored field is either personal, with a reason and a term, or named as not personal."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True)
class Privacy:
    personal: Mapping[str, str] = field(default_factory=dict)  # field -> why, and how long kept
    other: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if both := set(self.personal) & set(self.other):
            raise ValueError(f"classified twice: {', '.join(sorted(both))}")


_third_party: dict[str, Privacy] = {}


def register(model_label: str, privacy: Privacy) -> None:
    """For models of installed packages, which cannot carry the attribute."""
    _third_party[model_label.lower()] = privacy


def of(model: type[Model]) -> Privacy | None:
    own = model.__dict__.get("privacy")
    return own if isinstance(own, Privacy) else _third_party.get(model._meta.label_lower)


def stored_fields(model: type[Model]) -> set[str]:
    """What the model's own tables hold; the primary key when it is only a counter is left out."""
    concrete = {
        f.name
        for f in model._meta.local_concrete_fields
        if not f.get_internal_type().endswith("AutoField")
    }
    return concrete | {f.name for f in model._meta.local_many_to_many}


def unclassified(model: type[Model]) -> set[str]:
    known = of(model) or Privacy()
    return stored_fields(model) - set(known.personal) - set(known.other)


def unknown(model: type[Model]) -> set[str]:
    """Names that are classified but no longer exist: a stale register misleads a reader."""
    known = of(model) or Privacy()
    names = {f.name for f in model._meta.get_fields()}
    return (set(known.personal) | set(known.other)) - names


def all_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if not model._meta.proxy and model._meta.managed]
