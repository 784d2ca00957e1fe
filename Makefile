# One target a daily act. `make` alone prints them.
.DEFAULT_GOAL := ayuda
.PHONY: ayuda demo demo-datos test lint tipos contratos banco validadores consultas traducciones bloquear limpiar

PYTHON ?= python3
PUERTO ?= 8000
ENTORNO := .venv
VALIDADORES := .venv-validadores
PY := $(ENTORNO)/bin/python
BANCOS := $(patsubst tests/banco/%.py,%,$(filter-out %/__init__.py %/comun.py,$(wildcard tests/banco/*.py)))
export PUERTO
export DJANGO_SETTINGS_MODULE ?= sitio.ajustes.desarrollo

ayuda: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: demo-datos ## Prepare everything the first time, then serve the portal, the worker and the bot (PUERTO=8000)
	@$(PY) manage.py servir --demo --puerto $(PUERTO)

demo-datos: $(ENTORNO)/.listo ## Everything `make demo` does but serving
	@mkdir -p datos
	@echo "→ Base de datos…" && $(PY) manage.py migrate --verbosity 0
	@test -f datos/demo.lista || { $(PY) manage.py cargar_demo && touch datos/demo.lista; }

test: $(ENTORNO)/.pruebas ## Run the tests (SQLite; PostgreSQL with DATABASE_URL=postgresql:///nombre)
	@DJANGO_SETTINGS_MODULE=sitio.ajustes.pruebas $(PY) -m pytest -n auto $(PRUEBAS)

banco: $(ENTORNO)/.pruebas validadores ## Print the benchmarks as ratios (PostgreSQL with DATABASE_URL=postgresql:///nombre)
	@for medida in $(BANCOS); do echo "→ $$medida" && $(PY) -m tests.banco.$$medida || exit 1; done

validadores: $(VALIDADORES)/.listo ## Install others' validators in an environment of their own, for the tests that call them

lint: $(ENTORNO)/.pruebas ## Check style and format
	@$(ENTORNO)/bin/ruff check . && $(ENTORNO)/bin/ruff format --check .

tipos: $(ENTORNO)/.pruebas ## Check types
	@$(ENTORNO)/bin/mypy sitio bot

contratos: $(ENTORNO)/.pruebas ## Check who imports whom
	@$(ENTORNO)/bin/lint-imports

consultas: $(ENTORNO)/.listo ## Write the queries of the rules again, after changing any of them
	@PYTHONHASHSEED=0 $(PY) -c 'from sitio.analisis.motor import consultas; print(consultas.guardar(), "consultas")'

traducciones: $(ENTORNO)/.pruebas ## Collect the strings to translate and compile the catalogs (needs GNU gettext)
	@$(PY) manage.py makemessages --locale en --no-location --no-wrap --no-obsolete --ignore '.venv*/*' --ignore 'tests/*'
	@$(PY) manage.py compilemessages --verbosity 0 --ignore '.venv*'

bloquear: $(ENTORNO)/.pruebas ## Resolve the dependencies again into the hashed lock files
	@$(ENTORNO)/bin/pip install --quiet uv
	@$(ENTORNO)/bin/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra postgresql --extra redis --output-file requirements.lock
	@$(ENTORNO)/bin/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra postgresql --extra redis --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@$(ENTORNO)/bin/uv pip compile --quiet --group validadores --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements-validadores.lock

limpiar: ## Delete the virtual environments and the demo data
	rm -rf $(ENTORNO) $(VALIDADORES) datos

$(ENTORNO)/bin/python:
	@echo "→ Entorno virtual…" && $(PYTHON) -m venv $(ENTORNO)

$(ENTORNO)/.listo: requirements.lock | $(ENTORNO)/bin/python
	@echo "→ Dependencias (uno o dos minutos la primera vez)…"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

$(ENTORNO)/.pruebas: requirements-dev.lock | $(ENTORNO)/bin/python
	@echo "→ Dependencias de desarrollo…"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@ $(ENTORNO)/.listo

# Some of these are AGPL: they stay out of our environment and are only ever called as programs.
$(VALIDADORES)/.listo: requirements-validadores.lock
	@echo "→ Validadores de terceros…"
	@$(PYTHON) -m venv $(VALIDADORES)
	@$(VALIDADORES)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-validadores.lock
	@touch $@
