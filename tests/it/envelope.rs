//! What `--format json` writes is one document in the shape of `schemas/envelope.schema.json`, however a command ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::source::text;

fn schema() -> Value {
    serde_json::from_str(&text("schemas/envelope.schema.json")).expect("JSON")
}

/// Runs pgai in a folder, with nothing of the caller's environment that it would listen to.
fn pgai(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgai"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("PG") || name == "DATABASE_URL" {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).args(arguments).stdin(std::process::Stdio::null()).output().expect("pgai runs")
}

/// The envelope that a command writes to stdout, checked, with nothing beside it.
fn envelope(folder: &Path, arguments: &[&str]) -> Value {
    let output = pgai(folder, arguments);
    let written = String::from_utf8(output.stdout).expect("UTF-8");
    let value: Value =
        serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {arguments:?}\n{written}"));
    let validator = jsonschema::draft202012::new(&schema()).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{arguments:?}: {errors:?}\n{written}");
    assert_eq!(value["exit_code"].as_i64(), output.status.code().map(i64::from), "{arguments:?}");
    assert_eq!(value["version"], env!("CARGO_PKG_VERSION"));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(said, "", "{arguments:?} says something beside its document");
    value
}

fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    folder
}

const PROJECT: (&str, &str) = ("pgai.yaml", "project: shop\nschemas: [api]\n");
const VIEW: (&str, &str) = ("pgai/views/api/a.yaml", "kind: View\nname: api.a\nquery: SELECT 1 AS id\n");

#[test]
fn the_schema_is_a_schema_and_refuses_what_is_no_envelope() {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let fine = json!({"schema": "pgai/diff/1", "version": "0.1.0", "command": "diff", "ok": true, "exit_code": 0,
        "result": {}, "diagnostics": []});
    assert!(validator.is_valid(&fine));
    for (key, value) in [
        ("ok", json!(false)),
        ("exit_code", json!(9)),
        ("exit_code", json!(3)),
        ("result", json!([])),
        ("schema", json!("diff/1")),
        ("diagnostics", json!([{"code": "1", "severity": "error", "message": "x"}])),
        ("diagnostics", json!([{"code": "PGAI-0001", "severity": "fatal", "message": "x"}])),
        ("diagnostics", json!([{"code": "PGAI-0001", "severity": "error", "message": "x", "line": 1}])),
    ] {
        let mut other = fine.clone();
        other[key] = value;
        assert!(!validator.is_valid(&other), "{other}");
    }
}

#[test]
fn commands_that_are_fine() {
    let folder = project(&[PROJECT, VIEW]);
    let explained = envelope(folder.path(), &["--format", "json", "explain"]);
    assert_eq!((&explained["schema"], &explained["command"]), (&json!("pgai/explain/1"), &json!("explain")));
    assert!(explained["result"]["codes"].as_array().is_some_and(|codes| codes.len() > 100));
    let kinds = envelope(folder.path(), &["schema", "--format", "json"]);
    assert!(kinds["result"]["schemas"][0].get("schema").is_none());
    let kind = envelope(folder.path(), &["schema", "View", "--format", "json"]);
    assert_eq!(kind["result"]["schemas"][0]["schema"]["title"], "View");
    let checked = envelope(folder.path(), &["check", "--format=json"]);
    assert_eq!(checked["result"]["views"], 1);
}

#[test]
fn findings_have_their_place() {
    let folder = project(&[PROJECT, ("pgai/views/api/a.yaml", "kind: View\nname: api.a\nqery: SELECT 1\n")]);
    let checked = envelope(folder.path(), &["check", "--format", "json"]);
    assert_eq!(checked["exit_code"], 4);
    let found = &checked["diagnostics"][0];
    assert_eq!((&found["file"], &found["line"]), (&json!("pgai/views/api/a.yaml"), &json!(3)));
}

#[test]
fn commands_that_fail() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    for arguments in [
        &["check", "--format", "json"][..],
        &["pull", "--format", "json"],
        &["diff", "--format", "json"],
        &["explain", "PGAI-9999", "--format", "json"],
        &["schema", "Veiw", "--format", "json"],
        &["sandbox", "env", "--format", "json"],
    ] {
        let failed = envelope(folder.path(), arguments);
        assert_eq!((&failed["exit_code"], &failed["result"]), (&json!(1), &Value::Null), "{arguments:?}");
        assert_eq!(failed["diagnostics"][0]["severity"], "error");
    }
}

#[test]
fn a_database_that_is_not_there() {
    let folder = project(&[PROJECT, VIEW]);
    let target = "host=127.0.0.1 port=1 dbname=none connect_timeout=2";
    let failed = envelope(folder.path(), &["diff", "--format", "json", "--db", target]);
    assert_eq!(failed["exit_code"], 1);
    assert!(failed["diagnostics"][0]["code"].as_str().is_some_and(|code| code.starts_with("PGAI-1")), "{failed}");
}

#[test]
fn usage_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [
        &["--format", "json", "chekc"][..],
        &["check", "--format=json", "--no-such-flag"],
        &["explain", "--format", "json", "one", "two"],
        &["--format", "json"],
    ] {
        let failed = envelope(folder.path(), arguments);
        assert_eq!((&failed["exit_code"], &failed["command"]), (&json!(2), &json!("pgai")), "{arguments:?}");
        assert_eq!(failed["diagnostics"][0]["code"], "PGAI-0091");
    }
}
