#!/bin/sh
# Sees to it that the tests of pages find Chromium and a font for Chinese: 140 MB to fetch, 45 s.
# Installs them on Debian when run as root; elsewhere says what is missing. Fails only where CI is set, as the tests
# that need a browser are not to be passed over there.
set -eu

browser() {
  [ -n "${DUTYGRAPH_TEST_CHROMIUM:-}" ] && return
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && return
  done
  return 1
}

font() {
  # Without fontconfig's list nobody can tell; Chromium brings fontconfig, but not its tools.
  if command -v fc-list >/dev/null 2>&1; then [ -n "$(fc-list :lang=zh family)" ]; else
    ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1
  fi
}

missing() {
  browser || echo chromium
  font || echo fonts-noto-cjk
}

[ -n "$(missing)" ] || exit 0

# On Ubuntu the package chromium only sends on to a snap, which tests cannot start.
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 && grep -qs '^ID=debian' /etc/os-release; then
  echo "Installing $(missing | xargs) for the tests of pages …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq </dev/null
  # shellcheck disable=SC2046 # one word a package
  apt-get install -qq -y --no-install-recommends $(missing) </dev/null >/dev/null
fi

if [ -n "$(missing)" ]; then
  {
    echo "The tests of pages need Chromium (or Chrome) and a font for Chinese. Missing: $(missing | xargs)"
    echo "On Debian: sudo apt-get install $(missing | xargs)"
    echo "A browser that stands elsewhere is named by DUTYGRAPH_TEST_CHROMIUM."
  } >&2
  [ "${CI:-}" = "" ] || exit 1
fi
