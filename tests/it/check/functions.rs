//! Functions: bodies, arguments, results, overloads.

use super::said;

fn function(overloads: &str) -> String {
    said(&[("pgai/f.yaml", &format!("kind: Function\nname: api.f\noverloads:\n{overloads}"))])
}

#[test]
fn what_is_meant_is_fine() {
    for overload in [
        "- {arguments: [{type: bigint}, {type: json}], returns: bigint, language: plpgsql, body: \"BEGIN END\"}\n",
        "- {arguments: [{type: json}], returns: {table: {id: bigint, total: numeric}}, rows: 10, language: sql, sql_body: RETURN (SELECT 1)}\n",
        "- {arguments: [{name: a, type: date}], returns: {table: {a: text}}, language: sql, body: SELECT 1}\n",
        "- {language: sql, sql_body: \"BEGIN ATOMIC SELECT 1; SELECT 2; END\"}\n",
        "- {language: sql, body: \"SELECT 1; SELECT 2\"}\n",
        "- {arguments: [{name: a, type: bigint}, {name: a, type: text, mode: out}], language: sql, body: SELECT 1}\n",
        "- {arguments: [{name: a, type: bigint, default: \"1\"}, {name: b, type: text, mode: out}, {name: c, type: \"text[]\", mode: variadic, default: \"'{}'\"}], returns: text, language: sql, body: SELECT 1}\n",
        "- {arguments: [{name: a, type: integer, mode: out}, {name: b, type: text, mode: out}], returns: {setof: record}, rows: 5, language: sql, body: SELECT 1}\n",
    ] {
        assert_eq!(function(overload), "", "{overload}");
    }
}

#[test]
fn bodies() {
    insta::assert_snapshot!(function("- {language: sql}\n- {arguments: [{type: text}], language: sql, body: a, sql_body: b}\n- {arguments: [{type: json}], language: plpgsql, sql_body: RETURN 1}\n- arguments: [{type: date}]\n  language: sql\n  sql_body: |\n    SELECT 1\n- arguments: [{type: uuid}]\n  language: sql\n  body: |\n    SELECT (1\n- {arguments: [{type: bigint}], language: \"\", body: x}\n"), @"
    pgai/f.yaml:4:3 error PGAI-0048 the function has no body | write `body:` or `sql_body:`
    pgai/f.yaml:5:55 error PGAI-0048 the function has two bodies | keep one of them
    pgai/f.yaml:6:50 error PGAI-0048 language plpgsql has no `sql_body` | write `body:`, or `language: sql`
    pgai/f.yaml:10:5 error PGAI-0048 a `sql_body` begins with RETURN or BEGIN ATOMIC | write `body:` for a body that is a string to PostgreSQL
    pgai/f.yaml:14:12 error PGAI-3003 `(` is never closed | balance the parentheses and brackets of the statement
    pgai/f.yaml:15:33 error PGAI-0048 the function names no language | write `language: sql`
    ");
    insta::assert_snapshot!(function("  []\n"), @"pgai/f.yaml:3:1 error PGAI-0048 `api.f` has no overload | write one, or delete the file");
}

#[test]
fn arguments() {
    insta::assert_snapshot!(function("- arguments:\n  - {name: a, type: int, default: \"1; 2\"}\n  - {name: a, type: \"numeric(12,2)\"}\n  - {name: v, type: text, mode: variadic}\n  - {name: z, type: json}\n  - {name: o, type: text, mode: out, default: \"'x'\"}\n  - {name: o, type: text, mode: out}\n  returns: text\n  rows: 0\n  cost: -1\n  language: sql\n  body: SELECT 1\n"), @"
    pgai/f.yaml:5:21 warning PGAI-0051 PostgreSQL prints this type as `integer` | write `integer`
    pgai/f.yaml:5:39 error PGAI-3001 a second statement starts here | keep exactly one statement; a semicolon may only stand at its end
    pgai/f.yaml:6:5 error PGAI-0049 an argument without default stands after one with a default | give it a default, or put it first
    pgai/f.yaml:6:6 error PGAI-0049 the name `a` is used twice | give each argument its own name
    pgai/f.yaml:6:21 warning PGAI-0051 PostgreSQL prints this type as `numeric` | write `numeric`
    pgai/f.yaml:7:5 error PGAI-0049 an argument without default stands after one with a default | give it a default, or put it first
    pgai/f.yaml:7:15 error PGAI-0049 a VARIADIC argument is an array | write the type with `[]`
    pgai/f.yaml:8:5 error PGAI-0049 an argument without default stands after one with a default | give it a default, or put it first
    pgai/f.yaml:8:5 error PGAI-0049 an input argument stands after the VARIADIC one | put the VARIADIC argument last
    pgai/f.yaml:9:38 error PGAI-0049 an OUT argument has no default | remove `default:`
    pgai/f.yaml:10:6 error PGAI-0049 the name `o` is used twice | give each argument its own name
    pgai/f.yaml:11:3 error PGAI-0049 the result is `text`, but the OUT arguments make it `record` | write `record`, or leave `returns:` out
    pgai/f.yaml:12:3 error PGAI-0049 `rows` has to be positive | write a positive number, or remove it
    pgai/f.yaml:12:3 error PGAI-0049 `rows` is for functions that return sets | remove it, or return `{setof: ..}`
    pgai/f.yaml:13:3 error PGAI-0049 `cost` has to be positive | write a positive number, or remove it
    ");
    insta::assert_snapshot!(function("- {arguments: [{name: o, type: text, mode: inout}], returns: {table: {a: text}}, language: sql, body: SELECT 1}\n- {arguments: [{name: o, type: json, mode: out}], returns: text, language: sql, body: SELECT 1}\n"), @"
    pgai/f.yaml:4:53 error PGAI-0049 OUT arguments and a table are two ways to say the same | keep one of the two
    pgai/f.yaml:5:51 error PGAI-0049 the result is `text`, but the OUT arguments make it `json` | write `json`, or leave `returns:` out
    ");
}

#[test]
fn overloads_that_cannot_be_told_apart() {
    insta::assert_snapshot!(function("- {arguments: [{name: a, type: integer}], language: sql, body: SELECT 1}\n- {arguments: [{name: b, type: int4}, {type: text, mode: out}], language: sql, body: SELECT 1}\n"), @"
    pgai/f.yaml:5:3 error PGAI-0050 `api.f(integer)` stands in line 4 already | remove one of them, or change its arguments
    pgai/f.yaml:5:32 warning PGAI-0051 PostgreSQL prints this type as `integer` | write `integer`
    ");
}
