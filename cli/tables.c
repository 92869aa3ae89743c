/* The one table of commands and the one of options. */
#include "cli.h"

#define FOR(id) (1u << (id))
enum {
    FILTERS = 1u << CMD_EXTRACT | 1u << CMD_ANNOTATE | 1u << CMD_REUSE | 1u << CMD_CLUSTER,
    READS = FILTERS | 1u << CMD_READ | 1u << CMD_QUOTES | 1u << CMD_ADD,
    LISTS = 1u << CMD_QUOTES | 1u << CMD_DIFF | 1u << CMD_STORIES | 1u << CMD_DOCUMENTS | 1u << CMD_SEARCH,
    TELLS = 1u << CMD_READ | 1u << CMD_SHOW | 1u << CMD_TREE,
    EXPORTS = 1u << CMD_EXPORT | 1u << CMD_TREE,
    DESK = (LISTS & ~(1u << CMD_QUOTES | 1u << CMD_DIFF)) | EXPORTS | 1u << CMD_ADD | 1u << CMD_SHOW | 1u << CMD_FORGET | 1u << CMD_SERVE | 1u << CMD_FIX,
    LEARNS = 1u << CMD_SITES,
    ALL = READS | LEARNS | DESK | 1u << CMD_DIFF | 1u << CMD_CITE | 1u << CMD_HELP
};

