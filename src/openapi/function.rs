//! Functions: one path for all overloads, arguments in the query or in the body.

use indexmap::IndexMap;

use super::model::{MediaType, Operation, OrRef, Parameter, PathItem, RequestBody, Response, Schema};
use super::relation::responses;
use super::schemas::Side;
use super::{Writer, common};
use crate::contract::{Argument, FunctionDetail, FunctionResult, Method, Overload, RESERVED, ResultShape, Route};

impl<'a> Writer<'a> {
    pub(super) fn function_item(&mut self, route: &'a Route, function: &'a FunctionDetail) -> PathItem {
        let mut item = PathItem::default();
        for method in [Method::Get, Method::Head, Method::Post] {
            let overloads: Vec<&Overload> = function
                .overloads
                .iter()
                .filter(|overload| self.methods(&overload.methods).contains(&method))
                .collect();
            if overloads.is_empty() {
                continue;
            }
            let operation = self.call(route, &overloads, method);
            match method {
                Method::Get => item.get = Some(operation),
                Method::Head => item.head = Some(operation),
                _ => item.post = Some(operation),
            }
        }
        item
    }

    fn call(&mut self, route: &'a Route, overloads: &[&'a Overload], method: Method) -> Operation {
        let mut operation = self.operation(route, method);
        if overloads.len() > 1 {
            let signatures = overloads.iter().map(|overload| describe(overload)).collect::<Vec<_>>().join("\n");
            let lead = operation.description.take().map(|text| text + "\n\n").unwrap_or_default();
            operation.description = Some(format!("{lead}The names of the arguments choose one of:\n{signatures}"));
        }
        let volatile = overloads.iter().any(|overload| overload.volatility == "volatile");
        if volatile && method != Method::Post {
            let lead = operation.description.take().map(|text| text + "\n\n").unwrap_or_default();
            operation.description = Some(lead + "Runs read-only: 405 if the function writes.");
        }
        operation.parameters = match method {
            Method::Post => Vec::new(),
            _ => self.query(overloads),
        };
        if overloads.iter().any(|overload| gives_rows(&overload.result)) {
            let shared: &[&str] =
                if method == Method::Post { &["Select"] } else { &["Select", "Order", "Limit", "Offset"] };
            operation.parameters.extend(shared.iter().map(|name| OrRef::component("parameters", name)));
        }
        operation.parameters.push(OrRef::component("parameters", "PreferCall"));
        operation.parameters.extend(self.profile(route, method));
        if method == Method::Post {
            operation.request_body = self.arguments_body(route, overloads);
        }
        operation.responses = match method {
            Method::Head => IndexMap::from([
                ("200", OrRef::from(common::empty("What GET answers, without the result."))),
                ("4XX", OrRef::from(common::empty("The request is refused."))),
            ]),
            _ => self.results(overloads),
        };
        operation
    }

    /// Arguments of all overloads in the query string; one is required where every overload requires it.
    fn query(&mut self, overloads: &[&'a Overload]) -> Vec<OrRef<Parameter>> {
        let mut arguments: IndexMap<&str, Vec<&Argument>> = IndexMap::new();
        for argument in overloads.iter().flat_map(|overload| &overload.arguments) {
            let Some(name) = argument.name.as_deref().filter(|name| !RESERVED.contains(name)) else { continue };
            arguments.entry(name).or_default().push(argument);
        }
        let parameter = |(name, same): (&str, Vec<&Argument>)| {
            let required = same.len() == overloads.len() && same.iter().all(|argument| argument.required);
            let schemas: Vec<Schema> = same.iter().map(|argument| self.query_argument(argument)).collect();
            OrRef::from(Parameter {
                name: name.to_owned(),
                place: "query",
                description: None,
                required,
                schema: Schema::any(schemas),
                example: None,
            })
        };
        arguments.into_iter().map(parameter).collect()
    }

    /// Arrays stand in a query string in PostgreSQL's form, `{1,2}`; variadic ones by repetition.
    fn query_argument(&mut self, argument: &Argument) -> Schema {
        let is_array = argument.type_name.ends_with("[]");
        let is_json = matches!(argument.type_name.as_str(), "json" | "jsonb");
        if (is_array && !argument.variadic) || is_json {
            return Schema::of("string");
        }
        self.schemas.of(&argument.type_name, Side::Function)
    }

    fn arguments_body(&mut self, route: &Route, overloads: &[&'a Overload]) -> Option<RequestBody> {
        let base = self.base(route);
        let mut by_media_type: IndexMap<&str, Vec<Schema>> = IndexMap::new();
        let mut needed = true;
        for overload in overloads {
            if overload.whole_body {
                let type_name = overload.arguments.first().map_or("json", |argument| argument.type_name.as_str());
                let (media_type, schema) = whole_body(type_name);
                by_media_type.entry(media_type).or_default().push(schema);
                continue;
            }
            needed &= overload.arguments.iter().any(|argument| argument.required);
            if overload.arguments.is_empty() {
                continue;
            }
            let schema = self.arguments_object(overload);
            let name = self.add_schema(format!("{base}Args"), schema);
            by_media_type.entry(common::JSON).or_default().push(Schema::component(&name));
        }
        let content: IndexMap<String, MediaType> = by_media_type
            .into_iter()
            .map(|(media_type, schemas)| (media_type.to_owned(), MediaType { schema: Schema::any(schemas) }))
            .collect();
        (!content.is_empty()).then_some(RequestBody { description: None, content, required: needed })
    }

    fn arguments_object(&mut self, overload: &Overload) -> Schema {
        let named = overload.arguments.iter().filter_map(|argument| Some((argument.name.as_ref()?, argument)));
        let mut properties = IndexMap::new();
        let mut required = Vec::new();
        for (name, argument) in named {
            let mut schema = self.schemas.of(&argument.type_name, Side::Function).or_null();
            if let Some(expression) = &argument.default {
                schema.default =
                    self.schemas.default(&argument.type_name, None, expression).filter(|_| is_plain(&schema));
            }
            if argument.required {
                required.push(name.clone());
            }
            properties.insert(name.clone(), schema);
        }
        Schema { properties, required, description: overload.comment.clone(), ..Schema::of("object") }
    }

    fn results(&mut self, overloads: &[&'a Overload]) -> IndexMap<&'static str, OrRef<Response>> {
        let mut by_media_type: IndexMap<&str, Vec<Schema>> = IndexMap::new();
        let (mut void, mut set) = (false, false);
        for overload in overloads {
            let result = &overload.result;
            if result.shape == ResultShape::Void {
                void = true;
                continue;
            }
            set |= result.set;
            if let Some(media_type) = result.media_type.as_deref().filter(|media_type| !media_type.contains('*')) {
                by_media_type.entry(media_type).or_default().push(Schema::of("string"));
            } else {
                let schema = self.result(result);
                by_media_type.entry(common::JSON).or_default().push(schema);
            }
        }
        let mut answers: Vec<(&'static str, OrRef<Response>)> = Vec::new();
        if !by_media_type.is_empty() {
            let content: IndexMap<String, MediaType> = by_media_type
                .into_iter()
                .map(|(media_type, schemas)| (media_type.to_owned(), MediaType { schema: Schema::any(schemas) }))
                .collect();
            let answer = |description: &str| Response {
                description: description.to_owned(),
                content: content.clone(),
                headers: IndexMap::new(),
            };
            answers.push(("200", answer("The result.").into()));
            if set {
                answers.push(("206", answer("A part of the rows, counted.").into()));
            }
        }
        if void {
            answers.push(("204", common::empty("Done.").into()));
        }
        responses(answers)
    }

    fn result(&mut self, result: &FunctionResult) -> Schema {
        let one = match result.shape {
            ResultShape::Void | ResultShape::Record => Schema::default(),
            ResultShape::Scalar => self.schemas.of(&result.type_name, Side::Function).or_null(),
            ResultShape::Composite => {
                let fields = result.columns.iter().map(|field| (field.name.clone(), field.type_name.clone())).collect();
                self.schemas.object(fields, Side::Function)
            }
            ResultShape::Relation => self.relation_result(result),
        };
        if result.set { Schema::array(one) } else { one }
    }

    /// The relation's own component where it shows every column; else its row type.
    fn relation_result(&mut self, result: &FunctionResult) -> Schema {
        let Some(name) = &result.relation else { return Schema::default() };
        let whole = |component: &&String| {
            let shown = self.components.schemas.get(*component).map_or(0, |schema| schema.properties.len());
            let types = self.contract.types.get(&name.to_string()).map(|shape| &shape.kind);
            matches!(types, Some(crate::contract::TypeShapeKind::Composite { fields }) if fields.len() == shown)
        };
        match self.rows.get(&(name.schema.as_str(), name.name.as_str())).filter(whole) {
            Some(component) => Schema::component(component),
            None => self.schemas.of(&result.type_name, Side::Function),
        }
    }
}

/// `default` may stand beside plain types; beside alternatives it would have to fit one of them.
fn is_plain(schema: &Schema) -> bool {
    schema.any_of.is_empty() && schema.reference.is_none()
}

fn gives_rows(result: &FunctionResult) -> bool {
    matches!(result.shape, ResultShape::Relation | ResultShape::Composite | ResultShape::Record)
}

/// Media type and schema of a body that is one unnamed argument.
fn whole_body(type_name: &str) -> (&'static str, Schema) {
    match type_name {
        "text" => ("text/plain", Schema::of("string")),
        "xml" => ("text/xml", Schema::of("string")),
        "bytea" => ("application/octet-stream", Schema::of("string")),
        _ => (common::JSON, Schema::default()),
    }
}

fn describe(overload: &Overload) -> String {
    let names: Vec<String> = overload
        .arguments
        .iter()
        .map(|argument| match &argument.name {
            Some(name) => format!("`{name}`"),
            None => format!("the whole body as {}", argument.type_name),
        })
        .collect();
    let first_line = overload.comment.as_deref().and_then(|comment| comment.lines().next()).unwrap_or_default();
    let names = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    if first_line.is_empty() { format!("- {names}") } else { format!("- {names}: {first_line}") }
}
