namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Parses the name of a log platform as the address of its API.</summary>
public static class PlatformAddress
{
    private const int LokiPort = 3100;
    private const int OpenSearchPort = 9200;
    private const int VictoriaLogsPort = 9428;
    private const int SplunkPort = 8089;

    /// <summary>Parses a name or an address.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="text">A name, with or without a port (9543, 3100, 9200, 9428 or 8089 when not given), or an https address, which
    /// may have a path unless it is that of Aria Operations for Logs.</param>
    /// <param name="hasSecret">Whether a password or a token is sent there: then only https will do.</param>
    /// <exception cref="FormatException">The text has none of these forms, contains a user name, or asks for http, which
    /// would send a secret unencrypted.</exception>
    public static Uri Parse(LogPlatform platform, string text, bool hasSecret)
    {
        if (platform == LogPlatform.AriaLogs)
        {
            return AriaLogsAddress.Parse(text);
        }

        string address = (text ?? "").Trim();
        bool hasScheme = address.Contains("://");
        if (!Uri.TryCreate(hasScheme ? address : "https://" + address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            throw new FormatException("The platform is named as logs.example.org, logs.example.org:9200 or https://logs.example.org/path.");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new FormatException(
                "The address contains a user name: use -Credential or -Token instead, so that no secret appears in a command line or "
                    + "a message."
            );
        }

        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new FormatException("The platform's address has no query or fragment in it.");
        }

        if (uri.Scheme == Uri.UriSchemeHttp && hasSecret)
        {
            throw new FormatException("Over http the password or the token would be sent unencrypted: use https.");
        }

        UriBuilder made = new(uri) { Path = uri.AbsolutePath.TrimEnd('/') + "/" };
        if (!hasScheme && uri.IsDefaultPort && !address.Split('/')[0].EndsWith(":443", StringComparison.Ordinal))
        {
            made.Port = platform switch
            {
                LogPlatform.Loki => LokiPort,
                LogPlatform.VictoriaLogs => VictoriaLogsPort,
                LogPlatform.Splunk => SplunkPort,
                _ => OpenSearchPort,
            };
        }

        return made.Uri;
    }
}
