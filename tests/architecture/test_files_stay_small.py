"""A file is read whole or not at all. What is longer says why here, or is split by noun or verb."""

from tests.architecture.sources import name_of, python_files, templates

LIMIT, TEMPLATE_LIMIT = 300, 120
LONGER: dict[str, str] = {}  # path: the reason why splitting it would make it harder to read


def too_long(lengths, limit, excused):
    return sorted(
        f"{n}: {size}" for n, size in lengths.items() if size > limit and n not in excused
    )


def lengths(paths):
    return {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}


def test_no_module_is_past_300_lines():
    assert too_long(lengths(python_files(tests=True)), LIMIT, LONGER) == []


def test_no_template_is_past_120_lines():
    assert too_long(lengths(templates()), TEMPLATE_LIMIT, LONGER) == []


def test_no_excuse_outlives_its_file():
    sizes = lengths([*python_files(tests=True), *templates()])

    assert [name for name in LONGER if sizes.get(name, 0) <= TEMPLATE_LIMIT] == []


def test_a_long_file_is_seen():
    assert too_long({"a.py": 301, "b.py": 300, "c.py": 999}, 300, {"c.py": "why"}) == ["a.py: 301"]
