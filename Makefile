# The two commands: `make run` starts the app, `make test` runs every test. Each sets up what it needs
# and does nothing twice. On Windows use the lines in docs/installing.md.

VENV    := .venv
BIN     := $(VENV)/bin
WORKERS ?= 3
TESTS   ?= tests
# What `make test` does a few times or on a few files, and `make test-faults` on many.
STRUCK  := tests/faults tests/runs/test_killed_upgrade.py tests/data/test_fuzz.py tests/kept/test_refusals.py tests/leaks/test_no_alarm.py
# What computes recurrent layers, and the tests that `make test-cores` runs with each.
CORES   ?= kernel loops stock
TRAINED := tests/nn tests/quick tests/tasks tests/generation
# A program that is named is used: make PYTHON=/path/to/python3.12, make test CHROMIUM=/path/to/chromium
export PYTHON CHROMIUM

.DELETE_ON_ERROR:
.PHONY: check run test test-faults test-cores venv dev browser format format-check lint types docs resolve pictures bench bench-forecast bench-read bench-text bench-latency bench-inside bench-load bench-room bench-pages bench-hostile bench-tasks bench-beyond bench-core bench-peers bench-growth clean help

check: format-check lint types test ## format check, lint, types and tests (the default)

run: venv ## start the app, by default on http://localhost:8501: make run PORT=8080
	$(BIN)/python -m streamlit run app.py $(if $(PORT),--server.port=$(PORT))

# Tests in one file stay in one process; those that start browsers and kill processes take turns
# (tests/conftest.py), so that two cores are enough for what they measure. A third process uses the gaps.
test: dev browser ## every test: make test TESTS=tests/data WORKERS=4
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder $(TESTS)

test-faults: dev ## every fault as often as it takes to trust the answer (half an hour)
	FAULTS=full $(BIN)/python -m pytest -n0 -s $(if $(findstring faults,$(TESTS)),$(TESTS),$(STRUCK))

# Who computes recurrent layers is forced on all tests that train; the kernel needs a compiler.
test-cores: dev ## what trains and writes, with each way of computing recurrent layers forced (an hour)
	for core in $(CORES); do echo "RNNKIT_CORE=$$core"; RNNKIT_CORE=$$core \
		$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder $(TRAINED) || exit 1; done

venv: $(VENV)/installed ## .venv with what the app needs

dev: $(VENV)/installed-dev ## .venv with what the tests need, too

browser: dev ## a Chromium for the tests: the system's, else one is installed
	@$(BIN)/python -m scripts.chromium

format: dev ## write all code in one style
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

format-check: dev
	$(BIN)/ruff format --check .

lint: dev
	$(BIN)/ruff check .

types: dev
	$(BIN)/mypy

docs: dev ## write what documents take from the code: commands, map, links
	$(BIN)/python -m scripts.docs

resolve: dev ## ask whether all requirements can be had for Python 3.11 to 3.14 (needs a network)
	$(BIN)/python -m scripts.resolve

pictures: dev browser ## take the pictures of README.md anew (five minutes)
	$(BIN)/python -m scripts.pictures

bench: dev ## speed and accuracy beside the baselines (hours); beside others, too, once make bench-peers installed them
	$(BIN)/python -m bench

bench-forecast: dev ## the accuracy table of forecasting alone
	$(BIN)/python -m bench forecast

bench-read: dev browser ## how fast files are read beside pandas, and how soon the largest is on the screen
	$(BIN)/python -m bench read

bench-text: dev ## accuracy and speed of language models alone
	$(BIN)/python -m bench text

bench-tasks: dev ## classes, tags and translations on public sets, beside their baselines (two hours)
	$(BIN)/python -m bench tasks

bench-beyond: dev ## forecasts beyond the end of public files, scored on rows that were cut off before (30 minutes)
	$(BIN)/python -m bench beyond

bench-core: dev ## how fast recurrent layers are beside torch's own, forward and back
	$(BIN)/python -m bench core

bench-peers: dev $(VENV)-bench/installed ## beside darts, neuralforecast, Keras, plain torch: bench/RESULTS.md (two hours)
	$(BIN)/python -m bench peers

bench-growth: dev ## how time and memory grow with what comes in: bench/RESULTS.md (30 minutes)
	$(BIN)/python -m bench growth

bench-latency: dev browser ## memory and seconds of the running app: clicks, Train, Stop, kill -9
	$(BIN)/python -m bench latency

bench-inside: dev browser ## how fast the pages that look inside networks follow a slider
	$(BIN)/python -m bench inside

bench-pages: dev ## what the screen costs its server: processor time and bytes of pages, looks, uploads (5 minutes)
	$(BIN)/python -m bench pages

bench-load: dev ## thirty visitors at once, a thousand reruns, 300 sessions, a hundred runs; misuse in 690 MB (20 minutes)
	$(BIN)/python -m bench load hostile

bench-room: dev ## a class of thirty in one room, its teacher and the projector: from the code to the shake-up (10 minutes)
	$(BIN)/python -m bench room

bench-hostile: dev ## misuse and a day of use in 690 MB of memory alone (root on Linux)
	$(BIN)/python -m bench hostile

clean: ## remove .venv and caches; runs and data in .rnnkit/ stay
	rm -rf $(VENV) $(VENV)-bench .pytest_cache .mypy_cache .ruff_cache .hypothesis

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | expand -t 18

# The stamps are as old as the last installation; only changed requirements install again.
$(VENV)/installed: requirements.txt scripts/install.sh scripts/find-python.sh
	scripts/install.sh $(VENV) requirements.txt
	$(BIN)/python -m rnnkit.quick
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	scripts/install.sh $(VENV) requirements-dev.txt
	@touch $@

# What is measured beside the app has an environment of its own, so that it changes nothing of the app's.
$(VENV)-bench/installed: requirements-bench.txt scripts/install.sh scripts/find-python.sh
	scripts/install.sh $(VENV)-bench requirements-bench.txt
	@touch $@
