#!/bin/sh
# Sees to it that the long tests of .doc, .rtf and .odt find LibreOffice: 86 MB to fetch, 263 MB on disk, 40 s.
# Installs its Writer on Debian and Ubuntu when run as root; elsewhere says what is missing. Fails only where CI is set,
# as no test is to be passed over there.
set -eu

office() {
  command -v "${DUTYGRAPH_SOFFICE:-soffice}" || { [ -z "${DUTYGRAPH_SOFFICE:-}" ] && command -v libreoffice; }
}

office >/dev/null && exit 0

if [ -z "${DUTYGRAPH_SOFFICE:-}" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing LibreOffice for the long tests of .doc, .rtf and .odt …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq </dev/null
  apt-get install -qq -y --no-install-recommends libreoffice-writer-nogui </dev/null >/dev/null
fi

if ! office >/dev/null; then
  {
    echo "The long test of .doc, .rtf and .odt needs LibreOffice. Missing: ${DUTYGRAPH_SOFFICE:-soffice}; without it that test is skipped."
    echo "On Debian or Ubuntu: sudo apt-get install libreoffice-writer-nogui"
    echo "A LibreOffice that stands elsewhere is named by DUTYGRAPH_SOFFICE."
  } >&2
  [ "${CI:-}" = "" ] || exit 1
fi
