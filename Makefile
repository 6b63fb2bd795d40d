# make run and make test are all a newcomer needs; make help lists the rest.
PYTHON ?= python3
PORT ?= 6543

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# Tests and benchmarks start many processes: what one has compiled the next one reads.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PACKAGING := setup.py setup.cfg pyproject.toml
FOLDERS := core events plugins themes
THEME := themes/zhengwu/static/vendor
OFFICE := libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: .venv/.run $(THEME)/.built ## the demonstration county on http://127.0.0.1:6543 (PORT= changes it)
# The server says who can log in.
	@test -e var/sites/demo.db || $(BIN)/houqin demo --json >/dev/null
	@exec $(BIN)/houqin serve development.ini --port $(PORT)

.PHONY: test
test: dev assets browser strace ## every test, the browser's too
	@$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

# Half as long again as the tests alone.
.PHONY: coverage
coverage: dev assets browser ## the same with coverage, which has a floor
	@rm -f .coverage .coverage.*
	@$(BIN)/pytest -n 2 --cov --cov-report=term $(ARGS)

.PHONY: crash
crash: dev strace ## writers killed three thousand times on each database (CYCLES= changes it)
	@HOUQIN_CRASH_CYCLES=$${CYCLES:-3000} HOUQIN_SERVER_KILLS=10 \
	  $(BIN)/pytest -n 2 -s tests/crash $(ARGS)

# Its folder, its tests and its line in setup.cfg go, in a copy of what is committed.
.PHONY: without
without: dev assets ## the tests with the folder of one bundled module deleted: PLUGIN=
	@rm -rf .cache/without; git clone --quiet . .cache/without; cd .cache/without; \
	rm -r plugins/$(PLUGIN) tests/plugins/$(PLUGIN); \
	rm -f tests/browser/test_$(PLUGIN)*.py; sed -i '/^    $(PLUGIN) = /d' setup.cfg; git commit --quiet --all --message without; \
	ln -s $(CURDIR)/$(THEME) $(THEME); ln -s $(CURDIR)/node_modules .; \
	mkdir -p .links/houqin; touch .links/houqin/__init__.py; \
	for folder in $(FOLDERS); do ln -sfn ../../$$folder .links/houqin/$$folder; done; \
	echo "import sys; sys.meta_path = [each for each in sys.meta_path if not" \
	  "getattr(each, '__module__', '').startswith('__editable___houqin_0')]" > .links/sitecustomize.py; \
	PYTHONPATH=$$PWD/.links $(CURDIR)/$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

.PHONY: lint
lint: dev .links/houqin/__init__.py ## style, types, layers and news
	@failed=; check() { echo "== $$1"; $(BIN)/"$$@" || failed=1; }; \
	base=$$(git rev-parse --verify --quiet origin/main || git rev-parse HEAD); \
	check ruff check .; \
	check ruff format --check .; \
	check mypy; \
	PYTHONPATH=.links check lint-imports --no-logo --cache-dir .cache/importlinter; \
	check towncrier check --compare-with "$$base"; \
	check towncrier build --draft --version next > .cache/news.md; \
	test -z "$$failed"

.PHONY: bench
bench: dev assets ## the ratios the project holds itself to
	@$(BIN)/python -m benchmarks $(ARGS)

.PHONY: bench-rebuild
bench-rebuild: dev assets ## one and ten million events rebuilt, on both databases
	@$(BIN)/python -W ignore -c 'import sys; from benchmarks.rebuilding import main; \
	  sys.exit(main())' 1000000 10000000 $(ARGS)

.PHONY: crowd
crowd: dev assets ## two hundred people at once on one process, pages with 100,000 trips
	@$(BIN)/python -W ignore -m benchmarks.crowd

.PHONY: tamper
tamper: dev ## ten thousand changes behind a log's back on each database, 2,000 bytes of its file
	@$(BIN)/python -m tests.events $(ARGS)

.PHONY: office
office: dev ## files for the office, opened by LibreOffice; pictures in .cache/office
	@for program in soffice pdftoppm; do command -v $$program >/dev/null || \
	  { echo "$$program is missing: apt-get install $(OFFICE)" >&2; exit 2; }; done
	@rm -rf .cache/office; mkdir -p .cache/office
	@HOUQIN_OFFICE=$(CURDIR)/.cache/office $(BIN)/pytest -n 0 tests/core/web/test_office_files.py $(ARGS)

.PHONY: api
api: dev assets ## more than a thousand requests of every kind to the described interface
	@HOUQIN_API_CASES=$${CASES:-4} $(BIN)/pytest -n 0 -s tests/core/web/test_openapi.py $(ARGS)

.PHONY: pages
pages: dev assets browser ## every page of the demonstration, for every account, at a desk and at 360 px
	@$(BIN)/pytest -n 0 tests/browser/every_page_of_the_demonstration.py $(ARGS)

.PHONY: golden
golden: dev ## at a release: keep what event classes write now, for tests of all releases to come
	@$(BIN)/python -m tests.core.model.golden.freeze

.PHONY: docs
docs: .venv/.run ## the parts of docs/ that are printed from the code
	@$(BIN)/houqin permissions > docs/permissions.md

.PHONY: assets
assets: $(THEME)/.built ## styles and scripts of the pages, built from npm

.PHONY: dev
dev: .venv/.dev ## the environment with all tools, nothing started

.PHONY: clean
clean: ## remove what make made; the sites below var/ stay
	@rm -rf .venv .links .cache node_modules $(THEME) build *.egg-info
	@rm -rf .coverage .coverage.* htmlcov .hypothesis .pytest_cache test-results
	@find $(FOLDERS) tests -name __pycache__ -prune -exec rm -rf {} +

# The stamps below hold what was installed or built, so that a second make run
# has nothing to do before it serves.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Houqin needs Python 3.11: name one with PYTHON=' >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo 'venv is missing: apt-get install python3-venv' >&2; exit 2; }
	@$(PYTHON) -m venv .venv

.venv/.run: $(PACKAGING) | $(BIN)/python
	@echo 'Installing Houqin ...'
	@$(PIP) --editable .
	@touch $@

.venv/.dev: $(PACKAGING) | $(BIN)/python
	@echo 'Installing the tools of tests and checks ...'
	@$(PIP) --editable '.[test,lint]'
	@touch .venv/.run $@

node_modules/.installed: package.json package-lock.json .npmrc assets/npm | $(BIN)/python
	@echo 'Installing the front end ...'
	@assets/npm ci --silent
	@touch $@

$(THEME)/.built: node_modules/.installed assets/build.mjs assets/bootstrap.scss
	@echo 'Building the front end ...'
	@assets/npm run --silent build
	@touch $@

# mypy and import-linter do not follow an editable install; they read these links.
.links/houqin/__init__.py: Makefile
	@mkdir -p .links/houqin
	@for folder in $(FOLDERS); do ln -sfn ../../$$folder .links/houqin/$$folder; done
	@touch $@

.PHONY: strace
strace:
	@command -v strace >/dev/null || { echo 'strace is missing: apt-get install strace' >&2; exit 2; }

.PHONY: browser
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null \
	  || { echo 'Chromium is missing: apt-get install chromium' >&2; exit 2; }
	@test -n "$$(fc-list :lang=zh family 2>/dev/null)" \
	  || { echo 'A Chinese font is missing: apt-get install fonts-noto-cjk' >&2; exit 2; }
