"""What a server asks before it shows anything: one password, or an account; without either, nothing."""

from pathlib import Path

import pytest
import streamlit as st
from made_up import ME, STRANGER, TOKEN, Visit, finished, monthly_csv
from streamlit.testing.v1 import AppTest

from pages.ui.access import account as accounts
from pages.ui.page import menu
from rnnkit.files.encoding import sha256
from rnnkit.runs.store import Store
from rnnkit.runs.visitor.admission import ALL, EACH
from rnnkit.tasks.forecast.settings import ForecastConfig

PAGES = [row[0].stem for row in (*menu.OWN, *menu.INSIDE)]
CONFIG = ForecastConfig().model_dump_json()
ASKED = "Ask whoever invited you for the password of this server."
SECRET = "correct horse battery"


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNNKIT_PASSWORD", SECRET)


def give(app: AppTest, words: str) -> AppTest:
    """Answer the question for the password."""
    app.text_input[0].set_value(words)
    return next(button for button in app.button if button.label == "Open").click().run()


def titles(app: AppTest) -> list[str]:
    return [title.value for title in app.title]


def said(app: AppTest) -> list[str]:
    assert not app.exception
    return [alert.value for alert in (*app.error, *app.warning)]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_draws_anything_before_the_password(visit: Visit, password: None, page: str) -> None:
    app = visit(page)
    assert titles(app) == ["RNN playground"]
    assert [field.label for field in app.text_input] == ["Password"]
    assert [words.value for words in app.markdown] == [ASKED]
    assert not (*app.caption, *app.header, *app.subheader, *app.get("page_link"))
    assert [button.label for button in app.button] == ["Open"]
    assert said(app) == []


def test_the_right_password_opens_the_page_that_was_asked_for_and_is_asked_once(
    visit: Visit, store: Store, password: None
) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    finished(store, dataset_id, group="g")
    app = give(visit("forecast", data=dataset_id, run="g"), SECRET)
    assert titles(app) == ["Forecast a time series"]
    assert app.query_params["run"] == "g"
    assert titles(visit("forecast", run="g")) == ["Forecast a time series"]  # a reload, another session
    assert titles(visit("forecast", STRANGER)) == ["RNN playground"]  # another browser


def test_a_link_for_others_needs_the_password_too_and_works_after_it(
    visit: Visit, store: Store, password: None
) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    finished(store, dataset_id, group="g")
    token = store.of(ME).shares.create("g")
    app = visit("forecast", STRANGER, run="g", share=token)
    assert [field.label for field in app.text_input] == ["Password"]
    app = give(app, SECRET)
    assert app.query_params["share"] == token
    assert titles(app) == ["Forecast a time series"]
    assert not app.error


