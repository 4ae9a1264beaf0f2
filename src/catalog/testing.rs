//! A catalog from a few lines of text, for tests of pure rooms. Names are plain and in the form of
//! `QualifiedName`; a line that is not understood is a panic that shows it.
//!
//! ```text
//! role app_user [superuser] [noinherit] [in other, another]
//! schema api [to web_anon, app_user]
//! enum sales.status new paid
//! domain sales.email text
//! composite sales.size width integer, height integer
//! table sales.orders(id bigint pk serial, status sales.status not null default 'new', note text)
//! view api.orders on sales.orders(id, status as state, now timestamp with time zone)
//! matview api.top on sales.orders(id)
//! function api.total(order_id bigint, currency text default) returns numeric stable
//! grant select on api.orders to web_anon
//! grant update(note) on api.orders to app_user
//! grant execute on api.total to app_user
//! comment api.orders Orders of the shop
//! option api.orders security_invoker true
//! instead api.orders insert update
//! owner api.orders somebody
//! ```
//!
//! A view's column is `name` or `base as name`, handed through, or `name type`, an expression. Views are updatable,
//! their expressions are not. Everything belongs to `owner`; nothing is granted to PUBLIC.

use super::{
    Argument, ArgumentMode, Catalog, Column, CompositeField, Constraint, ConstraintKind, Function, FunctionKey,
    FunctionKind, Generated, Grant, Identity, Membership, Operations, Parallel, Privilege, Relation, RelationKind,
    Role, Schema, Sequence, Trigger, Type, TypeKind, ViewDefinition, Volatility,
};

/// Builds the catalog.
pub(crate) fn catalog(text: &str) -> Catalog {
    let mut catalog = Catalog::default();
    catalog.server.version_num = 150_000;
    catalog.server.database_owner = "postgres".to_owned();
    catalog.roles.insert("owner".to_owned(), Role { inherit: true, ..Role::default() });
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--")) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "role" => role(&mut catalog, rest),
            "schema" => schema(&mut catalog, rest),
            "enum" | "domain" | "composite" => user_type(&mut catalog, word, rest),
            "table" | "foreign" => table(&mut catalog, word, rest),
            "view" | "matview" => view(&mut catalog, word, rest),
            "function" | "procedure" => function(&mut catalog, word, rest),
            "grant" => grant(&mut catalog, rest),
            "comment" | "option" | "instead" | "owner" => alter(&mut catalog, word, rest),
            _ => panic!("not understood: {line}"),
        }
    }
    catalog
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty())
}

/// Splits at commas outside parentheses.
fn items(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(text[start..].trim());
    found.retain(|item| !item.is_empty());
    found
}

/// `name(inside) rest`
fn call(text: &str) -> (&str, &str, &str) {
    let open = text.find('(').unwrap_or_else(|| panic!("no parenthesis: {text}"));
    let mut depth = 0;
    let close = text[open..]
        .char_indices()
        .find_map(|(at, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            (depth == 0).then_some(open + at)
        })
        .unwrap_or_else(|| panic!("unbalanced: {text}"));
    (text[..open].trim(), &text[open + 1..close], text[close + 1..].trim())
}

fn role(catalog: &mut Catalog, rest: &str) {
    let (rest, groups) = rest.split_once(" in ").unwrap_or((rest, ""));
    let mut words = rest.split(' ');
    let name = words.next().unwrap_or_default().to_owned();
    let options: Vec<&str> = words.collect();
    let inherit = !options.contains(&"noinherit");
    let member_of = names(groups).map(|group| (group.to_owned(), Membership { admin: false, inherit, set: true }));
    let role =
        Role { inherit, superuser: options.contains(&"superuser"), member_of: member_of.collect(), ..Role::default() };
    catalog.roles.insert(name, role);
}

