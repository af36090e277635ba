"""Endpoints: botocore's rule sets, interpreted: where each call goes, and for what name and region it is signed."""

from allpages.endpoints.authentication import bearer_token
from allpages.endpoints.partitions import partition_names, partition_of, regions_of
from allpages.endpoints.resolving import Endpoint, Resolver, resolver

__all__ = ["Endpoint", "Resolver", "bearer_token", "partition_names", "partition_of", "regions_of", "resolver"]
