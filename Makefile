.PHONY: setup run test test-fast check bench lock
export LC_ALL := C.UTF-8

setup:
	@bash deploy/setup.sh

run: setup
	@exec bash deploy/run.sh

test:
	@bash deploy/setup.sh dev
	@bash deploy/test.sh

test-fast:
	@bash deploy/setup.sh dev
	@.venv/bin/python -m pytest -m "not browser" -x -q

check:
	@bash deploy/setup.sh dev
	@bash deploy/check.sh

bench:
	@bash deploy/setup.sh dev
	@bash deploy/bench.sh

lock:
	@bash deploy/setup.sh dev
	@bash deploy/lock.sh
