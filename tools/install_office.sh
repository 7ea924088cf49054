#!/usr/bin/env bash
# LibreOffice for the long tests of .doc, .rtf and .odt (and for reading such files): 86 MB to fetch, 263 MB on disk.
set -euo pipefail
command -v soffice >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui
else
  echo "Install LibreOffice (its Writer is enough); on Debian or Ubuntu: sudo apt-get install libreoffice-writer-nogui" >&2
  exit 1
fi
