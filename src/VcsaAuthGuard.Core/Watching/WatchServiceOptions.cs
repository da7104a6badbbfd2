namespace VcsaAuthGuard.Watching;

/// <summary>
/// Represents all that a watcher is told: what it watches, by which rule, and who is told of it. A command's parameters and a
/// configuration file both result in it.
/// </summary>
public sealed record WatchServiceOptions
{
    /// <summary>Gets files and folders of logs on this machine.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Gets the running vCenter Servers.</summary>
    public IReadOnlyList<WatchServerOptions> Servers { get; init; } = [];

    /// <summary>Gets the kinds of faults, the rule for bursts, the state file and the text file.</summary>
    public WatchOptions Watch { get; init; } = new();

    /// <summary>Gets how long to watch; null for no end.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the address and port at which the metrics are served, such as <c>127.0.0.1:9757</c>; null if there is none.</summary>
    public string? MetricsListen { get; init; }

    /// <summary>Gets the address of an OpenTelemetry collector to which the metrics are sent (OTLP); null if there is none.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Gets the receivers that are told of bursts.</summary>
    public IReadOnlyList<WebhookOptions> Webhooks { get; init; } = [];

    /// <summary>Parses the address of an OpenTelemetry collector, such as <c>http://127.0.0.1:4318</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no HTTP address, or has an account. The text is not shown: it may be a secret.</exception>
    public static Uri ParseOtlpEndpoint(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw new FormatException("The collector's address is not an http or https address, such as http://127.0.0.1:4318.");
        }

        return address.UserInfo.Length == 0
            ? address
            : throw new FormatException("The collector's address has an account. Set a header in OTEL_EXPORTER_OTLP_HEADERS.");
    }
}
