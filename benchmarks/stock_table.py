"""The reference T: Textual's own table with 100 rows and the columns of the requests."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class StockTable(App[None]):
    """One DataTable."""

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("id", "name", "contract", "status", "issued")
        for number in range(100):
            table.add_row(
                f"3-{number:08}", f"Firewall rule {number} for the shop", "OCB0001234", "in progress", "21 Nov"
            )


if __name__ == "__main__":
    StockTable().run()
