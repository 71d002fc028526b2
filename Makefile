# Everything a person or CI needs; `make interview` and `make test` work on a fresh machine with Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
RUN := $(BIN)/python -m

.PHONY: interview test lint check vectors eval soak clean

interview: $(STAMP)
	@$(BIN)/interviewer

test: $(DEV_STAMP)
	$(RUN) pytest -n 2 --dist loadfile -m "not soak" --cov=interviewer.domain --cov=interviewer.storage --cov=interviewer.grading --cov-fail-under=95

lint: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

# After a change to a bundled question: the vectors that are shipped beside it.
vectors: $(STAMP)
	$(BIN)/interviewer bank vectors

# After a change to an engine: the card in eval/cards, on our own sets and on the public ones where they are.
# Gradings are kept by engine version, so an interrupted run goes on where it was.
PUBLIC ?= ../shared/data/asag
eval: $(DEV_STAMP)
	$(BIN)/interviewer eval card $(if $(wildcard $(PUBLIC)),--public $(PUBLIC))

# Kills, bulk, the wheel and attacks. SOAK=reduced is what CI runs.
soak: $(DEV_STAMP)
	SOAK=$(or $(SOAK),full) $(RUN) pytest -m soak

clean:
	rm -rf $(VENV) dist build .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMP): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV); the first time this downloads about 0.5 GB and takes a few minutes."
	$(RUN) pip install --quiet --disable-pip-version-check --editable . --constraint constraints.txt
	@touch $@

$(DEV_STAMP): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV), with what the tests need."
	$(RUN) pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint constraints.txt
	@touch $@ $(STAMP)
