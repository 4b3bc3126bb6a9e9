#!/bin/sh
# Makes the certificates of tests, valid for a hundred years. Their keys are no secrets.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make_key() {
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

make_ca() {
  make_key "$work/$1.key"
  openssl req -x509 -new -key "$work/$1.key" -days 36500 -subj "/CN=$1" -out "$1.pem"
}

make_server() {
  openssl req -new -key server.key -subj "/CN=$2" -out "$work/server.csr"
  printf 'subjectAltName=DNS:%s\n' "$2" >"$work/extensions"
  openssl x509 -req -in "$work/server.csr" -CA ca.pem -CAkey "$work/ca.key" -CAcreateserial \
    -CAserial "$work/serial" -days 36500 -extfile "$work/extensions" -out "$1"
}

make_ca ca
make_ca other-ca
make_key server.key
make_server server.pem localhost
make_server other-name.pem db.example
