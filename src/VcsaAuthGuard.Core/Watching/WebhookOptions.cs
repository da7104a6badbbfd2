using System.Net;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents a webhook: a receiver that is told of bursts.</summary>
public sealed record WebhookOptions
{
    /// <summary>The name under which a file of headers holds PagerDuty's integration key; it is sent in the body, not as a header.</summary>
    public const string RoutingKeyHeader = "X-Routing-Key";

    /// <summary>Gets an http or https address. It may be a secret and is never shown.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the receiver.</summary>
    public WebhookFormat Format { get; init; }

    /// <summary>
    /// Gets the file of headers that each request carries, one a line (<c>Authorization: Bearer ...</c>); null for none. Only its owner may
    /// be allowed to read it.
    /// </summary>
    public string? HeaderFile { get; init; }

    /// <summary>Gets the account for basic authentication, or for PagerDuty the integration key as its password; null for none.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Gets whether each fault is posted, beside bursts and gaps.</summary>
    public bool IncludesFaults { get; init; }

    /// <summary>Gets the minimum time between two requests. What happens in between is sent together, with counts.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Returns the receiver; the address may be a secret.</summary>
    public override string ToString() => $"{Format} webhook";
}
