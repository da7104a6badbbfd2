namespace VcsaAuthGuard.Settings;

/// <summary>Represents a receiver of notifications in a settings file.</summary>
public sealed record NotificationSettings
{
    /// <summary>Gets the address; null where it is a secret that <see cref="AddressSource"/> has.</summary>
    public Uri? Address { get; init; }

    /// <summary>Gets the source of an address that is a secret.</summary>
    public SecretSource? AddressSource { get; init; }

    /// <summary>Returns the address, which is never shown.</summary>
    /// <exception cref="FormatException">It cannot be read, or is not an http or https address.</exception>
    public Uri ReadAddress() =>
        Address
        ?? (Uri.TryCreate(AddressSource!.Read().Trim(), UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException($"{AddressSource}: the first line is not an http or https address."));
}
