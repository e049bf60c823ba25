# lib.sh: sourced by the tests of this folder, beside ../lib.sh. needs THING...: it is there below $OUT. `make run-check` has built all of
# it before, because two tests at once must not build the same thing. python FILE: with rooms.py at hand.
. "$(dirname "$0")/../lib.sh"
export BULLETIN TMP OUT ROOT
case $OUT in */san) san=SAN=1 ;; *) san= ;; esac
needs() {
    for thing in "$@"; do
        # shellcheck disable=SC2086
        MAKEFLAGS='' make -s --no-print-directory -C "$ROOT" $san "${OUT#"$ROOT"/}/$thing" >"$TMP/make" 2>&1 || { cat "$TMP/make"; exit 1; }
    done
}
python() { PYTHONPATH="$ROOT/tests/crash" PYTHONDONTWRITEBYTECODE=1 python3 "$@"; }
