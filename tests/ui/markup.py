"""HTML as a tree to compare: whitespace, order of classes and of attributes do not count."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "img", "br", "hr", "path", "circle", "link", "meta"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def find(self, wanted: str) -> "Node":
        """The first element that has the class or, without one, the tag."""
        for node in self.walk():
            if wanted in node.classes or wanted == node.tag:
                return node
        raise AssertionError(f"no {wanted} in {self.lines()}")

    def walk(self) -> list["Node"]:
        below = [
            node for child in self.children if isinstance(child, Node) for node in child.walk()
        ]
        return [self, *below]

    def lines(self, depth: int = 0) -> list[str]:
        """One line per element and text, indented: what pytest shows as a difference."""
        shown = " ".join(f'{name}="{value}"' for name, value in sorted(self.attributes.items()))
        found = [f"{'  ' * depth}{self.tag} {shown}".rstrip()]
        for child in self.children:
            if isinstance(child, Node):
                found += child.lines(depth + 1)
            else:
                found.append(f"{'  ' * (depth + 1)}“{child}”")
        return found


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"an attribute stands twice in <{tag}>: {attrs}"
        if "class" in values:
            values["class"] = " ".join(sorted(set(values["class"].split())))
        node = Node(tag, values)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        parent = self.open[-1]
        # A newline right after <textarea> is markup and no text.
        text = data.removeprefix("\n") if parent.tag == "textarea" else " ".join(data.split())
        if not text.strip():
            return
        if parent.children and isinstance(parent.children[-1], str):
            text = f"{parent.children.pop()} {text}"
        parent.children.append(text)


def tree(html: str) -> Node:
    """Everything is closed in order, or it is no HTML we want to send."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root], f"left open: {[n.tag for n in builder.open[1:]]}"
    return builder.root
