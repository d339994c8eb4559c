# Two commands are enough to begin: `make demo` and `make test`.
#
# A real server on this machine takes a stand-in's place with one line, its test credential too:
#   make run REAL="--address mastodon=http://127.0.0.1:8101 --secret mastodon.access_token=..."

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
PIP = $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes

# Engine tests mostly wait, the others mostly compute: side by side they take little more than half the time.
WORKERS = -n 2 --dist loadscope --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run demo test test-long test-real check format docs bench build deploy lock clean

help:  ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.local  ## Start engine and sandbox, deploy, play a day, and stay until Ctrl-C
	@$(BIN)/python -m local run $(REAL)

demo: $(VENV)/.local  ## Play the day, print the table of deliveries, compare with what was written by hand, stop
	@$(BIN)/python -m local demo

test: $(VENV)/.dev  ## Run all tests but the long ones
	@$(BIN)/python -m pytest $(WORKERS) $(ARGS)

test-long: $(VENV)/.dev  ## Run the long profile too: every IAM statement taken out in turn, larger properties
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -m "not real" $(ARGS)

test-real: $(VENV)/.dev  ## Install real servers once and prove delivery on them; RECORD=1 writes docs/real-servers.md
	@LOUDHAILER_RECORD=$(RECORD) $(BIN)/python -m pytest -m real tests/real $(ARGS)

check: $(VENV)/.dev  ## Check everything that CI checks: format, lint, types, imports, template, docs, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cfn-lint template.yaml
	$(BIN)/python -m docs.generate --check
	$(BIN)/python -m pytest $(WORKERS) $(ARGS)

format: $(VENV)/.dev  ## Format the code and mend what can be mended by itself
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: $(VENV)/.dev  ## Write the generated parts of the docs anew
	$(BIN)/python -m docs.generate

bench: $(VENV)/.dev  ## Measure, as ratios within one run
	$(BIN)/python -m benchmarks.outage
	$(BIN)/python -m benchmarks.officer
	$(BIN)/python -m benchmarks.pause
	$(BIN)/python -m benchmarks.everywhere
	$(BIN)/python -m benchmarks.feeds
	$(BIN)/python -m benchmarks.polling
	$(BIN)/python -m benchmarks.compose

build:  ## Build for AWS (needs the SAM CLI, in an environment of its own)
	sam build

deploy: build  ## Deploy into your own AWS account; asks for what it needs
	sam deploy --guided

lock:  ## Lock the dependencies again, with hashes and without addresses (needs uv)
	cd requirements && $(LOCK) local.in --output-file local.txt
	cd requirements && $(LOCK) dev.in --constraint local.txt --output-file dev.txt
	cd requirements && $(LOCK) functions.in --constraint local.txt --output-file ../layers/dependencies/requirements.txt

clean:  ## Remove what was installed, built and recorded here
	rm -rf .venv .venv-* .local .aws-sam .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Loudhailer needs Python 3.11 or newer; try: make PYTHON=python3.13"; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version); this is done once"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.local: $(VENV)/bin/python requirements/local.txt pyproject.toml
	@echo "Installing what the demonstration needs"
	@$(PIP) -r requirements/local.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.local requirements/dev.txt
	@echo "Installing what the tests need"
	@$(PIP) -r requirements/dev.txt
	@touch $@
