"""Only `hlp.kit.states.make` assigns a state, and every table of moves is sound."""

import ast

import pytest
import rules
from django.apps import apps

from hlp.kit import states
from tests.architecture.sources import APPS, ROOT, name_of, python_files, tree_of

THE_ONE_PLACE = ROOT / "hlp" / "kit" / "states.py"
# Rows of work and mail are no workflow of people: a lease, not a permission, moves them.
# Each file writes the state of its own kit model only.
LEASED = {"hlp/kit/work.py", "hlp/kit/outbox.py", "hlp/kit/working.py"}


def states_written(tree):
    """Lines that set a state: attribute, setattr, update or bulk_update."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "state":
            if isinstance(node.ctx, ast.Store | ast.Del):
                yield node.lineno
        elif isinstance(node, ast.Call) and writes_state(node):
            yield node.lineno


def writes_state(call):
    called = call.func.attr if isinstance(call.func, ast.Attribute) else None
    called = call.func.id if isinstance(call.func, ast.Name) else called
    keywords = {keyword.arg for keyword in call.keywords}
    if called in {"update", "update_or_create"}:
        named_in_defaults = any("'state'" in ast.unparse(k.value) for k in call.keywords)
        return "state" in keywords or (called == "update_or_create" and named_in_defaults)
    if called == "setattr":
        return any(isinstance(arg, ast.Constant) and arg.value == "state" for arg in call.args)
    return called == "bulk_update" and "'state'" in ast.unparse(call)


def test_only_the_table_of_moves_assigns_a_state():
    found = [
        f"{name_of(path)}:{line}"
        for path in python_files()
        if path != THE_ONE_PLACE and name_of(path) not in LEASED
        for line in states_written(tree_of(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("invoice.state = ISSUED", True),
        ("Invoice.objects.filter(pk=1).update(state=ISSUED)", True),
        ("setattr(invoice, 'state', ISSUED)", True),
        ("Invoice.objects.bulk_update(rows, ['state'])", True),
        ("Invoice.objects.update_or_create(pk=1, defaults={'state': ISSUED})", True),
        ("invoice.state == ISSUED", False),
        ("Invoice.objects.filter(state=ISSUED)", False),
        ("Invoice.objects.update(paid=True)", False),
    ],
)
def test_a_written_state_is_seen(code, written):
    assert bool(list(states_written(ast.parse(code)))) is written


# Where a workflow ends; any other state nobody can leave is a trap.
FINAL = {
    "members.Membership": {"ended"},
    "members.Claim": {"approved", "refused", "withdrawn"},
    "invoicing.Invoice": {"issued"},  # paid, overdue and credited are derived
    "invoicing.FeeRun": {"issued", "cancelled"},
    "invoicing.CreditNote": {"issued", "cancelled"},
    "board.Election": {"declared", "stopped"},
    "board.Nomination": {"declined", "withdrawn"},
    "bids.Call": {"published", "cancelled"},
    "bids.Bid": {"decided", "withdrawn"},
    "bids.Partner": {"declined", "removed"},
    "bids.MarkSheet": {"submitted"},  # a change is a mark of its own
    "programmes.Event": {"cancelled"},  # held is derived
    "programmes.Place": {"lapsed", "substituted", "cancelled"},
    "programmes.Survey": {"closed"},
}


def faults_of_table(all_states, first, moves, final):
    """States nobody can reach or leave, and permissions that no rules file names."""
    reached = {first}
    for _ in all_states:  # the longest way round visits each state once
        reached |= {move.to for move in moves if move.origins & reached}
    left = {origin for move in moves for origin in move.origins}
    return [
        *(f"nobody can reach {state}" for state in sorted(all_states - reached)),
        *(f"nobody can leave {state}" for state in sorted(all_states - left - final)),
        *(f"{state} is final but can be left" for state in sorted(final & left)),
        *(
            f"{move.name} needs the unknown permission {move.permission}"
            for move in moves
            if move.permission and not rules.perm_exists(move.permission)
        ),
    ]


def test_every_table_of_moves_is_sound():
    found = []
    for model, moves in states.REGISTRY.items():
        field = model._meta.get_field("state")
        values = {str(value) for value, _ in field.choices}
        final = FINAL.get(model._meta.label, set()) & values
        faults = faults_of_table(values, str(field.get_default()), moves, final)
        found += [f"{model._meta.label}: {fault}" for fault in faults]

    assert found == []


def test_every_workflow_model_has_a_table():
    with_state = {
        model
        for model in apps.get_models()
        if model._meta.app_label in APPS and any(f.name == "state" for f in model._meta.fields)
    }

    assert with_state == {m for m in states.REGISTRY if m._meta.app_label in APPS}


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ([("go", {"a"}, "b", None)], "nobody can reach c"),
        ([("go", {"a"}, "b", None), ("on", {"b"}, "c", "no.such_power")], "needs the unknown"),
        ([("go", {"a"}, "b", None), ("off", {"a"}, "c", None)], "nobody can leave b"),
        ([("go", {"a"}, "b", None), ("on", {"b", "c"}, "c", None)], "c is final but can be left"),
    ],
)
def test_a_broken_table_is_seen(table, fault):
    moves = [states.Move(name, origins, to, power) for name, origins, to, power in table]

    found = faults_of_table({"a", "b", "c"}, "a", moves, final={"c"})

    assert [line for line in found if fault in line]
