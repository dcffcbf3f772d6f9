"""Plugins of installed packages: found by their entry point, for every fake, unless they are left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PLUGIN = '''
seen = []

def fakerzp_event(event):
    seen.append(event.name)

def fakerzp_new_account(rzp, account_id):
    rzp.item.create({"name": "Tea", "amount": 100, "currency": "INR"}, headers={"X-Razorpay-Account": account_id})
'''
PAY = 'rzp.checkout.pay(rzp.order.create({"amount": 100, "currency": "INR"})["id"])\n'


@pytest.fixture
def run(tmp_path):
    """Run a program where a package of this name declares these entry points."""

    def install(points: str, **modules: str) -> None:
        for name, source in modules.items():
            (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
        info = tmp_path / "shop-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[fakerzp]\n{points}\n", encoding="utf-8")

    def runs(program: str) -> list[str]:
        paths = os.pathsep.join((str(tmp_path), str(ROOT)))
        done = subprocess.run(
            [sys.executable, "-c", "from fakerzp import FakeRazorpay\n" + program],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
            check=False,
        )
        return (done.stdout + done.stderr[-400:]).splitlines()

    runs.install, runs.home = install, tmp_path
    return runs


def test_an_installed_plugin_is_every_fakes(run):
    run.install("shop = shop_plugin", shop_plugin=PLUGIN)
    program = "import shop_plugin\nfor _ in range(2):\n    rzp = FakeRazorpay()\n    " + PAY
    assert run(program + "print(rzp.plugins, len(shop_plugin.seen), rzp.item.all()['count'])") == [
        "<plugins: instrument, bank, api, shop> 6 1"
    ]


def test_an_installed_plugin_may_be_an_object_and_comes_before_a_fakes_own(run):
    source = """
class Plugin:
    def fakerzp_event(self):
        pass
first, second = Plugin(), Plugin()
"""
    run.install("b = shop_plugin:second\na = shop_plugin:first", shop_plugin=source)
    program = "import shop_plugin\nprint(FakeRazorpay(plugins=[shop_plugin.Plugin()]).plugins)"
    assert run(program) == ["<plugins: instrument, bank, api, a, b, Plugin>"]


@pytest.mark.parametrize("left_out", ["no:shop", "no:*"])
def test_an_installed_plugin_is_left_out_of_one_fake(run, left_out):
    run.install("shop = shop_plugin", shop_plugin=PLUGIN)
    program = f"rzp = FakeRazorpay(plugins=[{left_out!r}])\nprint(rzp.plugins, rzp.item.all()['count'])\n"
    assert run(program + "print(FakeRazorpay().plugins)") == [
        "<plugins: instrument, bank, api> 0",
        "<plugins: instrument, bank, api, shop>",
    ]


def test_a_name_that_is_not_installed_cannot_be_left_out(run):
    run.install("shop = shop_plugin", shop_plugin=PLUGIN)
    (*_, last) = run("FakeRazorpay(plugins=['no:shoop'])")
    assert last == "LookupError: no plugin 'shoop' is installed; there are shop"


def test_a_fork_has_the_installed_plugins_and_is_no_new_account(run):
    run.install("shop = shop_plugin", shop_plugin=PLUGIN)
    program = "with FakeRazorpay().fork() as rzp: print(rzp.plugins, rzp.item.all()['count'])"
    assert run(program) == ["<plugins: instrument, bank, api, shop> 1"]


def test_a_plugin_that_cannot_be_loaded_is_named(run):
    run.install("shop = shop_plugin:nothing", shop_plugin=PLUGIN)
    (*_, last) = run("FakeRazorpay()")
    assert last.startswith("ImportError: the plugin shop = shop_plugin:nothing can't be loaded: ")


def test_an_installed_plugin_with_an_unknown_hook_is_refused(run):
    run.install("shop = shop_plugin", shop_plugin="def fakerzp_evnt(event): pass")
    assert "did you mean fakerzp_event?" in run("FakeRazorpay()")[-1]


def test_without_plugins_nothing_is_imported_to_look_for_them(run):
    run.install("shop = shop_plugin", shop_plugin=PLUGIN)
    (run.home / "shop-1.0.dist-info" / "entry_points.txt").write_text("[pytest11]\nshop = shop_plugin\n")
    program = "import sys\nFakeRazorpay()\nprint({'email', 'socket', 'pluggy', 'shop_plugin'} & set(sys.modules))"
    assert run(program) == ["set()"]


def test_a_plugin_in_an_archive_is_found(run):
    run.install("shop = shop_plugin", shop_plugin=PLUGIN)
    with zipfile.ZipFile(run.home / "shop.zip", "w") as archive:
        for file in ("shop_plugin.py", "shop-1.0.dist-info/METADATA", "shop-1.0.dist-info/entry_points.txt"):
            archive.write(run.home / file, file)
    shutil.rmtree(run.home / "shop-1.0.dist-info")
    (run.home / "shop_plugin.py").unlink()
    assert run("print(FakeRazorpay().plugins)") == ["<plugins: instrument, bank, api>"]
    program = f"import sys\nsys.path.append({str(run.home / 'shop.zip')!r})\nprint(FakeRazorpay().plugins)"
    assert run(program) == ["<plugins: instrument, bank, api, shop>"]


def test_a_plugin_that_another_finder_knows_is_found(run):
    run.install("shop = shop_plugin", shop_plugin=PLUGIN)
    elsewhere = run.home / "elsewhere"
    elsewhere.mkdir()
    (run.home / "shop-1.0.dist-info").rename(elsewhere / "shop-1.0.dist-info")
    program = f"""
import sys
from importlib.machinery import PathFinder
from importlib.metadata import DistributionFinder, MetadataPathFinder
class Finder(DistributionFinder):
    def find_spec(self, *asked):
        return None
    def find_distributions(self, context=DistributionFinder.Context()):
        return MetadataPathFinder.find_distributions(DistributionFinder.Context(path=[{str(elsewhere)!r}]))
sys.meta_path.append(Finder())
print(FakeRazorpay().plugins)
"""
    assert run(program) == ["<plugins: instrument, bank, api, shop>"]


def test_entry_points_are_looked_for_once(run):
    run.install("shop = shop_plugin", shop_plugin=PLUGIN)
    program = """
import importlib.metadata as metadata
found = metadata.entry_points
asked = []
metadata.entry_points = lambda **which: asked.append(which) or found(**which)
for _ in range(3):
    FakeRazorpay()
    FakeRazorpay(plugins=["no:shop"])
print(asked)
"""
    assert run(program) == ["[{'group': 'fakerzp'}]"]
