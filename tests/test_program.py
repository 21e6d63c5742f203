"""The program as a file: what it loads."""

import re
import subprocess

from conftest import BUILD


def test_no_library_is_looked_for_in_the_working_folder(tmp_path):
    """A program that does can be made to run whatever lies in a folder of downloads."""
    ran = subprocess.run([BUILD / "sextant", "--version"], cwd=tmp_path, env={"LD_DEBUG": "libs"}, check=True, capture_output=True, text=True)
    tried = re.findall(r"trying file=(\S+)", ran.stderr)
    assert any(path.endswith("libduckdb.so") for path in tried), "the loader tells what it looks for"
    assert [path for path in tried if not path.startswith("/")] == []
