"""One module of a running portal put in again with a defect; everybody who had the old one gets the new."""

import sys
from collections.abc import Sequence
from enum import Enum
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from common.policies import POLICIES

_PLAIN = (type(None), bool, int, str, Enum, ModuleType)


class _Defect(MetaPathFinder, Loader):
    """Finds one module, with other code."""

    def __init__(self, name: str, code: Any) -> None:
        self.name = name
        self.code = code

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        spec = PathFinder.find_spec(fullname, path)
        assert spec is not None
        spec.loader = self
        return spec

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, vars(module))  # noqa: S102  the module itself, but for one node


def put_in(name: str, code: Any, packages: Sequence[str]) -> dict[int, Any]:
    """Load the packages again with other code for one module of them. There is no way back: fork first.

    Returns what took the place of what, by the id of the old.
    """
    old = {key: module for key, module in sys.modules.items() if key.startswith(tuple(packages))}
    for key in old:
        del sys.modules[key]
    for key in [key for key, rule in POLICIES.items() if rule.__module__ in old]:
        del POLICIES[key]
    sys.meta_path.insert(0, _Defect(name, code))
    for package in packages:
        import_module(package)
    return _replace(old)


def _replace(old: dict[str, ModuleType]) -> dict[int, Any]:
    new: dict[int, Any] = {}
    plain: dict[str, tuple[Any, Any]] = {}
    for key, module in old.items():
        if key not in sys.modules:
            import_module(key)
        new[id(module)] = sys.modules[key]
        for name, before in vars(module).items():
            after = vars(sys.modules[key]).get(name)
            if isinstance(before, _PLAIN):
                if name.isupper() and before != after:
                    plain[name] = before, after
            elif before is not after and not name.startswith("__"):
                new[id(before)] = after
    ours = [module for key, module in list(sys.modules.items()) if _is_ours(module) and key not in old]
    for module in ours:
        for name, value in list(vars(module).items()):
            if name in plain and value == plain[name][0]:
                setattr(module, name, plain[name][1])
            elif isinstance(value, type) and value.__module__ == module.__name__:
                for attribute, held in list(vars(value).items()):
                    if id(held) in new:
                        setattr(value, attribute, new[id(held)])
            elif not name.startswith("__") and (changed := renewed(value, new)) is not value:
                setattr(module, name, changed)
    return new


def renewed(value: Any, new: dict[int, Any]) -> Any:
    """The value, or what takes its place; tables hold what is renewed, too."""
    if id(value) in new:
        return new[id(value)]
    if type(value) in (tuple, list):
        changed = [renewed(one, new) for one in value]
        is_same = all(one is other for one, other in zip(changed, value, strict=True))
        return value if is_same else type(value)(changed)
    if type(value) is dict and any(id(one) in new for one in value.values()):
        return {key: new.get(id(one), one) for key, one in value.items()}
    return value


def _is_ours(module: Any) -> bool:
    path = getattr(module, "__file__", None) or ""
    return (
        "site-packages" not in path
        and isinstance(module, ModuleType)
        and hasattr(module, "__path__") | bool(path)
    )
