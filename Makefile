# `make demo` and `make test` set up all they need: a virtual environment from pinned requirements, and Java.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
OLDEST_SPARK := 4.0.5

.PHONY: help setup java libreoffice demo demo-deid test test-oldest lint docs clean

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

# Of its own it has PySpark only; behind that stands what .venv has.
$(OLDEST)/.installed: $(VENV)/.installed Makefile
	$(PYTHON) -m venv --clear --without-pip $(OLDEST)
	$(BIN)/python -m pip --python $(OLDEST)/bin/python install --quiet --no-deps pyspark==$(OLDEST_SPARK) py4j==0.10.9.9
	echo "import site; site.addsitedir('$$(echo $(CURDIR)/$(VENV)/lib/python*/site-packages)')" \
		> $$(echo $(OLDEST)/lib/python*/site-packages)/shared.pth
	@touch $@

test-oldest: setup $(OLDEST)/.installed  ## run the contract of all stages with the oldest PySpark that is supported
	$(OLDEST)/bin/python -m pytest --numprocesses 2 tests/contract tests/stage tests/datasource tests/test_session.py

lint: setup  ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup  ## build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

clean:  ## remove what the other targets made
	rm -rf $(VENV) $(OLDEST) demo-output site spark-warehouse
