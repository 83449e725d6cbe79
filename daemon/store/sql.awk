# Turns .sql files into one C table, so that no SQL is built at run time.
#
#   awk -v header=sql.h -v source=sql.c -f sql.awk statements/*.sql migrations/*.sql
#
# In statements/: "-- name: lot_show" begins a statement, "-- fragment: refusal" a piece that
# {refusal} stands for, in any file. A migration is a whole file, in the order given.

function stop(text) {
    print FILENAME ":" FNR ": " text > "/dev/stderr"
    failed = 1
    exit 1
}

function expand(text,    from, to, name, rounds) {
    while (match(text, /\{[a-z_]+\}/)) {
        from = RSTART
        to = RLENGTH
        name = substr(text, from + 1, to - 2)
        if (!(name in fragments) || ++rounds > 100)
            stop("no fragment " name)
        text = substr(text, 1, from - 1) fragments[name] substr(text, from + to)
    }
    return text
}

function quoted(text,    lines, n, i, out) {
    n = split(text, lines, "\n")
    for (i = 1; i <= n; i++) {
        if (lines[i] == "")
            continue
        gsub(/\\/, "\\\\", lines[i])
        gsub(/"/, "\\\"", lines[i])
        out = out "\n        \"" lines[i] "\\n\""
    }
    return out
}

FNR == 1 { name = ""; migration = FILENAME ~ /migrations\// }
FNR == 1 && migration { migrations[++n_migrations] = "" }
/^-- (name|fragment): / {
    fragment = $2 == "fragment:"
    name = $3
    if (name in known)
        stop("a second " name)
    known[name] = 1
    if (!fragment)
        names[++n_names] = name
    next
}
/^ *--/ { next }
migration { migrations[n_migrations] = migrations[n_migrations] $0 "\n"; next }
/^ *$/ { next }
name == "" { stop("SQL without a name") }
fragment { fragments[name] = fragments[name] (name in fragments ? "\n" : "") $0; next }
{ statements[name] = statements[name] $0 "\n" }

END {
    if (failed)
        exit 1
    print "/* Made by sql.awk. */" > header
    print "#ifndef STIPPLE_STORE_SQL_H\n#define STIPPLE_STORE_SQL_H\n\nenum sql {" > header
    print "/* Made by sql.awk. */\n#include \"store/sql.h\"\n" > source
    print "const struct sql_statement sql_statements[SQL_COUNT] = {" > source
    for (i = 1; i <= n_names; i++) {
        print "    SQL_" toupper(names[i]) "," > header
        print "    {\"" names[i] "\"," quoted(expand(statements[names[i]])) "}," > source
    }
    print "    SQL_COUNT,\n    SQL_MIGRATIONS = " n_migrations "\n};\n" > header
    print "struct sql_statement {\n    const char *name, *text;\n};" > header
    print "extern const struct sql_statement sql_statements[SQL_COUNT];" > header
    print "extern const char *const sql_migrations[SQL_MIGRATIONS];\n\n#endif" > header
    print "};\n\nconst char *const sql_migrations[SQL_MIGRATIONS] = {" > source
    for (i = 1; i <= n_migrations; i++)
        print "(" quoted(migrations[i]) ")," > source
    print "};" > source
}
