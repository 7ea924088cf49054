# The service as an image: built from the locked packages, run by a user without rights.
FROM python:3.12.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_USE_PEP517=1
RUN python -m venv /opt/dutygraph
WORKDIR /src
# The packages first: a change of our own code leaves these layers as they are.
COPY requirements-build.lock requirements.lock ./
RUN /opt/dutygraph/bin/python -m pip install --require-hashes --no-deps --no-build-isolation -r requirements-build.lock
RUN /opt/dutygraph/bin/python -m pip install --require-hashes --no-deps --no-build-isolation -r requirements.lock
COPY . .
RUN /opt/dutygraph/bin/python -m pip install --no-deps --no-build-isolation .

FROM python:3.12.11-slim-bookworm
RUN groupadd --gid 10001 dutygraph \
    && useradd --uid 10001 --gid dutygraph --home-dir /data --create-home --shell /usr/sbin/nologin dutygraph
COPY --from=build /opt/dutygraph /opt/dutygraph
ENV PATH=/opt/dutygraph/bin:$PATH \
    DUTYGRAPH_DATA=/data \
    PYTHONUNBUFFERED=1
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["dutygraph"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
