"""README tells the truth: its commands exist, its files are there."""

import re
from pathlib import Path

import pytest

from itaxl.cli.app import assemble

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> set[str]:
    app = assemble()
    named = {command.name for command in app.registered_commands}
    return {str(name) for name in named | {group.name for group in app.registered_groups}}


def test_the_tour_names_every_command_and_no_other() -> None:
    tour = README[README.index("## The tour") : README.index("## The walk")]

    assert set(re.findall(r"`itaxl (\w+)", tour)) == commands()


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)]+)\)", README))
def test_links_lead_to_files(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"samples/[\w./-]+", README))))
def test_the_samples_it_names_are_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_first_two_blocks_are_the_two_commands() -> None:
    first, second = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)[:2]

    assert "pip install ." in first
    assert "itaxl merge" in first
    assert "[test]" in second
    assert "pytest" in second
