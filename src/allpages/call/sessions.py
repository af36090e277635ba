"""What a session knows, of no colour: whose clients these are, where they go, and where their keys come from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from allpages import errors
from allpages.environment import profiles
from allpages.environment.credentials import Fixed, source
from allpages.environment.settings import settings
from allpages.models import catalog
from allpages.values import Credentials

if TYPE_CHECKING:
    from allpages.environment.credentials import Source
    from allpages.environment.told import Told

_NO_SESSION = "botocore_session must be a session of botocore or boto3, not {}."


class Identity:
    """One identity with its region; safe to share between threads."""

    def __init__(
        self,
        *,
        profile_name: str | None,
        region_name: str | None,
        keys: Credentials | None,
        credentials: object | None,
        botocore_session: object | None,
    ) -> None:
        """As allpages.Session.

        Raises: ConfigError.
        """
        self._region = region_name
        self._profile = profile_name
        self.explicit: Source | None = None  # what was handed in, in any form
        self.told: Told | None = None  # what the client was told that asks for the credentials first
        if botocore_session is not None:
            self._take(botocore_session)
        if credentials is not None:
            from allpages.environment.given import given

            self.explicit = given(credentials)
        if keys is not None:
            self.explicit = Fixed(keys)
        settings(self._profile)  # an unknown profile is told here
        self._found: Source | None = None

    def _take(self, session: Any) -> None:
        """What botocore's session, or boto3's, says of itself; its credentials are asked for when they are needed."""
        if not hasattr(session, "get_credentials"):
            raise errors.ConfigError(
                _NO_SESSION.format(type(session).__name__), hint="boto3.Session() or botocore.session.get_session()"
            )
        from allpages.environment.given import Handed

        variable = getattr(session, "get_config_variable", None)
        named = variable("region") if variable is not None else getattr(session, "region_name", None)
        self._region = self._region or named
        if variable is not None:
            self._profile = self._profile or getattr(session, "profile", None)
        self.explicit = Handed(session.get_credentials, session)

    @property
    def source(self) -> Source:
        """Where the keys come from, the same for all clients of the session.

        Raises: ConfigError.
        """
        if self.explicit is not None:
            return self.explicit
        if self._found is None:
            self._found = source(None, self._profile, told=self.told)
        return self._found

    @property
    def given_profile(self) -> str | None:
        """The profile that was named, if any was."""
        return self._profile

    @property
    def profile_name(self) -> str:
        """The profile in force, "default" when none is named."""
        return profiles.profile_name(self._profile, os.environ) or profiles.DEFAULT

    @property
    def region_name(self) -> str | None:
        """The region in force: as given, of the environment, of the profile."""
        return self._region or settings(self._profile).region

    @property
    def available_profiles(self) -> list[str]:
        """Every profile of the files."""
        return profiles.read(os.environ).names()

    def get_available_services(self) -> list[str]:
        """Every service that there are clients of."""
        return list(catalog.service_names())

    def get_available_partitions(self) -> list[str]:
        """Every partition: "aws", "aws-cn", ..."""
        from allpages.endpoints.partitions import partition_names

        return list(partition_names())

    def get_available_regions(self, service_name: str, partition_name: str = "aws") -> list[str]:
        """The regions where the service is known to have endpoints.

        Raises: UnknownService, ConfigError.
        """
        from allpages.endpoints.partitions import regions_of

        return list(regions_of(service_name, partition=partition_name))

    def get_partition_for_region(self, region_name: str) -> str:
        """The partition of a region."""
        from allpages.endpoints.partitions import partition_of

        return partition_of(region_name)

    def __getattr__(self, name: str) -> Any:
        """Raises: AttributeError, with the way that exists for what boto3's session has and this one has not."""
        from allpages.call import missing

        missing.refuse(name, missing.OF_SESSIONS)
        raise AttributeError(f"A session has no {name!r}.")


def explicit_keys(
    access_key: str | None, secret_key: str | None, token: str | None, account_id: str | None = None
) -> Credentials | None:
    """The credentials that were given as single values; None when none were.

    Raises: PartialCredentials.
    """
    if access_key is None and secret_key is None and token is None:
        return None
    if not access_key or not secret_key:
        raise errors.PartialCredentials(
            "Credentials are incomplete.",
            hint="Give both aws_access_key_id and aws_secret_access_key; aws_session_token goes with them.",
        )
    return Credentials(access_key=access_key, secret_key=secret_key, token=token, account_id=account_id)
