# The commands that people and CI use. `make` alone lists them.
# Every recipe names things relative to this folder, so its path may contain spaces.

ADDR ?= 127.0.0.1
PORT ?= 8000
# For example: make test PYTEST="-k retraction"
PYTEST ?=
# More workers than cores gain nothing. A module's tests stay together and share what they saw; the modules that take
# long come first (`LONG_FIRST` in tests/conftest.py), and the ten slowest tests are told at the end.
WORKERS ?= auto

# The theme prints a notice about MkDocs 2 in every build; we stay on MkDocs 1 on purpose.
export NO_MKDOCS_2_WARNING = 1
# Packages from outside would shadow the locked ones.
unexport PYTHONPATH PYTHONHOME

BIN := .venv/bin
RUN_TESTS = CHROMIUM="$$(scripts/find-chromium)" && JAVA="$$(scripts/find-java)" && export CHROMIUM JAVA && \
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations=10
# MkDocs answers a taken port with a traceback.
PORT_IS_FREE = $(BIN)/python -c 'import socket, sys; socket.create_server((sys.argv[1], int(sys.argv[2])))'

.DEFAULT_GOAL := help
.PHONY: help serve site check test test-long shots pictures cards bench bench-view lint lock env env-test clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' Makefile | expand -t 18

serve: env ## show the site on http://127.0.0.1:8000/ and reload it on every save (PORT=8001, ADDR=0.0.0.0)
	@$(PORT_IS_FREE) "$(ADDR)" "$(PORT)" 2>/dev/null || { \
		echo "make: $(ADDR):$(PORT) is taken, or no address of this machine: try PORT=8001" >&2; exit 1; }
	@$(BIN)/mkdocs serve --livereload --dev-addr "$(ADDR):$(PORT)"

site: env ## build the site into site/
	@$(BIN)/evidence build

check: env ## report every problem in the claims, studies and references
	@$(BIN)/evidence check

test: env-test ## run the tests: units, mini-sites, browser (PYTEST="-k word" chooses)
	@$(RUN_TESTS) -m "not long" $(PYTEST)

test-long: env-test ## run the tests that take long as well: every chosen page in every view
	@$(RUN_TESTS) $(PYTEST)

shots: env-test ## picture every type of page into shots/ (both widths, both schemes, print); list what looks wrong
	@CHROMIUM="$$(scripts/find-chromium)" && export CHROMIUM && cd tests && \
		../$(BIN)/python -m browser.shots ../shots

pictures: env-test ## take the pictures of the README anew, after a change of looks
	@CHROMIUM="$$(scripts/find-chromium)" && export CHROMIUM && cd tests && \
		../$(BIN)/python -m browser.pictures ../.github/pictures

cards: env-test ## draw the social cards and icons anew, after a change of badge, tokens or words
	@CHROMIUM="$$(scripts/find-chromium)" && export CHROMIUM && $(BIN)/python scripts/draw-cards.py

bench: env ## measure reading, checking, rendering and building of 100 and 1,000 claims, and a large bibliography
	@$(BIN)/python benchmarks/bench.py

bench-view: env-test ## measure what a reader of 1,000 claims loads and waits for, in a browser
	@CHROMIUM="$$(scripts/find-chromium)" && export CHROMIUM && $(BIN)/python benchmarks/first_view.py

lint: env-test ## check style and types
	@$(BIN)/ruff check --quiet generator tests
	@$(BIN)/mypy --no-error-summary

lock: ## renew requirements.lock and requirements-test.lock from pyproject.toml (UPGRADE=1: newest versions)
	@UPGRADE="$(UPGRADE)" scripts/lock

clean: ## remove everything that these commands made
	@rm -rf .venv site shots .site-* .site.lock .pytest_cache .hypothesis .ruff_cache .mypy_cache
	@find generator tests -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf generator/*.egg-info

env: # what the site needs, in .venv
	@scripts/set-up site

env-test: # what the tests need as well
	@scripts/set-up test
