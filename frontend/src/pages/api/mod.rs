//! The API, for those who build on it: how to come in, and what to ask.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::{CopyButton, Icon, PageHead, Panel};
use crate::stores::data::use_data;
use crate::{routes, t};

/// How to use the API, with questions to begin with.
#[component]
pub fn ApiPage() -> impl IntoView {
    let base = use_data().client().base().to_owned();
    let endpoint = format!("{base}/graphql");
    let graphiql = format!("{base}/graphiql");
    let call = format!(
        "curl {endpoint} \\\n  -H \"Authorization: Bearer $MEDIANEST_KEY\" \\\n  -H \"Content-Type: application/json\" \\\n  \
         -d '{{\"query\":\"{{ me {{ displayName }} }}\"}}'"
    );
    view! {
        <PageHead title=t!("nav-api") text=t!("api-text")>
            // On the API's own host, where the browser is signed in as it is here.
            <a class="button primary" href=graphiql target="_blank" rel="noopener">
                <Icon name="external-link" />
                {t!("api-graphiql")}
            </a>
        </PageHead>
        <div class="panels">
            <Panel title=t!("api-begin") text=t!("api-begin-text")>
                <ol class="steps">
                    <li>
                        {t!("api-step-key")}
                        " "
                        <A href=routes::SETTINGS_KEYS>{t!("api-step-key-link")}</A>
                    </li>
                    <li>{t!("api-step-send")}</li>
                    <li>{t!("api-step-live")}</li>
                </ol>
                <Code title=t!("api-endpoint") text=endpoint />
                <Code title=t!("api-call") text=call />
            </Panel>
            <Panel wide=true title=t!("api-examples") text=t!("api-examples-text")>
                <div class="examples">
                    <Code title=t!("api-example-watching") text=include_str!("examples/watching.graphql") />
                    <Code title=t!("api-example-history") text=include_str!("examples/history.graphql") />
                    <Code title=t!("api-example-statistics") text=include_str!("examples/statistics.graphql") />
                    <Code title=t!("api-example-library") text=include_str!("examples/library.graphql") />
                </div>
            </Panel>
        </div>
    }
}

/// A text to be copied.
#[component]
fn Code(#[prop(into)] title: String, #[prop(into)] text: String) -> impl IntoView {
    let label = title.clone();
    view! {
        <div class="code">
            <div class="spread">
                <h3>{title.clone()}</h3>
                <CopyButton text=text.trim_end().to_owned() what=title />
            </div>
            <pre tabindex="0" role="region" aria-label=label>
                <code>{text.trim_end().to_owned()}</code>
            </pre>
        </div>
    }
}
