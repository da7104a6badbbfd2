using System.Net;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents a webhook: a receiver that is told of bursts.</summary>
public sealed record WebhookOptions
{
    /// <summary>Gets an http or https address; null if <see cref="HeaderFile"/> has it. It may be a secret and is never shown.</summary>
    public Uri? Address { get; init; }

    /// <summary>Gets the receiver.</summary>
    public WebhookFormat Format { get; init; }

    /// <summary>
    /// Gets a file that only its owner can read; null for none. It has one item a line: a header that each request carries
    /// (<c>Authorization: Bearer ...</c>), PagerDuty's integration key (<c>Routing-Key: ...</c>), or the address.
    /// </summary>
    public string? HeaderFile { get; init; }

    /// <summary>Gets the account for basic authentication, or for PagerDuty the integration key as its password; null for none.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Gets whether each fault is posted, beside bursts and gaps.</summary>
    public bool IncludesFaults { get; init; }

    /// <summary>Gets the minimum time between two messages. What happens in between is sent as one, with counts.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Returns the receiver without the address, which may be a secret.</summary>
    public override string ToString() => $"{Format} webhook";
}
