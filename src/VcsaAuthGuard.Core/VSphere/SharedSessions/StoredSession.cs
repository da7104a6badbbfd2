using System.Text.Json;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>Represents a stored session with everything that a later caller needs to use it.</summary>
internal sealed record StoredSession
{
    private const int Format = 1;

    public required Uri Address { get; init; }

    public CertificateThumbprint? Thumbprint { get; init; }

    public bool SkipCertificateCheck { get; init; }

    /// <summary>Gets the user name, as the server reports it.</summary>
    public required string User { get; init; }

    public string? Version { get; init; }

    public DateTimeOffset? LoginTime { get; init; }

    /// <summary>Gets the time when it was stored, by this machine's clock.</summary>
    public required DateTimeOffset StoredTime { get; init; }

    public required SessionSecret Secret { get; init; }

    public static StoredSession FromConnection(VcsaConnection connection, DateTimeOffset now)
    {
        VSphereClientOptions options = connection.GetOptions();
        return new()
        {
            Address = options.Address,
            Thumbprint = options.Thumbprint,
            SkipCertificateCheck = options.SkipCertificateCheck,
            User = connection.User,
            Version = connection.Version,
            LoginTime = connection.LoginTime,
            StoredTime = now,
            Secret = connection.GetSecret(),
        };
    }

    /// <summary>Determines whether the session has a secret.</summary>
    public bool Has(SessionSecret? secret) => secret is not null && Secret.IsSameAs(secret);

    public VcsaConnection ToConnection(VSphereClientOptions? options = null) =>
        new(
            options
                ?? new VSphereClientOptions
                {
                    Address = Address,
                    Thumbprint = Thumbprint,
                    SkipCertificateCheck = SkipCertificateCheck,
                },
            Secret
        )
        {
            User = User,
            Version = Version,
            LoginTime = LoginTime,
            IsReused = true,
        };

    public byte[] Write()
    {
        using MemoryStream content = new();
        using (Utf8JsonWriter writer = new(content))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteString("address", Address.AbsoluteUri);
            writer.WriteString("thumbprint", Thumbprint?.ToString());
            writer.WriteBoolean("skipCertificateCheck", SkipCertificateCheck);
            writer.WriteString("user", User);
            writer.WriteString("version", Version);
            writer.WriteString("loginTime", LoginTime?.ToString("O"));
            writer.WriteString("keptTime", StoredTime);
            writer.WriteString("secret", Secret.Reveal());
            writer.WriteEndObject();
        }

        return content.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; returns null for anything else, which a new login replaces.</summary>
    public static StoredSession? Read(byte[] content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            string? thumbprint = root.GetProperty("thumbprint").GetString();
            return root.GetProperty("format").GetInt32() != Format
                ? null
                : new()
                {
                    Address = ServerAddress.Parse(root.GetProperty("address").GetString()!),
                    Thumbprint = thumbprint is null ? null : CertificateThumbprint.Parse(thumbprint),
                    SkipCertificateCheck = root.GetProperty("skipCertificateCheck").GetBoolean(),
                    User = root.GetProperty("user").GetString()!,
                    Version = root.GetProperty("version").GetString(),
                    LoginTime =
                        root.GetProperty("loginTime").ValueKind == JsonValueKind.Null
                            ? null
                            : root.GetProperty("loginTime").GetDateTimeOffset(),
                    StoredTime = root.GetProperty("keptTime").GetDateTimeOffset(),
                    Secret = new SessionSecret(root.GetProperty("secret").GetString()!),
                };
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
