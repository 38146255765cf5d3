# Daily work. `make` alone lists what there is; every target works from a fresh clone.
# The Python that starts the set-up; any from 3.11 on: make check PYTHON=python3.13
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
TYPED := hlp members bids programmes invoicing board tests manage.py static/compile.py
LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
PRODUCTION := env DJANGO_SETTINGS_MODULE=hlp.settings.base ALLOWED_HOSTS=portal.example \
	SITE_URL=https://portal.example SECRET_KEY="$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))')"

.DEFAULT_GOAL := help
.PHONY: help ready demo test check lint types django cov e2e bench oracle docs states locks assets format

help:
	@sed -n 's/^\([a-z0-9]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-8s %s\n", $$1, $$2 }'

ready:
	@$(PYTHON) manage.py setup --dev

demo: ## The portal with fictional schools and people on http://localhost:8000
	@$(PYTHON) manage.py demo $(ARGS)

test: ## The whole suite: SQLite, PostgreSQL, browser journeys (ARGS="-k invoice")
	@$(PYTHON) manage.py test $(ARGS)

check: lint types django ## Everything CI checks before the suite runs

lint: ready ## Format, style, templates, layers, addresses in locks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djhtml -t 2 --check
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 --check
	$(BIN)/lint-imports
	! grep -n 'http' requirements/*.txt package-lock.json

types: ready ## mypy over apps, kit, tests and set-up
	$(BIN)/mypy $(TYPED)

django: ready ## Migrations, production settings, generated state charts
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py state_charts --check

cov: ready ## The suite on SQLite with branch coverage
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered $(ARGS)

e2e: ## The browser journeys alone
	@$(PYTHON) manage.py test --on journeys $(ARGS)

oracle: ready ## The count of elections against abcvoting, in an environment of its own
	$(BIN)/uv run -q --no-project --with abcvoting python tests/board/elections/against_abcvoting.py

bench: ready ## Latency, queries, import, issuing and PDFs, measured (ARGS="--schools 100")
	@$(BIN)/python -m tests.bench $(ARGS)

docs: states ## Everything under docs/ that is generated: state charts, the README's pictures
	$(BIN)/python docs/pictures/take.py

states: ready ## Write docs/states/ from the tables of moves
	$(BIN)/python manage.py state_charts

# npm writes who to sponsor into its lock, with addresses; ours holds none.
locks: ready ## Pin anew what pyproject.toml and package.json name
	$(LOCK) pyproject.toml -o requirements/runtime.txt $(ARGS)
	$(LOCK) pyproject.toml --extra s3 --extra sentry -c requirements/runtime.txt -o requirements/production.txt $(ARGS)
	$(LOCK) --group assets -c requirements/runtime.txt -o requirements/assets.txt $(ARGS)
	$(LOCK) --group node -o requirements/node.txt $(ARGS)
	$(LOCK) pyproject.toml --group dev -c requirements/runtime.txt -c requirements/assets.txt -o requirements/dev.txt $(ARGS)
	npm install --package-lock-only --ignore-scripts
	$(BIN)/python -c "import json, pathlib; lock = pathlib.Path('package-lock.json'); found = json.loads(lock.read_text()); [part.pop('funding', None) for part in found['packages'].values()]; lock.write_text(json.dumps(found, indent=2) + '\n')"

assets: ## Build styles, scripts and fonts anew
	rm -rf static/build
	@$(PYTHON) manage.py setup

format: ready ## Put code and templates into the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djhtml -t 2
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2
