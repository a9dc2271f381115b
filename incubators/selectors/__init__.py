"""What the pages of the demand side show."""

from incubators.selectors.waiting import waiting_for

__all__ = ["waiting_for"]
