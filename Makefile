# Development of SISS. The state of every target is in .dev/, which may be deleted.

.DEFAULT_GOAL := help
.PHONY: help build assets dev check test e2e chaos fmt fmt-check vet staticcheck workflowcheck bench-domanda bench-liquidazione bench-pages histories manuale clean FORCE

SISS_DEV := .dev/bin/siss-dev
SCALA := 1
CADUTE := 200
MOVIMENTI := 10000
MISURE := 1000,10000,100000,1000000
RIGHE := 1000000

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: assets ## builds siss into .dev/bin
	go build -o .dev/bin/siss ./cmd/siss

assets: $(SISS_DEV) ## fetches the interface kits that siss embeds
	@$(SISS_DEV) assets

dev: $(SISS_DEV) ## installs and starts everything, prints the address; Ctrl-C stops it
	@exec $(SISS_DEV) up

check: $(SISS_DEV) ## everything that CI checks, on servers of its own
	@$(SISS_DEV) tools
	@$(MAKE) --no-print-directory assets fmt-check vet staticcheck workflowcheck
	$(SISS_DEV) test -- go test -race -timeout 40m ./...

test: assets ## all tests without the race detector, on servers of their own
	$(SISS_DEV) test -- go test -timeout 40m ./...

e2e: assets ## the end-to-end tests alone
	$(SISS_DEV) test -- go test -count=1 -timeout 40m ./cmd/siss/e2e/...

chaos: assets ## workers and servers die CADUTE=200 times in runs of MOVIMENTI=10000 lines, SEME=… to repeat: always the same rows and files
	@$(SISS_DEV) tools
	go test -count=1 -v -timeout 300m -run 'WhateverDies/at_random' ./cmd/siss/e2e/... -cadute $(CADUTE) -movimenti $(MOVIMENTI) $(if $(SEME),-seme $(SEME))

fmt: ## formats the Go files
	gofmt -w $(GO_FILES)

fmt-check: ## fails when a Go file is not formatted
	@files=$$(gofmt -l $(GO_FILES)) && test -z "$$files" || { echo "run make fmt; not formatted: $$files" >&2; exit 1; }

vet: ## go vet
	go vet ./...

staticcheck: ## staticcheck
	go tool staticcheck ./...

workflowcheck: ## finds what a workflow must not do
	go tool workflowcheck ./workflows/...

bench-domanda: assets ## domanda lifecycles per second and latency, as a ratio to bare workflows
	$(SISS_DEV) test -- go test -count=1 -timeout 40m -run '^$$' -bench Domanda ./cmd/siss/e2e/...

bench-liquidazione: assets ## a month of up to a million movimenti, as a ratio to its SQL alone, and its Excel list to the bare writer; MISURE=1000,10000 RIGHE=100000 for smaller ones
	$(SISS_DEV) test -- go test -count=1 -timeout 120m -run '^$$' -bench Liquidazione ./cmd/siss/e2e/... -misure $(MISURE)
	go test -count=1 -timeout 60m -run '^$$' -bench Elenco -benchtime 1x ./activities/sigess -righe $(RIGHE)

bench-pages: assets ## the pages of a whole region, as a ratio to their SQL alone; SCALA=0.01 for a hundredth of it
	@$(SISS_DEV) tools
	go test -count=1 -timeout 120m -run '^$$' -bench 'Pagine|Tabellone' ./cmd/siss/pagine/... -scala $(SCALA)

histories: assets ## records anew the workflow histories that the replay tests read
	$(SISS_DEV) test -- go test -count=1 -timeout 40m -run Histories ./cmd/siss/e2e/... -registra

manuale: assets ## takes the pictures of the operator's manual anew: look at them
	$(SISS_DEV) test -- go test -count=1 -timeout 40m ./cmd/siss/browser/... -update

clean: ## removes what the build made; the development data stay
	rm -rf .dev/bin/siss .dev/bin/siss-dev .dev/test web/static/vendor web/node_modules

# Without node_modules, where some package may bring Go files of its own.
GO_FILES = $(shell find . -path ./.dev -prune -o -name node_modules -prune -o -name '*.go' -print)

# Always built: only Go knows whether it is up to date. Without the commit, since
# root may build in somebody else's clone, where git refuses to tell it.
$(SISS_DEV): FORCE
	@go build -buildvcs=false -o $@ ./cmd/siss-dev
FORCE:
