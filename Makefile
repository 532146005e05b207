# The commands of the project. `make` alone lists them; each makes the environment that it needs.
PYTHON := $(shell command -v python3.11 || command -v python3)
IN := scripts/in_env
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run manage test histories check fmt messages lock bench tour coverage clean runtime dev pdf

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: runtime ## start govsocial with demo data; says where to go and whom to be
	@exec $(IN) python scripts/run.py

manage: runtime ## one command of manage.py on what `make run` runs on: ARGS=doctor, ARGS=verify_ledger, …
	@exec $(IN) python scripts/run.py $(or $(ARGS),help)

test: dev pdf ## run every test on SQLite, then on PostgreSQL and Redis (ARGS="-k word" chooses)
	@exec $(IN) python scripts/test.py $(ARGS)

histories: dev ## play thousands of random histories of approval on SQLite (HISTORIES=2000 says how many)
	@exec env HISTORIES=$(or $(HISTORIES),2000) $(IN) python -m pytest -n0 -q tests/approvals/test_histories.py $(ARGS)

check: dev ## style, layers, types, templates, translations, settings, documents (ARGS=--keep-going)
	@$(PYTHON) scripts/system_packages.py messages
	@exec $(IN) python scripts/check.py $(ARGS)

fmt: dev ## put Python and templates in shape
	@$(IN) ruff check --fix-only --quiet .
	@$(IN) ruff format --quiet .
	@git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0r $(IN) djade --target-version 5.2 || true

messages: dev ## bring the French catalogue up to date with the source and locale/parts/
	@$(PYTHON) scripts/system_packages.py messages
	@$(IN) python scripts/update_messages.py
	@$(IN) python scripts/compile_messages.py

lock: dev ## write requirements*.txt anew from requirements*.in (ARGS="--upgrade" takes newer versions)
	@exec $(IN) python scripts/lock.py $(ARGS)

bench: dev pdf ## measure: one JSON line a figure
	@exec env DEMO=true $(IN) python manage.py bench $(ARGS)

tour: dev pdf ## walk through the whole product in Chromium; screenshots in .tour/
	@exec $(IN) python $(firstword $(wildcard scripts/tour scripts/tour.py)) $(ARGS)

coverage: dev pdf ## run the tests on SQLite and say which branches they miss
	@exec $(IN) python scripts/test.py --coverage $(ARGS)

clean: ## remove everything that the other commands made, the demo database too
	rm -rf .venv .system .run .tour .bench staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name '__pycache__' -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

# What is missing for PDFs or the browser is said, and the rest goes on without.
runtime:
	@$(PYTHON) scripts/environment.py runtime
	@$(PYTHON) scripts/system_packages.py pdf || true

dev:
	@$(PYTHON) scripts/environment.py dev

pdf:
	@$(PYTHON) scripts/system_packages.py pdf browser || true
