# Plumbline. `make run` starts it, `make test` proves it; docs/operations.md explains both.
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench soak trace lock clean

# The first Python that is new enough; PYTHON=... chooses another.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $(p))) python3)
VENV := .venv/bin/python

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

run:  ## install what is missing and start web, worker and beat (PORT, DATABASE_URL, REDIS_URL, DEMO=0, QMS_DATA)
	@exec $(PYTHON) tools/setup.py run tools/run.py

test:  ## everything, on SQLite and on a PostgreSQL and Redis of its own (ARGS="tests/engine -k notices" narrows it)
	@exec $(PYTHON) tools/setup.py test tools/test.py $(ARGS)

lint:  ## only the static checks
	@exec $(PYTHON) tools/setup.py dev tools/test.py --lint

format:  ## let ruff put the source in its format
	@$(PYTHON) tools/setup.py dev -m ruff format .
	@exec $(VENV) -m ruff check --fix .

bench:  ## what the write door, lists and reminders cost
	@exec $(PYTHON) tools/setup.py test tools/bench.py $(ARGS)

soak:  ## reminders under kill -9 (ARGS=1400 rounds), ten minutes without Redis, every register on both databases
	@$(PYTHON) tools/setup.py test tools/soak.py $(ARGS)
	@$(PYTHON) tools/setup.py test tools/soak_broker.py
	@QMS_EVERY_REGISTER=1 exec $(PYTHON) tools/setup.py test tools/test.py tests/conformance

trace:  ## requirement -> tests -> result
	@exec $(PYTHON) tools/setup.py dev tools/trace.py $(ARGS)

lock:  ## pin every package with its hashes, without any index address
	@exec $(PYTHON) tools/lock.py

clean:  ## remove what was built here; never the data in var/
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis var/junit-*.xml
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
