"""OpenTelemetry: a span a listing, a page and an attempt, and metrics of them; the extra `allpages[otel]`.

    import allpages
    from allpages.otel import Observer

    client = allpages.client("ec2", config=allpages.Config(observer=Observer()))

Names are those of "Semantic conventions for AWS SDK client spans" and of the conventions for HTTP, RPC and cloud
resources (opentelemetry.io, semantic-conventions 1.37), where there are any; others begin with `allpages.`.
"""

from __future__ import annotations

from allpages.otel.observer import Observer

__all__ = ["Observer"]