fn granted(grantee: &str, privilege: Privilege, column: Option<&str>) -> Grant {
    Grant {
        grantee: grantee.to_owned(),
        privilege,
        column: column.map(str::to_owned),
        grantable: false,
        grantor: "owner".to_owned(),
    }
}

fn schema(catalog: &mut Catalog, rest: &str) {
    let (name, roles) = rest.split_once(" to ").unwrap_or((rest, ""));
    let acl = names(roles).chain(["owner"]).map(|role| granted(role, Privilege::Usage, None)).collect();
    let schema = Schema { owner: "owner".to_owned(), acl, usable: true, ..Schema::default() };
    catalog.schemas.insert(name.to_owned(), schema);
}

fn user_type(catalog: &mut Catalog, word: &str, rest: &str) {
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let kind = match word {
        "enum" => TypeKind::Enum(rest.split(' ').map(str::to_owned).collect()),
        "domain" => TypeKind::Domain { base: rest.to_owned(), not_null: false, default: None, checks: Vec::new() },
        _ => TypeKind::Composite(
            items(rest)
                .into_iter()
                .filter_map(|field| field.split_once(' '))
                .map(|(name, type_name)| CompositeField { name: name.to_owned(), type_name: type_name.to_owned() })
                .collect(),
        ),
    };
    let found = Type { owner: "owner".to_owned(), kind, acl: super::Acl::new(), comment: None, extension: None };
    catalog.types.insert(name.parse().unwrap(), found);
}

fn relation(name: &str, kind: RelationKind) -> Relation {
    let all = super::acl::default(super::ObjectKind::Relation, "owner", 150_000);
    Relation {
        oid: 0,
        name: name.parse().unwrap(),
        kind,
        owner: "owner".to_owned(),
        persistence: "permanent",
        partition_of: None,
        options: Default::default(),
        comment: None,
        rls_enabled: false,
        rls_forced: false,
        populated: true,
        access_method: None,
        tablespace: None,
        extension: None,
        columns: Vec::new(),
        constraints: Default::default(),
        indexes: Default::default(),
        triggers: Default::default(),
        rules: Default::default(),
        policies: Default::default(),
        statistics: Default::default(),
        acl: all,
        view: None,
        operations: None,
        reads: Default::default(),
        calls: Default::default(),
        uses_types: Default::default(),
        row_estimate: -1.0,
    }
}

fn table(catalog: &mut Catalog, word: &str, rest: &str) {
    let (name, columns, _) = call(rest);
    let kind = if word == "foreign" { RelationKind::ForeignTable } else { RelationKind::Table };
    let mut table = relation(name, kind);
    let mut key = Vec::new();
    for (at, item) in items(columns).into_iter().enumerate() {
        let (column, rest) = item.split_once(' ').unwrap_or_else(|| panic!("no type: {item}"));
        let (rest, default) =
            rest.split_once(" default ").map_or((rest, None), |(rest, default)| (rest, Some(default)));
        let mut type_name = format!("{rest} ");
        let mut flag = |word: &str| {
            let found = type_name.contains(word);
            type_name = type_name.replacen(word, " ", 1);
            found
        };
        let (pk, not_null, serial) = (flag(" pk "), flag(" not null "), flag(" serial "));
        let (identity, always, generated) = (flag(" identity "), flag(" always "), flag(" generated "));
        if pk {
            key.push(column.to_owned());
        }
        if serial {
            let sequence = Sequence {
                owner: "owner".to_owned(),
                owned_by: Some((table.name.clone(), column.to_owned())),
                acl: super::Acl::new(),
            };
            catalog.sequences.insert(format!("{name}_{column}_seq").parse().unwrap(), sequence);
        }
        table.columns.push(Column {
            number: i16::try_from(at + 1).unwrap(),
            name: column.to_owned(),
            type_name: type_name.trim().to_owned(),
            not_null: pk || not_null,
            default: default
                .map(str::to_owned)
                .or_else(|| serial.then(|| format!("nextval('{name}_{column}_seq'::regclass)"))),
            identity: match (identity, always) {
                (true, _) => Some(Identity::ByDefault),
                (_, true) => Some(Identity::Always),
                _ => None,
            },
            generated: generated.then_some(Generated::Stored),
            ..Column::default()
        });
    }
    if !key.is_empty() {
        let constraint = Constraint {
            kind: ConstraintKind::Primary,
            columns: key,
            foreign: None,
            definition: None,
            deferrable: false,
            validated: true,
        };
        table.constraints.insert("pkey".to_owned(), constraint);
    }
    catalog.relations.insert(table.name.clone(), table);
}

