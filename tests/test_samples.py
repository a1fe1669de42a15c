"""Every scene of samples/: drawn from its data, and its command prints what is expected."""

import importlib.util
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
SCENES = sorted(path.parent.name for path in SAMPLES.glob("*/scene.toml"))


@pytest.fixture(scope="module")
def redrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    spec = importlib.util.spec_from_file_location("make", SAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    sys.modules["make"] = make
    spec.loader.exec_module(make)
    make.main(folder)
    return folder


@pytest.mark.parametrize("scene", SCENES)
def test_the_workbooks_are_drawn_from_the_data_beside_them(scene: str, redrawn: Path) -> None:
    kept = {path.name: path.read_bytes() for path in (SAMPLES / scene / "returned").iterdir()}
    fresh = {path.name: path.read_bytes() for path in (redrawn / scene / "returned").iterdir()}

    assert kept.keys() == fresh.keys()
    assert [name for name in kept if kept[name] != fresh[name]] == []


@pytest.mark.parametrize("scene", SCENES)
def test_the_command_prints_what_is_expected(scene: str) -> None:
    settings = tomllib.loads((SAMPLES / scene / "scene.toml").read_text("utf-8"))
    command = [sys.executable, "-m", *shlex.split(settings["command"])]
    ran = subprocess.run(
        command, cwd=SAMPLES / scene, capture_output=True, encoding="utf-8", check=False
    )

    assert ran.stdout == (SAMPLES / scene / "expected.txt").read_text("utf-8"), ran.stderr
    assert ran.returncode == settings["status"]
