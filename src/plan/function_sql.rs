//! CREATE FUNCTION off one overload of a manifest (PostgreSQL docs, CREATE FUNCTION). Every attribute is
//! stated: CREATE OR REPLACE resets those it is not told (SECURITY DEFINER, SET, COST).

use crate::diagnostic::{Diagnostic, Result};
use crate::manifest::document::{Argument, ArgumentMode, Overload, Parallel, Returns, Security, Volatility};
use crate::sql::quote::{Keywords, Sql, SqlBuilder};
use crate::sql::statement::single;
use crate::sql::{QualifiedName, TypeName, lex};

/// Settings whose value is a list of names: each is quoted by itself (`GUC_LIST_QUOTE` in PostgreSQL's guc_tables.c).
const LISTS: [&str; 5] = [
    "search_path",
    "local_preload_libraries",
    "session_preload_libraries",
    "shared_preload_libraries",
    "temp_tablespaces",
];

/// `CREATE [OR REPLACE] FUNCTION` under this name.
///
/// # Errors
/// A type, name or expression that cannot be read; text that is more than one statement.
pub fn create_function(keywords: &Keywords, name: &QualifiedName, overload: &Overload, replace: bool) -> Result<Sql> {
    let sql = SqlBuilder::new(keywords)
        .push(if replace { "CREATE OR REPLACE FUNCTION " } else { "CREATE FUNCTION " })
        .name(name)
        .push("(");
    let sql = arguments(sql, &overload.arguments)?.push(")");
    let sql = returns(sql, overload)?;
    let sql = attributes(sql, overload)?;
    let sql = settings(sql, overload);
    let sql = match (&overload.body, &overload.sql_body) {
        (Some(body), None) => sql.push("\n AS ").dollar(body),
        (None, Some(body)) => {
            let body = single(body).map_err(|problem| problem.into_diagnostic(None).because(format!("in {name}")))?;
            sql.push("\n").statement(&body)
        }
        _ => return Err(no_body(name)),
    };
    Ok(sql.finish()?)
}

fn no_body(name: &QualifiedName) -> Diagnostic {
    Diagnostic::error(
        &crate::diagnostic::codes::workspace::FUNCTION_BODY,
        format!("{name} needs exactly one of `body` and `sql_body`"),
    )
}

fn type_name<'k>(sql: SqlBuilder<'k>, text: &str) -> Result<SqlBuilder<'k>> {
    Ok(sql.type_name(&text.parse::<TypeName>()?))
}

fn arguments<'k>(mut sql: SqlBuilder<'k>, arguments: &[Argument]) -> Result<SqlBuilder<'k>> {
    for (at, argument) in arguments.iter().enumerate() {
        sql = sql.push(if at > 0 { ", " } else { "" });
        sql = sql.push(match argument.mode {
            ArgumentMode::In => "",
            ArgumentMode::Out => "OUT ",
            ArgumentMode::Inout => "INOUT ",
            ArgumentMode::Variadic => "VARIADIC ",
        });
        if let Some(name) = &argument.name {
            sql = sql.ident(name).push(" ");
        }
        sql = type_name(sql, &argument.type_name)?;
        if let Some(default) = &argument.default {
            let expression = single(default).map_err(|problem| problem.into_diagnostic(None))?;
            sql = sql.push(" DEFAULT ").statement(&expression);
        }
    }
    Ok(sql)
}

fn returns<'k>(sql: SqlBuilder<'k>, overload: &Overload) -> Result<SqlBuilder<'k>> {
    let outputs = overload.arguments.iter().any(|a| matches!(a.mode, ArgumentMode::Out | ArgumentMode::Inout));
    match &overload.returns {
        None if outputs => Ok(sql),
        None => Ok(sql.push("\n RETURNS void")),
        Some(Returns::Type(name)) => type_name(sql.push("\n RETURNS "), name),
        Some(Returns::Setof(name)) => type_name(sql.push("\n RETURNS SETOF "), name),
        Some(Returns::Table(columns)) => {
            let mut sql = sql.push("\n RETURNS TABLE(");
            for (at, (name, text)) in columns.iter().enumerate() {
                sql = type_name(sql.push(if at > 0 { ", " } else { "" }).ident(name).push(" "), text)?;
            }
            Ok(sql.push(")"))
        }
    }
}