fn view(catalog: &mut Catalog, word: &str, rest: &str) {
    let (head, columns, query) = call(rest);
    let (name, base) = head.split_once(" on ").unwrap_or_else(|| panic!("no base: {head}"));
    let is_view = word == "view";
    let mut view = relation(name, if is_view { RelationKind::View } else { RelationKind::MaterializedView });
    let base = &catalog.relations[&base.parse().unwrap()];
    for (at, item) in items(columns).into_iter().enumerate() {
        let (from, name) = item.split_once(" as ").unwrap_or((item, item));
        let below = base.column(from);
        let (name, type_name) = match below {
            Some(below) => (name, below.type_name.as_str()),
            None => item.split_once(' ').unwrap_or_else(|| panic!("no column and no type: {item}")),
        };
        view.columns.push(Column {
            number: i16::try_from(at + 1).unwrap(),
            name: name.to_owned(),
            type_name: type_name.to_owned(),
            from: below.map(|_| (base.name.clone(), from.to_owned())),
            updatable: is_view.then_some(below.is_some()),
            ..Column::default()
        });
    }
    view.reads.insert(base.name.clone());
    view.view = Some(ViewDefinition { query: query.to_owned() });
    view.operations = is_view.then(|| Operations::from_bits(28, 28));
    catalog.relations.insert(view.name.clone(), view);
}

fn function(catalog: &mut Catalog, word: &str, rest: &str) {
    let (name, arguments, rest) = call(rest);
    let mut returns = format!("{} ", rest.strip_prefix("returns ").unwrap_or("void"));
    let mut flag = |word: &str| {
        let found = returns.contains(word);
        returns = returns.replacen(word, " ", 1);
        found
    };
    let (stable, immutable) = (flag(" stable "), flag(" immutable "));
    let returns = returns.trim();
    let (returns, set) = returns.strip_prefix("setof ").map_or((returns, false), |returns| (returns, true));
    let arguments: Vec<Argument> = items(arguments).into_iter().map(argument).collect();
    let inputs = arguments.iter().filter(|argument| argument.mode.is_input());
    let key =
        FunctionKey { name: name.parse().unwrap(), types: inputs.map(|argument| argument.type_name.clone()).collect() };
    let row = |type_name: &str| catalog.relations.get(&type_name.parse().ok()?).map(|relation| relation.name.clone());
    let function = Function {
        oid: 0,
        key: key.clone(),
        kind: if word == "procedure" { FunctionKind::Procedure } else { FunctionKind::Function },
        owner: "owner".to_owned(),
        language: "sql".to_owned(),
        volatility: match (stable, immutable) {
            (true, _) => Volatility::Stable,
            (_, true) => Volatility::Immutable,
            _ => Volatility::Volatile,
        },
        parallel: Parallel::Unsafe,
        definer: false,
        strict: false,
        leakproof: false,
        cost: 100.0,
        rows: 0.0,
        support: None,
        returns: returns.to_owned(),
        returns_set: set,
        returns_relation: row(returns),
        row_argument: arguments.first().and_then(|argument| row(&argument.type_name)),
        arguments,
        config: Default::default(),
        source: String::new(),
        sql_body: None,
        has_sql_body: false,
        acl: super::Acl::from([granted("owner", Privilege::Execute, None)]),
        comment: None,
        extension: None,
        stored_uses: Vec::new(),
    };
    catalog.functions.insert(key, function);
}

