//! Relations: rows, bodies, filters, and the six methods.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::model::{Operation, OrRef, Parameter, PathItem, RequestBody, Response, Schema};
use super::names::{filter_key, pascal};
use super::{Writer, common};
use crate::contract::{Column, ColumnAccess, Method, RESERVED, RelationDetail, Route};

/// What is the same for all methods of one relation.
struct Parts<'a> {
    route: &'a Route,
    detail: &'a RelationDetail,
    row: Option<Schema>,
    select: OrRef<Parameter>,
    filters: Vec<OrRef<Parameter>>,
    insert: Option<Schema>,
    update: Option<Schema>,
    upsert: bool,
}

impl<'a> Writer<'a> {
    /// The schema of a row as the chosen roles can read it.
    pub(super) fn row_component(&mut self, route: &'a Route) {
        let Some(detail) = route.relation() else { return };
        let columns = self.readable(route, detail);
        if columns.is_empty() {
            return;
        }
        let mut schema = self.columns_object(&columns);
        schema.required = columns.iter().filter(|c| c.not_null == Some(true)).map(|c| c.name.clone()).collect();
        let note = "With `select` only what it names is there.".to_owned();
        schema.description = Some(match &route.comment {
            Some(comment) => format!("{comment}\n\n{note}"),
            None => note,
        });
        let name = self.base(route);
        self.components.schemas.insert(name.clone(), schema);
        self.rows.insert((&route.schema, &route.name), name);
    }

