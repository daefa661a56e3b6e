# newsgrep: make demo, make test. Everything is installed in $(VENV), or for some tasks in one of its own.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# On all cores; a core that is idle takes tests over from another.
PYTEST = python -m pytest --numprocesses auto --dist worksteal
INSTALL = $(PIP) install --editable
# Where Python may write no bytecode (PYTHONDONTWRITEBYTECODE), every search would compile the program anew.
COMPILE = $(BIN)/python -m compileall -q newsgrep

.PHONY: demo test fuzz faults coverage lint contract cluster cluster-stop cluster-contract cluster-test bench ranking weights package pythons lowest licences picture man catalogue clean

demo: $(VENV)/.installed ## index corpus/ and search it
	$(BIN)/newsgrep index
	$(BIN)/newsgrep search 江城大学 -n 4 --color always --format terminal

test: $(VENV)/.installed-test ## all tests
	$(BIN)/$(PYTEST)

FUZZED = fuzz encoding repair fold query spans article_codec segments bulk snippets analysis pages shapes text_shapes html xml_records \
	mail_epub_warc workbooks columnar sqlite documents pdf archives isolation
fuzz: $(VENV)/.installed-test ## what nobody would write, for an hour
	$(BIN)/$(PYTEST) --hypothesis-profile fuzz $(FUZZED:%=tests/test_%.py)
	if $(PIP) install atheris; then $(BIN)/python tools/fuzz.py; else echo 'atheris has no wheel here: not guided by coverage'; fi

FAULTS ?= /tmp/newsgrep-faults
faults: $(VENV)/.installed-test ## every call to the system fails in turn, in FAULTS (takes hours; MOST=300: so many for each command); prints what goes wrong
	mkdir -p '$(FAULTS)'
	$(BIN)/python tests/failing_calls.py '$(FAULTS)' $(MOST)

coverage: $(VENV)/.installed-test ## what the tests reach, the program's own processes included
	$(BIN)/$(PYTEST) --cov --cov-report=term:skip-covered

lint: $(VENV)/.installed-lint ## style, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# That few candidates are read changes nothing of what Whoosh does.
CONTRACT = $(addprefix tests/test_,engine.py codec.py whoosh_users.py segments.py indexing.py)
# That the contract catches what breaks it does not depend on Whoosh, nor does the engine in memory.
MUTANTS = tests/test_engine.py::test_an_engine_that_breaks_any_promise_is_caught
# whoosh3 stands before Whoosh on Python's path: it installs under the same name, and needs no other package.
WITH_WHOOSH3 = PYTHONPATH='$(CURDIR)/.venv-whoosh3' $(BIN)
contract: $(VENV)/.installed-test .venv-whoosh3/.installed ## the engine contract on whoosh3, so that a move to it is one line
	$(WITH_WHOOSH3)/python -c 'import whoosh; assert whoosh.__version__ == (3, 54, 0)'
	$(WITH_WHOOSH3)/$(PYTEST) $(CONTRACT) --deselect $(MUTANTS) --deselect tests/test_engine.py::TestWhooshByItsLists --deselect tests/test_engine.py::TestMemory

# Where the nodes and the distribution are; OPENSEARCH_VERSION chooses another release (3.x, 2.19).
CLUSTER = python3 tools/cluster/run.py
cluster: ## an OpenSearch cluster of three nodes on this machine, to try (docs/cluster.md); needs Java and Maven
	$(CLUSTER) start

cluster-stop: ## end it, with its data
	$(CLUSTER) stop

# Without Java or Maven the tests are skipped, and say so. Their cluster is not the one of make cluster.
CLUSTER_CONTRACT = tests/test_opensearch_contract.py tests/test_opensearch_commands.py
cluster-contract: $(VENV)/.installed-test ## the engine contract and the commands on a cluster of their own
	PYTHON=$(BIN)/python tools/cluster/test.sh $(CLUSTER_CONTRACT)

cluster-test: $(VENV)/.installed-test ## the same, and the fault tests
	PYTHON=$(BIN)/python tools/cluster/test.sh $(CLUSTER_CONTRACT) tests/test_opensearch_faults.py

ROUNDS ?= 3
BENCH = .venv-bench/bin/python bench/run.py --corpus '$(CORPUS)' --queries '$(QUERIES)'
bench: ## newsgrep and its peers on CORPUS (a sample, all of it, and a million recombined from it) and QUERIES, see bench/README.md
	$(MAKE) VENV=.venv-bench .venv-bench/.installed-bench
	printf '# Results\n\n' > bench/RESULTS.new
	$(BENCH) --articles 5000 --rounds $(ROUNDS) >> bench/RESULTS.new
	printf '\n' >> bench/RESULTS.new
	$(BENCH) --articles 0 --rounds $(ROUNDS) --warm 400 --cold 400 --without 'stock Whoosh + jieba' >> bench/RESULTS.new
	printf '\n' >> bench/RESULTS.new
	$(BENCH) --articles 1000000 --rounds 1 --warm 400 --cold 100 --without 'stock Whoosh + jieba' --without 'FTS5 trigrams' >> bench/RESULTS.new
	mv bench/RESULTS.new bench/RESULTS.md

