# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-oldest lint lock clean

demo: $(VENV)/.runtime
	$(BIN)/gongkai demo --home demo

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto

# The warehouse on the oldest DuckDB that pyproject.toml allows.
test-oldest: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --upgrade --target build/oldest "$$(sed -n 's/.*"duckdb>=\([0-9.]*\),.*/duckdb==\1/p' pyproject.toml)"
	PYTHONPATH=build/oldest $(BIN)/pytest -n auto tests/test_warehouse_*.py tests/test_schedules_rebuild.py

lint: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

$(VENV)/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit("Gongkai needs Python 3.11 or newer; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

lock: | $(VENV)/bin/pip
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile -q pyproject.toml --extra ocr --group build --universal --generate-hashes --no-header -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra ocr --group build --group dev --universal --generate-hashes --no-header -o requirements-dev.lock

clean:
	rm -rf demo build .mypy_cache .ruff_cache .pytest_cache
