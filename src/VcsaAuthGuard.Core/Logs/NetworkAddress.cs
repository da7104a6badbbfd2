using System.Net;

namespace VcsaAuthGuard.Logs;

/// <summary>Tells addresses of clients from text that a client can write itself.</summary>
internal static class NetworkAddress
{
    /// <summary>Parses an address of a log.</summary>
    /// <param name="text">An address, or a list of forwarded ones, of which only the last was added by a proxy of vCenter's own.</param>
    /// <returns>An IP address or the name of a host; null if the last part of the text is neither.</returns>
    public static string? Parse(string text)
    {
        string last = text.Substring(text.LastIndexOf(',') + 1).Trim();
        return IPAddress.TryParse(last, out _) || Uri.CheckHostName(last) == UriHostNameType.Dns ? last : null;
    }
}
