"""One person in a browser, signed in through the real page; everything is found by the words that people see."""

import re
from collections.abc import Mapping
from typing import Any

from tests.factories.people import PASSWORD

DESK = {"width": 1344, "height": 900}
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}


class Visitor:
    """Walks the pages as one person. `url` is the web server's, which may be another one some days later."""

    def __init__(self, page: Any, username: str, url: str) -> None:
        self.page, self.username, self.url = page, username, url
        self.dialog = page.locator("dialog[open]")
        self.page.goto(f"{url}/account/login/")
        self.fill({"User name or email": username, "Password": PASSWORD})
        self.press("Sign in")
        assert "/account/" not in self.page.url, self.text()

    def go(self, path: str, expect: int = 200) -> "Visitor":
        """Open a page by its address; refusals have a status of their own."""
        answer = self.page.goto(self.url + path)
        assert answer.status == expect, f"{path}: {answer.status} instead of {expect}: {self.text()}"
        return self

    def press(self, name: str, *, more: bool = False) -> "Visitor":
        """Press the button or follow the link of that name; `more` opens the menu it stands in first.

        What asks something opens a dialog; there the next words are looked for, and what it answers is waited for.
        """
        if more:
            self.page.locator("main summary", has_text="More").click()
        place = self.place
        found = place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True))
        if place is self.dialog:
            found.first.click()
            self.page.wait_for_selector("dialog[open]:not([aria-busy]), body:not(:has(dialog[open]))")
            self.page.wait_for_load_state()
        elif found.first.get_attribute("data-asks") is not None:
            found.first.click()
            self.page.wait_for_selector("dialog[open]:not([aria-busy])")
        else:
            with self.page.expect_navigation():
                found.first.click()
        return self

    @property
    def place(self) -> Any:
        """Where this person can do something now: in the open dialog, or on the page."""
        return self.dialog if self.dialog.count() else self.page.locator("main")

    def fill(self, values: Mapping[str, Any], inside: str = "") -> "Visitor":
        """Fill in fields by their labels; `inside` names the group they stand in."""
        place = self.place.get_by_role("group", name=inside) if inside else self.place
        for label, value in values.items():
            field = place.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+required)?\s*$")).first
            kind = field.evaluate("e => e.type")
            if kind == "select-one":
                field.select_option(label=value)
            elif kind in ("checkbox", "radio"):
                field.set_checked(value)
            elif kind == "file":
                field.set_input_files(value)
            else:
                field.fill(str(value))
        return self

    def edit(self, path: str, section: str, values: Mapping[str, Any], reason: str = "") -> "Visitor":
        """Change one section of a record; the reason is given where one is asked: a first entry asks none."""
        self.go(f"{path}edit/?section={section}").fill(values)
        if reason and self.place.get_by_label(re.compile(r"^\s*Reason(\s+required)?\s*$")).count():
            self.fill({"Reason": reason})
        return self.press("Save")

    def sign(self, password: str = PASSWORD) -> "Visitor":
        """Give the signature; the first one of a session asks the user name too."""
        if self.asks_user_name:
            self.fill({"User name": self.username})
        return self.fill({"Password": password}).press("Sign")

    @property
    def asks_user_name(self) -> bool:
        """Whether the signing page asks who signs."""
        return bool(self.page.get_by_label("User name", exact=False).count())

    @property
    def state(self) -> str:
        """The state in the head of the record."""
        return str(self.page.locator(".head .marks .badge").first.inner_text())

    @property
    def path(self) -> str:
        """The page's own address."""
        return str(self.page.url).removeprefix(self.url).partition("?")[0].partition("#")[0]

    @property
    def number(self) -> str:
        """The number of the record in the address."""
        return self.path.strip("/").split("/")[1]

    def text(self) -> str:
        """What the page says."""
        return str(self.page.locator("body").inner_text())
