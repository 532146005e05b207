# One image for the web server, the worker and the clock: docker-compose.yml says which of them a container is.
FROM python:3.11-slim-bookworm

# What WeasyPrint needs to lay out text in PDFs.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --system --uid 10001 --home-dir /app govsocial \
    && mkdir --parents /app /data \
    && chown govsocial: /data
WORKDIR /app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data

# Before the source, so that a change of the source does not install everything anew.
COPY requirements.txt .
RUN pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r requirements.txt

COPY . .
# The key and the demo are for this line only: collecting files needs settings that load, and keeps nothing of them.
RUN python scripts/compile_messages.py \
    && DEMO=true DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build

USER govsocial
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["gunicorn", "govsocial.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--graceful-timeout", "20", \
     "--access-logfile", "-", "--no-control-socket"]
