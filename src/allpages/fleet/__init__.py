"""The fleet: any operation over all accounts and regions, killed and gone on with, proved complete.

sweep = allpages.fleet.Sweep(["ec2:describe-images"], allpages.fleet.organization(role="Reader"), run="runs/today")
outcome = sweep.run()
"""

from allpages.fleet.outcome import Outcome
from allpages.fleet.plans import Plan
from allpages.fleet.sweep import Sweep
from allpages.fleet.targets import accounts, organization, own, profiles, roles
from allpages.fleet.wanted import Targets

__all__ = ["Outcome", "Plan", "Sweep", "Targets", "accounts", "organization", "own", "profiles", "roles"]
