"""Names: the Python and command line spelling of an operation or member."""

from __future__ import annotations

import re
from functools import lru_cache

_PLURAL_ACRONYM = re.compile(r"[A-Z]{2,}s$")
_CAPITALISED = re.compile(r"(.)([A-Z][a-z]+)")
_CAPITAL = re.compile(r"([a-z0-9])([A-Z])")
# Brand names that botocore's table spells as one word, in operations only. Source: botocore/__init__.py, _xform_cache.
_ONE_WORD = re.compile(r"iSCSI|HITs(?=[A-Z])|PartiQL|OAuth2|WhatsApp|OTel")


def snake_case(name: str, separator: str = "_") -> str:
    """The Python spelling of a member: `MaxResults` becomes `max_results`.

    Source: botocore.xform_name, rule for rule; the test compares all members of all services.
    """
    if separator in name:
        return name
    plural = _PLURAL_ACRONYM.search(name)
    if plural is not None:
        name = f"{name[: plural.start()]}{separator}{plural[0].lower()}"
    name = _CAPITALISED.sub(rf"\1{separator}\2", name)
    return _CAPITAL.sub(rf"\1{separator}\2", name).lower()


@lru_cache(maxsize=8192)
def method_name(operation: str, separator: str = "_") -> str:
    """The method of an operation: `DescribeDBInstances` becomes `describe_db_instances`; with "-", its command.

    Source: botocore.xform_name and its table of operations; the test compares all operations of all services.
    """
    return snake_case(_ONE_WORD.sub(lambda found: found[0].capitalize(), operation), separator)


# Operations whose names begin so only read; other names are no promise (CheckoutLicense, IssueCertificate,
# RetrieveTapeArchive), so of those only the ones whose documentation was read.
_READS = (
    "Describe", "List", "Get", "Search", "Query", "Scan", "BatchGet", "BatchDescribe", "BatchList", "Head", "Lookup",
    "Select", "Filter",
)  # fmt: skip
READS_BY_DOCUMENTATION = frozenset({
    "BatchCheckLayerAvailability", "BatchIsAuthorized", "BatchIsAuthorizedWithToken", "BatchRead",
    "CalculateIsolines", "CalculateRoute", "CalculateRouteMatrix", "CalculateRoutes", "CheckAccessNotGranted",
    "CheckCapacity", "CheckDNSAvailability", "CheckDocumentAccess", "CheckDomainAvailability",
    "CheckDomainTransferability", "CheckIfPhoneNumberIsOptedOut", "CheckIngestedDocumentAcl", "CheckNoNewAccess",
    "CheckNoPublicAccess", "CheckSchemaVersionValidity", "CountClosedWorkflowExecutions",
    "CountOpenWorkflowExecutions", "CountPendingActivityTasks", "CountPendingDecisionTasks", "CountTokens",
    "DiscoverInputSchema", "DiscoverInstances", "DiscoverInstancesRevision", "DiscoverPollEndpoint",
    "EstimateTemplateCost", "IsAuthorized", "IsAuthorizedWithToken", "IsMemberInGroups", "IsVpcPeered",
    "PreviewAgents", "PreviewPrivacyImpact", "Retrieve", "RetrieveDomainAuthCode", "RetrieveEnvironmentInfo",
    "RetrieveMemoryRecords", "ValidateAssessmentReportIntegrity", "ValidateAwsAssociations",
    "ValidateCloudConnector", "ValidateConfiguration", "ValidateConfigurationSettings", "ValidateE911Address",
    "ValidateFlowDefinition", "ValidateMatchmakingRuleSet", "ValidatePipeline", "ValidatePipelineDefinition",
    "ValidatePolicy", "ValidatePullThroughCacheRule", "ValidateResourcePolicy",
    "ValidateSecurityGroupQuotasForInterface", "ValidateSecurityProfileBehaviors", "ValidateStateMachineDefinition",
    "ValidateTelemetryPipelineConfiguration", "ValidateTemplate", "ViewBilling",
})  # fmt: skip


def only_reads(operation: str) -> bool:
    """Whether an operation of this name changes nothing, so that it may be repeated, and answered with anything."""
    return operation.startswith(_READS) or operation in READS_BY_DOCUMENTATION


# Methods that boto3 has under older names as well, as attributes only. Source: botocore.handlers.ClientMethodAlias.
ALIASES = {
    ("mturk", "list_hi_ts_for_qualification_type"): "list_hits_for_qualification_type",
    ("socialmessaging", "delete_whatsapp_media_message"): "delete_whatsapp_message_media",
    ("cloudwatch", "get_o_tel_enrichment"): "get_otel_enrichment",
    ("cloudwatch", "start_o_tel_enrichment"): "start_otel_enrichment",
    ("cloudwatch", "stop_o_tel_enrichment"): "stop_otel_enrichment",
    ("cloudwatch", "update_o_tel_enrichment"): "update_otel_enrichment",
    ("signin", "create_o_auth2_token"): "create_oauth2_token",
}
SERVICE_ALIASES = {"runtime.sagemaker": "sagemaker-runtime"}  # botocore.handlers.SERVICE_NAME_ALIASES
