"""Fixtures for every test. A test that only needs a database says `db`; one that commits says `own_database`."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases, servers
from tools import system


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what uses the database: the rest has run on SQLite and would say the same."""
    if not databases.is_postgres():
        return
    asks = {"db", "own_database", "django_db_setup", "trials"}  # trials chooses one of the others
    kept = [i for i in items if asks & set(getattr(i, "fixturenames", ())) or i.get_closest_marker("django_db")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_runtest_setup(item: pytest.Item) -> None:
    marker = item.get_closest_marker("django_db")
    if marker and (marker.kwargs.get("transaction") or marker.args):
        pytest.fail("A flush would be refused: use the fixture own_database, a clone.", pytrace=False)
    if item.get_closest_marker("browser") is None and "page" in getattr(item, "fixturenames", ()):
        pytest.fail("A test with a page bears @pytest.mark.browser.", pytrace=False)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, django_test_environment: None) -> str:
    """The migrated database that all others are copies of; made once for all processes of the run."""
    top = tmp_path_factory.getbasetemp()
    return databases.make_template(top.parent if os.environ.get("PYTEST_XDIST_WORKER") else top)


@pytest.fixture(scope="session")
def django_db_setup(template: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[None]:
    """The database behind `db`, whose tests are rolled back: a clone for this process."""
    folder = tmp_path_factory.mktemp("database")
    with databases.clone(template, folder) as name, django_db_blocker.unblock(), databases.pointed_at(name):
        yield


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, template: str, tmp_path: Path, django_db_blocker: Any
) -> Iterator[str]:
    """A database for this test alone, in which it commits and which other processes may open; gives its name."""
    if "db" in request.fixturenames:
        pytest.fail("own_database and db exclude each other.", pytrace=False)
    with databases.clone(template, tmp_path) as name, django_db_blocker.unblock(), databases.pointed_at(name):
        yield name


@pytest.fixture
def program(own_database: str, tmp_path: Path) -> servers.Program:
    """The environment in which processes of the program work on this test's database; mails become files."""
    (tmp_path / "mail").mkdir()
    env = databases.program_environment(own_database)
    return servers.Program({**env, "EMAIL_URL": f"filemail:///{tmp_path}/mail"}, tmp_path)


@pytest.fixture
def broker() -> str:
    """The run's own Redis, emptied; the processes of this test find it in REDIS_URL."""
    import redis

    token = os.environ.get("QMS_TEST_REDIS")
    if not token:
        servers.lacking("a Redis of the run's own (make test or tools/servers.py starts one)")
    url = os.environ["REDIS_URL"]
    with redis.Redis.from_url(url) as client:
        assert client.config_get("requirepass") == {"requirepass": token}, "this Redis is not the run's own"
        client.flushdb()
    return url


@pytest.fixture
def worker(program: servers.Program, broker: str) -> Iterator[Any]:
    """A real Celery worker on this test's database."""
    with servers.celery(program) as process:
        yield process


@pytest.fixture
def live(program: servers.Program) -> Iterator[servers.Live]:
    """The program behind a real web server, on this test's database."""
    with servers.web(program) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session."""
    path = system.chromium()
    if path is None:
        servers.lacking("Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Playwright's loop runs in this thread, and Django would refuse the test's own queries beside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        chromium = playwright.chromium.launch(executable_path=path, args=servers.CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Any, live: servers.Live) -> Iterator[Callable[..., Any]]:
    """Opens pages of separate people, each in a fresh context. Anything remote or blocked fails the test."""
    contexts: list[Any] = []
    problems: list[str] = []

    def asked(request: Any) -> None:
        if not servers.is_ours(request.url):
            problems.append(f"asked another host: {request.url}")

    def heard(page: Any, message: Any) -> None:
        axe_tries_styles = "inline style" in message.text and getattr(page, "examined", False)
        if message.type == "error" and "Content Security Policy" in message.text and not axe_tries_styles:
            problems.append(message.text)

    def open_page(**options: Any) -> Any:
        context = browser.new_context(base_url=live.url, locale="en-GB", **options)
        context.set_default_timeout(10_000)
        context.on("request", asked)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: heard(page, message))
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A page of one person, before sign-in."""
    return new_page()


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """Runs axe on a page and gives its violations as lines; none is what a test asserts."""
    from axe_playwright_python.sync_playwright import Axe

    def run(page: Any) -> list[str]:
        page.examined = True
        # No rule of these levels reads style sheets itself, and fetching them again takes longer than all the rules.
        asked = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}
        found = Axe().run(page, options={**asked, "resultTypes": ["violations"]})
        return [f"{rule['id']}: {node['html']}" for rule in found.response["violations"] for node in rule["nodes"]]

    return run
