#!/bin/sh
# Makes models/en-read.stm: train/read.sh [SHARED/data] [OUT.stm]     (one core, under an hour)
# Word vectors; three readers trained on the treebanks by more and more rounds; their common reading of MASC's
# text; one reader of the treebanks, twice, and of that. Everything but the last lies in build/read.
set -eu
cd "$(dirname "$0")/.."
data=${1:-../shared/data} out=${2:-models/en-read.stm} masc=$data/lang/masc/train.conll work=build/read
trees="$data/lang/ud-ewt/train.conllu $data/lang/ud-gum/train.conllu"
cmake --build build/release --target stemma train_vectors train_lang -- --quiet
mkdir -p $work
build/release/train_vectors $work/vectors.stm "$data"/reports/text/part-*.jsonl.gz
python3 train/self_train.py text "$masc" $work/masc.jsonl
for rounds in 15 20 30; do
    mkdir -p $work/$rounds
    cp models/*.stm $work/$rounds/
    build/release/train_lang $work/$rounds/en-read.stm $work/vectors.stm $rounds $trees
    STEMMA_MODELS=$work/$rounds build/release/stemma annotate --conllu $work/masc.jsonl >$work/$rounds.conllu
done
python3 train/self_train.py vote "$masc" $work/voted.conllu $work/15.conllu $work/20.conllu $work/30.conllu
build/release/train_lang "$out" $work/vectors.stm 15 $trees $trees $work/voted.conllu
