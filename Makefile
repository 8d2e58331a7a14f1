# Every target does its own set-up; `make` alone says what there is.
# PYTHON=python3.12 chooses an interpreter, PYTEST_ARGS="-k subject" narrows a test run, TARGET, SECONDS and COUNT say what
# to fuzz and for how long.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?=
PYTEST_ARGS ?=
PYTEST_JOBS ?= 4
TARGET ?=
COUNT ?= 100000
ROUTED ?= 1600
MAILS ?= 100000
# SECONDS is a variable of bash: only what is given to make counts.
ifneq ($(origin SECONDS),command line)
SECONDS := 600
endif
BIN := .venv/bin
SYNCED := .venv/.synced

.PHONY: help
help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(SYNCED) ## Make .venv with bin/claimpost, and install Tesseract where it is missing
	@scripts/system demo

.PHONY: setup-tests
setup-tests: $(SYNCED)
	@scripts/system tests

$(SYNCED): uv.lock pyproject.toml scripts/venv
	@PYTHON="$(PYTHON)" scripts/venv
	@touch $@

.PHONY: demo
demo: setup ## Start the desk with a mailbox full of sample mails
	@$(BIN)/claimpost demo

.PHONY: check
check: $(SYNCED) ## Format, lint, types, import contracts, and what the project promises about itself
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/pytest -q -p no:cacheprovider tests/project

.PHONY: test
test: setup-tests ## Every test, against real servers that the tests start themselves
	@$(BIN)/pytest -n $(PYTEST_JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: corpora
corpora: setup-tests ## Only the tests that read the acceptance corpora in ../shared/corpora
	@$(BIN)/pytest -m corpora $(PYTEST_ARGS)

.PHONY: bench
bench: setup-tests ## Every benchmark; the figures go to standard output
	@for script in benchmarks/[!_]*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

.PHONY: bench-read
bench-read: setup-tests ## How well the project's own papers are read: signs, types, facts, boundaries
	@$(BIN)/python benchmarks/accuracy.py

.PHONY: learn
learn: setup ## Learn from extractors/training what tells the types of papers apart, and write it to extractors/data
	@$(BIN)/python -m extractors.training

.PHONY: bench-route
bench-route: setup-tests ## How well the project's own mails find their claim: ROUTED=1600 mails of each of two seeds
	@$(BIN)/python benchmarks/routing.py --count "$(ROUTED)" --write docs/routing-accuracy.md

.PHONY: bench-register
bench-register: setup-tests ## What a register of a million claims in PostgreSQL takes, beside one in memory: MAILS=100000
	@$(BIN)/python benchmarks/route.py --postgres --claims 1000000 --mails "$(MAILS)"

.PHONY: fuzz
fuzz: setup ## Fuzz one opener or reader of texts: TARGET=zip SECONDS=600; without TARGET: say which there are
	@$(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/uv sync --frozen --quiet --inexact --group fuzz
	@$(BIN)/python -m tests.fuzz $(TARGET) --seconds "$(SECONDS)"

.PHONY: mutate
mutate: setup ## Take COUNT=100000 damaged sample mails apart the way `claimpost inspect` does
	@$(BIN)/python -m tests.fuzz.mutate "$(COUNT)"

.PHONY: repeat
repeat: setup ## Give every target one thing a hundred thousand times: TARGET=text.html for one
	@$(BIN)/python -m tests.fuzz.repeat $(TARGET)

.PHONY: format
format: $(SYNCED) ## Format the code and mend what ruff can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: docs
docs: $(SYNCED) ## Write docs/formats.md anew from the plug-ins
	@$(BIN)/python scripts/formats.py

.PHONY: clean
clean: ## Remove .venv and the caches; what is in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
