using System.Globalization;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Binding;

/// <summary>Represents the address of an appliance.</summary>
/// <param name="Name">The appliance as it was named, with the port if one was.</param>
/// <param name="Host">Its name or address for SSH.</param>
/// <param name="Port">The port that was named; null if none was.</param>
/// <param name="Api">Its API.</param>
internal sealed record ApplianceAddress(string Name, string Host, int? Port, Uri Api)
{
    /// <summary>Reads a name; a port in it is that of the transport.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static ApplianceAddress Parse(string text, ServiceTransport transport)
    {
        text = text.Trim();
        Uri uri = ServerAddress.Parse(text);
        if (text.Contains("://"))
        {
            return new(uri.Authority, uri.DnsSafeHost, null, uri);
        }

        bool hasPort = text.EndsWith(":" + uri.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        // A name alone may be an alias of ~/.ssh/config, in which letters' case may count.
        string host = hasPort || uri.HostNameType == UriHostNameType.IPv6 ? uri.DnsSafeHost : text;
        Uri api = transport == ServiceTransport.Rest ? uri : new UriBuilder(uri) { Port = -1 }.Uri;
        return new(text, host, hasPort ? uri.Port : null, api);
    }

    public static ApplianceAddress From(PowerCliServer server) => new(server.Name, server.Name, null, server.Address);
}