const struct command commands[] = {
    {CMD_READ, "read", cmd_read, "PATH...", "make an account of the reports in files and folders",
     "Reads reports (HTML pages, saved pages, JSON lines, plain text; gzip or zstd), finds the "
     "stories that they tell and prints for each one its reports and the origins behind them, the "
     "family tree with the originals that are missing, who is quoted, where the reports disagree, "
     "and what happened when. It says what the reports say, never what is true.",
     "stemma read clippings/\n    an account of all reports in a folder\n"
     "stemma read --view conflicts a.html b.html\n    only where two reports disagree\n"
     "stemma read --json clippings/ > account.json\n    the whole account for other programs\n"
     "stemma read --html story.html clippings/\n    a page to look at, to print and to send\n"},
    {CMD_EXTRACT, "extract", cmd_extract, "PATH...", "the report of each page, a JSON line each",
     "Prints for each report its metadata, the spans of its body, everything else on the page by "
     "its kind, the clean text, and the map from the text back to the source's bytes.",
     "stemma extract pages/ > reports.jsonl\n    clean text and metadata of a folder of pages\n"
     "curl -s URL | stemma extract --format text -\n    the text of one page\n"},
    {CMD_ANNOTATE, "annotate", cmd_annotate, "PATH...",
     "sentences, names, times, quantities, attributions, events",
     "Prints for each report what stands in it: sentences with tokens, tags and a parse, names and "
     "what refers to them, times, quantities, who says what, and events. A JSON line with `text` is "
     "taken as it stands.",
     "stemma annotate reports.jsonl > marks.jsonl\n    all marks, with the bytes they stand on\n"
     "stemma annotate --conllu report.txt\n    the parse as CoNLL-U\n"
     "stemma annotate --spacy reports.jsonl > docs.jsonl\n    for Doc.from_json, a line each\n"},
    {CMD_QUOTES, "quotes", cmd_quotes, "PATH...", "quotations and statements by speaker",
     "Lists who said what over all the reports, speaker by speaker: quotations, indirect speech, statements, "
     "with the report and the line. In tables, `weight` is one over the size of a report's family of copies "
     "and rewrites, so that sums count a wire report in forty papers once. In CSV, a cell that a "
     "spreadsheet would take for a formula gets an apostrophe in front.",
     "stemma quotes clippings/\n    who said what\n"
     "stemma quotes --csv clippings/ > quotes.csv\n    a table for a spreadsheet\n"},
    {CMD_REUSE, "reuse", cmd_reuse, "PATH...", "which report has what from which",
     "Prints the family tree of a collection, an edge a line: copies, rewrites, citations, shared "
     "quotations, with the evidence. A missing original has an id that begins with `o-`.",
     "stemma reuse reports.jsonl > edges.jsonl\n    the edges of a collection\n"},
    {CMD_CLUSTER, "cluster", cmd_cluster, "PATH...", "which reports tell one story",
     "Prints {id, story} for each report. Nothing is thrown away; a record that has a title and no text is taken by "
     "its title.",
     "stemma cluster reports.jsonl > stories.jsonl\n    a story for each report\n"},
    {CMD_DIFF, "diff", cmd_diff, "A B", "two reports side by side",
     "Prints two reports sentence by sentence: what B took from A, what it changed, dropped and added, each with "
     "its line.",
     "stemma diff dispatch.html paper.html\n    what the paper made of the dispatch\n"},
    {CMD_ADD, "add", cmd_add, "PATH...", "put reports on the desk",
     "Reads reports as `read` does and keeps them on the desk, one file. Each report goes in whole or not "
     "at all; what is on the desk already is passed over, so that after a crash the same command goes "
     "on where it was. Pages captured again from one address are versions of one report.",
     "stemma add clippings/\n    puts a folder of reports on the desk (stemma.db here)\n"
     "stemma add --desk crawl.db CC-NEWS-20240312.warc.gz\n    an archive, on a desk of its own\n"},
    {CMD_STORIES, "stories", cmd_stories, "", "the stories on the desk",
     "Lists the stories on the desk with the number of their reports, of the origins behind them and of "
     "the conflicts between them.",
     "stemma stories --by disputed\n    those first in which the reports disagree most\n"},
    {CMD_SHOW, "show", cmd_show, "STORY", "the account of a story on the desk",
     "Prints the account of one story: its id, or the beginning of it. `show all` takes the whole desk.",
     "stemma show s-4f2a\n    who says what, and who has it from whom\n"
     "stemma show --json all > account.json\n    the account of the whole desk\n"
     "stemma show --html story.html s-4f2a\n    a page to look at, to print and to send\n"},
    {CMD_SEARCH, "search", cmd_search, "WORDS...", "the reports on the desk that hold some words",
     "Finds reports that hold all the words; words in quotation marks are a phrase. The best come first, or the "
     "newest where the words are as common as `the`. Each hit has the passage and its place.",
     "stemma search harbour '\"lock gate\"'\n    a word and a phrase\n"},
    {CMD_DOCUMENTS, "documents", cmd_documents, "", "the reports on the desk",
     "Lists the reports on the desk.", "stemma documents --json\n    a JSON object a line\n"},
    {CMD_FORGET, "forget", cmd_forget, "DOC...", "take reports off the desk, without a trace",
     "Takes reports off the desk by their ids, with all captured versions of them. Neither the file nor its "
     "index nor its journal holds a word of them afterwards.",
     "stemma forget courier-lock\n    the report of that id\n"},
    {CMD_EXPORT, "export", cmd_export, "WHAT [PATH...]", "tables and other programs' forms",
     "Prints, of the desk or of the reports in PATH: quotes, events, derivation, claims, conflicts, losses, sources, timeline or "
     "proposals (tables: JSON lines, or --csv), dot, graphml or svg (the family tree), prov (W3C PROV), schema "
     "(schema.org Claim with appearances), ninjs, gdelt, polecat (tables), timeml or citations (see `stemma cite`). Each row names the bytes "
     "it stands on; `weight` is one over the size of the report's family.",
     "stemma export events --csv > events.csv\n    a table of the desk's events\n"
     "stemma export graphml clippings/ > tree.graphml\n    the family tree for Gephi\n"},
    {CMD_TREE, "tree", cmd_tree, "[STORY]", "the family tree of a story on the desk",
     "Draws who has it from whom in a story on the desk (its id, or the beginning of it; without one, the whole "
     "desk): in the terminal, or as Graphviz, GraphML, SVG or W3C PROV.",
     "stemma tree s-4f2a\n    in the terminal\n"
     "stemma tree --svg s-4f2a > tree.svg\n    a picture\n"},
    {CMD_SITES, "sites", cmd_sites, "PATH...", "what is template on the pages of each site",
     "Learns from many pages of a site which blocks of text stand on several of them (promotions, notices, "
     "lines about a writer) and writes a profile, which --sites gives to the commands that read pages. A site "
     "needs two pages of different titles at least; the more, the better.",
     "stemma sites crawl/ > sites.txt\n    learns from a folder of pages\n"
     "stemma extract --sites sites.txt crawl/ > reports.jsonl\n    reads them with what was learned\n"},
    {CMD_SERVE, "serve", cmd_serve, "", "the reading room: the desk in a browser on this machine",
     "Serves the desk to a browser on this machine, and to no other unless --listen says so: the stories, and for each "
     "one its account, family tree, claims against reports, conflicts, timeline, sources and names, down to the bytes "
     "they stand on; corrections and new reports go on the desk. Ctrl-C stops it. SECURITY.md says what it promises.",
     "stemma serve\n    then open the address that it prints\n"
     "stemma serve --desk crawl.db --port 8100 --read-only\n    to show a desk without letting it be changed\n"},
    {CMD_FIX, "fix", cmd_fix, "[list|export|apply FILE|undo ID|redo ID|KIND ARGS]", "corrections on the desk",
     "Corrections are rows of the desk that lie on top of what is made out, after every rerun: stories, names and claims "
     "joined, parted and renamed, branches of the tree hung elsewhere, conflicts dismissed, notes. They are kept by "
     "content, so that they hold when more reports come, and on another desk: export prints them, apply takes them. "
     "KIND and ARGS are those of docs/room.md; ids are those that the account of --story shows. The machine's own rows "
     "stay beside them in the reading room.",
     "stemma fix\n    what has been corrected\n"
     "stemma fix --story s-4f2a --note 'same people' entity-join '{\"entities\":[\"e-1\",\"e-2\"]}'\n    two names are one\n"
     "stemma fix undo f-3c\n    takes one back\n"
     "stemma fix export > fixes.jsonl; stemma fix --desk other.db apply fixes.jsonl\n    the same corrections elsewhere\n"},
    {CMD_CITE, "cite", cmd_cite, "FILE...", "check citations against the files they name",
     "Reads citations, a JSON object a line, as `export citations` and the reading room give them, and checks each one: "
     "the file's hash, the bytes, and the words in them. Exits with 1 if one does not hold.",
     "stemma export citations --story s-4f2a > c.jsonl; stemma cite c.jsonl\n    do they all hold?\n"
     "stemma cite --in saved-page.html -\n    one from the clipboard, in a file that is called otherwise\n"},
    {CMD_HELP, "help", cmd_help, "[COMMAND]", "help on a command",
     "Help on the program or on a command. `help man` prints the manual page, `help bash`, `help zsh` "
     "and `help fish` the completions.",
     "stemma help read\n    what read does, its options, examples\n"},
};
const size_t commands_n = sizeof commands / sizeof *commands;

