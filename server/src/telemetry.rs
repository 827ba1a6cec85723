//! What the process tells about itself: the log on standard error, and traces by OTLP where that is set up.

use std::time::Duration;

use anyhow::Context;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::runtime;
use opentelemetry_sdk::trace::SdkTracerProvider;
use opentelemetry_sdk::trace::span_processor_with_async_runtime::BatchSpanProcessor;
use secrecy::ExposeSecret;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::config::{Config, LogFormat};

/// How long the collector may take for one batch, and for the last.
const EXPORT_TIMEOUT: Duration = Duration::from_secs(5);

/// What must be flushed at the end.
pub struct Telemetry {
    traces: Option<SdkTracerProvider>,
}

impl Telemetry {
    /// Starts logging and tracing. Call it inside the runtime: traces are sent from there.
    ///
    /// # Errors
    /// When the collector's address cannot work, or logging was started already.
    pub fn start(config: &Config) -> anyhow::Result<Self> {
        let filter: Targets = config.log_filter.parse().context("log.filter")?;
        let traces = config.otel_endpoint.as_ref().map(|_| traces(config)).transpose()?;
        // The exporter's own requests would be traced, and exported, and traced.
        let exported = filter.clone().with_targets(
            ["hyper", "hyper_util", "reqwest", "h2", "opentelemetry", "opentelemetry_sdk"]
                .map(|target| (target, tracing::level_filters::LevelFilter::OFF)),
        );
        let tracing = traces
            .as_ref()
            .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("medianest")).with_filter(exported));
        let log = match config.log_format {
            LogFormat::Text => fmt::layer().with_writer(std::io::stderr).with_ansi(is_terminal()).with_filter(filter).boxed(),
            LogFormat::Json => fmt::layer().json().flatten_event(true).with_writer(std::io::stderr).with_filter(filter).boxed(),
        };
        tracing_subscriber::registry().with(log).with(tracing).try_init().context("logging cannot be started")?;
        Ok(Self { traces })
    }

    /// Sends what was not sent yet.
    pub async fn flush(self) {
        let Some(traces) = self.traces else { return };
        // Shutting down blocks its thread until the export, which needs the runtime, is done.
        let ended = tokio::task::spawn_blocking(move || traces.shutdown_with_timeout(EXPORT_TIMEOUT));
        match tokio::time::timeout(EXPORT_TIMEOUT, ended).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(error = %error, "the last traces could not be sent"),
            Ok(Err(_)) | Err(_) => tracing::warn!("the last traces could not be sent in time"),
        }
    }
}

fn is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stderr())
}

fn traces(config: &Config) -> anyhow::Result<SdkTracerProvider> {
    let endpoint = config.otel_endpoint.as_ref().map(|url| format!("{}/v1/traces", url.as_str().trim_end_matches('/')));
    let headers = config.otel_headers.iter().map(|(name, value)| (name.clone(), value.expose_secret().to_owned())).collect();
    let exporter = SpanExporter::builder()
        .with_http()
        .with_endpoint(endpoint.unwrap_or_default())
        .with_headers(headers)
        .with_timeout(EXPORT_TIMEOUT)
        .build()
        .context("otel.endpoint")?;
    let resource = Resource::builder()
        .with_service_name("medianest")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    // The client of the exporter needs tokio, so the batches are sent from there and not from a thread of their own.
    let batches = BatchSpanProcessor::builder(exporter, runtime::Tokio).build();
    Ok(SdkTracerProvider::builder().with_span_processor(batches).with_resource(resource).build())
}
