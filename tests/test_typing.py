"""What editors say of a program: nothing where it is right, and something about every typo.

`make lint` checks both files of `tests/typed` with ``mypy --strict``, which also says of a typo that is not found that
its comment has nothing to ignore. Here pyright checks them as editors do, where it is installed.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TYPED = ROOT / "tests" / "typed"
IGNORE = re.compile(r"  # type: ignore\[[a-z-]+\]$", re.MULTILINE)


def wrong_lines():
    """The numbers of the lines that have a typo."""
    return [number for number, line in enumerate(lines("typos.py"), 1) if IGNORE.search(line)]


def lines(name):
    return (TYPED / name).read_text(encoding="utf-8").splitlines()


def test_the_typos_are_five_lines_of_the_program():
    """Nothing else is wrong with them, so that nothing else is found."""
    typos = [IGNORE.sub("", line) for line in lines("typos.py")]
    changed = [
        number for number, pair in enumerate(zip(lines("program.py"), typos, strict=True), 1) if len(set(pair)) > 1
    ]
    assert changed[1:] == wrong_lines()  # the first one is the docstring
    assert len(wrong_lines()) == 5


def test_lint_checks_them():
    assert '"tests/typed"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.mypy]")[2]


@pytest.mark.skipif(not shutil.which("pyright"), reason="pyright is not installed")
def test_pyright_finds_the_typos_and_nothing_else(tmp_path):
    for name in ("program.py", "typos.py"):
        text = (TYPED / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(IGNORE.sub("", text), encoding="utf-8")
    settings = {"typeCheckingMode": "strict", "extraPaths": [str(ROOT / "src")]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = ["pyright", "--outputjson", "--pythonpath", sys.executable, "--project", str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    found = {}
    for each in json.loads(done.stdout)["generalDiagnostics"]:
        if each["severity"] == "error" and "Unknown" not in each.get("rule", ""):  # what follows from a typo
            found.setdefault(Path(each["file"]).name, set()).add(each["range"]["start"]["line"] + 1)
    assert found == {"typos.py": set(wrong_lines())}
    unknown = [each for each in json.loads(done.stdout)["generalDiagnostics"] if each["file"].endswith("program.py")]
    assert unknown == []