/// `name type [default [expression]]`, `out name type`, `variadic name type`, or `type` alone after a `$`.
fn argument(text: &str) -> Argument {
    let (mode, text) = match text.split_once(' ') {
        Some(("out", rest)) => (ArgumentMode::Out, rest),
        Some(("variadic", rest)) => (ArgumentMode::Variadic, rest),
        _ => (ArgumentMode::In, text),
    };
    let (text, default) =
        text.split_once(" default").map_or((text, None), |(text, default)| (text, Some(default.trim())));
    let (name, type_name) = match text.strip_prefix('$') {
        Some(type_name) => (None, type_name),
        None => text.split_once(' ').map(|(name, type_name)| (Some(name), type_name)).unwrap(),
    };
    Argument {
        mode,
        name: name.map(str::to_owned),
        type_name: type_name.to_owned(),
        has_default: default.is_some(),
        default: default.filter(|default| !default.is_empty()).map(str::to_owned),
    }
}

fn grant(catalog: &mut Catalog, rest: &str) {
    let (privileges, rest) = rest.split_once(" on ").unwrap_or_else(|| panic!("no object: {rest}"));
    let (object, roles) = rest.split_once(" to ").unwrap_or_else(|| panic!("no role: {rest}"));
    let name = object.parse().unwrap();
    for role in names(roles) {
        for privilege in items(privileges) {
            let (word, columns) = privilege.split_once('(').unwrap_or((privilege, ""));
            let found = Privilege::from_word(word).unwrap_or_else(|| panic!("no privilege: {word}"));
            if let Some(relation) = catalog.relations.get_mut(&name).filter(|_| found != Privilege::Execute) {
                let columns: Vec<&str> = names(columns.trim_end_matches(')')).collect();
                if columns.is_empty() {
                    relation.acl.insert(granted(role, found, None));
                }
                relation.acl.extend(columns.into_iter().map(|column| granted(role, found, Some(column))));
            } else if let Some(sequence) = catalog.sequences.get_mut(&name) {
                sequence.acl.insert(granted(role, found, None));
            } else {
                let overloads = catalog.functions.values_mut().filter(|function| function.key.name == name);
                overloads.for_each(|function| function.acl.extend([granted(role, found, None)]));
            }
        }
    }
}

fn alter(catalog: &mut Catalog, word: &str, rest: &str) {
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    if let Some(schema) = catalog.schemas.get_mut(name).filter(|_| word == "comment") {
        schema.comment = Some(rest.replace("\\n", "\n"));
        return;
    }
    let relation = catalog.relations.get_mut(&name.parse().unwrap()).unwrap_or_else(|| panic!("no relation: {name}"));
    match word {
        "comment" => match rest.strip_prefix('.').and_then(|rest| rest.split_once(' ')) {
            Some((column, text)) => {
                let column = relation.columns.iter_mut().find(|found| found.name == column).unwrap();
                column.comment = Some(text.to_owned());
            }
            None => relation.comment = Some(rest.replace("\\n", "\n")),
        },
        "owner" => relation.owner = rest.to_owned(),
        "option" => {
            let (option, value) = rest.split_once(' ').unwrap();
            relation.options.insert(option.to_owned(), value.to_owned());
        }
        _ => {
            let bits = rest.split(' ').map(|event| match event {
                "insert" => 8,
                "update" => 4,
                _ => 16,
            });
            relation.operations = Some(Operations::from_bits(0, bits.sum()));
            relation.columns.iter_mut().for_each(|column| column.updatable = Some(false));
            let trigger = Trigger {
                definition: None,
                instead: true,
                events: ["insert", "update", "delete"].into_iter().filter(|event| rest.contains(event)).collect(),
                function: "private.write".parse().unwrap(),
                enabled: "origin",
                comment: None,
            };
            relation.triggers.insert("instead".to_owned(), trigger);
        }
    }
}
