"""AUTHORITY: who may do what. Pure: the plan, a caller and a deed; nothing that a request says of itself."""

from loudhailer.domain.caller import Caller, Deed, Role
from loudhailer.plan import Plan


def acting_roles(plan: Plan, deed: Deed, caller: Caller) -> tuple[Role, ...]:
    """Return the caller's roles, own and lent, that the plan lets do it, in the plan's order; none: they may not."""
    return tuple(role for role in plan.may[deed] if role in caller.holds)


def must_name_officer(roles: tuple[Role, ...]) -> bool:
    """Tell whether somebody who acts in these roles types for another, whose name and means must be given."""
    return roles == (Role.CONTROL,)


def refusal_of(plan: Plan, deed: Deed, caller: Caller) -> str:
    """Say to a person why they may not."""
    held = ", ".join(sorted(caller.holds)) or "none"
    return f"{deed} is for {', '.join(plan.may[deed])}; your roles: {held}"
