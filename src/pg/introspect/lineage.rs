//! Which base column a view column hands through, read from the view's stored query tree
//! (`pg_rewrite.ev_action`; PostgREST reads the same fields: resorigtbl and resorigcol of the
//! outermost target list, in SchemaCache.hs).

/// One column that stands for a column of another relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pg) struct Origin {
    /// Number of the view's column.
    pub(in crate::pg) column: i16,
    /// Relation it comes from.
    pub(in crate::pg) relation: u32,
    /// Number of the column there.
    pub(in crate::pg) relation_column: i16,
}

/// The origins of the outermost target list. A tree that is not of the known form gives none.
pub(in crate::pg) fn origins(tree: &str) -> Vec<Origin> {
    let Some(list) = outermost_target_list(tree) else { return Vec::new() };
    entries(list).into_iter().filter_map(origin).collect()
}

/// The text of the target list of the outermost query: field `:targetList` two levels deep, `({QUERY ..`.
fn outermost_target_list(tree: &str) -> Option<&str> {
    let mut depth = 0;
    let mut at = 0;
    let bytes = tree.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' | b'(' => depth += 1,
            b'}' | b')' => depth -= 1,
            b':' if depth == 2 && tree[at..].starts_with(":targetList (") => {
                return Some(&tree[at + ":targetList (".len()..]);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Splits a list into its entries; ends at the list's closing parenthesis.
fn entries(list: &str) -> Vec<&str> {
    let bytes = list.as_bytes();
    let (mut found, mut depth, mut start, mut at) = (Vec::new(), 0, 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' | b'(' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            b'}' | b')' if depth == 0 => break,
            b'}' | b')' => {
                depth -= 1;
                if depth == 0 {
                    found.push(&list[start..=at]);
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The entry's own fields stand after its expression, so the last occurrence of each counts.
fn origin(entry: &str) -> Option<Origin> {
    let field = |name: &str| {
        let at = entry.rfind(name)? + name.len();
        entry[at..].split([' ', '}']).next()
    };
    if field(" :resjunk ")? == "true" {
        return None;
    }
    let relation: u32 = field(" :resorigtbl ")?.parse().ok()?;
    let relation_column = field(" :resorigcol ")?.parse().ok()?;
    let column = field(" :resno ")?.parse().ok()?;
    (relation != 0).then_some(Origin { column, relation, relation_column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_outermost_list_counts() {
        let tree = "({QUERY :rtable ({RTE :subquery {QUERY :targetList ({TARGETENTRY :expr {VAR :varno 1} :resno 1 \
                    :resname a :ressortgroupref 0 :resorigtbl 99 :resorigcol 9 :resjunk false})}}) \
                    :targetList ({TARGETENTRY :expr {VAR :varno 1 :location 7} :resno 1 :resname we\\{ird :ressortgroupref 0 \
                    :resorigtbl 16400 :resorigcol 2 :resjunk false} {TARGETENTRY :expr {CONST :constvalue 4 [ 1 0 0 0 ]} :resno 2 \
                    :resname n :ressortgroupref 0 :resorigtbl 0 :resorigcol 0 :resjunk false} {TARGETENTRY :expr {VAR} :resno 3 \
                    :resname <> :ressortgroupref 1 :resorigtbl 16400 :resorigcol 3 :resjunk true}) :limitCount <>})";
        assert_eq!(origins(tree), [Origin { column: 1, relation: 16400, relation_column: 2 }]);
    }

    #[test]
    fn anything_else_gives_none() {
        for tree in ["", "<>", "({QUERY", "({QUERY :targetList (", "))))", "({QUERY :targetList ({})})"] {
            assert_eq!(origins(tree), []);
        }
    }
}
