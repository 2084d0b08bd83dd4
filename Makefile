# `make run` and `make test` need Python 3.11 or newer and nothing else; all they install goes into .venv.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

VENV := .venv
# uv installs ten times faster than pip: the machine's own where there is one, else the one that requirements/uv.txt pins.
UV = $(or $(shell command -v uv 2>/dev/null),$(VENV)/bin/uv)
INSTALL = $(UV) pip install --quiet --python $(VENV)/bin/python
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

CATALOGUES := signon/translations
EXTRACT = $(VENV)/bin/pybabel -q extract -F pyproject.toml -k N_ -k _l --no-location --sort-output --no-wrap --omit-header

.PHONY: help run test check soak picture install translations lock clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile

run: install ## serve a sample campaign on this machine; PORT=8000
	$(VENV)/bin/signon demo --port $(PORT)

test: $(VENV)/.test ## run all tests; ARGS='-k words' for some of them
	$(VENV)/bin/python -m pytest -n 2 --dist worksteal $(ARGS)

check: $(VENV)/.test ## what a machine can say about the code without running it
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

soak: $(VENV)/.test ## the tests that run for minutes
	$(VENV)/bin/python -m pytest -m soak $(ARGS)

picture: $(VENV)/.test ## draw docs/letter.png, the picture in README.md, anew
	$(VENV)/bin/python -m docs.make_picture

translations: $(VENV)/.run ## collect new words into every catalogue and compile what is translated
	$(EXTRACT) -o $(VENV)/messages.pot .
	$(VENV)/bin/pybabel -q update -i $(VENV)/messages.pot -d $(CATALOGUES) --no-wrap --no-fuzzy-matching \
	  --ignore-obsolete --ignore-pot-creation-date
	$(VENV)/bin/pybabel -q compile -d $(CATALOGUES)

install: $(VENV)/.run ## what .venv/bin/signon and .venv/bin/gunicorn need; PYTHON=python3.13 for another Python

lock: $(VENV)/.made ## pin all versions again, with hashes; ARGS=--upgrade for newer ones
	$(COMPILE) $(ARGS) --extra postgres --extra redis --extra signing pyproject.toml -o requirements/run.txt
	$(COMPILE) $(ARGS) --extra postgres --extra redis --extra signing --extra test -c requirements/run.txt pyproject.toml -o requirements/test.txt
	echo 'setuptools>=77' | $(COMPILE) $(ARGS) --no-annotate - -o requirements/build.txt
	echo 'uv' | $(COMPILE) $(ARGS) --no-annotate - -o requirements/uv.txt

clean: ## remove what was installed; the next command installs it again
	rm -rf $(VENV)

# A file .venv/.NAME says that this step was done with the requirements as they are.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Signon needs Python 3.11 or newer; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1)" >&2; \
	  echo "Name a newer one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.13" >&2; exit 1; }
	rm -rf $(VENV)
	if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV); \
	else \
	  $(PYTHON) -m venv $(VENV) && $(VENV)/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt; \
	fi
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/build.txt requirements/run.txt pyproject.toml
	$(INSTALL) --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(INSTALL) --require-hashes -r requirements/test.txt
	@touch $@
