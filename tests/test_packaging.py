"""What is committed stands alone: no machine's path, no registry's name, nothing unlocked or unexplained."""

import re
import subprocess
import tomllib

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
# Put together here, so that this file does not find itself.
MACHINE_PATHS = re.compile("/(" + "|".join(["tmp", "work", "root", "farm", "opt"]) + ")/")
HOSTS = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("deb.debian", "org")]
REGISTRIES = re.compile("|".join(re.escape(".".join(host)) for host in HOSTS))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", re.MULTILINE)


def tracked_files():
    """What git has or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_files():
    for path in tracked_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def pins(text):
    """Distribution name, as the index normalises it, to version."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES], ids=["machine paths", "registries"])
def test_no_file_names(pattern):
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in text_files()
        if (match := pattern.search(text))
    ]
    assert found == []


def test_pictures_are_small_and_nothing_is_minified():
    tracked = tracked_files()
    pictures = [path for path in tracked if path.suffix in (".png", ".jpg", ".jpeg", ".gif", ".webp")]
    assert [path.name for path in pictures if path.stat().st_size > 300_000] == []
    assert [path.name for path in tracked if ".min." in path.name] == []


def test_every_dependency_has_a_line_saying_why():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for start in ("\ndependencies = [\n", "\ndev = [\n"):
        lines = text.split(start, 1)[1].split("\n]", 1)[0].splitlines()
        assert lines[0].strip().startswith("#")
        assert all(line.strip().startswith(("#", '"')) for line in lines)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_lock_holds_what_the_project_asks_for(lock, wanted):
    locked = (ROOT / lock).read_text(encoding="utf-8")
    assert pins("\n".join(wanted)).items() <= pins(locked).items()
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", locked.strip()))


def test_development_lock_contains_the_other():
    small, large = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert pins(small).items() <= pins(large).items()


def test_scripts_parse():
    scripts = [*sorted((ROOT / "deploy").glob("*.sh")), ROOT / ".ci/run"]
    assert [path.name for path in scripts if subprocess.run(["bash", "-n", path]).returncode] == []


@pytest.mark.parametrize("name", [".env", ".venv/bin/python", "var/portal.sqlite3", "var/demo-accounts.txt"])
def test_git_never_sees_secrets_and_data(name):
    assert subprocess.run(["git", "check-ignore", "--quiet", name], cwd=ROOT).returncode == 0
