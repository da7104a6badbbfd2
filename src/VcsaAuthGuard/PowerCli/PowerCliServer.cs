using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Represents a PowerCLI connection (VIServer), read from its properties: its server and its session.</summary>
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

    /// <summary>Gets the name for connecting again.</summary>
    public string NameAndPort => Address.IsDefaultPort ? Name : Address.Authority;

    public bool IsConnected { get; }

    /// <summary>Gets the values that can be the session's secret, most likely first: PowerCLI has it in either property.</summary>
    public IReadOnlyList<SessionSecret> Secrets { get; }

    /// <summary>Gets the connections that PowerCLI uses when no server is named.</summary>
    public static IEnumerable<PowerCliServer> Defaults(SessionState state) => Read(state.PSVariable.GetValue("global:DefaultVIServers"));

    /// <summary>Gets the connections in a variable's value: one object, several or none.</summary>
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

    /// <summary>Converts an object to a connection; returns null if it is not one.</summary>
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
            // A cookie cannot contain this text, so it is not a secret.
        }

        if (secret is not null)
        {
            yield return secret;
        }
    }
}