fn attributes<'k>(sql: SqlBuilder<'k>, overload: &Overload) -> Result<SqlBuilder<'k>> {
    let sql = sql
        .push("\n LANGUAGE ")
        .ident(&overload.language)
        .when(overload.window, |sql| sql.push(" WINDOW"))
        .push(match overload.volatility {
            Volatility::Volatile => " VOLATILE",
            Volatility::Stable => " STABLE",
            Volatility::Immutable => " IMMUTABLE",
        })
        .push(if overload.leakproof { " LEAKPROOF" } else { " NOT LEAKPROOF" })
        .push(if overload.strict { " STRICT" } else { " CALLED ON NULL INPUT" })
        .push(match overload.security {
            Security::Definer => " SECURITY DEFINER",
            Security::Invoker => " SECURITY INVOKER",
        })
        .push(match overload.parallel {
            Parallel::Unsafe => " PARALLEL UNSAFE",
            Parallel::Restricted => " PARALLEL RESTRICTED",
            Parallel::Safe => " PARALLEL SAFE",
        });
    let sql = number(sql.push("\n COST "), overload.cost.unwrap_or(100.0))?;
    let sql = match overload.rows {
        Some(rows) => number(sql.push(" ROWS "), rows)?,
        None => sql,
    };
    match overload.support.as_deref().map(str::parse::<QualifiedName>) {
        None => Ok(sql),
        Some(Ok(support)) => Ok(sql.push(" SUPPORT ").name(&support)),
        Some(Err(error)) => {
            Err(Diagnostic::error(&crate::diagnostic::codes::sql::BAD_NAME, format!("support: {error}")))
        }
    }
}

/// Cost and rows are reals: digits, a point, an exponent.
fn number<'k>(sql: SqlBuilder<'k>, value: f64) -> Result<SqlBuilder<'k>> {
    let text = value.to_string();
    let statement = single(&text).map_err(|problem| problem.into_diagnostic(None))?;
    Ok(sql.statement(&statement))
}

fn settings<'k>(mut sql: SqlBuilder<'k>, overload: &Overload) -> SqlBuilder<'k> {
    for (name, value) in &overload.set {
        sql = sql.push("\n SET ");
        for (at, part) in name.split('.').enumerate() {
            sql = sql.push(if at > 0 { "." } else { "" }).ident(part);
        }
        sql = sql.push(" TO ");
        if LISTS.contains(&name.to_ascii_lowercase().as_str()) {
            for (at, item) in list(value).iter().enumerate() {
                sql = sql.push(if at > 0 { ", " } else { "" }).literal(item);
            }
        } else {
            sql = sql.literal(value);
        }
    }
    sql
}

/// The names of a list setting; `""` is an empty name, as in `search_path = ''`.
fn list(value: &str) -> Vec<String> {
    let items: Vec<String> = lex::significant(value)
        .iter()
        .filter(|token| token.is_identifier())
        .filter_map(|token| lex::identifier_value(token, value, '\\'))
        .collect();
    if items.is_empty() { vec![String::new()] } else { items }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sql(overload: &Overload) -> String {
        let name = QualifiedName::new("api", "f");
        create_function(Keywords::any_server(), &name, overload, true).unwrap().as_str().to_owned()
    }

    fn plain() -> Overload {
        Overload { language: "sql".to_owned(), body: Some("SELECT 1".to_owned()), ..Overload::default() }
    }

    #[test]
    fn every_attribute_is_stated() {
        let text = sql(&plain());
        for part in
            ["RETURNS void", "VOLATILE", "NOT LEAKPROOF", "CALLED ON NULL INPUT", "SECURITY INVOKER", "COST 100"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn arguments_settings_and_bodies_are_quoted() {
        let mut overload = plain();
        overload.body = Some("SELECT $body$ a $body$".to_owned());
        overload.set.insert("search_path".to_owned(), "sales, \"Odd, one\", pg_temp".to_owned());
        overload.set.insert("app.x".to_owned(), "it's".to_owned());
        overload.arguments = vec![
            Argument { name: Some("order".to_owned()), type_name: "sales.status[]".to_owned(), ..Argument::default() },
            Argument {
                mode: ArgumentMode::Variadic,
                type_name: "numeric[]".to_owned(),
                default: Some("'{}'::numeric[]".to_owned()),
                ..Argument::default()
            },
        ];
        overload.returns = Some(Returns::Setof("api.orders".to_owned()));
        insta::assert_snapshot!(sql(&overload));
    }

    #[test]
    fn an_empty_search_path_stays_empty() {
        let mut overload = plain();
        overload.set.insert("search_path".to_owned(), "\"\"".to_owned());
        assert!(sql(&overload).contains("SET search_path TO ''"));
    }

    #[test]
    fn a_second_statement_is_refused() {
        let mut overload = plain();
        overload.body = None;
        overload.sql_body = Some("RETURN 1; DROP TABLE x".to_owned());
        let name = QualifiedName::new("api", "f");
        assert!(create_function(Keywords::any_server(), &name, &overload, false).is_err());
    }
}
