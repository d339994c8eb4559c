"""YAML for files that people write: a key stands once, and every problem is told with its line."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    _Loader = yaml.SafeLoader
else:
    # The same in C where PyYAML was built with it, as its wheels are: a cold start reads all of `config/`.
    _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class OnceOnly(_Loader):
    """YAML in which a key stands once: the second of two levels of one name would silently replace the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  # PyYAML's
        """Build a mapping; raise where a key is no key, or stands twice."""
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(
                    None, None, "a slot here needs quotation marks around its words", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands here twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


class Lines:
    """Where in a file things stand. `text` must have been read as YAML before."""

    def __init__(self, text: str) -> None:
        self._root = yaml.compose(text, Loader=_Loader)

    def line_of(self, place: str) -> int:
        """Return the line (from 1) of a dotted path, or of as much of it as is there; 0 where there is nothing at all.

        A key may have dots of its own (`westshire.control`), so the longest one that fits is followed.
        """
        node, line, left = self._root, 0, place
        while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and left:
            found = _step(node, left)
            if found is None:
                break
            line, node, left = found
        return line


def _step(node: yaml.Node, left: str) -> tuple[int, yaml.Node, str] | None:
    """Follow one step of a path and return its line, what is there, and what is left of the path."""
    if isinstance(node, yaml.SequenceNode):
        number, _, rest = left.partition(".")
        if not number.isdigit() or int(number) >= len(node.value):
            return None
        child = node.value[int(number)]
        return child.start_mark.line + 1, child, rest
    fitting = [
        (key.value, key.start_mark.line + 1, child)
        for key, child in node.value
        if left == key.value or left.startswith(f"{key.value}.")
    ]
    if not fitting:
        return None
    name, line, child = max(fitting, key=lambda each: len(each[0]))
    return line, child, left[len(name) + 1 :]
