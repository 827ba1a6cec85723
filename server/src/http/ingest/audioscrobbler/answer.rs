//! What AudioScrobbler 2.0 answers: a tree that is XML, or the JSON that Last.fm makes of it.

use std::fmt::Write as _;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// An element.
#[derive(Debug, Clone, Default)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Self>,
}

#[expect(clippy::needless_pass_by_value, reason = "numbers and texts are said as they come")]
impl Element {
    /// An empty element.
    pub fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// An element with a text.
    pub fn text(name: &'static str, text: impl ToString) -> Self {
        Self { name, text: text.to_string(), ..Self::default() }
    }

    /// The same, with an attribute more.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// The same, with an element more in it.
    pub fn holding(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    fn write(&self, xml: &mut String) {
        let _ = write!(xml, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(xml, " {name}=\"{}\"", escaped(value));
        }
        xml.push('>');
        xml.push_str(&escaped(&self.text));
        for child in &self.children {
            child.write(xml);
        }
        let _ = write!(xml, "</{}>", self.name);
    }

    fn json(&self) -> Value {
        if self.attributes.is_empty() && self.children.is_empty() {
            return json!(self.text);
        }
        let mut object = Map::new();
        for child in &self.children {
            match object.get_mut(child.name) {
                Some(Value::Array(several)) => several.push(child.json()),
                Some(one) => *one = json!([one.take(), child.json()]),
                None => {
                    object.insert(child.name.to_owned(), child.json());
                }
            }
        }
        let is_leaf = self.children.is_empty();
        let attributes: Map<String, Value> =
            self.attributes.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        if is_leaf {
            object.extend(attributes);
            object.insert("#text".to_owned(), json!(self.text));
        } else if !attributes.is_empty() {
            object.insert("@attr".to_owned(), Value::Object(attributes));
        }
        Value::Object(object)
    }
}

/// A refusal, by Last.fm's numbers.
#[derive(Debug)]
pub struct Failed {
    /// The number.
    pub code: u16,
    /// Why.
    pub message: String,
}

/// An answer, in the form the client asks for; an element without a name is none.
pub fn answer(outcome: Result<Element, Failed>, as_json: bool) -> Response {
    let status = match &outcome {
        Ok(_) => StatusCode::OK,
        Err(failed) => match failed.code {
            4 | 9 | 10 | 14 | 15 => StatusCode::FORBIDDEN,
            8 | 11 | 16 => StatusCode::SERVICE_UNAVAILABLE,
            29 => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::BAD_REQUEST,
        },
    };
    if as_json {
        let body = match outcome {
            Ok(element) if element.name.is_empty() => json!({}),
            Ok(element) => json!({ element.name: element.json() }),
            Err(failed) => json!({ "error": failed.code, "message": failed.message }),
        };
        return (status, axum::Json(body)).into_response();
    }
    let lfm = match outcome {
        Ok(element) if element.name.is_empty() => Element::new("lfm").with("status", "ok"),
        Ok(element) => Element::new("lfm").with("status", "ok").holding(element),
        Err(failed) => {
            let error = Element::text("error", failed.message).with("code", failed.code);
            Element::new("lfm").with("status", "failed").holding(error)
        }
    };
    let mut xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned();
    lfm.write(&mut xml);
    (status, [(CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"))], xml).into_response()
}

/// Text as it can stand in XML; characters that cannot are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(char),
            char if char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}') => {}
            char => escaped.push(char),
        }
    }
    escaped
}
