# One image for web, worker, beat and one-off commands; docker-compose.yml says which runs what.

# Styles, scripts and fonts: made here, so that the image carries neither Node nor a compiler.
FROM python:3.11-slim AS assets
WORKDIR /portal
COPY requirements/assets.txt requirements/node.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/assets.txt -r requirements/node.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY static/ static/
RUN python static/compile.py

FROM python:3.11-slim AS portal
# What WeasyPrint loads to set type.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /data
WORKDIR /portal
COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt
ENV HLP_CONTAINER=1 \
    DJANGO_SETTINGS_MODULE=hlp.settings.base \
    STATIC_ROOT=/portal/collected \
    VAR_DIR=/data \
    XDG_CACHE_HOME=/tmp \
    LOG_FORMAT=json \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
COPY . .
COPY --from=assets /portal/static/build static/build
# The key is for this one command; nothing made here depends on it.
RUN SECRET_KEY=only-to-collect-static-files python manage.py collectstatic --noinput \
    && python -m compileall -q .
USER portal
VOLUME /data
EXPOSE 8000
# Compose asks worker and beat in ways of their own.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "hlp.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--preload", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--max-requests", "5000", "--max-requests-jitter", "500"]
