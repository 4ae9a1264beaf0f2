//! Default expressions that are literals. Anything else says nothing about the wire.

use serde_json::Value;

/// A literal as `pg_get_expr` prints it: `0`, `'-1'::integer`, `true`, `'new'::sales.status`; never an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal(String);

/// The literal, if the expression is one and not NULL.
pub(super) fn parse(expression: &str) -> Option<Literal> {
    let expression = expression.trim();
    let expression = expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(expression);
    if let Some(quoted) = expression.strip_prefix('\'') {
        let (text, rest) = quoted_text(quoted)?;
        return is_cast(rest).then_some(Literal(text));
    }
    let (bare, rest) = expression.split_once("::").map_or((expression, ""), |(bare, cast)| (bare, cast));
    let number = bare.parse::<f64>().is_ok() && bare.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let known = number || bare == "true" || bare == "false";
    (known && (rest.is_empty() || is_type(rest))).then(|| Literal(bare.to_owned()))
}

fn quoted_text(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut chars = quoted.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '\'' {
            text.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == '\'') {
            text.push('\'');
            chars.next();
        } else {
            return Some((text, &quoted[at + 1..]));
        }
    }
    None
}

/// Nothing, or `::type`.
fn is_cast(rest: &str) -> bool {
    rest.is_empty() || rest.strip_prefix("::").is_some_and(is_type)
}

/// A type and nothing after it: no operator, no second cast.
fn is_type(text: &str) -> bool {
    !text.is_empty() && !text.contains("::") && !text.contains(['\'', '|', '+', '*', '/', '<', '>', '=', '-', '#'])
}

impl Literal {
    /// As a JSON value of this JSON type; none where it does not fit.
    pub(super) fn as_json(&self, kind: &str, labels: Option<&[String]>) -> Option<Value> {
        let Self(text) = self;
        match kind {
            "integer" => text.parse::<i64>().ok().map(Value::from),
            "number" => match text.parse::<i64>() {
                Ok(integer) => Some(Value::from(integer)),
                Err(_) => text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number),
            },
            "boolean" => match text.as_str() {
                "true" | "t" => Some(Value::Bool(true)),
                "false" | "f" => Some(Value::Bool(false)),
                _ => None,
            },
            "string" => labels.is_none_or(|labels| labels.contains(text)).then(|| Value::String(text.clone())),
            "array" => (text == "{}").then(|| Value::Array(Vec::new())),
            "any" => serde_json::from_str(text).ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn literals_and_nothing_else() {
        for (expression, kind, expected) in [
            ("0", "integer", Some(json!(0))),
            ("'-1'::integer", "integer", Some(json!(-1))),
            ("(-1)", "integer", Some(json!(-1))),
            ("1.5", "number", Some(json!(1.5))),
            ("true", "boolean", Some(json!(true))),
            ("'new'::sales.status", "string", Some(json!("new"))),
            ("'it''s'::text", "string", Some(json!("it's"))),
            ("'{}'::integer[]", "array", Some(json!([]))),
            ("'{\"a\": 1}'::jsonb", "any", Some(json!({"a": 1}))),
            ("0::smallint", "integer", Some(json!(0))),
            ("now()", "string", None),
            ("gen_random_uuid()", "string", None),
            ("NULL::text", "string", None),
            ("('a'::text || 'b'::text)", "string", None),
            ("'a'::text || 'b'::text", "string", None),
            ("nextval('s'::regclass)", "integer", None),
            ("'now'::text::date", "string", None),
            ("(1 + 2)", "integer", None),
            ("-x", "integer", None),
            ("'x", "string", None),
            ("inf", "number", None),
        ] {
            assert_eq!(parse(expression).and_then(|literal| literal.as_json(kind, None)), expected, "{expression}");
        }
        let labels = ["a".to_owned()];
        assert_eq!(parse("'b'::t").and_then(|literal| literal.as_json("string", Some(&labels))), None);
    }
}
