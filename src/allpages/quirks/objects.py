"""Objects and buckets of S3: where a copy comes from, metadata, a bucket's location."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.quirks.buckets import is_bucket_arn

if TYPE_CHECKING:
    from allpages.models.catalog import Operation
    from allpages.quirks.changes import Before, Reading
    from allpages.values import Page, Params, Response

_VERSION = "?versionId="


def copy_source(_: Operation) -> Before:
    """Spell the source of a copy as S3 wants it, a text or a dict of Bucket, Key and VersionId."""

    def change(params: Params) -> Params:
        source = params.get("CopySource")
        if isinstance(source, str):
            return {**params, "CopySource": _of_text(source)}
        return {**params, "CopySource": _of_parts(source)} if isinstance(source, dict) else params

    return change


def _of_text(text: str) -> str:
    import re

    found = re.search(r"\?versionId=\S+$", text)
    return _encoded(text) if found is None else _encoded(text[: found.start()]) + text[found.start() :]


def _of_parts(source: dict[str, Any]) -> str:
    missing = [name for name in ("Bucket", "Key") if not isinstance(source.get(name), str)]
    if missing:
        raise errors.ParamValidationError(
            f"CopySource lacks {' and '.join(missing)}.", hint="Give a dict of Bucket, Key and perhaps VersionId."
        )
    between = "/object/" if is_bucket_arn(source["Bucket"]) else "/"
    version = source.get("VersionId")
    return _encoded(source["Bucket"] + between + source["Key"]) + ("" if version is None else f"{_VERSION}{version}")


def _encoded(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="/~")


def ascii_metadata(_: Operation) -> Before:
    """Refuse metadata that are not ASCII, which a header cannot carry as they were meant."""

    def change(params: Params) -> Params:
        metadata = params.get("Metadata")
        for key, value in metadata.items() if isinstance(metadata, dict) else ():
            if isinstance(key, str) and isinstance(value, str) and not (key.isascii() and value.isascii()):
                raise errors.ParamValidationError(
                    f"Metadata can hold ASCII only, and {key!r} is {value!r}.",
                    hint="Encode it, as base64 or by percent signs, and decode it where it is read.",
                )
        return params

    return change


def location(_: Operation) -> Reading:
    """The text of the root element, which no model can say; None for an empty one."""

    def read(response: Response, page: Page) -> Page:
        from xml.etree.ElementTree import ParseError, fromstring

        try:
            root = fromstring("" if b"<!DOCTYPE" in response.body else response.body.decode())  # noqa: S314 - see there
        except (ParseError, ValueError) as error:
            raise errors.ResponseError("The answer is not the XML of a location.", hint="Ask again.") from error
        return {**page, "LocationConstraint": root.text}

    return read
