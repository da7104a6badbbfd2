using System.Net;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Settings;

/// <summary>Represents a receiver of notifications in a settings file.</summary>
public sealed record NotificationSettings
{
    /// <summary>Gets the address; null if it is a secret that <see cref="AddressSource"/> or <see cref="HeaderFile"/> has.</summary>
    public Uri? Address { get; init; }

    /// <summary>Gets the source of an address that is a secret.</summary>
    public SecretSource? AddressSource { get; init; }

    /// <summary>Gets the receiver.</summary>
    public WebhookFormat Format { get; init; }

    /// <summary>Gets the file of headers that each request carries; null for none.</summary>
    public string? HeaderFile { get; init; }

    /// <summary>Gets the account for basic authentication; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Gets the source of the account's password, or of PagerDuty's integration key.</summary>
    public SecretSource? Password { get; init; }

    /// <summary>Gets whether each fault is posted, beside bursts and gaps.</summary>
    public bool IncludesFaults { get; init; }

    /// <summary>Gets the least time between two requests; null for the default.</summary>
    public TimeSpan? MinInterval { get; init; }

    /// <summary>Reads the secrets and returns what a watcher is told of the receiver.</summary>
    /// <exception cref="FormatException">A secret cannot be read, or the address is not an http or https address.</exception>
    public WebhookOptions ToWebhook()
    {
        WebhookOptions webhook = new()
        {
            Address = Address ?? (AddressSource is null ? null : ReadAddress(AddressSource)),
            Format = Format,
            HeaderFile = HeaderFile,
            Credential = ReadAccount(),
            IncludesFaults = IncludesFaults,
        };
        return MinInterval is TimeSpan interval ? webhook with { MinInterval = interval } : webhook;
    }

    private NetworkCredential? ReadAccount()
    {
        NetworkCredential? account = Password?.ReadAccount();
        return account is null || User is null ? account : new(User, account.Password);
    }

    private static Uri ReadAddress(SecretSource source) =>
        Uri.TryCreate(source.Read().Trim(), UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException($"{source}: the first line is not an http or https address.");
}
