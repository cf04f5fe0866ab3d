# The playground as an image of its own: `docker build -t playground .`, then see compose.yaml or docs/hosting.md.
# For a machine with a GPU: docker build --build-arg REQUIREMENTS=requirements.txt -t playground .
# Where packages are at hand, a build without a network: --build-arg PIP_OPTIONS="--no-index --find-links /wheels"
FROM python:3.12-slim-bookworm AS build
ARG REQUIREMENTS=requirements-cpu.txt
ARG PIP_OPTIONS=""
COPY requirements.txt requirements-cpu.txt /app/
RUN python -m venv /app/.venv \
    && /app/.venv/bin/python -m pip install --no-cache-dir --prefer-binary $PIP_OPTIONS \
        -r /app/$REQUIREMENTS "psycopg[binary]>=3.2,<4" "Authlib>=1.6,<2" "httpx>=0.27,<1"

FROM python:3.12-slim-bookworm
RUN useradd --create-home --uid 1000 playground && mkdir /data && chown playground /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY app.py ./
COPY .streamlit .streamlit
COPY pages pages
COPY rnnkit rnnkit
# Translated now: the user below may write nothing here, and would translate anew at every start.
RUN .venv/bin/python -m compileall -q app.py pages rnnkit
ENV RNNKIT_HOME=/data PORT=8501 PYTHONUNBUFFERED=1
USER playground
VOLUME /data
EXPOSE 8501
HEALTHCHECK --start-period=60s CMD .venv/bin/python -m rnnkit healthy --port $PORT
CMD exec .venv/bin/python -m rnnkit app --address 0.0.0.0 --port $PORT --browser.serverAddress=localhost
