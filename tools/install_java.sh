#!/bin/sh
# Sees to it that the tests find a JDK (17 or newer) and Maven, by which they start a real Neo4j server.
# Installs them on Debian and Ubuntu when run as root; elsewhere says what is missing. Fails only where CI is set,
# as the tests that need a server are not to be passed over there.
set -eu

[ -z "${DUTYGRAPH_TEST_NEO4J_URI:-}" ] || exit 0 # a server is given

java_release() { # 17 for "17.0.15", 0 without a compiler: the server is started from a source file
  javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p' | grep . || echo 0
}

missing() {
  [ "$(java_release)" -ge 17 ] || echo default-jdk-headless
  command -v mvn >/dev/null 2>&1 || echo maven
}

[ -n "$(missing)" ] || exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing $(missing | xargs) for the tests against Neo4j …"
  export DEBIAN_FRONTEND=noninteractive
  # A full index and the smallest set of packages; standard input stays shut, as nobody may be there to answer.
  apt-get update -qq </dev/null
  # shellcheck disable=SC2046 # one word a package
  apt-get install -qq -y --no-install-recommends $(missing) </dev/null >/dev/null
fi

if [ -n "$(missing)" ]; then
  {
    echo "The tests against a real Neo4j need a JDK of release 17 or newer and Maven. Missing: $(missing | xargs)"
    echo "On Debian or Ubuntu: sudo apt-get install $(missing | xargs)"
    echo "Or name a server: DUTYGRAPH_TEST_NEO4J_URI, DUTYGRAPH_TEST_NEO4J_USER, DUTYGRAPH_TEST_NEO4J_PASSWORD"
  } >&2
  [ "${CI:-}" = "" ] || exit 1
fi
