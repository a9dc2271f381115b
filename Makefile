# Shortcuts only: everything is `python3 manage.py …`, which needs no make.
.PHONY: up test full-test lint format shell

up:
	python3 manage.py up

test:
	python3 manage.py test

full-test:
	python3 manage.py test --full

lint:
	.venv/bin/ruff check . && .venv/bin/lint-imports

format:
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

shell:
	python3 manage.py shell