const struct option_row options[] = {
    {OPT_JSON, "json", NULL, 'j', NULL, (TELLS & ~FOR(CMD_TREE)) | LISTS | FOR(CMD_FIX) | FOR(CMD_CITE),
     "print JSON: an account is one object, a list has one a line"},
    {OPT_CSV, "csv", NULL, 0, NULL,
     FOR(CMD_QUOTES) | FOR(CMD_EXPORT) | FOR(CMD_READ) | FOR(CMD_SHOW), "print a table for a spreadsheet (RFC 4180)"},
    {OPT_JSONL, "jsonl", NULL, 0, NULL, FOR(CMD_QUOTES) | FOR(CMD_EXPORT), "print a JSON object a line (export: as it is without --csv)"},
    {OPT_VIEW, "view", NULL, 'v', "all|tree|sources|claims|conflicts|timeline",
     TELLS & ~FOR(CMD_TREE),
     "print one part of the account (all)"},
    {OPT_FORMAT, "format", NULL, 'f', "jsonl|text|markdown|csv", FOR(CMD_EXTRACT),
     "what is printed for each report (jsonl)"},
    {OPT_COMPAT, "compat", NULL, 0, "trafilatura|newspaper4k|news-please|fundus", FOR(CMD_EXTRACT),
     "JSON lines under the field names of another tool"},
    {OPT_CONLLU, "conllu", NULL, 0, NULL, FOR(CMD_ANNOTATE), "print CoNLL-U instead of JSON lines"},
    {OPT_CORENLP, "corenlp", NULL, 0, NULL, FOR(CMD_ANNOTATE), "write JSON with CoreNLP's names (offsets as Java counts)"},
    {OPT_SPACY, "spacy", NULL, 0, NULL, FOR(CMD_ANNOTATE), "write JSON with spaCy's names (offsets as Python counts)"},
    {OPT_THREADS, "threads", NULL, 't', "N", READS | LEARNS | FOR(CMD_FIX) | FOR(CMD_SHOW) | FOR(CMD_STORIES) | FOR(CMD_SERVE) | EXPORTS, "work on N threads (as many as there are cores)"},
    {OPT_COLOUR, "colour", "color", 0, "auto|always|never", TELLS | LISTS | FOR(CMD_FIX) | FOR(CMD_CITE),
     "colours; auto: on a terminal, unless NO_COLOR is set (auto)"},
    {OPT_WIDTH, "width", NULL, 'w', "N", TELLS | LISTS | FOR(CMD_FIX) | FOR(CMD_CITE), "columns of the output (the terminal's, or 80)"},
    {OPT_ASCII, "ascii", NULL, 0, NULL, TELLS | LISTS | FOR(CMD_FIX) | FOR(CMD_CITE), "draw with plain ASCII characters"},
    {OPT_MODELS, "models", NULL, 0, "DIR", READS | LEARNS | FOR(CMD_SERVE),
     "take the language models from DIR (STEMMA_MODELS, else those in the program)"},
    {OPT_SITES, "sites", NULL, 0, "FILE", READS, "leave out what FILE, made by `stemma sites`, knows as template"},
    {OPT_MAX_BYTES, "max-bytes", NULL, 0, "N", READS | LEARNS | FOR(CMD_SERVE),
     "pass over reports of more than N bytes, unpacked; K, M, G may follow (64M)"},
    {OPT_AS, "as", NULL, 0, "text|dot|graphml|svg|prov", FOR(CMD_TREE), "draw it as (text)"},
    {OPT_DOT, "dot", NULL, 0, NULL, FOR(CMD_TREE), "the same as --as dot: Graphviz"},
    {OPT_GRAPHML, "graphml", NULL, 0, NULL, FOR(CMD_TREE), "the same as --as graphml: Gephi and others"},
    {OPT_SVG, "svg", NULL, 0, NULL, FOR(CMD_TREE), "the same as --as svg: a picture"},
    {OPT_STORY, "story", NULL, 0, "STORY", FOR(CMD_EXPORT) | FOR(CMD_FIX), "only this story of the desk; for fix, whose ids are meant"},
    {OPT_DESK, "desk", NULL, 'd', "FILE", DESK, "the desk (STEMMA_DESK, else stemma.db here)"},
    {OPT_BY, "by", NULL, 0, "newest|largest|disputed", FOR(CMD_STORIES), "which come first (newest)"},
    {OPT_MOST, "most", NULL, 'n', "N", FOR(CMD_SEARCH), "at most N places (20)"},
    {OPT_HTML, "html", NULL, 0, "FILE", FOR(CMD_READ) | FOR(CMD_SHOW),
     "write a page to look at: the account, the reports and their sources in one file, no network needed"},
    {OPT_PORT, "port", NULL, 'p', "N", FOR(CMD_SERVE), "listen at this port (8017)"},
    {OPT_LISTEN, "listen", NULL, 0, "ADDRESS", FOR(CMD_SERVE),
     "listen at this IP address, not at this machine's loopback: whoever reaches it can read the desk; implies --read-only"},
    {OPT_HOST, "host", NULL, 0, "NAME", FOR(CMD_SERVE), "another name by which browsers call this machine"},
    {OPT_READ_ONLY, "read-only", NULL, 0, NULL, FOR(CMD_SERVE), "no corrections, no new reports"},
    {OPT_NOTE, "note", NULL, 0, "TEXT", FOR(CMD_FIX), "why it is corrected"},
    {OPT_IN, "in", NULL, 0, "FILE", FOR(CMD_CITE), "look in this file instead of the one that a citation names"},
    {OPT_STRICT, "strict", NULL, 0, NULL, READS | LEARNS, "exit with 3 if some inputs gave no report"},
    {OPT_QUIET, "quiet", NULL, 'q', NULL, ALL, "no progress bar, no line for each skipped input"},
    {OPT_HELP, "help", NULL, 'h', NULL, ALL, "this help"},
    {OPT_VERSION, "version", NULL, 'V', NULL, ALL, "the version"},
};
const size_t options_n = sizeof options / sizeof *options;
