#!/bin/sh
# The language room: words a second by depth on one core, our scores on the dev sets, published figures beside them.
set -eu
cd "$(dirname "$0")/.."
rows=../shared/data/reports/text
if [ -d "$rows" ]; then
    cmake --build build/release --target bench_lang -- --quiet >&2
    tmp=$(mktemp -d)
    trap 'rm -rf "$tmp"' EXIT
    gzip -dc "$rows"/part-*.jsonl.gz 2>/dev/null | head -n 1000 > "$tmp/rows.jsonl" || true
    for turn in 1 2 3; do build/release/bench_lang "$tmp/rows.jsonl"; done |
        awk '/words\/s/ { n = $2 + 0; if (n > best[$1]) { best[$1] = n; line[$1] = $0 }; next } !seen++ { print }
             END { for (i = 1; i <= 4; i++) { k = substr("tokenstags  names parse ", 6 * i - 5, 6); sub(/ +$/, "", k); print line[k] } }'
fi
echo "models: $(cat models/en-*.stm | wc -c) bytes in $(ls models/en-*.stm | wc -l) files"
if [ -d ../shared/score ]; then
    python3 ../shared/score/score --stemma build/release/stemma lang 2>/dev/null |
        awk '$1 ~ /^lang\/(ud|uner|gap)[^ ]*(sentences|upos|xpos|lemma|uas|las|ner|gap)\.f1$/ && $1 !~ /untyped/ {
                 name = $1; sub(/\.f1$/, "", name); sub(/^lang\//, "", name)
                 set = name; sub(/\/dev.*/, "", set); sub(/.*\./, "", name)
                 if (!(set in out)) order[++n] = set
                 out[set] = out[set] "  " name " " sprintf("%.3f", $2) }
             END { for (i = 1; i <= n; i++) printf "%-24s%s  (%s dev, from raw text)\n", "stemma", out[order[i]], order[i] }'
fi
awk -F'\t' '!/^#/ { printf "%-24s  %s  (%s; %s)\n", $1, $2, $3, $4 } /^# words/ { print substr($0, 3) ":" }' bench/published-lang.tsv
