//! Steps that make or change a view.

use super::refuse::live;
use super::{Input, Keywords, Lock, Plan, Step, What, is_create};
use crate::diagnostic::{Diagnostic, Result};
use crate::diff::Change;
use crate::manifest::document::{CheckOption, View, ViewOptions};
use crate::sql::QualifiedName;
use crate::sql::quote::{QuoteError, Sql, SqlBuilder};
use crate::sql::statement::{single, view_query};

/// Everything about a view but its grants.
pub(super) fn steps(
    input: &Input<'_>,
    keywords: &Keywords,
    name: &QualifiedName,
    changes: &[&Change],
    plan: &mut Plan,
) -> Result<()> {
    let Some(view) = input.desired.views.get(name) else { return Ok(()) };
    let maker = Maker { keywords, view, role: view.owner.clone() };
    let before = plan.steps.len();
    let creates = is_create(changes);
    let replaces = !creates && changes.iter().any(|change| matches!(change.what, What::Query | What::Column(_)));
    if creates {
        plan.steps.push(maker.create(false)?);
    } else if replaces {
        plan.steps.push(maker.create(true)?);
    } else if changes.iter().any(|change| matches!(change.what, What::ViewOption(_))) {
        maker.options(changes, plan)?;
    }
    for change in changes {
        match &change.what {
            What::Comment => plan.steps.push(maker.comment()?),
            What::ColumnComment(column) => plan.steps.push(maker.column_comment(column)?),
            What::ColumnDefault(column) => plan.steps.push(maker.column_default(column)?),
            _ => {}
        }
    }
    let exclusive = plan.steps[before..].iter().any(|step| step.lock == Lock::AccessExclusive);
    if exclusive && !creates && live(input, name).is_some() {
        plan.locked.push(name.clone());
    }
    if plan.steps.len() > before {
        plan.touched.push(name.clone());
    }
    Ok(())
}

struct Maker<'a> {
    keywords: &'a Keywords,
    view: &'a View,
    role: Option<String>,
}

impl Maker<'_> {
    fn sql(&self) -> SqlBuilder<'_> {
        SqlBuilder::new(self.keywords)
    }

    fn step(&self, sql: std::result::Result<Sql, QuoteError>, reason: String, lock: Lock) -> Result<Step> {
        Ok(Step { sql: sql?, role: self.role.clone(), object: self.view.name.to_string(), reason, lock, allowed: None })
    }

    /// The whole set of options is stated: REPLACE silently drops those it is not told.
    fn create(&self, replace: bool) -> Result<Step> {
        let query = view_query(&self.view.query).map_err(|problem| problem_of(&self.view.name, problem))?;
        let options = option_list(self.view.options);
        let sql = self
            .sql()
            .push(if replace { "CREATE OR REPLACE VIEW " } else { "CREATE VIEW " })
            .name(&self.view.name)
            .when(!options.is_empty(), |sql| {
                let sql = sql.push(" WITH (");
                let sql = options.iter().enumerate().fold(sql, |sql, (at, (name, value))| {
                    sql.push(if at > 0 { ", " } else { "" }).push(name).push(" = ").push(value)
                });
                sql.push(")")
            })
            .push(" AS\n")
            .statement(&query.statement)
            .finish();
        let reason = if replace { "query or columns differ" } else { "the view is new" };
        let lock = if replace { Lock::AccessExclusive } else { Lock::None };
        self.step(sql, reason.to_owned(), lock)
    }

    fn options(&self, changes: &[&Change], plan: &mut Plan) -> Result<()> {
        let wanted = option_list(self.view.options);
        for change in changes {
            let What::ViewOption(name) = change.what else { continue };
            let sql = self.sql().push("ALTER VIEW ").name(&self.view.name);
            let sql = match wanted.iter().find(|(option, _)| *option == name) {
                Some((_, value)) => sql.push(" SET (").push(name).push(" = ").push(value).push(")"),
                None => sql.push(" RESET (").push(name).push(")"),
            };
            plan.steps.push(self.step(sql.finish(), format!("option {name} differs"), Lock::AccessExclusive)?);
        }
        Ok(())
    }

    fn comment(&self) -> Result<Step> {
        let sql = self
            .sql()
            .push("COMMENT ON VIEW ")
            .name(&self.view.name)
            .push(" IS ")
            .literal_or_null(self.view.comment.as_deref())
            .finish();
        self.step(sql, "comment differs".to_owned(), Lock::ShareUpdateExclusive)
    }

    fn column_comment(&self, column: &str) -> Result<Step> {
        let comment = self.view.columns.get(column).and_then(|column| column.comment.as_deref());
        let sql = self
            .sql()
            .push("COMMENT ON COLUMN ")
            .name(&self.view.name)
            .push(".")
            .ident(column)
            .push(" IS ")
            .literal_or_null(comment)
            .finish();
        self.step(sql, format!("comment of column {column} differs"), Lock::ShareUpdateExclusive)
    }

    fn column_default(&self, column: &str) -> Result<Step> {
        let default = self.view.columns.get(column).and_then(|column| column.default.as_deref());
        let sql = self.sql().push("ALTER VIEW ").name(&self.view.name).push(" ALTER COLUMN ").ident(column);
        let sql = match default {
            Some(default) => {
                let expression = single(default).map_err(|problem| problem_of(&self.view.name, problem))?;
                // In parentheses: ALTER VIEW takes a list of actions, which a comma would go on with.
                sql.push(" SET DEFAULT (").statement(&expression).push(")")
            }
            None => sql.push(" DROP DEFAULT"),
        };
        self.step(sql.finish(), format!("default of column {column} differs"), Lock::AccessExclusive)
    }
}

fn problem_of(name: &QualifiedName, problem: crate::sql::statement::SqlProblem) -> Diagnostic {
    problem.into_diagnostic(None).because(format!("in {name}"))
}

fn option_list(options: ViewOptions) -> Vec<(&'static str, &'static str)> {
    let mut list = Vec::new();
    if options.security_barrier {
        list.push(("security_barrier", "true"));
    }
    if options.security_invoker {
        list.push(("security_invoker", "true"));
    }
    match options.check_option {
        Some(CheckOption::Local) => list.push(("check_option", "local")),
        Some(CheckOption::Cascaded) => list.push(("check_option", "cascaded")),
        None => {}
    }
    list
}