    fn columns_object(&mut self, columns: &[&'a Column]) -> Schema {
        let properties = columns.iter().map(|column| (column.name.clone(), self.schemas.column(column))).collect();
        Schema { properties, ..Schema::of("object") }
    }

    fn readable(&self, route: &Route, detail: &'a RelationDetail) -> Vec<&'a Column> {
        self.reached(route, detail, Method::Get, |access| access.select.as_ref(), |_| true)
    }

    /// The columns that a chosen role with `method` reaches; `access` gives a role's list where it is not all of `all`.
    fn reached(
        &self,
        route: &Route,
        detail: &'a RelationDetail,
        method: Method,
        access: impl Fn(&ColumnAccess) -> Option<&Vec<String>>,
        all: impl Fn(&Column) -> bool,
    ) -> Vec<&'a Column> {
        let mut named: HashSet<&str> = HashSet::new();
        let mut every = false;
        for (role, methods) in &route.methods {
            if !self.roles.contains(role.as_str()) || !methods.contains(&method) {
                continue;
            }
            match detail.column_access.get(role).and_then(&access) {
                Some(columns) => named.extend(columns.iter().map(String::as_str)),
                None => every = true,
            }
        }
        detail.columns.iter().filter(|c| all(c) && (every || named.contains(c.name.as_str()))).collect()
    }

    /// True when no chosen role reads all columns, so that `select` has to name some.
    fn has_to_select(&self, route: &Route, detail: &RelationDetail) -> bool {
        let readers = route
            .methods
            .iter()
            .filter(|(role, methods)| self.roles.contains(role.as_str()) && methods.contains(&Method::Get));
        let limited = |role: &str| detail.column_access.get(role).is_some_and(|access| access.select.is_some());
        readers.into_iter().all(|(role, _)| limited(role))
    }

    pub(super) fn relation_item(&mut self, route: &'a Route, detail: &'a RelationDetail) -> PathItem {
        let methods = self.methods(&route.methods);
        if methods.is_empty() {
            return PathItem::default();
        }
        let base = self.base(route);
        let row = self.rows.get(&(route.schema.as_str(), route.name.as_str())).map(|name| Schema::component(name));
        let select = if self.has_to_select(route, detail) { "SelectRequired" } else { "Select" };
        let filters = self.filters(&base, route, detail);
        let insert = self.reached(route, detail, Method::Post, |a| a.insert.as_ref(), |column| column.writable);
        let update = self.reached(route, detail, Method::Patch, |a| a.update.as_ref(), |column| column.writable);
        let mut parts = Parts {
            route,
            detail,
            row,
            select: OrRef::component("parameters", select),
            filters,
            insert: None,
            update: None,
            upsert: methods.contains(&Method::Put),
        };
        if methods.contains(&Method::Post) {
            parts.insert = Some(self.insert_component(&base, &insert));
        }
        if methods.contains(&Method::Patch) {
            let schema = self.columns_object(&update);
            parts.update = Some(Schema::component(&self.add_schema(format!("{base}Update"), schema)));
        }
        let mut when =
            |method, write: &mut dyn FnMut(&mut Self) -> Operation| methods.contains(&method).then(|| write(self));
        PathItem {
            get: when(Method::Get, &mut |writer| writer.get(&parts)),
            put: when(Method::Put, &mut |writer| writer.put(&parts)),
            post: when(Method::Post, &mut |writer| writer.post(&parts)),
            delete: when(Method::Delete, &mut |writer| writer.change(&parts, Method::Delete)),
            head: when(Method::Head, &mut |writer| writer.head(&parts)),
            patch: when(Method::Patch, &mut |writer| writer.change(&parts, Method::Patch)),
        }
    }

    fn insert_component(&mut self, base: &str, columns: &[&'a Column]) -> Schema {
        let mut schema = self.columns_object(columns);
        for column in columns {
            let Some(expression) = &column.default else { continue };
            let default = self.schemas.default(&column.type_name, column.labels.as_deref(), expression);
            if let Some(property) = schema.properties.get_mut(&column.name) {
                property.default = default;
            }
        }
        schema.required = columns.iter().filter(|column| column.required).map(|column| column.name.clone()).collect();
        Schema::component(&self.add_schema(format!("{base}Insert"), schema))
    }

    /// One query parameter per column that can be read. A column named like a parameter of PostgREST's own
    /// cannot be filtered by its name, only inside `and` and `or`.
    fn filters(&mut self, base: &str, route: &Route, detail: &'a RelationDetail) -> Vec<OrRef<Parameter>> {
        let columns = self.readable(route, detail);
        let mut filters = Vec::with_capacity(columns.len() + 2);
        for column in columns.into_iter().filter(|column| !RESERVED.contains(&column.name.as_str())) {
            let parameter = Parameter {
                name: filter_key(&column.name).into_owned(),
                place: "query",
                description: Some(filter_description(column)),
                required: false,
                schema: common::filter_schema(),
                example: None,
            };
            let name = self.add_parameter(&format!("{base}{}Filter", pascal(&column.name)), parameter);
            filters.push(OrRef::component("parameters", &name));
        }
        if !detail.columns.is_empty() {
            filters.extend(["And", "Or"].map(|name| OrRef::component("parameters", name)));
        }
        filters
    }

    fn get(&mut self, parts: &Parts<'a>) -> Operation {
        let mut operation = self.operation(parts.route, Method::Get);
        operation.parameters = self.read_parameters(parts, Method::Get);
        let rows = Schema::array(parts.row.clone().unwrap_or_default());
        let page = |description: &str| {
            OrRef::from(Response {
                headers: common::headers(&["Content-Range"]),
                ..common::answer(description, rows.clone())
            })
        };
        operation.responses =
            responses([("200", page("All rows asked for.")), ("206", page("A part of the rows, counted."))]);
        operation
    }

    fn head(&mut self, parts: &Parts<'a>) -> Operation {
        let mut operation = self.operation(parts.route, Method::Head);
        operation.parameters = self.read_parameters(parts, Method::Head);
        let page = |description: &str| {
            OrRef::from(Response { headers: common::headers(&["Content-Range"]), ..common::empty(description) })
        };
        operation.responses = IndexMap::from([
            ("200", page("What GET answers, without the rows.")),
            ("206", page("A part of the rows, counted.")),
            ("4XX", OrRef::from(common::empty("The request is refused."))),
        ]);
        operation
    }

    fn read_parameters(&mut self, parts: &Parts<'a>, method: Method) -> Vec<OrRef<Parameter>> {
        let mut parameters = vec![parts.select.clone()];
        parameters.extend(parts.filters.iter().cloned());
        let shared = ["Order", "Limit", "Offset", "Range", "RangeUnit", "PreferRead"];
        parameters.extend(shared.map(|name| OrRef::component("parameters", name)));
        parameters.extend(self.profile(parts.route, method));
        parameters
    }

    fn post(&mut self, parts: &Parts<'a>) -> Operation {
        let mut operation = self.operation(parts.route, Method::Post);
        let mut parameters: Vec<OrRef<Parameter>> = Vec::new();
        parameters.extend(parts.row.is_some().then(|| OrRef::component("parameters", "Select")));
        parameters.push(OrRef::component("parameters", "Columns"));
        parameters.extend(parts.upsert.then(|| OrRef::component("parameters", "OnConflict")));
        parameters.push(OrRef::component("parameters", "PreferInsert"));
        parameters.extend(self.profile(parts.route, Method::Post));
        operation.parameters = parameters;
        let one = parts.insert.clone().unwrap_or_default();
        let several = Schema::array(one.clone());
        operation.request_body = Some(body("One row, or several with the same keys.", Schema::any([one, several])));
        let mut created = self.written("The rows are there.", parts);
        let has_key = !parts.detail.primary_key.is_empty() && parts.row.is_some();
        let headers: &[&str] = if has_key { &["Location", "Preference-Applied"] } else { &["Preference-Applied"] };
        created.headers = common::headers(headers);
        let mut answers = Vec::new();
        if parts.upsert {
            answers.push(("200", self.written("Nothing new: the rows were there and are merged.", parts).into()));
        }
        answers.push(("201", created.into()));
        operation.responses = responses(answers);
        operation
    }

    /// PATCH and DELETE.
    fn change(&mut self, parts: &Parts<'a>, method: Method) -> Operation {
        let mut operation = self.operation(parts.route, method);
        let mut parameters = Vec::new();
        if parts.row.is_some() {
            parameters.push(OrRef::component("parameters", "Select"));
            parameters.extend(parts.filters.iter().cloned());
        }
        if method == Method::Patch {
            parameters.push(OrRef::component("parameters", "Columns"));
        }
        parameters.push(OrRef::component("parameters", "PreferWrite"));
        parameters.extend(self.profile(parts.route, method));
        operation.parameters = parameters;
        if method == Method::Patch {
            operation.request_body = Some(body("What to change.", parts.update.clone().unwrap_or_default()));
        }
        let mut answers = Vec::new();
        if parts.row.is_some() {
            answers.push(("200", self.written("The rows, with `return=representation`.", parts).into()));
        }
        answers.push(("204", common::empty("Done, also where no row was matched.").into()));
        operation.responses = responses(answers);
        operation
    }

    fn put(&mut self, parts: &Parts<'a>) -> Operation {
        let mut operation = self.operation(parts.route, Method::Put);
        let mut parameters = vec![OrRef::component("parameters", "Select")];
        for column in &parts.detail.primary_key {
            parameters.push(OrRef::from(Parameter {
                name: filter_key(column).into_owned(),
                place: "query",
                description: Some(format!("The row's {column}, as `eq.value`.")),
                required: true,
                schema: Schema { pattern: Some(r"^eq\."), ..Schema::of("string") },
                example: None,
            }));
        }
        parameters.push(OrRef::component("parameters", "PreferWrite"));
        parameters.extend(self.profile(parts.route, Method::Put));
        operation.parameters = parameters;
        let one = parts.insert.clone().unwrap_or_default();
        operation.request_body = Some(body("The whole row, with the key of the query.", one));
        operation.responses = responses([
            ("200", self.written("The row that was there, with `return=representation`.", parts).into()),
            ("201", self.written("The new row, with `return=representation`.", parts).into()),
            ("204", common::empty("Done.").into()),
        ]);
        operation
    }

    /// The rows, where they can be read.
    fn written(&self, description: &str, parts: &Parts<'a>) -> Response {
        match &parts.row {
            Some(row) => common::answer(description, Schema::array(row.clone())),
            None => common::empty(description),
        }
    }
}

fn body(description: &str, schema: Schema) -> RequestBody {
    RequestBody {
        description: Some(description.to_owned()),
        content: common::content(common::JSON, schema),
        required: true,
    }
}

/// Answers, and the errors that every operation has.
pub(super) fn responses(
    answers: impl IntoIterator<Item = (&'static str, OrRef<Response>)>,
) -> IndexMap<&'static str, OrRef<Response>> {
    answers.into_iter().chain(common::errors()).collect()
}

fn filter_description(column: &Column) -> String {
    let how = "`operator.value`, such as `eq.value`";
    match &column.comment {
        Some(comment) => format!("{comment} ({how})"),
        None => format!("Filter by {}: {how}.", column.name),
    }
}
