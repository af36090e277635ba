"""Sessions of roles: temporary keys and the sealed token that says all of them. Nothing is remembered about any."""

from __future__ import annotations

import hmac
from base64 import b32encode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from allpages.local import page_tokens
from allpages.local.organization import policies

if TYPE_CHECKING:
    from random import Random

    from allpages.local.organization.tree import Role

_CONTEXT = b"session"
_PREFIX = "ASIA"  # of temporary access keys. Source: IAM user guide, "Unique identifiers"
_RANDOM, _MARK = 10, 6  # letters of an access key: those that are chance, and those that prove it is one of ours
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_KEPT = 16_384  # tokens that were opened, for the next request


class Session(Struct, frozen=True, kw_only=True):
    """A role, assumed by somebody for a while."""

    account: str
    partition: str
    role: str  # its name without path
    name: str
    access_key: str
    expires_s: int  # epoch seconds
    policy: str = ""  # the inline session policy
    policy_arns: tuple[str, ...] = ()
    is_global: bool = False  # of the global endpoint: not for regions that accounts opt in to

    @property
    def arn(self) -> str:
        """As GetCallerIdentity tells it."""
        return f"arn:{self.partition}:sts::{self.account}:assumed-role/{self.role}/{self.name}"

    @property
    def role_id(self) -> str:
        """The unique id of the role."""
        return unique_id("AROA", self.account, self.role)

    def may(self, action: str, role: Role) -> bool:
        """Whether the session may do an action: what the role may, and each session policy too."""
        if policies.names(role.deny, action) or not policies.names(role.allow, action):
            return False
        given = [policies.managed(arn) for arn in self.policy_arns]
        inline = not self.policy or policies.inline(self.policy).may(action)
        return inline and (not given or any(policy.may(action) for policy in given))


class Sessions:
    """Mints the keys of sessions, and knows them again; all that it keeps is the secret, and what it saw last."""

    def __init__(self, secret: bytes) -> None:
        """Those sealed with `secret`."""
        self._secret = secret
        self._opened: dict[str, Session] = {}

    def access_key(self, random: Random) -> str:
        """A fresh access key."""
        chance = "".join(random.choices(_ALPHABET, k=_RANDOM))
        return f"{_PREFIX}{chance}{self._mark(chance)}"

    def is_own(self, access_key: str) -> bool:
        """Whether an access key is of a session."""
        chance, mark = access_key[len(_PREFIX) : -_MARK], access_key[-_MARK:]
        if not access_key.startswith(_PREFIX) or len(chance) != _RANDOM:
            return False
        return hmac.compare_digest(self._mark(chance).encode(), mark.encode(errors="replace"))

    def secret_key(self, access_key: str) -> str:
        """The secret of an access key."""
        return b64encode(hmac.digest(self._secret, b"secret" + access_key.encode(), "sha256")).decode()[:40]

    def seal(self, session: Session) -> str:
        """The token of a session."""
        told = (
            session.account, session.partition, session.role, session.name, session.access_key, session.expires_s,
            session.policy, session.policy_arns, session.is_global,
        )  # fmt: skip
        return page_tokens.seal(self._secret, _CONTEXT, told, now_ms=0)

    def open(self, token: str, access_key: str) -> Session | None:
        """The session of a token; None for one that is not ours, or of another key."""
        found = self._opened.get(token)
        if found is None:
            found = self._read(token)
            if len(self._opened) >= _KEPT:
                self._opened.clear()
            if found is not None:  # what is not ours may be of any size, and is not kept
                self._opened[token] = found
        return found if found is not None and found.access_key == access_key else None

    def _read(self, token: str) -> Session | None:
        try:
            told = page_tokens.unseal(self._secret, _CONTEXT, token, now_ms=0, ttl_s=0)
        except page_tokens.BadToken:
            return None
        account, partition, role, name, access_key, expires_s, policy, arns, is_global = told
        return Session(
            account=account, partition=partition, role=role, name=name, access_key=access_key, expires_s=expires_s,
            policy=policy, policy_arns=tuple(arns), is_global=is_global,
        )  # fmt: skip

    def _mark(self, chance: str) -> str:
        return b32encode(hmac.digest(self._secret, b"key" + chance.encode(errors="replace"), "sha256")).decode()[:_MARK]


def unique_id(prefix: str, *names: str) -> str:
    """The unique id of a role or a user: the same for the same names."""
    return prefix + b32encode(sha256("/".join(names).encode()).digest()).decode()[:17]
