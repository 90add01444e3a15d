"""The reference H: the least Textual application that looks like one."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class BareApp(App[None]):
    """Header, a line, footer."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("the first full frame")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
