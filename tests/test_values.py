"""Values: what a configuration stands for when nothing is said, and what a repr may show."""

from __future__ import annotations

from allpages import Config, Credentials


def test_the_defaults_that_are_not_botocores_are_these() -> None:
    """Time-outs, idle connections and the limit of a body; docs/differences.md has the reasons."""
    config = Config()
    assert (config.connect_timeout, config.read_timeout) == (10.0, 60.0)
    assert config.max_pool_connections == 64
    assert config.max_response_bytes == 32 * 1024 * 1024
    assert config.infer_paginators
    assert not config.read_ahead


def test_credentials_show_no_secret() -> None:
    """The access key tells which they are."""
    shown = repr(Credentials(access_key="AKID", secret_key="hidden", token="hidden"))
    assert "AKID" in shown
    assert "hidden" not in shown
