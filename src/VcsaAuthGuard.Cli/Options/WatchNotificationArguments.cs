using System.CommandLine;
using VcsaAuthGuard.Watching;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the options of <c>watch</c> that say who is told of bursts, and where metrics are served and sent.</summary>
internal sealed class WatchNotificationArguments
{
    private readonly Option<Uri?> _webhook = Address(
        "--webhook", "HTTP or HTTPS address to which bursts and gaps are posted, at most one message every 10 seconds.");

    private readonly Option<string?> _format = new("--webhook-format")
    {
        Description =
            $"Receiver of --webhook: {string.Join(", ", Enum.GetNames<WebhookFormat>())}. Default: Generic, this command's own JSON.",
        HelpName = "FORMAT",
    };

    private readonly Option<string?> _headers = new("--webhook-headers")
    {
        Description =
            "File that only its owner can read, with one item per line: a header to send (Authorization: Bearer ...), PagerDuty's "
            + "integration key (Routing-Key: ...), or the address in the place of --webhook.",
    };

    private readonly Option<bool> _faults = new("--webhook-faults")
    {
        Description = "Posts each fault as well. Of many in one message the first 100 are listed, and the others are counted.",
    };

    private readonly Option<string?> _metrics = new("--metrics-listen")
    {
        Description =
            "Address and port at which metrics are served to Prometheus, such as 127.0.0.1:9757, without encryption or login: names of "
            + "servers and counts.",
    };

    private readonly Option<string?> _otlp = new("--otlp-endpoint")
    {
        Description =
            "HTTP or HTTPS address of an OpenTelemetry collector to which metrics are sent (OTLP), such as http://127.0.0.1:4318. Headers: "
            + "environment variable OTEL_EXPORTER_OTLP_HEADERS.",
        HelpName = "URL",
    };

    public WatchNotificationArguments() =>
        _format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, Enum.GetNames<WebhookFormat>());

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => Array.ForEach<Option>([_webhook, _format, _headers, _faults, _metrics, _otlp], command.Add);

    /// <summary>Returns what the options say.</summary>
    /// <exception cref="FormatException">They contradict each other, or a value is not valid.</exception>
    public WatchServiceOptions Read(ParseResult parsed)
    {
        (Uri? address, string? headers, string? metrics) =
            (parsed.GetValue(_webhook), parsed.GetValue(_headers), parsed.GetValue(_metrics));
        if (metrics is not null)
        {
            _ = MetricsListener.ParseEndPoint(metrics);
        }

        Uri? otlp = parsed.GetValue(_otlp) is string endpoint ? WatchServiceOptions.ParseOtlpEndpoint(endpoint) : null;
        bool hasWebhook = address is not null || headers is not null;
        if (!hasWebhook && (parsed.GetValue(_faults) || parsed.GetValue(_format) is not null))
        {
            throw new FormatException("--webhook-format and --webhook-faults need --webhook.");
        }

        WebhookOptions webhook = new()
        {
            Address = address,
            Format = Enum.Parse<WebhookFormat>(parsed.GetValue(_format) ?? nameof(WebhookFormat.Generic), ignoreCase: true),
            HeaderFile = headers,
            IncludesFaults = parsed.GetValue(_faults),
        };
        return new() { MetricsListen = metrics, OtlpEndpoint = otlp, Webhooks = hasWebhook ? [webhook] : [] };
    }

    private static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            argument.AddError($"{name}: not an http or https address."); // Not shown: it may be a secret.
            return null;
        },
    };
}
