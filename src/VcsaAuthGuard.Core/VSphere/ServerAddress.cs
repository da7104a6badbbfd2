namespace VcsaAuthGuard.VSphere;

/// <summary>Parses the name of a vCenter Server as the address of its SOAP API.</summary>
public static class ServerAddress
{
    private const string Path = "/sdk";

    /// <summary>Parses a name or an address.</summary>
    /// <param name="text">A name or an IP address, with or without a port (<c>vc01.example.org</c>, <c>vc01:8443</c>,
    /// <c>[fd00::5]:443</c>), or an https address.</param>
    /// <exception cref="FormatException">The text has none of these forms, contains a user name, or asks for http, which
    /// would send a secret unencrypted.</exception>
    public static Uri Parse(string text)
    {
        string address = (text ?? "").Trim();
        bool hasScheme = address.Contains("://");
        if (!Uri.TryCreate(hasScheme ? address : $"https://{address}{Path}", UriKind.Absolute, out Uri? uri)
            || uri.Host.Length == 0
            || (!hasScheme && uri.AbsolutePath != Path))
        {
            throw new FormatException("Use a server address such as vc01.example.org, vc01.example.org:8443 or "
                + "https://vc01.example.org/sdk.");
        }

        if (uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new FormatException("HTTPS is required: over any other protocol the session's secret would be sent unencrypted.");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new FormatException("A server's address has no user, query or fragment in it.");
        }

        return uri.AbsolutePath == "/" ? new Uri(uri, Path) : uri;
    }
}
