# Shortens a part of a log to what is of interest: prints `T BYTES` and a line end before text that is kept, and `S BYTES LINES` for text
# that is left out. Kept are the entries that contain one of the words, and the first and the last two entries whatever they contain,
# because they may go on before or behind this part. An over-long entry is printed in pieces, so that little has to be remembered.
#
# A line without an arrow anywhere counts as the first line of an entry, which is so of all that are.
#
# Given: words, with commas between them.

function print_kept(text) {
    if (text == "") {
        return
    }
    if (skipped_bytes) {
        print "S " skipped_bytes " " skipped_lines "\n"
    }
    skipped_bytes = 0
    skipped_lines = 0
    print "T " length(text) "\n" text
}

function print_or_skip_last() {
    if (is_last_kept) {
        print_kept(last)
    } else {
        skipped_bytes += length(last)
        skipped_lines += last_lines
    }
}

function begin_entry() {
    print_or_skip_last()
    last = entry
    last_lines = entry_lines
    is_last_kept = is_kept
    entry = ""
    entry_lines = 0
    is_kept = 0
}

function has_word(line) {
    for (i = 1; i <= word_count; i++) {
        if (index(line, word[i])) {
            return 1
        }
    }
    return 0
}

BEGIN {
    ORS = ""
    max_entry = 65536
    is_kept = 1
    word_count = split(words, word, ",")
}

{
    if (NR > 1 && !index($0, "-->")) {
        begin_entry()
    }
    entry = entry $0 "\n"
    entry_lines++
    if (!is_kept) {
        is_kept = has_word($0)
    }
    if (length(entry) > max_entry) {
        print_or_skip_last()
        last = ""
        last_lines = 0
        print_kept(entry)
        entry = ""
        entry_lines = 0
        is_kept = 1
    }
}

END {
    print_kept(last)
    print_kept(entry)
}
