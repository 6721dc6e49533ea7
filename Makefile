# Two commands matter: `make run` opens the campus, `make test` proves it. Each does all its own set-up.
# Flags for the program go through ARGS:  make run ARGS="--lang en --size 1600x900"

VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready
ARGS ?=

.PHONY: run test read style types arrows tests format lock pictures clean

run: $(READY)
	@$(PYTHON) -P -m campus $(ARGS)

test: read tests

# What only reads the code runs side by side: types take as long as all the rest of it.
read: $(READY)
	@$(MAKE) --no-print-directory -j3 style types arrows

style: $(READY)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types: $(READY)
	$(PYTHON) -m mypy -n 2

arrows: $(READY)
	$(VENV)/bin/lint-imports --no-cache

# Dozens of tests start a program of ours: each would compile every module anew where Python may not keep what it compiled.
tests: $(READY)
	@sh .ci/prepare-tests
	PYTHONDONTWRITEBYTECODE= $(PYTHON) -P -m pytest -n 2 --dist worksteal

format: $(READY)
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

# Pins and hashes for every system at once, no addresses; the build backend is in it, so that nothing is fetched unpinned.
lock: $(READY)
	$(PYTHON) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile pyproject.toml --all-extras --universal --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --python-version 3.11 --output-file requirements.lock

# The pictures of the documentation, drawn by the program.
pictures: $(READY)
	@sh docs/tours/take

$(READY): requirements.lock pyproject.toml .ci/prepare
	@sh .ci/prepare $(VENV)
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist *.egg-info