ranking: ## what each part of the ranking adds, beside others, on judged collections; OPTIONS as in bench/ranking.py
	$(MAKE) VENV=.venv-bench .venv-bench/.installed-bench
	.venv-bench/bin/python bench/ranking.py $(OPTIONS) > bench/RANKING.new
	mv bench/RANKING.new bench/RANKING.md

TRAIN = .venv-train/bin/python tools/train_split.py '$(PAGES)' $(ARTICLES)
weights: ## learn the splitter's weights from PAGES and single ARTICLES (see tools/train_split.py), and those of the evaluation
	$(MAKE) VENV=.venv-train .venv-train/.installed-train
	$(TRAIN)
	$(TRAIN) --without 2026-06 --output tests/eval/weights/month.json
	$(TRAIN) --without 学习时报 --output tests/eval/weights/paper.json

# Built, installed and run outside of the checkout, as users have it. The sdist has the dependencies of the wheel.
package: $(VENV)/bin/python ## the wheel and the sdist, installed in an environment of their own, index and search a page
	rm -rf .venv-package dist
	$(PIP) install build
	$(BIN)/python -m build --outdir dist . > /dev/null
	$(PYTHON) -m venv .venv-package
	.venv-package/bin/python -m pip --disable-pip-version-check --quiet install dist/*.whl
	tools/try_package .venv-package/bin/newsgrep
	.venv-package/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --force-reinstall dist/*.tar.gz
	tools/try_package .venv-package/bin/newsgrep

# Python's other versions, as far as the machine has them; none is downloaded. pyenv only gives those that are asked for.
PYTHONS ?= 3.10 3.12 3.13 3.14
UV = $(BIN)/uv --quiet --no-python-downloads
pythons: package ## the wheel on each of PYTHONS
	$(PIP) install uv
	! command -v pyenv > /dev/null || export PYENV_VERSION=$$(pyenv versions --bare | paste -sd : -); \
	for version in $(PYTHONS); do \
		$(UV) venv --no-project --clear --python $$version .venv-python 2> /dev/null || { echo "no Python $$version here"; continue; }; \
		$(UV) pip install --python .venv-python/bin/python dist/*.whl || exit 1; \
		.venv-python/bin/python --version && tools/try_package .venv-python/bin/newsgrep || exit 1; \
	done

# Lower bounds: the oldest versions that are promised to do.
lowest: ## the tests that need no extras, on the lowest version of each direct dependency
	rm -rf .venv-lowest && $(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip --disable-pip-version-check --quiet install uv
	.venv-lowest/bin/uv pip install --quiet --compile-bytecode --python .venv-lowest/bin/python --resolution lowest-direct --editable '.[test]'
	.venv-lowest/bin/$(PYTEST) $(LOWEST:%=tests/test_%.py)
LOWEST = cli config query engine segments indexing readers archives html workbooks columnar sqlite pdf documents printers saved watch

licences: $(VENV)/.installed-test ## name, version and licence of all dependencies
	$(BIN)/python tools/licences.py watch plot eval parquet pdf rtf export tui

picture: $(VENV)/.installed-test ## the pictures in the documentation
	$(BIN)/python tools/picture.py

man: $(VENV)/.installed ## the man pages, from the help
	$(BIN)/python tools/man.py

catalogue: $(VENV)/.installed-test ## what click says in Chinese, compiled
	$(BIN)/python tools/catalogue.py

clean:
	rm -rf .venv .venv-bench .venv-train .venv-whoosh3 .venv-package .venv-python .venv-lowest dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The demo works without watchfiles, which has no wheel for some platforms.
$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(INSTALL) '.[watch]' || $(INSTALL) .
	$(COMPILE)
	touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(INSTALL) '.[test]'
	$(COMPILE)
	touch $@

$(VENV)/.installed-lint: $(VENV)/.installed-test
	$(INSTALL) '.[lint]'
	touch $@

.venv-bench/.installed-bench: .venv-bench/.installed
	$(INSTALL) '.[eval]'
	$(PIP) install tantivy bm25s opencc
	touch $@

.venv-train/.installed-train: .venv-train/.installed
	$(INSTALL) '.[train]'
	touch $@

.venv-whoosh3/.installed: | $(VENV)/bin/python
	rm -rf .venv-whoosh3
	$(PIP) install --no-deps --target .venv-whoosh3 whoosh3==3.54.0
	touch $@