def test_another_password_asks_everybody_again(
    visit: Visit, password: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(visit("home"), SECRET)
    assert not visit("home").text_input
    monkeypatch.setenv("RNNKIT_PASSWORD", "another password")
    assert [field.label for field in visit("home").text_input] == ["Password"]


def test_wrong_passwords_are_counted_and_then_even_the_right_one_has_to_wait(
    visit: Visit, password: None
) -> None:
    app = visit("home")
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        app = give(app, "not the password")
        assert said(app) == [f"This password is wrong: {left} left."]
    locked = ["Too many wrong passwords from this browser: try again in 15 min."]
    assert said(give(app, "not the password")) == locked
    assert said(give(app, SECRET)) == locked
    assert said(visit("home")) == locked
    assert said(give(visit("home", STRANGER), "nor this")) == ["This password is wrong: 4 tries left."]


def test_wrong_passwords_of_all_browsers_are_counted_together(
    store: Store, visit: Visit, password: None
) -> None:
    for number in range(ALL):
        store.of(f"browser {number // (EACH - 1)}").admission.attempt(False, "mark")
    locked = ["Too many wrong passwords on this server: try again in 15 min."]
    assert said(visit("home", STRANGER)) == locked
    assert said(give(visit("home", STRANGER), SECRET)) == locked


def test_a_short_password_lets_nobody_in(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RNNKIT_PASSWORD", "short")
    app = visit("home")
    assert said(app) == [
        "RNNKIT\\_PASSWORD must have 8 to 1000 characters, not 5; until then nobody is let in."
    ]
    assert not app.text_input
    assert not app.markdown


class Provider:
    """Stands in for the section of the secrets, and for what the signed cookie of a visit says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.auth = {
            "redirect_uri": "http://localhost/oauth2callback",
            "cookie_secret": "c" * 32,
            "client_id": "playground",
            "client_secret": "s",
            "server_metadata_url": "http://localhost/provider",
        }
        self.user: dict[str, object] = {"is_logged_in": False}
        monkeypatch.setattr(accounts, "_auth", lambda: self.auth)
        monkeypatch.setattr(accounts, "user_info", lambda: self.user)

    def sign_in(self, subject: str = "17", name: str = "Ada") -> str:
        """Who this is to the store from now on."""
        self.user = {"is_logged_in": True, "iss": "http://localhost", "sub": subject, "name": name}
        return sha256(f"account\nhttp://localhost\n{subject}".encode())


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    return Provider(monkeypatch)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_draws_anything_before_somebody_signs_in(visit: Visit, provider: Provider, page: str) -> None:
    app = visit(page)
    assert (titles(app), labels(app)) == (["RNN playground"], ["Sign in"])
    assert [words.value for words in app.markdown] == [
        "Please sign in. Your runs and data then follow your account to every device."
    ]
    assert said(app) == []


def test_runs_follow_the_account_to_another_browser(visit: Visit, store: Store, provider: Provider) -> None:
    ada = provider.sign_in()
    dataset_id = store.of(ada).uploads.add("sales.csv", monthly_csv())
    store.of(ada).queue.submit(CONFIG, dataset_id, "hers")
    for token in (TOKEN, STRANGER):
        app = visit("home", token)
        assert "Signed in as Ada" in [line.value for line in app.caption]
        assert "Your runs" in [line.value for line in app.subheader]
    provider.sign_in("18", "Bob")
    assert "Your runs" not in [line.value for line in visit("home").subheader]
    provider.user = {"is_logged_in": False}
    assert titles(visit("home")) == ["RNN playground"]
    assert labels(visit("home")) == ["Sign in"]


def test_where_it_is_optional_the_browser_owns_runs_until_somebody_signs_in(
    visit: Visit, store: Store, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RNNKIT_LOGIN", "optional")
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    store.of(ME).queue.submit(CONFIG, dataset_id, "mine")
    app = visit("home")
    assert "Sign in" in labels(app)
    assert "Your runs" in [line.value for line in app.subheader]
    assert "Take them along" not in labels(app)


def test_what_the_browser_had_is_taken_along_by_one_click_and_the_address_follows(
    visit: Visit, store: Store, provider: Provider
) -> None:
    dataset_id = store.of(ME).uploads.add("sales.csv", monthly_csv())
    finished(store, dataset_id, group="g")
    ada = provider.sign_in()
    app = visit("forecast", data=dataset_id, run="g")
    assert any("this browser kept 1 run and 1 file." in words.value for words in app.markdown)
    app = press(app, "Take them along")
    assert "Take them along" not in labels(app)
    assert not app.error
    (run,) = store.of(ada).runs.find("g")
    assert app.query_params["data"] == run.dataset_id != dataset_id
    assert store.of(ME).runs.find() == []
    assert "Take them along" not in labels(visit("home"))


def test_what_is_left_in_the_browser_is_not_asked_about_again(
    visit: Visit, store: Store, provider: Provider
) -> None:
    finished(store, store.of(ME).uploads.add("sales.csv", monthly_csv()))
    ada = provider.sign_in()
    app = press(visit("home"), "Leave them here")
    assert "Leave them here" not in labels(app)
    assert "Leave them here" not in labels(visit("home"))
    assert (len(store.of(ME).runs.find()), store.of(ada).runs.find()) == (1, [])
    provider.sign_in("18", "Bob")  # another person at this browser is asked
    assert "Leave them here" in labels(visit("home"))


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ("cookie_secret", "lacks cookie\\_secret."),
        ("client_secret", "lacks client\\_secret."),
        ("client_id", "lacks client\\_id."),
    ],
)
def test_half_a_setup_lets_nobody_in_and_says_what_is_missing(
    visit: Visit, provider: Provider, lacks: str, sentence: str
) -> None:
    del provider.auth[lacks]
    app = visit("home")
    assert said(app) == [f"Signing in is not set up yet: \\[auth\\] in secrets.toml {sentence}"]
    assert titles(app) == ["RNN playground"]
    assert labels(app) == []


def test_several_providers_are_offered_by_name(visit: Visit, provider: Provider) -> None:
    one = {name: provider.auth.pop(name) for name in accounts.OF_A_PROVIDER}
    provider.auth |= {"school": one, "google": one}
    assert labels(visit("home")) == ["Sign in with School", "Sign in with Google"]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("always", "RNNKIT\\_LOGIN must be required or optional, not 'always'."),
        ("required", "RNNKIT\\_LOGIN needs a section \\[auth\\] in secrets.toml, which says who is asked."),
    ],
)
def test_a_login_that_cannot_be_asked_for_lets_nobody_in(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, value: str, sentence: str
) -> None:
    monkeypatch.setenv("RNNKIT_LOGIN", value)
    app = visit("home")
    assert said(app) == [sentence]
    assert not app.markdown


def test_secrets_that_cannot_be_read_let_nobody_in(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\nclient_id = 1")
    monkeypatch.setattr(st, "get_option", {"secrets.files": [str(broken)]}.get)
    app = visit("home")
    assert said(app) == ["secrets.toml cannot be read, so nobody is let in; the log says why."]
    assert not app.markdown


def test_pages_drawn_one_after_the_other_look_for_a_file_of_secrets_once(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[None] = []
    monkeypatch.setattr(st.secrets, "load_if_toml_exists", lambda: looks.append(None))
    accounts._no_secrets.clear()
    app = visit("forecast")
    app.run()
    assert titles(app) == ["Forecast a time series"]
    assert len(looks) == 1
