"""What a client is: boto3's `client.meta`, as far as it means something here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allpages.call import missing

if TYPE_CHECKING:
    from allpages.config import Config
    from allpages.models.catalog import Service


class Meta:
    """Service, region, endpoint, configuration and partition of one client."""

    def __init__(self, service: Service, region: str | None, endpoint_url: str | None, config: Config) -> None:
        """As the client was opened."""
        self.config = config  # the options in force
        self._service = service
        self._region = region
        self._endpoint_url = endpoint_url

    def __repr__(self) -> str:
        """Service and region."""
        return f"<meta of {self._service.name} {self._region or 'no region'}>"

    @property
    def service_name(self) -> str:
        """As given, "ec2"."""
        return self._service.name

    @property
    def region_name(self) -> str | None:
        """Where the calls go; "aws-global" for a service without regions, as boto3 says."""
        from allpages.endpoints.partitions import placement

        legacy = self.config.s3_us_east_1_regional_endpoint != "regional"
        if self._region is None and legacy and self._service.metadata["endpointPrefix"] == "s3":
            return "us-east-1"  # Source: botocore.client, `_get_default_s3_region`
        return placement(self._service.metadata["endpointPrefix"], self._region).region

    @property
    def endpoint_url(self) -> str:
        """Where calls go that name neither a bucket nor anything else that has an address of its own.

        Raises: EndpointError, ConfigError.
        """
        from allpages.endpoints.builtins import wants_dualstack
        from allpages.endpoints.partitions import usual_url

        config, prefix = self.config, self._service.metadata["endpointPrefix"]
        fips, dualstack = bool(config.use_fips_endpoint), wants_dualstack(prefix, config)
        return self._endpoint_url or usual_url(prefix, self._region, fips=fips, dualstack=dualstack)

    @property
    def partition(self) -> str:
        """The part of AWS: "aws", "aws-cn", ..."""
        from allpages.endpoints.partitions import partition_of

        return partition_of(self._region or "")

    @property
    def service_model(self) -> ServiceModel:
        """What the model says of the service."""
        return ServiceModel(self._service)

    @property
    def method_to_api_mapping(self) -> dict[str, str]:
        """AWS's name of an operation by the method's."""
        service = self._service
        return {service.operation(name).python_name: name for name in service.operation_names}

    def __getattr__(self, name: str) -> Any:
        """Raises: AttributeError."""
        missing.refuse(name, missing.OF_CLIENTS, self.service_name)
        raise AttributeError(f"A client's meta has no {name!r}.")


class ServiceModel:
    """What is asked of `client.meta.service_model`."""

    def __init__(self, service: Service) -> None:
        """The model of `service`."""
        self._service = service
        self.service_name = service.name

    @property
    def service_id(self) -> str:
        """AWS's name of the service, "Elastic Load Balancing v2"."""
        found: str = self._service.metadata["serviceId"]
        return found

    @property
    def operation_names(self) -> list[str]:
        """Every operation, by AWS's name."""
        return list(self._service.operation_names)
