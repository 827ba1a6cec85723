use leptos::prelude::*;
use medianest_web_api::operations::dashboard::DashboardWidgetType;

use super::words::{kind_icon, kind_name, kind_text};
use crate::components::{Dialog, Icon};
use crate::t;

/// All kinds of widgets, to add one.
#[component]
pub fn AddDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Adds one.
    #[prop(into)]
    on_add: Callback<DashboardWidgetType>,
) -> impl IntoView {
    let choice = move |kind: &DashboardWidgetType| {
        let kind = *kind;
        view! {
            <li>
                <button
                    type="button"
                    class="widget-choice"
                    on:click=move |_| {
                        open.set(false);
                        on_add.run(kind);
                    }
                >
                    <Icon name=kind_icon(kind) />
                    <span>
                        <strong>{kind_name(kind)}</strong>
                        <span class="soft small">{kind_text(kind)}</span>
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <Dialog open=open title=t!("home-add")>
            <ul class="widget-choices">{DashboardWidgetType::ALL.iter().map(choice).collect_view()}</ul>
        </Dialog>
    }
}
