namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Parses the name of an Aria Operations for Logs as the address of its API.</summary>
public static class AriaLogsAddress
{
    /// <summary>The port of the API of Aria Operations for Logs.</summary>
    public const int DefaultPort = 9543;

    /// <summary>Parses a name or an address.</summary>
    /// <param name="text">A name or an IP address, with or without a port (9543 when not given), or an https address.</param>
    /// <exception cref="FormatException">The text has none of these forms, has a user name or a path in it, or asks for http, over which a
    /// password would be sent unencrypted.</exception>
    public static Uri Parse(string text)
    {
        string address = (text ?? "").Trim();
        bool hasScheme = address.Contains("://");
        if (!Uri.TryCreate(hasScheme ? address : "https://" + address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            throw new FormatException("The platform is named as logs.example.org, logs.example.org:9543 or https://logs.example.org:9543.");
        }

        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new FormatException("HTTPS is required: over any other protocol the password would be sent unencrypted.");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.AbsolutePath != "/")
        {
            throw new FormatException("The platform's address has no user, path, query or fragment in it.");
        }

        bool saysPort = !uri.IsDefaultPort || address.TrimEnd('/').EndsWith(":443", StringComparison.Ordinal);
        return saysPort ? uri : new UriBuilder(uri) { Port = DefaultPort }.Uri;
    }
}
