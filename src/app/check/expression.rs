//! Texts that hold one expression or one type, at their places.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::workspace as codes;
use crate::sql::TypeName;
use crate::sql::lex::{Kind, significant};
use crate::sql::statement::{SqlProblem, single};
use crate::workspace::Manifest;

/// What keeps the text behind `path` from being one expression.
pub(super) fn problem(manifest: &Manifest, path: &[&str], text: &str) -> Option<Diagnostic> {
    one_expression(text).err().map(|problem| manifest.sql_problem(path, text, problem))
}

/// A comma outside parentheses would begin a second item of the statement that the expression becomes part of.
fn one_expression(text: &str) -> Result<(), SqlProblem> {
    single(text)?;
    let mut depth = 0_usize;
    for token in significant(text).into_iter().filter(|token| token.kind == Kind::Punctuation) {
        match token.text(text) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            found @ ("," | ";") if depth == 0 => {
                let message = format!("`{found}` ends the expression");
                return Err(SqlProblem::error(&codes::NOT_AN_EXPRESSION, token.range, message)
                    .with_advice("write exactly one expression"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What is wrong with the type behind `path`; `modifiers` says whether PostgreSQL keeps `(12,2)` there.
pub(super) fn type_problem(manifest: &Manifest, path: &[&str], text: &str, modifiers: bool) -> Option<Diagnostic> {
    let found = match text.parse::<TypeName>() {
        Ok(found) => found,
        Err(error) => return Some(Diagnostic::from(error).at(manifest.value(path))),
    };
    let printed = printed(&found, modifiers);
    (printed != found).then(|| {
        Diagnostic::warning(&codes::TYPE_SPELLING, format!("PostgreSQL prints this type as `{printed}`"))
            .at(manifest.value(path))
            .advice(format!("write `{printed}`"))
    })
}

/// The type as PostgreSQL prints it.
pub(super) fn printed(found: &TypeName, modifiers: bool) -> TypeName {
    let printed = found.canonical().unwrap_or_else(|| found.clone());
    if modifiers { printed } else { printed.without_modifiers() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_expression_and_nothing_beside_it() {
        for text in ["now()", "'new'::sales.status", "coalesce(a, ',;', $$;$$)", "ARRAY[1, 2]", "1 -- , ;", "(1, 2)"] {
            assert_eq!(one_expression(text), Ok(()), "{text}");
        }
        for (text, code, at) in [
            ("1, 2", "PGAI-0044", 1),
            ("now();", "PGAI-0044", 5),
            ("1; DROP TABLE x", "PGAI-3001", 3),
            ("", "PGAI-3004", 0),
            ("(1", "PGAI-3003", 0),
            ("'x", "PGAI-3002", 0),
            ("1) , (2", "PGAI-3003", 1),
        ] {
            let problem = one_expression(text).unwrap_err();
            assert_eq!((problem.code.id, problem.offset()), (code, at), "{text}");
        }
    }
}
