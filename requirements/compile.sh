#!/usr/bin/env bash
# Rewrites the pinned requirements from pyproject.toml; run it to upgrade. Needs uv on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
pin() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "requirements/compile.sh" --constraint requirements/constraints.txt --upgrade "$@"
}
pin pyproject.toml --extra connect --extra entities --output-file requirements/base.txt
pin pyproject.toml --extra connect --extra entities --group dev --output-file requirements/dev.txt
