using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.PowerCli;

/// <summary>A PowerCLI connection (VIServer), as far as its properties tell: where it goes to and the session it has.</summary>
internal sealed class PowerCliServer
{
    private PowerCliServer(string name, Uri address, bool isConnected, SessionSecret[] secrets)
    {
        Name = name;
        Address = address;
        IsConnected = isConnected;
        Secrets = secrets;
    }

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>The name to connect to it by once more.</summary>
    public string NameAndPort => Address.IsDefaultPort ? Name : Address.Authority;

    public bool IsConnected { get; }

    /// <summary>Returns the values that can be the session's secret, likeliest first: PowerCLI has had it in either property.</summary>
    public IReadOnlyList<SessionSecret> Secrets { get; }

    /// <summary>The connections PowerCLI takes when no server is named.</summary>
    public static IEnumerable<PowerCliServer> Defaults(SessionState state) => Read(state.PSVariable.GetValue("global:DefaultVIServers"));

    /// <summary>The connections among what a variable holds: one object, several or none.</summary>
    public static IEnumerable<PowerCliServer> Read(object? value)
    {
        foreach (object? item in LanguagePrimitives.GetEnumerable(value) ?? new[] { value })
        {
            if (item is not null && TryRead(PSObject.AsPSObject(item)) is PowerCliServer server)
            {
                yield return server;
            }
        }
    }

    /// <summary>The connection that an object is; null when it is none.</summary>
    public static PowerCliServer? TryRead(PSObject item)
    {
        if (
            Properties.GetText(item, "Name") is not { Length: > 0 } name
            || !Array.Exists(["ServiceUri", "SessionSecret", "SessionId"], property => item.Properties[property] is not null)
        )
        {
            return null;
        }

        try
        {
            string port = LanguagePrimitives.TryConvertTo(Properties.Get(item, "Port"), out int number) && number > 0 ? ":" + number : "";
            Uri address = ServerAddress.Parse(Properties.Get(item, "ServiceUri")?.ToString() ?? name + port);
            bool isConnected = Properties.Get(item, "IsConnected") is not false;
            return new(
                name,
                address,
                isConnected,
                [
                    .. Secret(item, "SessionSecret")
                        .Concat(Secret(item, "SessionId"))
                        .GroupBy(secret => secret.Reveal())
                        .Select(same => same.First()),
                ]
            );
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Returns whether the connection leads to an address; an address without a port matches the server on any port.</summary>
    public bool GoesTo(Uri address) =>
        IsConnected
        && (
            string.Equals(address.Host, Name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(address.Host, Address.Host, StringComparison.OrdinalIgnoreCase)
        )
        && (address.IsDefaultPort || address.Port == Address.Port);

    private static IEnumerable<SessionSecret> Secret(PSObject item, string property)
    {
        string? value = Properties.GetText(item, property);
        if (string.IsNullOrEmpty(value))
        {
            yield break;
        }

        SessionSecret? secret = null;
        try
        {
            secret = new SessionSecret(value!);
        }
        catch (ArgumentException)
        {
            // No cookie could have it, so it is none.
        }

        if (secret is not null)
        {
            yield return secret;
        }
    }
}
