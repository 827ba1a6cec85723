//! What is sent: documents made from types, and the variables of one call.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It reads: it may be sent twice.
    Query,
    /// It changes something: it is sent once.
    Mutation,
    /// It hears of changes.
    Subscription,
}

/// An operation with its variables, ready to be sent; its answer is a `T`.
#[derive(Debug)]
pub struct Operation<T> {
    pub(crate) request: Request,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Operation<T> {
    fn clone(&self) -> Self {
        Self { request: self.request.clone(), answer: PhantomData }
    }
}

impl<T> Operation<T> {
    /// The operation's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.request.name
    }

    /// What is sent, for those who keep answers as text.
    #[must_use]
    pub fn into_request(self) -> Request {
        self.request
    }
}

/// An operation whose answer's type is forgotten. Two that are equal ask the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    /// The request as GraphQL over HTTP and over WebSocket want it, in JSON.
    pub(crate) body: String,
}

/// A type that is an operation's answer, and so says what to ask for.
pub trait Answer: cynic::QueryFragment + DeserializeOwned + 'static {
    /// What is asked for with it.
    type Variables: cynic::QueryVariables + Serialize;
    /// What it does.
    const KIND: Kind;
    /// What it is called.
    const NAME: &'static str;
    /// What a request begins with, written out when the app was built (see [`Document::opening`]).
    #[cfg(documents)]
    const OPENING: &'static str;

    /// The operation with these variables.
    #[must_use]
    fn with(variables: Self::Variables) -> Operation<Self> {
        // Variables are texts, numbers and lists of them.
        let variables = serde_json::to_string(&variables).expect("variables always serialize");
        #[cfg(documents)]
        let opening = Self::OPENING;
        #[cfg(not(documents))]
        let opening = opening(Self::NAME, &text::<Self>());
        let request = Request { kind: Self::KIND, name: Self::NAME, body: [&*opening, &*variables, "}"].concat() };
        Operation { request, answer: PhantomData }
    }
}

/// The text of an operation.
#[cfg(not(documents))]
fn text<T: Answer>() -> String {
    use cynic::queries::{OperationType, build_executable_document};
    let kind = match T::KIND {
        Kind::Query => OperationType::Query,
        Kind::Mutation => OperationType::Mutation,
        Kind::Subscription => OperationType::Subscription,
    };
    build_executable_document::<T, T::Variables>(kind, Some(T::NAME), std::collections::HashSet::new(), None)
}

/// A request up to its variables.
#[cfg(not(documents))]
fn opening(name: &str, text: &str) -> String {
    let text = serde_json::Value::from(text);
    format!(r#"{{"query":{text},"operationName":"{name}","variables":"#)
}

/// An operation's text, as a server that runs only what it knows is given it.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The operation's name, of which there is one.
    pub name: &'static str,
    /// The SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// The text.
    pub text: String,
}

#[cfg(not(target_arch = "wasm32"))]
impl Document {
    pub(crate) fn of<T: Answer>() -> Self {
        use sha2::{Digest as _, Sha256};
        let text = text::<T>();
        let sha256 = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { name: T::NAME, sha256, text }
    }

    /// What a request of it begins with, up to the variables. To make it takes a browser longer than to send it, so what is
    /// delivered has it written out.
    #[must_use]
    pub fn opening(&self) -> String {
        opening(self.name, &self.text)
    }
}

/// Makes answer types into operations, and lists their documents.
macro_rules! operations {
    ($($kind:ident $name:ident $(($variables:ty))?;)*) => {
        $(
            impl $crate::operation::Answer for $name {
                type Variables = operations!(@variables $($variables)?);
                const KIND: $crate::operation::Kind = $crate::operation::Kind::$kind;
                const NAME: &'static str = stringify!($name);
                #[cfg(documents)]
                const OPENING: &'static str =
                    include_str!(concat!(env!("MEDIANEST_DOCUMENTS"), "/", stringify!($name), ".json"));
            }
            operations!(@make $name $($variables)?);
        )*

        /// The documents of this module.
        #[cfg(not(target_arch = "wasm32"))]
        pub(crate) fn documents() -> Vec<$crate::operation::Document> {
            vec![$($crate::operation::Document::of::<$name>()),*]
        }
    };
    (@variables) => { () };
    (@variables $variables:ty) => { $variables };
    (@make $name:ident) => {
        impl $name {
            /// The operation, ready to be sent.
            #[must_use]
            pub fn operation() -> $crate::operation::Operation<Self> {
                <Self as $crate::operation::Answer>::with(())
            }
        }
    };
    (@make $name:ident $variables:ty) => {
        impl $name {
            /// The operation with these variables, ready to be sent.
            #[must_use]
            pub fn operation(variables: $variables) -> $crate::operation::Operation<Self> {
                <Self as $crate::operation::Answer>::with(variables)
            }
        }
    };
}

/// Makes mutations from their names: the answer, the variables around the one input, and the payload, which is written out
/// where it holds a list, since cynic cannot see a list through a macro.
macro_rules! mutations {
    ($(
        $(#[$doc:meta])*
        $name:ident($variables:ident, $of:ty) => $field:ident: $payload:ident $({
            $($part:ident: $type:ty,)+
        })?
    )*) => {
        $(
            #[doc = concat!("The variables of [`", stringify!($name), "`].")]
            #[derive(cynic::QueryVariables, Clone, Debug)]
            pub struct $variables {
                /// What to do.
                pub input: $of,
            }

            mutations!(@root $(#[$doc])* $name, $variables, $field, $payload);

            $(
                #[doc = concat!("What came of [`", stringify!($name), "`].")]
                #[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
                pub struct $payload {
                    $(pub $part: $type,)+
                }
            )?

            impl $crate::operation::Answer for $name {
                type Variables = $variables;
                const KIND: $crate::operation::Kind = $crate::operation::Kind::Mutation;
                const NAME: &'static str = stringify!($name);
                #[cfg(documents)]
                const OPENING: &'static str =
                    include_str!(concat!(env!("MEDIANEST_DOCUMENTS"), "/", stringify!($name), ".json"));
            }

            impl $name {
                /// The mutation with this input, ready to be sent.
                #[must_use]
                pub fn operation(input: $of) -> $crate::operation::Operation<Self> {
                    <Self as $crate::operation::Answer>::with($variables { input })
                }
            }
        )*

        /// The documents of this module's mutations.
        #[cfg(not(target_arch = "wasm32"))]
        pub(crate) fn mutation_documents() -> Vec<$crate::operation::Document> {
            vec![$($crate::operation::Document::of::<$name>()),*]
        }
    };
    // The payload as a type, not as a name: the derive's own names are then all of one place.
    (@root $(#[$doc:meta])* $name:ident, $variables:ident, $field:ident, $payload:ty) => {
        $(#[$doc])*
        #[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
        #[cynic(graphql_type = "Mutation", variables = $variables)]
        pub struct $name {
            /// What came of it.
            #[arguments(input: $input)]
            pub $field: $payload,
        }
    };
}

/// Makes enums of the schema's closed sets, all of whose values a form can offer.
macro_rules! enums {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($value:ident = $text:literal),+ $(,)? }
    )*) => {
        $(
            $(#[$doc])*
            #[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum $name {
                $(#[doc = concat!("`", $text, "`.")] #[cynic(rename = $text)] $value,)+
            }

            impl $name {
                /// Every value there is.
                pub const ALL: &[Self] = &[$(Self::$value),+];

                /// The value as the schema has it.
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    match self {
                        $(Self::$value => $text,)+
                    }
                }
            }
        )*
    };
}

pub(crate) use {enums, mutations, operations};
