"""Paging in the reference: what each option means for an operation, what its pages give, and what rule they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allpages.paging.inference import describe
from allpages.paging.page_size import largest

if TYPE_CHECKING:
    from allpages.models.catalog import Operation
    from allpages.paging.rules import Rule


def by_paging(rule: Rule) -> set[str]:
    """The parameters that paging sets itself."""
    return {*rule.inputs, *([rule.limit_key] if rule.limit_key else [])}


def syntax(rule: Rule, indent: str) -> str:
    """PaginationConfig as an argument."""
    size = f"{indent}    'PageSize': 123|'max',\n" if rule.limit_key else ""
    return (
        f"{indent}PaginationConfig={{\n{indent}    'MaxItems': 123,\n{size}{indent}    'StartingToken': 'string',\n"
        f"{indent}}},\n"
    )


def options(operation: Operation, rule: Rule) -> list[str]:
    """PaginationConfig, and what each of its options means here."""
    said = [
        "PaginationConfig (dict)",
        f"    MaxItems (integer): stop after so many of {rule.primary.expression}, however many pages that takes.",
    ]
    if rule.limit_key:
        size = largest(operation, {})
        most = f"asks for {size}" if size else "leaves the size to the service, for nothing states its most"
        said.append(f"    PageSize (integer): how many a request, sent as {rule.limit_key}; 'max' {most}.")
    else:
        said.append("    PageSize: refused; the operation has no parameter for the size of a page.")
    said.append(
        "    StartingToken (string): where to go on: the `resume_token` or `checkpoint` of an earlier run, or the "
        f"service's own token, which is sent as {' and '.join(rule.inputs)}."
    )
    names = ", ".join(sorted(by_paging(rule)))
    said.append(f"{names}: set by the paging; give PaginationConfig instead.")
    return said


def returns(rule: Rule, colour: str) -> list[str]:
    """What iterating gives."""
    each, wait = ("async for", "await ") if colour else ("for", "")
    keys = [key.expression for key in rule.result_keys]
    return [
        f"Pages: `{each} page in pages` gives each page as below, each iteration from the start.",
        f"    pages.items(): each member of {keys[0]}, one by one",
        f"    {wait}pages.build_full_result(): all pages as one dict, {', '.join(keys)} joined",
        "    pages.search(expression): what the JMESPath finds in each page",
        "    pages.result_keys, pages.non_aggregate_part, pages.resume_token: as in boto3",
        "    pages.checkpoint: at any moment, also after an error, the token that goes on",
    ]


def special(operation: Operation, rule: Rule) -> list[str]:
    """The rule that the pages follow, and what is remarkable of it."""
    said = [f"Paging: {describe(rule)}."]
    if rule.inferred:
        said.append("boto3 has no paginator for this operation; Config(infer_paginators=False) turns this one off.")
    if operation.service.name == "ec2" and rule.limit_key:
        said.append("'max' sends no size beside a list of ids, for EC2 refuses the two together.")
    return said
