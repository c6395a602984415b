# `make demo` and `make test` set up all they need: a virtual environment from pinned requirements, and Java.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help setup java libreoffice demo demo-deid test lint docs clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: java $(VENV)/.installed  ## create .venv with everything pinned

java:
	@scripts/ensure_java

libreoffice:
	@scripts/ensure_libreoffice

$(VENV)/.installed: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-deps --require-hashes --requirement requirements/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup  ## read the documents in examples/documents into demo-output/
	$(BIN)/python examples/demo.py

demo-deid: setup  ## take the identifiers out of examples/clinical/, into demo-output/clean/
	$(BIN)/python examples/deidentify.py

test: setup libreoffice  ## run the tests
	$(BIN)/python -m pytest --numprocesses 2 --no-loadscope-reorder

lint: setup  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup  ## build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

clean:  ## remove what the other targets made
	rm -rf $(VENV) demo-output site spark-warehouse
