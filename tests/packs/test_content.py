"""What is in a pack."""

import json
import zipfile
from pathlib import Path

from tests.packs.conftest import Case, verify


def test_pack_of_a_record_holds_everything_and_verifies(case: Case) -> None:
    path = case.made(records=case.nc.number)
    status, said = verify(path)
    assert status == 0, said
    with zipfile.ZipFile(path) as archive:
        print(*archive.namelist(), sep="\n")
        print(archive.read(f"records/nonconformities/{case.nc.number}.json").decode()[:6000])
        Path("/tmp/pk.zip").write_bytes(path.read_bytes())
