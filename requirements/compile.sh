#!/usr/bin/env bash
# Rewrites the pinned requirements from pyproject.toml; versions stay unless it is run with --upgrade. Needs uv on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
extras=(--extra connect --extra dicom --extra entities --extra heic --extra tables)
pin() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "requirements/compile.sh" --constraint requirements/constraints.txt \
    --override requirements/overrides.txt "${extras[@]}" pyproject.toml "$@"
}
pin --override requirements/overrides-run.txt --output-file requirements/base.txt "$@"
pin --group dev --output-file requirements/dev.txt "$@"
