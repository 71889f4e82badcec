# The README's two commands are `make demo` and `make test`; both set up what they need.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest
.DEFAULT_GOAL := help

.PHONY: help demo test fast lint format bench setup clean sample-index

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.ready  ## create .venv with every version pinned in constraints.txt

$(VENV)/.ready: pyproject.toml constraints.txt hatch_build.py $(wildcard provenance/compiled/*.c)
	@test -x $(BIN)/python || $$(command -v $(PYTHON) || command -v python3) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^pip==' constraints.txt)"
	$(BIN)/python -m pip install --quiet -c constraints.txt "$$(grep '^torch==' constraints.txt)"
	$(BIN)/python -m pip install --quiet -c constraints.txt --editable '.[all]' --group dev
	@touch $@

demo: setup  ## build the sample index if needed, check the sample posts, write demo-report.html
	$(BIN)/provenance demo --out demo-report.html

test: setup lint  ## every check and every test
	$(PYTEST)

fast: setup  ## the quick tests, in two processes
	$(PYTEST) --numprocesses 2 -m "not slow and not model and not media and not data"

lint: setup  ## style, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: setup  ## rewrite the files in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup  ## CPU seconds of a check, and floods beside the peers; what needs more data: benchmarks/README.md
	$(BIN)/python -m pip install --quiet -c constraints.txt --group bench
	$(BIN)/python -m benchmarks.check_cost --posts 2000
	$(BIN)/python -m benchmarks.floods --posts 2000

sample-index: setup  ## rebuild the committed sample index
	$(BIN)/provenance index build provenance/sample/evidence.jsonl --out indexes/sample

clean:  ## remove what make made, keep the index
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache demo-report.html
