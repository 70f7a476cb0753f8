# The only entrance, the same at home and in CI. What each target does is in ops/.
.DEFAULT_GOAL := help
.PHONY: run train test soak setup check bench snapshot stop lock help
export PORT ARGS SOAK_MINUTES DIR LIVE

run: ## Serve the site with demo data, from a bare machine if need be (PORT=8000)
	@ops/with-python run

train: ## Serve the desk for practice, on a database of its own (PORT=8000)
	@ops/with-python train

test: ## Run every test, the browser's included (ARGS="-k name" chooses)
	@ops/with-python test

soak: ## Break database, replica and workers of a private copy, and judge all answers (SOAK_MINUTES=6)
	@ops/with-python soak

setup: ## Install and prepare everything, and serve nothing
	@ops/with-python setup

check: ## Lint, formats, types, import contracts, Django's checks
	@ops/with-python check

bench: ## Run the benchmarks
	@ops/with-python bench

snapshot: ## Write the public site as static files (DIR=var/snapshot LIVE=https://…)
	@ops/with-python snapshot

stop: ## Stop what `make run` left running, the private database included
	@ops/with-python stop

lock: ## Resolve requirements/*.in anew, into the hash-locked *.txt
	@ops/with-python lock

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
