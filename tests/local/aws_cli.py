"""The AWS CLI, run in this process by its own driver, for a process of it takes more than a second to start."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from case_world import CALLERS, REGION

CONFIG = "[default]\nparameter_validation = false\ncli_timestamp_format = iso8601\nmax_attempts = {attempts}\n"
_FOUND = find_spec("awscli")
assert _FOUND is not None
assert _FOUND.origin is not None
DATA = Path(_FOUND.origin).parent / "data"  # which it looks for in the environment


class Ended(NamedTuple):
    """How a run of the AWS CLI ended."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """What it printed."""
        return json.loads(self.out) if self.out.strip() else {}


class Cli:
    """The AWS CLI, in this process."""

    def __init__(self, url: str, config: Path, *, attempts: int = 1) -> None:
        """Its driver is made once for each caller, for it keeps the credentials that it found."""
        config.write_text(CONFIG.replace("{attempts}", str(attempts)))
        self.url = url
        self._config = config
        self._drivers: dict[str, Any] = {}

    def environment(self, who: str) -> dict[str, str]:
        """What a caller has in the environment."""
        found = {"AWS_CONFIG_FILE": str(self._config)}
        caller = CALLERS[who]
        if caller is not None:
            found |= {"AWS_ACCESS_KEY_ID": caller.access_key, "AWS_SECRET_ACCESS_KEY": caller.secret_key}
            found |= {"AWS_SESSION_TOKEN": caller.token} if caller.token else {}
        return found

    def command(self, *arguments: str, who: str = "home", region: str = REGION, form: str = "json") -> list[str]:
        """The arguments of a run."""
        general = ["--endpoint-url", self.url, "--region", region, "--output", form]
        return [*arguments, *general, *([] if CALLERS[who] else ["--no-sign-request"])]

    def run(self, *arguments: str, who: str = "home", region: str = REGION, form: str = "json") -> Ended:
        """A run."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv("AWS_DATA_PATH", str(DATA))
            for name, value in self.environment(who).items():
                patch.setenv(name, value)
            if who not in self._drivers:
                self._drivers[who] = self._driver()
            status = self._drivers[who].main(self.command(*arguments, who=who, region=region, form=form))
        return Ended(status, out.getvalue(), err.getvalue())

    def _driver(self) -> Any:
        from awscli.clidriver import create_clidriver

        found = create_clidriver()
        for other in self._drivers.values():  # what one has read of the models serves all
            found.session.register_component("data_loader", other.session.get_component("data_loader"))
            break
        return found
