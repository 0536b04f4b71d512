# Every target sets up what it needs on a machine with Python 3.11 or newer and make.
# Each takes ARGS="…"; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help play tour test prove check bench docs lock
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
CODE := bot handlers flows storage playground tests $(wildcard benchmarks)
CHECKS := format lint types imports dependencies house

help:
	@echo 'make play    a Slack-like page with Tandem in it, on this machine'
	@echo 'make tour    two teachers coach each other for a term, as text in the terminal'
	@echo 'make test    the tests; ARGS="tests/flows -k spark" runs some of them'
	@echo 'make prove   the tests that are too heavy for every change; ARGS="tests/crashes" runs some of them'
	@echo 'make chaos   bots killed while people act and Slack fails; ARGS="--database sqlite"; goes on where it stopped'
	@echo 'make check   $(CHECKS); ARGS="types" runs one of them'
	@echo 'make bench   how fast it is, beside floors measured in the same run; ARGS="--only ack --quick"'
	@echo 'make docs    write the pages that are made from the code'
	@echo 'make lock    write the requirement locks anew from pyproject.toml (needs uv)'

play:
	@.ci/venv runtime
	@$(PY) -m bot play $(ARGS)

tour:
	@.ci/venv runtime
	@$(PY) -m bot tour $(ARGS)

# The whole suite also proves that every branch of flows is covered; a part of it cannot. It takes
# every core, a file to each: for a handful of tests, starting the workers would take longer.
WHOLE := -n auto --dist loadfile --cov=flows --cov-branch --cov-fail-under=100 \
	--cov-report=term-missing:skip-covered
test:
	@.ci/venv test
	@echo 'Running the tests (some minutes for the whole suite).'
	@$(PY) -m pytest $(or $(ARGS),$(WHOLE))

# What a change does not wait for: thousands of vaults, years of nudges, many kills.
prove:
	@.ci/venv test
	@echo 'Proving what is too heavy for every change (some minutes).'
	@$(PY) -m pytest -m prove --timeout=1400 $(ARGS)

# 220 kills and over 10,000 messages in 20 workspaces, on each database; tests/chaos has its judge.
chaos:
	@.ci/venv test
	@echo 'Killing bots at random moments, on both databases side by side (under half an hour).'
	@$(PY) -m tests.chaos $(ARGS)

# Each check is a target of a make of its own: as prerequisites, their names would be read, colons
# and all, whatever ARGS are for.
check:
	@$(MAKE) $(addprefix check-,$(or $(ARGS),$(CHECKS)))
	@echo 'All in order: $(or $(ARGS),$(CHECKS)).'

check-environment:
	@.ci/venv browser

check-format: check-environment
	@echo 'format: ruff format'
	@$(PY) -m ruff format --check --quiet . || { echo 'Mend it with: .venv/bin/ruff format .'; exit 1; }

check-lint: check-environment
	@echo 'lint: ruff, all rules less the reasoned ones'
	@$(PY) -m ruff check --quiet .

check-types: check-environment
	@echo 'types: mypy --strict on code and tests'
	@$(PY) -m mypy --no-error-summary $(CODE)

check-imports: check-environment
	@echo 'imports: who may know whom (import-linter)'
	@.venv/bin/lint-imports --no-logo > .venv/imports.txt 2>&1 || { cat .venv/imports.txt; exit 1; }

check-dependencies: check-environment
	@echo 'dependencies: what is declared is what is imported (deptry)'
	@.venv/bin/deptry . > .venv/dependencies.txt 2>&1 || { cat .venv/dependencies.txt; exit 1; }

check-house: check-environment
	@echo 'house: words, manifest, settings, docs, locks (tests/house)'
	@$(PY) -m pytest -q tests/house

bench:
	@.ci/venv dev
	@echo 'Measuring (some minutes; a few seconds a round, best on a machine that is at rest).'
	@$(PY) -m benchmarks $(ARGS)

docs:
	@.ci/venv runtime
	@$(PY) -m bot.pages

lock:
	@.ci/lock $(ARGS)
