"""The table of roles in the Data part: what helps is proposed, taken with a click, kept in the address."""

import numpy as np
import pandas as pd
from made_up import Visit, monthly_csv
from streamlit.testing.v1 import AppTest


def sales() -> bytes:
    """Sales that a promotion lifts; the promotion is known for two weeks more."""
    rng = np.random.default_rng(0)
    promotion = (rng.random(314) < 0.2).astype(int)
    lifted = (100 + 40 * promotion + rng.normal(0, 4, 314)).round()
    days = pd.date_range("2023-01-02", periods=314).strftime("%Y-%m-%d")
    columns = {"day": days, "sales": [*lifted[:300], *[None] * 14], "promotion": promotion}
    return pd.DataFrame(columns).to_csv(index=False).encode()


def upload(app: AppTest, content: bytes) -> AppTest:
    app.file_uploader[0].upload("sales.csv", content, "text/csv")
    return app.run()


def proposed(app: AppTest) -> list[str]:
    return [info.value for info in app.info if "linear forecast" in info.value]


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_what_helps_is_proposed_and_taken_with_a_click(visit: Visit) -> None:
    app = upload(visit("forecast"), sales())
    (sentence,) = proposed(app)
    assert sentence.startswith("promotion, known ahead, makes a linear forecast of sales")
    assert "future_covariates" not in app.query_params
    assert "The coming row is that of 2023-10-29" in captions(app)
    app.button(key="use_proposal").click().run()
    assert app.query_params["future_covariates"] in ("promotion", ["promotion"])
    assert proposed(app) == []
    assert not app.exception


def test_a_link_decides_and_names_that_are_no_columns_are_dropped(visit: Visit) -> None:
    app = upload(visit("forecast"), sales())
    data = app.query_params["data"]
    again = visit("forecast", data=data, past_covariates=["promotion", "nothing"])
    assert again.session_state["past_covariates"] == ["promotion"]
    assert again.query_params["past_covariates"] in ("promotion", ["promotion"])
    again.query_params.pop("past_covariates")  # the way back
    again.run()
    assert again.session_state["past_covariates"] == []


def test_a_file_with_one_column_has_no_roles_to_choose(visit: Visit) -> None:
    app = upload(visit("forecast"), monthly_csv())
    assert "The coming row" not in captions(app)
    assert proposed(app) == []
