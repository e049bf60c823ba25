#!/bin/sh
# run.sh DATA TOOLS: the scorers' table over test material that is not part of this repository, laid out as the scorers expect it. A set
# that is absent is skipped by name. Called by `make quality DATA=DIR TOOLS=DIR`.
set -u
data=${1:-} tools=${2:-}
[ -d "$data" ] && [ -d "$tools" ] || { echo "usage: make quality DATA=DIR TOOLS=DIR"; exit 64; }
data=$(cd "$data" && pwd) tools=$(cd "$tools" && pwd)
drivers=${OUT:-$(pwd)/build/plain}/quality
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/bulletin-quality.XXXXXX")
trap 'rm -rf "$work"' EXIT

have() { # have SET FILE SCORER: says what is missing
    echo
    echo "== $1"
    for f in "$data/$1/$2" "$tools/$3"; do
        [ -e "$f" ] || { echo "skipped: $(basename "$f") is not there"; return 1; }
    done
}

# score SCORER SET: holds the answers in $work/answers against the truth
score() {
    python3 "$tools/$1" "$data/$2" "$work/answers"
}

if have feeds truth.jsonl score_feeds.py; then
    python3 "$here/feeds.py" "$drivers/feed_driver" "$data/feeds" >"$work/answers" && score score_feeds.py feeds
fi
if have extraction truth.jsonl score_extraction.py; then
    python3 "$here/extraction.py" "$drivers/read_driver" "$data/extraction" >"$work/answers" && score score_extraction.py extraction
fi
if have render pages.jsonl score_text.py; then
    "$drivers/text_driver" <"$data/render/pages.jsonl" >"$work/answers" && score score_text.py render/pages.jsonl
fi
if have mustache cases.jsonl score_mustache.py; then
    "$drivers/mustache_driver" "$data/mustache/cases.jsonl" >"$work/answers" && score score_mustache.py mustache
fi
if have clustering articles.jsonl score_clusters.py; then
    "$drivers/cluster_driver" <"$data/clustering/articles.jsonl" >"$work/answers" && score score_clusters.py clustering
    echo "-- another account of the same event taken as news"
    "$drivers/news_driver" "$data/clustering/truth.jsonl" <"$data/clustering/articles.jsonl"
fi
if have summaries articles.jsonl score_rouge.py; then
    "$drivers/why_driver" summary <"$data/summaries/articles.jsonl" >"$work/answers" && score score_rouge.py summaries
fi
if have summaries articles.jsonl score_topics.py && [ -x "$drivers/topic_driver" ]; then
    echo "-- by rules"
    "$drivers/topic_driver" <"$data/summaries/articles.jsonl" >"$work/answers" && score score_topics.py summaries
    echo "-- learned from 20 examples a topic"
    "$drivers/topic_driver" "$data/summaries/truth.jsonl" 20 <"$data/summaries/articles.jsonl" >"$work/answers" && score score_topics.py summaries
fi
if [ -x "$drivers/differ_mutations" ]; then
    echo
    echo "== differences planted into story pairs"
    "$drivers/differ_mutations"
fi
if [ -x "$drivers/differ_wire" ]; then
    echo "-- differences planted into two outlets' whole reports"
    "$drivers/differ_wire" "$here/planted_wire.txt"
fi
if have summaries articles.jsonl score_rouge.py && [ -x "$drivers/differ_planted" ]; then
    echo "-- differences planted into these articles, in words of other hands"
    cat "$data/clustering/articles.jsonl" "$data/summaries/articles.jsonl" 2>/dev/null | "$drivers/differ_planted" "$here/planted.txt"
fi
exit 0
