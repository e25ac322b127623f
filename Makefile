# Daily commands. `make demo` and `make test` are all that a fresh machine needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= demo-data

.PHONY: setup demo test check lint format types docs lock bench accuracy clean help

help:  ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(VENV)/.complete  ## make .venv with everything in it

# Hashes in the lock file are checked, so a fresh clone gets the very packages that were tested.
$(VENV)/.complete: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "make: python3 cannot make virtual environments (on Debian: apt install python3-venv)" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## the whole line on bundled demo portals, ending in a served site
	$(BIN)/gongkai demo --data $(DATA)

test: setup  ## everything that must hold: style, types, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: test

lint: setup
	$(BIN)/ruff check --fix .

format: setup  ## put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: setup
	$(BIN)/mypy

docs: setup  ## write again what is generated: datasette-metadata.yml, docs/data-dictionary.md
	$(BIN)/python -m publish.metadata
	$(BIN)/python -m publish.dictionary

bench: setup  ## speed and memory, side by side with the obvious alternative
	$(BIN)/python -m benchmarks

accuracy: setup  ## cells read right, by format and style, on generated reports
	$(BIN)/python -m tests.accuracy

lock: setup  ## pin what pyproject.toml asks for
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --all-extras pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
